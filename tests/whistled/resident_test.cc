// A resident and its ticket: the private token that the reply gives, and what it opens.
#include <doctest/doctest.h>

#include "tests/whistled/engine_in_process.h"

namespace whistle::tools::whistled {
namespace {

constexpr const char* kFirmDispatcher = "f-xiangrui-dispatcher";

v1::ActingFor by_token(const std::string& token) {
  v1::ActingFor acting_for;
  acting_for.set_ticket_token(token);
  return acting_for;
}

v1::ActingFor by_member(const std::string& member) {
  v1::ActingFor acting_for;
  acting_for.set_member(member);
  return acting_for;
}

v1::Reply act_for(TestClient& client, const std::string& key, const v1::Command& command, v1::ActingFor acting_for) {
  v1::Request request;
  request.set_key(key);
  *request.mutable_command() = command;
  *request.mutable_acting_for() = std::move(acting_for);
  return client.call(std::move(request));
}

v1::Request question_of(std::uint64_t ticket, const std::string& token) {
  v1::Request request;
  request.mutable_get_ticket()->set_ticket(ticket);
  *request.mutable_acting_for() = by_token(token);
  return request;
}

v1::Command erase(std::uint64_t ticket) {
  v1::Command command;
  command.mutable_erase_ticket()->set_ticket(ticket);
  command.mutable_erase_ticket()->set_ground(v1::ERASE_GROUND_REQUEST);
  command.mutable_erase_ticket()->set_reference("2026-0117");
  return command;
}

std::string other_token(std::string token) {
  token[0] = static_cast<char>(token[0] ^ 1);
  return token;
}

// A resident's whistle through one of two intakes, and the handler of the firm that leads.
struct Blown {
  EngineInProcess engine;
  std::unique_ptr<TestClient> app;
  std::unique_ptr<TestClient> hotline;
  std::unique_ptr<TestClient> handler;
  v1::Accepted blown;

