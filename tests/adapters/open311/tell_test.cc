// Replies of the core as answers.
#include <doctest/doctest.h>

#include <boost/json.hpp>
#include <string>

#include "adapters/open311/words.h"
#include "tests/adapters/open311/sample_call.h"

namespace whistle::adapters::open311 {

namespace {

Answer told(const Call& call, const v1::Reply& reply) {
  return tell(question_of(call), reply, sample_context());
}

v1::Reply one(const v1::Ticket& ticket) {
  v1::Reply reply;
  *reply.mutable_list_public_tickets()->add_tickets() = ticket;
  return reply;
}

boost::json::value told_request(const v1::Ticket& ticket, const std::string& query = "") {
  const auto answer = told(get("/v2/requests/20260928-00017-4.json?locale=en" + query), one(ticket));
  REQUIRE(answer.status == 200);
  return boost::json::parse(answer.body).as_array().at(0);
}

const std::string kForm = "api_key=k&service_code=E0502&address_string=x";

}  // namespace

TEST_CASE("a ticket is a service request, every field there") {
  CHECK(told(get("/v2/requests/20260928-00017-4.json"), one(open_ticket())).body ==
        R"([{"service_request_id":"20260928-00017-4","status":"open","status_notes":"已派单",)"
        R"("service_name":"路灯不亮","service_code":"C0137","description":null,"agency_responsible":"市政处",)"
        R"("service_notice":null,"requested_datetime":"2026-09-28T12:00:00+08:00",)"
        R"("updated_datetime":"2026-09-28T12:00:00+08:00","expected_datetime":"2026-09-30T12:00:00+08:00",)"
        R"("address":"阳光小区","address_id":null,"zipcode":null,"lat":36.7173,"long":119.1619001,)"
        R"("media_url":null}])");
}

TEST_CASE("the same in XML") {
  CHECK(told(get("/v2/requests/20260927-00003-1.xml?locale=en"), one(closed_ticket())).body ==
        R"(<?xml version="1.0" encoding="utf-8"?><service_requests><request>)"
        R"(<service_request_id>20260927-00003-1</service_request_id><status>closed</status>)"
        R"(<status_notes>Fixed.</status_notes><service_name>street lamp out</service_name>)"
        R"(<service_code>C0137</service_code><description/><agency_responsible>市政处</agency_responsible>)"
        R"(<service_notice/><requested_datetime>2026-09-27T12:00:00+08:00</requested_datetime>)"
        R"(<updated_datetime>2026-09-28T11:30:00+08:00</updated_datetime>)"
        R"(<expected_datetime>2026-09-28T11:00:00+08:00</expected_datetime><address>Sunshine Estate</address>)"
        R"(<address_id/><zipcode/><lat/><long/><media_url/></request></service_requests>)");
}

TEST_CASE("extended attributes are told to who asks for them") {
  CHECK_FALSE(told_request(open_ticket()).as_object().contains("extended_attributes"));
  CHECK(boost::json::serialize(told_request(open_ticket(), "&extensions=true").at("extended_attributes")) ==
        R"({"ticket_id":4711,"kind":"RESIDENT","state":"DISPATCHED","outcome":null,"lead":"MUNI",)"
        R"("lead_name":"市政处","due":{"ack":"2026-09-28T14:00:00+08:00","on_site":null,)"
        R"("resolve":"2026-09-30T12:00:00+08:00","verify":null,"total":"2026-10-02T12:00:00+08:00"},)"
        R"("overdue":false,"last_entry":4711})");
  CHECK(told_request(closed_ticket(), "&extensions=true").at("extended_attributes").at("outcome") == "FIXED");
}

TEST_CASE("what people said is told to nobody, even where a reply holds it") {
  auto ticket = open_ticket();
  ticket.set_text("Zq text");
  ticket.set_address("Zq address");
  ticket.set_reporter_name("Zq*");
  ticket.set_reporter_phone("Zq***");
  ticket.add_notes()->set_text("Zq note");
  ticket.mutable_record()->set_blower("Zq");
  ticket.mutable_record()->set_against("Zq");
  for (const auto* suffix : {".json?extensions=true", ".xml?extensions=true"}) {
    const auto answer = told(get("/v2/requests/20260928-00017-4" + std::string(suffix)), one(ticket));
    CHECK(answer.body.find("Zq") == std::string::npos);
  }
}

TEST_CASE("an outcome that is only proposed is none") {
  auto ticket = open_ticket();
  ticket.mutable_record()->set_state(v1::TICKET_STATE_VERIFYING);
  ticket.mutable_record()->set_outcome(v1::OUTCOME_FIXED);
  const auto request = told_request(ticket, "&extensions=true");
  CHECK(request.at("status") == "open");
  CHECK(request.at("status_notes") == "Dealt with; being verified.");
  CHECK(request.at("extended_attributes").at("outcome").is_null());
}

TEST_CASE("a rejected ticket is closed, with its reason") {
  auto ticket = closed_ticket();
  ticket.mutable_record()->set_state(v1::TICKET_STATE_REJECTED);
  ticket.mutable_record()->set_outcome(v1::OUTCOME_UNSPECIFIED);
  ticket.mutable_record()->set_reject_reason(v1::REJECT_REASON_NO_FUNDS);
  const auto request = told_request(ticket);
  CHECK(request.at("status") == "closed");
  CHECK(request.at("status_notes") == "Not taken up. There are no funds for it.");
}

TEST_CASE("a missed limit of the lead makes it overdue, one of an assistant does not") {
  const auto overdue = [](const v1::Ticket& ticket) {
    return told_request(ticket, "&extensions=true").at("extended_attributes").at("overdue").as_bool();
  };
  auto ticket = open_ticket();
  auto& clock = *ticket.mutable_record()->mutable_clocks(1);
  clock.set_phase(v1::CLOCK_PHASE_MISSED);
  CHECK(overdue(ticket));
  clock.mutable_name()->set_part(1);
  CHECK_FALSE(overdue(ticket));
  CHECK_FALSE(overdue(closed_ticket()));
  auto late = closed_ticket();
  late.mutable_record()->set_resolved_us(late.record().resolve_due_us() + 1);
  CHECK(overdue(late));
  auto long_ago = closed_ticket();
  long_ago.mutable_record()->set_total_missed(true);
  CHECK(overdue(long_ago));
}

TEST_CASE("the last change is the last that the reply has a time of") {
  auto ticket = open_ticket();
  ticket.mutable_record()->mutable_clocks(1)->set_started_us(kNowUs + 1'000'000);
  CHECK(told_request(ticket).at("updated_datetime") == "2026-09-28T12:00:01+08:00");
  ticket.mutable_record()->set_last_progress_us(kNowUs + 2'000'000);
  CHECK(told_request(ticket).at("updated_datetime") == "2026-09-28T12:00:02+08:00");
}

TEST_CASE("without a resolve limit the whole's is expected, and without any none is") {
  auto ticket = open_ticket();
  ticket.mutable_record()->mutable_clocks()->DeleteSubrange(1, 1);
  CHECK(told_request(ticket).at("expected_datetime") == "2026-10-02T12:00:00+08:00");
  ticket.mutable_record()->clear_clocks();
  CHECK(told_request(ticket).at("expected_datetime").is_null());
}

TEST_CASE("a list is told from its page on") {
  const auto both = told(get("/v2/requests.json"), list_reply({}));
  CHECK(boost::json::parse(both.body).as_array().size() == 2);
  const auto second = told(get("/v2/requests.json?page=2&page_size=1"), list_reply({}));
  REQUIRE(boost::json::parse(second.body).as_array().size() == 1);
  CHECK(boost::json::parse(second.body).at(0).at("service_request_id") == "20260927-00003-1");
  CHECK(told(get("/v2/requests.json?page=3&page_size=1"), list_reply({})).body == "[]");
}

TEST_CASE("what is not there, or not public, is not found") {
  v1::Reply none;
  none.mutable_list_public_tickets();
  CHECK(told(get("/v2/requests.json"), none).body == "[]");
  const auto request = told(get("/v2/requests/20260928-00017-4.json?locale=en"), none);
  CHECK(request.status == 404);
  CHECK(faults_of(request) == "service_request_id: no public request has this number");
  const auto token = told(get("/v2/tokens/20260928-00017-4.json?locale=en"), none);
  CHECK(token.status == 404);
  CHECK(faults_of(token) == "token: no public request has this number");
}

TEST_CASE("a token is the id") {
  CHECK(told(get("/v2/tokens/20260928-00017-4.json"), one(open_ticket())).body ==
        R"([{"service_request_id":"20260928-00017-4","token":"20260928-00017-4"}])");
}

TEST_CASE("who posts learns the number, whom to call and by when it is done") {
  const auto answer = told(post("/v2/requests.json?locale=en", kForm), accepted_reply());
  CHECK(answer.status == 200);
  CHECK(answer.body ==
        R"([{"service_request_id":"20260928-00018-2","service_notice":"If life or property is in danger, call 119 )"
        R"(at once. Agency responsible: Gas company. To be resolved by 2026-09-28T13:00:00+08:00.",)"
        R"("account_id":null}])");
  REQUIRE(answer.headers.size() == 1);
  CHECK(answer.headers[0] == std::pair<std::string, std::string>{"Cache-Control", "no-store"});
}

