// What anybody may see, and what nobody is told.
#include <doctest/doctest.h>

#include "tests/whistled/engine_in_process.h"
#include "tools/whistled/queries.h"

namespace whistle::tools::whistled {
namespace {

constexpr const char* kPublic = "C0131";  // a public catalogue row; its duty is a department's
constexpr const char* kPrivate = "P03";   // ordinary repair, of nobody's business

v1::ListPublicTicketsReply public_list(TestClient& client, const v1::ListPublicTickets& query) {
  v1::Request request;
  *request.mutable_list_public_tickets() = query;
  const auto reply = client.call(request);
  REQUIRE_MESSAGE(reply.has_list_public_tickets(), reply.ShortDebugString());
  return reply.list_public_tickets();
}

std::vector<std::uint64_t> ids(const v1::ListPublicTicketsReply& reply) {
  std::vector<std::uint64_t> found;
  for (const auto& ticket : reply.tickets())
    found.push_back(ticket.record().id());
  return found;
}

v1::Command force_close(std::uint64_t ticket) {
  v1::Command command;
  command.mutable_force_close_ticket()->set_ticket(ticket);
  command.mutable_force_close_ticket()->mutable_personal()->set_text("已在现场处理");
  return command;
}

}  // namespace

TEST_CASE("only what the catalogue marks as public is listed, newest first, open and closed, page by page") {
  EngineInProcess engine;
  engine.start();
  auto intake = engine.member("intake-app");
  std::vector<std::uint64_t> open;
  for (int i = 0; i < 5; ++i) {
    open.push_back(intake->act("p-" + std::to_string(i), whistle(kPublic)).accepted().ticket());
    (void)intake->act("h-" + std::to_string(i), whistle(kPrivate));
  }
  auto supervisor = engine.member("supervisor-1");
  for (const auto closed : {open[1], open[3]})
    REQUIRE(supervisor->act("close-" + std::to_string(closed), force_close(closed)).has_accepted());
  const std::vector<std::uint64_t> newest(open.rbegin(), open.rend());
  CHECK(ids(public_list(*intake, {})) == newest);

  v1::ListPublicTickets query;
  query.set_limit(2);
  std::vector<std::uint64_t> paged;
  bool more = true;
  while (more) {
    const auto page = public_list(*intake, query);
    for (const auto id : ids(page))
      paged.push_back(id);
    query.set_before(page.cursor());
    more = page.more();
    REQUIRE(paged.size() <= newest.size());
  }
  CHECK(paged == newest);

  v1::ListPublicTickets closed;
  closed.set_status(v1::PUBLIC_STATUS_CLOSED);
  CHECK(ids(public_list(*intake, closed)) == std::vector<std::uint64_t>{open[3], open[1]});
  v1::ListPublicTickets still_open;
  still_open.set_status(v1::PUBLIC_STATUS_OPEN);
  CHECK(ids(public_list(*intake, still_open)) == std::vector<std::uint64_t>{open[4], open[2], open[0]});
}

TEST_CASE("tickets are found by id and by number, by category and time; one that is not public is not there") {
  EngineInProcess engine;
  engine.start();
  auto intake = engine.member("intake-app");
  const auto shown = intake->act("p", whistle(kPublic)).accepted();
  const auto hidden = intake->act("h", whistle(kPrivate)).accepted();
  v1::ListPublicTickets named;
  named.add_tickets(shown.ticket());
  named.add_tickets(hidden.ticket());
  named.add_tickets(4711);
  CHECK(ids(public_list(*intake, named)) == std::vector<std::uint64_t>{shown.ticket()});
  v1::ListPublicTickets numbered;
  numbered.add_numbers(shown.ticket_number());
  numbered.add_numbers(hidden.ticket_number());
  CHECK(ids(public_list(*intake, numbered)) == std::vector<std::uint64_t>{shown.ticket()});
  v1::ListPublicTickets other;
  other.add_categories("C0104");
  CHECK(ids(public_list(*intake, other)).empty());
  v1::ListPublicTickets later;
  later.set_from_us(shown.time_us() + 1);
  CHECK(ids(public_list(*intake, later)).empty());
  later.set_from_us(shown.time_us());
  CHECK(ids(public_list(*intake, later)).size() == 1);
  later.set_until_us(shown.time_us());
  CHECK(ids(public_list(*intake, later)).empty());
}

TEST_CASE("nothing personal is told, to whoever asks: not what was said, nor by whom, nor who works on it") {
  EngineInProcess engine;
  engine.start();
  auto intake = engine.member("intake-app");
  (void)intake->act("p", whistle(kPublic));
  for (const auto* asker : {"intake-app", "auditor-1", "f-xiangrui-handler-1"}) {
    CAPTURE(asker);
    const auto reply = public_list(*engine.member(asker), {});
    REQUIRE(reply.tickets_size() == 1);
    const auto& ticket = reply.tickets(0);
    CHECK(ticket.text().empty());
    CHECK(ticket.address().empty());
    CHECK(ticket.reporter_name().empty());
    CHECK(ticket.reporter_phone().empty());
    CHECK(ticket.notes_size() == 0);
    CHECK(ticket.record().blower().empty());
    CHECK(ticket.record().keys_size() == 0);
    CHECK(ticket.record().parts(0).member().empty());
    CHECK_FALSE(ticket.record().parts(0).party().empty());
    CHECK_FALSE(ticket.lead_name_zh().empty());
  }
}

TEST_CASE("without a credential one is told the state, the names and the public tickets, and nothing else") {
  int answered = 0;
  const auto& body = *v1::Request::descriptor()->FindOneofByName("body");
  for (int i = 0; i < body.field_count(); ++i) {
    v1::Request request;
    (void)request.GetReflection()->MutableMessage(&request, body.field(i));
    if (!is_query(request)) continue;
    CAPTURE(body.field(i)->name());
    const auto open = request.has_get_status() || request.has_get_district() || request.has_list_public_tickets();
    CHECK(is_for_anybody(request) == open);
    answered += open ? 1 : 0;
  }
  CHECK(answered == 3);
}

}  // namespace whistle::tools::whistled
