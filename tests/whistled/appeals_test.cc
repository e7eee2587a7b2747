// Appeals over the wire: what waits is found, and who may know nothing of it is told nothing.
#include <doctest/doctest.h>

#include <vector>

#include "tests/whistled/engine_in_process.h"

namespace whistle::tools::whistled {
namespace {

constexpr const char* kCommunity = "c-baotong-dispatcher";

v1::Command appeal(std::uint64_t ticket) {
  v1::Command command;
  command.mutable_lodge_appeal()->set_ticket(ticket);
  command.mutable_lodge_appeal()->set_subject(v1::APPEAL_SUBJECT_REWORK);
  command.mutable_lodge_appeal()->set_ground(v1::APPEAL_GROUND_WRONG_FACTS);
  command.mutable_lodge_appeal()->mutable_personal()->set_text("it was next door");
  return command;
}

v1::Command refuse(std::uint64_t ticket, const char* party) {
  v1::Command command;
  command.mutable_review_appeal()->set_ticket(ticket);
  command.mutable_review_appeal()->set_party(party);
  command.mutable_review_appeal()->set_subject(v1::APPEAL_SUBJECT_REWORK);
  command.mutable_review_appeal()->mutable_personal()->set_text("it was not");
  return command;
}

std::vector<std::uint64_t> appealed(TestClient& client, std::uint32_t page = 100, v1::TicketState state = {}) {
  return listed(
      client,
      [&](v1::ListTickets& query) {
        query.set_appealed(true);
        if (state != v1::TICKET_STATE_UNSPECIFIED) query.add_states(state);
      },
      page);
}

// An engine with whistles that `lead` has resolved, and their blower disputed.
struct Disputed {
  EngineInProcess engine;
  std::unique_ptr<TestClient> intake;
  int number = 0;

  Disputed() {
    engine.start();
    intake = engine.member("intake-app");
  }
  void must(TestClient& client, const v1::Command& command) {
    const auto reply = client.act("act-" + std::to_string(++number), command);
    REQUIRE_MESSAGE(told(reply) == "accepted", told(reply));
  }
  v1::Accepted disputed(const char* category, const char* lead) {
    const auto blown = intake->act("w-" + std::to_string(++number), whistle(category)).accepted();
    auto member = engine.member(lead);
    must(*member, acknowledge(blown.ticket()));
    must(*member, resolve(blown.ticket(), "done"));
    must(*intake, dispute(blown.ticket(), "dark still"));
    return blown;
  }
};

TEST_CASE_FIXTURE(Disputed, "appeals that wait are listed, of open and of closed tickets, page by page") {
  auto firm = engine.member(kHandler);
  auto supervisor = engine.member("supervisor-1");
  std::vector<std::uint64_t> tickets;
  for (int i = 0; i < 5; ++i) {
    tickets.push_back(disputed("P03", kHandler).ticket());
    if (i != 2) must(*firm, appeal(tickets.back()));
  }
  must(*firm, resolve(tickets[1], "done again"));
  must(*intake, confirm(tickets[1]));
  const std::vector<std::uint64_t> wait{tickets[0], tickets[1], tickets[3], tickets[4]};
  for (const std::uint32_t page : {1U, 3U, 100U})
    CHECK(appealed(*supervisor, page) == wait);
  CHECK(appealed(*supervisor, 100, v1::TICKET_STATE_CLOSED) == std::vector<std::uint64_t>{tickets[1]});
  must(*supervisor, refuse(tickets[0], "F-XIANGRUI"));
  must(*supervisor, refuse(tickets[1], "F-XIANGRUI"));
  CHECK(appealed(*supervisor) == std::vector<std::uint64_t>{tickets[3], tickets[4]});
  REQUIRE(engine.stop().has_value());
  engine.start();
  CHECK(appealed(*engine.member("supervisor-1")) == std::vector<std::uint64_t>{tickets[3], tickets[4]});
}

TEST_CASE_FIXTURE(Disputed, "a resident by token sees nothing of appeals and of what is charged to whom") {
  const auto blown = disputed("P03", kHandler);
  auto firm = engine.member(kHandler);
  must(*firm, appeal(blown.ticket()));
  must(*engine.member("supervisor-1"), refuse(blown.ticket(), "F-XIANGRUI"));
  v1::Request request;
  request.mutable_get_ticket()->set_ticket(blown.ticket());
  CHECK(firm->call(request).get_ticket().ticket().record().appeals_size() == 1);
  CHECK(firm->call(request).get_ticket().ticket().record().charges_size() == 1);
  request.mutable_acting_for()->set_ticket_token(blown.ticket_token());
  const auto seen = intake->call(request).get_ticket().ticket();
  CHECK(seen.record().id() == blown.ticket());
  CHECK(seen.record().appeals_size() == 0);
  CHECK(seen.record().charges_size() == 0);
  request.mutable_fetch_entries()->set_ticket(blown.ticket());
  const auto entries = intake->call(request).fetch_entries().entries();
  CHECK(entries.size() > 0);
  for (const auto& entry : entries) {
    for (const auto& event : entry.events()) {
      CHECK_FALSE(event.has_appeal_lodged());
      CHECK_FALSE(event.has_appeal_reviewed());
      CHECK_FALSE(event.has_appeal_decided());
    }
  }
}

TEST_CASE_FIXTURE(Disputed, "the party complained about hears of no appeal and lodges none") {
  const auto blown = disputed("P04", "c-baotong-handler");
  REQUIRE(blown.events(1).ticket_dispatched().against() == "F-XIANGRUI");
  must(*engine.member(kCommunity), appeal(blown.ticket()));
  auto firm = engine.member(kHandler);
  v1::Request request;
  request.mutable_get_ticket()->set_ticket(blown.ticket());
  CHECK(firm->call(request).get_ticket().ticket().record().appeals_size() == 0);
  CHECK(appealed(*firm).empty());
  request.mutable_fetch_entries()->set_ticket(blown.ticket());
  CHECK(firm->call(request).fetch_entries().entries_size() == 0);
  CHECK(told(firm->act("own", appeal(blown.ticket()))) == "COMPLAINED_ABOUT party=F-XIANGRUI");
  CHECK(appealed(*engine.member("supervisor-1")) == std::vector<std::uint64_t>{blown.ticket()});
}

}  // namespace
}  // namespace whistle::tools::whistled