  Blown() {
    engine.start();
    app = engine.member("intake-app");
    hotline = engine.member("intake-hotline");
    handler = engine.member(kHandler);
    const auto reply = app->act("w-1", whistle());
    REQUIRE_MESSAGE(reply.has_accepted(), told(reply));
    blown = reply.accepted();
  }
};

// What somebody noticed in person, or heard from another platform.
v1::Command noticed_by(v1::Source source) {
  auto command = whistle();
  command.mutable_blow_whistle()->set_source(source);
  return command;
}

TEST_CASE_FIXTURE(Blown,
                  "a resident's whistle brings a token, the same for a repeated command, another for another ticket") {
  CHECK(blown.ticket_token().size() == storage::kTicketTokenBytes);
  CHECK(app->act("w-1", whistle()).accepted().SerializeAsString() == blown.SerializeAsString());
  CHECK(app->act("w-2", whistle()).accepted().ticket_token() != blown.ticket_token());
  REQUIRE(engine.stop().has_value());
  for (const auto& entry : engine.journal())
    CHECK(entry.SerializeAsString().find(blown.ticket_token()) == std::string::npos);
  engine.start();
  CHECK(engine.member("intake-app")->act("w-1", whistle()).accepted().SerializeAsString() == blown.SerializeAsString());
}

TEST_CASE("who blows in person, or speaks for no resident, gets none") {
  EngineInProcess engine;
  engine.start();
  auto walker = engine.member("f-xiangrui-walker-1");
  auto platform = engine.member("platform-1");
  const auto in_person = walker->act("w-1", noticed_by(v1::SOURCE_GRID_MEMBER));
  REQUIRE_MESSAGE(in_person.has_accepted(), told(in_person));
  CHECK(in_person.accepted().ticket_token().empty());
  const auto relayed = platform->act("w-1", noticed_by(v1::SOURCE_HOTLINE));
  REQUIRE_MESSAGE(relayed.has_accepted(), told(relayed));
  CHECK(relayed.accepted().ticket_token().empty());
}

TEST_CASE_FIXTURE(
    Blown, "with the token a resident confirms through whatever intake identity, and the journal tells for whom") {
  CHECK(told(handler->act("a", acknowledge(blown.ticket()))) == "accepted");
  CHECK(told(handler->act("r", resolve(blown.ticket(), "done"))) == "accepted");
  CHECK(told(hotline->act("c-0", confirm(blown.ticket()))) == "NOT_PERMITTED needs=whistle-blower");
  const auto confirmed = act_for(*hotline, "c-1", confirm(blown.ticket()), by_token(blown.ticket_token()));
  CHECK(told(confirmed) == "accepted");
  CHECK(act_for(*hotline, "c-1", confirm(blown.ticket()), by_token(blown.ticket_token()))
            .accepted()
            .SerializeAsString() == confirmed.accepted().SerializeAsString());
  REQUIRE(engine.stop().has_value());
  const auto entry = engine.journal().at(confirmed.accepted().sequence());
  CHECK(entry.actor().member() == "intake-hotline");
  CHECK(entry.actor().acting_for_resident());
}

TEST_CASE_FIXTURE(Blown, "with the token a resident withdraws") {
  CHECK(told(act_for(*hotline, "x", withdraw(blown.ticket()), by_token(blown.ticket_token()))) == "accepted");
}

TEST_CASE_FIXTURE(
    Blown, "a token opens its own ticket alone, for intake identities alone, and none of an intake's other rights") {
  const auto other = app->act("w-2", whistle()).accepted();
  CHECK(told(act_for(*app, "k-1", withdraw(other.ticket()), by_token(blown.ticket_token()))) == "WRONG_TOKEN");
  CHECK(told(act_for(*app, "k-2", withdraw(blown.ticket()), by_token(other_token(blown.ticket_token())))) ==
        "WRONG_TOKEN");
  CHECK(told(act_for(*app, "k-3", withdraw(999'999), by_token(blown.ticket_token()))) == "WRONG_TOKEN");
  for (const auto& token : {blown.ticket_token(), other_token(blown.ticket_token())}) {
    CHECK(told(act_for(*app, "k-4", whistle(), by_token(token))) == "NOT_PERMITTED needs=an identity's own right");
    CHECK(told(act_for(*app, "k-8", erase(blown.ticket()), by_token(token))) ==
          "NOT_PERMITTED needs=an identity's own right");
  }
  CHECK(told(act_for(*app, "k-5", withdraw(blown.ticket()), by_token("short"))) ==
        "INVALID field=acting_for.ticket_token why=16 bytes");
  CHECK(told(act_for(*handler, "k-6", withdraw(blown.ticket()), by_token(blown.ticket_token()))) ==
        "NOT_PERMITTED needs=intake");
  CHECK(told(act_for(*app, "k-7", acknowledge(blown.ticket()), by_token(blown.ticket_token()))) ==
        "NOT_PERMITTED needs=handler or grid_member");
}

TEST_CASE_FIXTURE(Blown, "what anybody may ask is answered to whoever shows a token, as to anybody") {
  v1::Request status;
  status.mutable_get_status();
  for (const auto& token : {blown.ticket_token(), other_token(blown.ticket_token())}) {
    *status.mutable_acting_for() = by_token(token);
    const auto seen = app->call(status);
    REQUIRE_MESSAGE(seen.has_get_status(), told(seen));
    CHECK(seen.get_status().member() == "@anybody");
    CHECK(seen.get_status().roles_size() == 0);
  }
  CHECK(told(handler->call(status)) == "NOT_PERMITTED needs=intake");
  v1::Request others;
  *others.mutable_acting_for() = by_token(blown.ticket_token());
  others.mutable_list_public_tickets();
  CHECK(app->call(others).has_list_public_tickets());
  others.mutable_get_district();
  CHECK(app->call(others).get_district().parties_size() > 0);
}

TEST_CASE("the token of a ticket whose vault holds no row opens nothing") {
  EngineInProcess engine;
  engine.start();
  auto walker = engine.member("f-xiangrui-walker-1");
  auto app = engine.member("intake-app");
  const auto in_person = walker->act("w-1", noticed_by(v1::SOURCE_GRID_MEMBER)).accepted();
  CHECK(told(act_for(*app, "k-1", withdraw(in_person.ticket()), by_token(std::string(16, '\0')))) == "WRONG_TOKEN");
}

TEST_CASE_FIXTURE(
    Blown, "with the token a resident sees number, state and who had it since when, and nobody's words or names") {
  CHECK(told(handler->act("a", acknowledge(blown.ticket()))) == "accepted");
  const auto seen = hotline->call(question_of(blown.ticket(), blown.ticket_token()));
  REQUIRE_MESSAGE(seen.has_get_ticket(), told(seen));
  const auto& ticket = seen.get_ticket().ticket();
  CHECK(ticket.number() == blown.ticket_number());
  CHECK(ticket.record().state() == v1::TICKET_STATE_ACKNOWLEDGED);
  CHECK(ticket.record().parts(0).party() == "F-XIANGRUI");
  CHECK(ticket.record().parts(0).member().empty());
  CHECK(ticket.record().hops_size() == 1);
  CHECK_FALSE(ticket.lead_name_zh().empty());
  CHECK(ticket.text().empty());
  CHECK(ticket.reporter_phone().empty());
  CHECK(ticket.record().blower().empty());
  CHECK(ticket.record().clocks_size() == 0);
  auto by_number = question_of(0, blown.ticket_token());
  by_number.mutable_get_ticket()->set_number(blown.ticket_number());
  CHECK(hotline->call(by_number).get_ticket().ticket().record().id() == blown.ticket());
  CHECK(told(hotline->call(question_of(blown.ticket(), other_token(blown.ticket_token())))) == "WRONG_TOKEN");
  CHECK(told(hotline->call(question_of(0, blown.ticket_token()))) == "WRONG_TOKEN");
}

TEST_CASE_FIXTURE(Blown, "a resident's timeline tells what happened and by which party, not by whom") {
  CHECK(told(app->act("w-2", whistle())) == "accepted");
  CHECK(told(handler->act("a", acknowledge(blown.ticket()))) == "accepted");
  v1::Request timeline;
  timeline.mutable_fetch_entries()->set_ticket(blown.ticket());
  *timeline.mutable_acting_for() = by_token(blown.ticket_token());
  const auto told_to_resident = app->call(timeline).fetch_entries();
  REQUIRE(told_to_resident.entries_size() == 2);
  for (const auto& entry : told_to_resident.entries()) {
    CHECK(entry.ticket() == blown.ticket());
    CHECK_FALSE(entry.has_actor());
    CHECK_FALSE(entry.has_command());
    for (const auto& event : entry.events())
      CHECK_FALSE(event.has_clock_started());
  }
  CHECK(told_to_resident.entries(0).events(0).has_whistle_blown());
  CHECK(told_to_resident.entries(1).events(0).has_ticket_acknowledged());
  CHECK(told_to_resident.cursor() == told_to_resident.next_sequence());
  timeline.mutable_fetch_entries()->set_ticket(0);
  CHECK(told(app->call(timeline)) == "WRONG_TOKEN");
  timeline.mutable_list_tickets();
  CHECK(told(app->call(timeline)) == "NOT_PERMITTED needs=an identity's own right");
}

TEST_CASE_FIXTURE(Blown, "the entries of one ticket can be asked for page by page, by who may see it") {
  CHECK(told(app->act("w-2", whistle())) == "accepted");
  CHECK(told(handler->act("a", acknowledge(blown.ticket()))) == "accepted");
  CHECK(told(app->act("w-3", whistle())) == "accepted");
  CHECK(told(handler->act("r", resolve(blown.ticket(), "done"))) == "accepted");
  v1::Request page;
  page.mutable_fetch_entries()->set_ticket(blown.ticket());
  page.mutable_fetch_entries()->set_limit(2);
  const auto first = handler->call(page).fetch_entries();
  REQUIRE(first.entries_size() == 2);
  CHECK(first.entries(0).command().has_blow_whistle());
  CHECK(first.entries(1).command().has_acknowledge_ticket());
  page.mutable_fetch_entries()->set_from(first.cursor());
  const auto second = handler->call(page).fetch_entries();
  REQUIRE(second.entries_size() == 1);
  CHECK(second.entries(0).command().has_resolve_ticket());
  CHECK(second.cursor() == second.next_sequence());
  page.mutable_fetch_entries()->set_from(0);
  CHECK(engine.member("c-baotong-dispatcher")->call(page).has_fetch_entries());
  CHECK(engine.member("platform-1")->call(page).fetch_entries().entries_size() == 0);
}

TEST_CASE_FIXTURE(Blown, "a dispatcher enters what a member of its own party reports, and no more than a handler may") {
  auto dispatcher = engine.member(kFirmDispatcher);
  const auto acknowledged = act_for(*dispatcher, "a", acknowledge(blown.ticket()), by_member(kHandler));
  CHECK(told(acknowledged) == "accepted");
  CHECK(told(dispatcher->act("a", acknowledge(blown.ticket()))) ==
        "KEY_REUSED sequence=" + std::to_string(acknowledged.accepted().sequence()));
  constexpr const char* kNotPermitted = "NOT_PERMITTED needs=dispatcher of the member's party";
  CHECK(told(act_for(*handler, "b", acknowledge(blown.ticket()), by_member(kFirmDispatcher))) == kNotPermitted);
  CHECK(told(act_for(*dispatcher, "c", acknowledge(blown.ticket()), by_member("supervisor-1"))) == kNotPermitted);
  CHECK(told(act_for(*dispatcher, "d", acknowledge(blown.ticket()), by_member("nobody"))) == kNotPermitted);
  v1::Command other;
  other.mutable_revoke_identity()->set_curve_public_key(engine.admin_keys().public_key);
  CHECK(told(act_for(*engine.member("admin-1"), "e", other, by_member("supervisor-1"))) == kNotPermitted);
  REQUIRE(engine.stop().has_value());
  const auto entry = engine.journal().at(acknowledged.accepted().sequence());
  CHECK(entry.actor().member() == kFirmDispatcher);
  CHECK(entry.actor().acting_for() == kHandler);
}

}  // namespace
}  // namespace whistle::tools::whistled
