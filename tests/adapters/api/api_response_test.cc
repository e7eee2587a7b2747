#include "adapters/api/api_response.h"

#include <doctest/doctest.h>
#include <boost/json.hpp>

#include <set>
#include <string>

#include "tests/adapters/api/asking.h"

namespace whistle::adapters::api {
namespace {

namespace json = boost::json;

v1::Reply refused(v1::RefusalCode code, std::string name = {}, std::string value = {}) {
  v1::Reply reply;
  reply.mutable_refusal()->set_code(code);
  auto& argument = *reply.mutable_refusal()->add_arguments();
  argument.set_name(std::move(name));
  argument.set_value(std::move(value));
  return reply;
}

v1::Reply accepted(std::uint64_t sequence, std::uint64_t ticket) {
  v1::Reply reply;
  reply.mutable_accepted()->set_sequence(sequence);
  reply.mutable_accepted()->set_ticket(ticket);
  return reply;
}

v1::Reply ticket(std::uint64_t last_entry) {
  v1::Reply reply;
  auto& told = *reply.mutable_get_ticket()->mutable_ticket();
  told.set_number("20260928-00017-4");
  told.mutable_record()->set_id(17);
  told.mutable_record()->set_last_entry(last_entry);
  return reply;
}

Asked blown() {
  return Asking("POST", "/whistles").command("{}").asked();
}
Asked act(std::string_view verb) {
  return Asking("POST", "/tickets/17/" + std::string(verb)).command("{}").asked();
}
Asked get(std::string_view target) {
  return Asking("GET", target).asked();
}

json::object body_of(const HttpAnswer& answer) {
  return json::parse(answer.body).as_object();
}

TEST_CASE("a whistle that was blown is a new ticket at its own address") {
  const auto answer = tell(blown(), accepted(17, 17));
  CHECK(answer.status == 201);
  CHECK(header_of(answer.headers, "Location") == "/api/v1/tickets/17");
  CHECK(header_of(answer.headers, "ETag") == "\"17\"");
  CHECK(header_of(answer.headers, "Content-Type") == "application/json");
  CHECK(body_of(answer).at("sequence") == "17");
}

TEST_CASE("an act tells the ticket's new last entry") {
  const auto answer = tell(act("urge"), accepted(42, 17));
  CHECK(answer.status == 200);
  CHECK(header_of(answer.headers, "Location").empty());
  CHECK(header_of(answer.headers, "ETag") == "\"42\"");
}

TEST_CASE("what was split off is a new ticket, whose last entry is not the first one's") {
  const auto answer = tell(act("split"), accepted(42, 42));
  CHECK(answer.status == 201);
  CHECK(header_of(answer.headers, "Location") == "/api/v1/tickets/42");
  CHECK(header_of(answer.headers, "ETag").empty());
}

TEST_CASE("what touches no ticket is accepted without an address") {
  v1::Reply reply;
  reply.mutable_accepted()->set_sequence(0);
  const auto answer = tell(Asking("POST", "/absences").command("{}").asked(), reply);
  CHECK(answer.status == 200);
  CHECK(header_of(answer.headers, "Location").empty());
}

TEST_CASE("a ticket has its last entry as tag, and is not sent to who has it") {
  const auto asking = [](const char* known) {
    Asking one("GET", "/tickets/17");
    if (known != nullptr) one.with("If-None-Match", known);
    return tell(one.asked(), ticket(42));
  };
  const auto answer = asking(nullptr);
  CHECK(answer.status == 200);
  CHECK(header_of(answer.headers, "ETag") == "\"42\"");
  CHECK(body_of(answer).at("number") == "20260928-00017-4");
  CHECK(body_of(answer).at("record").at("lastEntry") == "42");
  for (const char* known : {"\"42\"", "W/\"42\"", "\"1\", \"42\"", "\"42\",\"1\"", "*"}) {
    CAPTURE(known);
    const auto unchanged = asking(known);
    CHECK(unchanged.status == 304);
    CHECK(unchanged.body.empty());
    CHECK(header_of(unchanged.headers, "ETag") == "\"42\"");
  }
  for (const char* known : {"\"41\"", "42", "\"142\"", "\"1\"42\""})
    CHECK(asking(known).status == 200);
}

TEST_CASE("a list that goes on says where") {
  v1::Reply reply;
  auto& list = *reply.mutable_list_tickets();
  list.add_tickets()->mutable_record()->set_id(17);
  list.set_cursor(17);
  list.set_more(true);
  const auto asked = get("/tickets?lead=\xe6\xbb\xa1 1&after=3&states=on_site,closed");
  const auto told = tell(asked, reply);
  CHECK(header_of(told.headers, "Link") ==
        "</api/v1/tickets?lead=%e6%bb%a1%201&states=on_site,closed&after=17>; rel=\"next\"");
  CHECK(body_of(told).at("tickets").as_array().size() == 1);
  CHECK(body_of(told).at("cursor") == "17");
  list.set_more(false);
  CHECK(header_of(tell(asked, reply).headers, "Link").empty());
  CHECK(body_of(tell(asked, reply)).at("more") == false);
}

TEST_CASE("the journal goes on until its end") {
  v1::Reply reply;
  reply.mutable_fetch_entries()->set_cursor(5);
  reply.mutable_fetch_entries()->set_next_sequence(9);
  CHECK(header_of(tell(get("/entries"), reply).headers, "Link") == "</api/v1/entries?from=5>; rel=\"next\"");
  reply.mutable_fetch_entries()->set_cursor(9);
  CHECK(header_of(tell(get("/entries"), reply).headers, "Link").empty());
}

TEST_CASE("a cursor that says by itself what was asked is the whole question, with how much a page holds") {
  v1::Reply reply;
  reply.mutable_reconcile()->set_cursor("\xfb\xff\x01");
  reply.mutable_reconcile()->set_more(true);
  const auto told = tell(get("/reconciliation?date=2026-09-28&limit=100"), reply);
  CHECK(header_of(told.headers, "Link") == "</api/v1/reconciliation?limit=100&cursor=%2b%2f8B>; rel=\"next\"");
  CHECK(body_of(told).at("cursor") == "+/8B");
  // What the link leads to is what the engine gave.
  CHECK(get("/reconciliation?limit=100&cursor=+/8B").request.reconcile().cursor() == "\xfb\xff\x01");
  reply.mutable_reconcile()->set_more(false);
  CHECK(header_of(tell(get("/reconciliation"), reply).headers, "Link").empty());
}

TEST_CASE("a tile is bytes") {
  v1::Reply reply;
  reply.mutable_get_tile()->set_hashes("hash");
  const auto answer = tell(get("/tiles/0/0"), reply);
  CHECK(answer.body == "hash");
  CHECK(header_of(answer.headers, "Content-Type") == "application/octet-stream");
}

TEST_CASE("a refusal is a problem about what was asked") {
  const auto answer = tell(act("urge"), refused(v1::REFUSAL_CODE_TICKET_CHANGED, "last_entry", "43"));
  CHECK(answer.status == 412);
  CHECK(header_of(answer.headers, "Content-Type") == "application/problem+json");
  const auto body = body_of(answer);
  CHECK(body.at("instance") == "/api/v1/tickets/17/urge");
  CHECK(body.at("arguments").at("last_entry") == "43");
}

TEST_CASE("the ticket of the path is not found, another one is a wrong value") {
  CHECK(tell(act("link"), refused(v1::REFUSAL_CODE_UNKNOWN_TICKET, "ticket", "17")).status == 404);
  CHECK(tell(act("link"), refused(v1::REFUSAL_CODE_UNKNOWN_TICKET, "ticket", "18")).status == 422);
  CHECK(tell(get("/tickets/20260928-00017-4"), refused(v1::REFUSAL_CODE_UNKNOWN_TICKET, "ticket", "20260928-00017-4"))
            .status == 404);
}

TEST_CASE("a number in a query that is too large is no body that is too large") {
  CHECK(tell(get("/tickets?limit=9999"), refused(v1::REFUSAL_CODE_TOO_LARGE, "field", "limit")).status == 400);
  CHECK(tell(blown(), refused(v1::REFUSAL_CODE_TOO_LARGE, "field", "personal.text")).status == 413);
}

TEST_CASE("who showed no credential is asked for one where it may not do something") {
  const auto anybody = Asking("GET", "/public/tickets").without("Authorization").asked();
  const auto answer = tell(anybody, refused(v1::REFUSAL_CODE_NOT_PERMITTED, "needs", "auditor"));
  CHECK(answer.status == 401);
  CHECK(header_of(answer.headers, "WWW-Authenticate") == "Bearer");
  CHECK(tell(get("/status"), refused(v1::REFUSAL_CODE_NOT_PERMITTED, "needs", "auditor")).status == 403);
}

TEST_CASE("a reply to another question, or none, is the server's fault") {
  CHECK(tell(get("/status"), accepted(1, 1)).status == 500);
  CHECK(tell(blown(), ticket(1)).status == 500);
  CHECK(tell(blown(), v1::Reply()).status == 500);
}

TEST_CASE("every kind of reply is told by some route, whatever is in it") {
  std::set<std::string> told;
  const auto& replies = *v1::Reply::descriptor()->FindOneofByName("body");
  for (const auto& route : routes()) {
    Asked asked;
    asked.route = &route;
    asked.has_credential = true;
    for (int i = 0; i < replies.field_count(); ++i) {
      v1::Reply reply;
      reply.GetReflection()->MutableMessage(&reply, replies.field(i));
      if (tell(asked, reply).status < 400) told.insert(replies.field(i)->name());
    }
  }
  CHECK(told.size() == static_cast<std::size_t>(replies.field_count()) - 1);  // all but `refusal`
}

}  // namespace
}  // namespace whistle::adapters::api