TEST_CASE("the private token is for who posts and asks for it") {
  CHECK(told(post("/v2/requests.json", kForm), accepted_reply()).body.find("0001feff") == std::string::npos);
  const auto body = told(post("/v2/requests.json?extensions=true", kForm), accepted_reply()).body;
  CHECK(boost::json::serialize(boost::json::parse(body).at(0).at("extended_attributes")) ==
        R"({"ticket_id":4712,"ticket_token":"0001feff303132333435363738396162","lead":"GAS",)"
        R"("expected_datetime":"2026-09-28T13:00:00+08:00","hand_off":"119"})");
}

TEST_CASE("what waits for an approval has no notice") {
  v1::Reply reply;
  reply.mutable_accepted()->set_ticket_number("20260928-00018-2");
  CHECK(told(post("/v2/requests.json", kForm), reply).body ==
        R"([{"service_request_id":"20260928-00018-2","service_notice":null,"account_id":null}])");
}

TEST_CASE("a reply to something else is a fault of this server") {
  CHECK(told(get("/v2/requests.json"), accepted_reply()).status == 500);
  CHECK(told(post("/v2/requests.json", kForm), list_reply({})).status == 500);
  CHECK(told(get("/v2/requests.json"), {}).status == 500);
}

TEST_CASE("every state and outcome has words of its own in both languages") {
  for (const auto language : {Language::Zh, Language::En}) {
    for (int state = 1; state < v1::TicketState_ARRAYSIZE; ++state)
      CHECK_FALSE(words_for(language, static_cast<v1::TicketState>(state)).empty());
    for (int outcome = 1; outcome < v1::Outcome_ARRAYSIZE; ++outcome)
      CHECK_FALSE(words_for(language, static_cast<v1::Outcome>(outcome)).empty());
    CHECK(words_for(language, static_cast<v1::Evidence>(99)).empty());
  }
}

}  // namespace whistle::adapters::open311
