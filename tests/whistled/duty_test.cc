// Who of a party's people has a ticket in hand, who is away, and who is told of it.
#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "tests/whistled/engine_in_process.h"

namespace whistle::tools::whistled {
namespace {

constexpr const char* kOne = "f-xiangrui-handler-1";
constexpr const char* kTwo = "f-xiangrui-handler-2";
constexpr engine::Instant kUntil = kFounded + engine::hours(24);

using Ids = std::vector<std::uint64_t>;

v1::Command hand_over(std::uint64_t ticket, const std::string& member) {
  v1::Command command;
  command.mutable_hand_over_duty()->set_ticket(ticket);
  command.mutable_hand_over_duty()->set_member(member);
  return command;
}

v1::Command absent() {
  v1::Command command;
  command.mutable_report_absence()->set_until_us(kUntil.us);
  return command;
}

v1::Command back() {
  v1::Command command;
  command.mutable_end_absence();
  return command;
}

Ids in_hands_of(TestClient& client, const std::string& member, bool in_hand = true) {
  return listed(client, [&](v1::ListTickets& query) {
    query.set_member(member);
    query.set_in_hand(in_hand);
  });
}

v1::Ticket ticket_of(TestClient& client, std::uint64_t ticket) {
  v1::Request request;
  request.mutable_get_ticket()->set_ticket(ticket);
  return client.call(request).get_ticket().ticket();
}

v1::GetStatusReply status_of(TestClient& client) {
  v1::Request request;
  request.mutable_get_status();
  return client.call(request).get_status();
}

// How many entries about absences somebody is told of.
std::ptrdiff_t absences_told(TestClient& client) {
  v1::Request request;
  request.mutable_fetch_entries()->set_from(0);
  const auto reply = client.call(request);
  const auto& entries = reply.fetch_entries().entries();
  return std::count_if(entries.begin(), entries.end(), [](const v1::Entry& entry) {
    return entry.command().has_report_absence() || entry.command().has_end_absence();
  });
}

// Three tickets of a firm: each of two handlers has one in hand, nobody the third.
struct Shift {
  EngineInProcess engine;
  std::unique_ptr<TestClient> intake, one, two;
  std::uint64_t of_one = 0, of_two = 0, of_nobody = 0;

  Shift() {
    engine.start();
    intake = engine.member("intake-app");
    one = engine.member(kOne);
    two = engine.member(kTwo);
    of_one = blow("w-1");
    of_two = blow("w-2");
    of_nobody = blow("w-3");
    REQUIRE(told(one->act("a-1", acknowledge(of_one))) == "accepted");
    REQUIRE(told(two->act("a-2", acknowledge(of_two))) == "accepted");
  }

  std::uint64_t blow(const std::string& key) {
    const auto reply = intake->act(key, whistle());
    REQUIRE_MESSAGE(reply.has_accepted(), told(reply));
    return reply.accepted().ticket();
  }
};

TEST_CASE_FIXTURE(Shift, "a member is given what it has in hand and what nobody has who is there") {
  CHECK(in_hands_of(*one, kOne, /*in_hand=*/false) == Ids{of_one, of_two, of_nobody});
  CHECK(in_hands_of(*one, kOne) == Ids{of_one, of_nobody});
  CHECK(in_hands_of(*two, kTwo) == Ids{of_two, of_nobody});
  REQUIRE(told(two->act("away", absent())) == "accepted");
  CHECK(in_hands_of(*one, kOne) == Ids{of_one, of_two, of_nobody});
  CHECK(in_hands_of(*two, kTwo) == Ids{of_two, of_nobody});
  REQUIRE(told(one->act("takes", hand_over(of_two, kOne))) == "accepted");
  CHECK(told(one->act("gives", hand_over(of_one, kTwo))) == std::string("ABSENT member=") + kTwo);
  CHECK(in_hands_of(*two, kTwo) == Ids{of_nobody});
  REQUIRE(told(two->act("back", back())) == "accepted");
  CHECK(told(one->act("gives again", hand_over(of_one, kTwo))) == "accepted");
  CHECK(in_hands_of(*one, kOne) == Ids{of_two, of_nobody});
  CHECK(in_hands_of(*two, kTwo) == Ids{of_one, of_nobody});
}

TEST_CASE_FIXTURE(Shift,
                  "colleagues see who has a ticket in hand and until when that member is away, also after a restart") {
  CHECK(ticket_of(*one, of_two).record().parts(0).member() == kTwo);
  CHECK(ticket_of(*one, of_two).absences_size() == 0);
  REQUIRE(told(two->act("away", absent())) == "accepted");
  REQUIRE(engine.stop().has_value());
  engine.start();
  one = engine.member(kOne);
  two = engine.member(kTwo);
  const auto seen = ticket_of(*one, of_two);
  REQUIRE(seen.absences_size() == 1);
  CHECK(seen.absences(0).member() == kTwo);
  CHECK(seen.absences(0).until_us() == kUntil.us);
  CHECK(ticket_of(*one, of_one).absences_size() == 0);
  CHECK(status_of(*two).absence().until_us() == kUntil.us);
  CHECK_FALSE(status_of(*one).has_absence());
}

TEST_CASE_FIXTURE(Shift,
                  "who is away is told to its party and to whoever reads the whole journal, and to nobody else") {
  REQUIRE(told(two->act("away", absent())) == "accepted");
  REQUIRE(told(two->act("back", back())) == "accepted");
  CHECK(absences_told(*one) == 2);
  CHECK(absences_told(*engine.member("auditor-1")) == 2);
  CHECK(absences_told(*intake) == 0);
  CHECK(absences_told(*engine.member(kOtherFirm)) == 0);
  CHECK(absences_told(*engine.member("c-baotong-handler")) == 0);
}

TEST_CASE_FIXTURE(Shift, "the party complained about is not told who has the complaint in hand") {
  const auto complaint = intake->act("w-4", whistle("P04")).accepted();
  REQUIRE(complaint.events(1).ticket_dispatched().against() == "F-XIANGRUI");
  auto community = engine.member("c-baotong-handler");
  REQUIRE(told(community->act("a-4", acknowledge(complaint.ticket()))) == "accepted");
  CHECK(ticket_of(*community, complaint.ticket()).record().parts(0).member() == "c-baotong-handler");
  const auto seen = ticket_of(*one, complaint.ticket());
  CHECK(seen.record().category() == "P04");
  CHECK(seen.record().parts_size() == 0);
  CHECK(seen.absences_size() == 0);
  CHECK(told(one->act("meddles", hand_over(complaint.ticket(), kOne))) == "NOT_PERMITTED needs=lead or assistant");
}

TEST_CASE_FIXTURE(Shift, "mediation has a venue, whose name the district tells") {
  const auto blown = intake->act("w-4", whistle("M01")).accepted();
  CHECK(blown.events(1).ticket_dispatched().venue() == "V-QC-BAOTONG");
  CHECK(ticket_of(*intake, blown.ticket()).record().venue() == "V-QC-BAOTONG");
  CHECK(ticket_of(*intake, of_one).record().venue().empty());
  v1::Request request;
  request.mutable_get_district();
  const auto district = intake->call(request).get_district();
  const auto named = std::find_if(district.venues().begin(), district.venues().end(),
                                  [](const v1::NamedCode& venue) { return venue.code() == "V-QC-BAOTONG"; });
  REQUIRE(named != district.venues().end());
  CHECK(named->name_zh() == "宝通社区党群微家");
}

}  // namespace
}  // namespace whistle::tools::whistled
