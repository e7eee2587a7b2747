// Who is away, who has a part in hand, and what a restart keeps of it.
#include "engine/absence.h"

#include <doctest/doctest.h>

#include <string>

#include "engine/apply.h"
#include "engine/core.h"
#include "tests/engine/started_core.h"

namespace whistle::engine {

namespace {

RulesetParts peopled() {
  auto parts = sample_district();
  parts.people.clear_members();
  add_member(parts, "chief", "FIRM", {v1::ROLE_DISPATCHER});
  add_member(parts, "intake", "DESK", {v1::ROLE_INTAKE});
  add_member(parts, "one", "FIRM", {v1::ROLE_HANDLER});
  add_member(parts, "other", "DESK", {v1::ROLE_DISPATCHER});
  add_member(parts, "two", "FIRM", {v1::ROLE_GRID_MEMBER});
  return parts;
}

struct Stage {
  Core core = started_core(peopled());
  std::uint64_t keys = 0;

  Decided<v1::Entry> say(const v1::Command& command, const std::string& member, Instant at = kMonday,
                         const std::string& acting_for = {}) {
    Input input{{}, "k" + std::to_string(++keys), 0, command, {}};
    input.actor.set_authentication(v1::AUTHENTICATION_PLAIN);
    input.actor.set_member(member);
    input.actor.set_acting_for(acting_for);
    return core.handle(input, at);
  }
  std::string refused(const v1::Command& command, const std::string& member, Instant at = kMonday,
                      const std::string& acting_for = {}) {
    const auto outcome = say(command, member, at, acting_for);
    return outcome ? std::string("accepted") : v1::RefusalCode_Name(outcome.error().refusal.code()).substr(13);
  }
  std::string holder(std::uint64_t ticket) const { return core.state().find_open(TicketId{ticket})->parts[0].member; }
};

v1::Command absent(Instant until, const std::string& member = {}, Instant from = {}) {
  v1::Command command;
  command.mutable_report_absence()->set_member(member);
  command.mutable_report_absence()->set_from_us(from.us);
  command.mutable_report_absence()->set_until_us(until.us);
  return command;
}

v1::Command back(const std::string& member = {}) {
  v1::Command command;
  command.mutable_end_absence()->set_member(member);
  return command;
}

v1::Command hand_over(std::uint64_t ticket, const std::string& member) {
  v1::Command command;
  command.mutable_hand_over_duty()->set_ticket(ticket);
  command.mutable_hand_over_duty()->set_member(member);
  return command;
}

}  // namespace

TEST_CASE("an absence counts from its first instant to before its last, and is forgotten with the next entry") {
  Stage stage;
  const auto from = kMonday + hours(1);
  const auto until = kMonday + hours(3);
  REQUIRE(stage.say(absent(until, "one", from), "chief"));
  const auto& state = stage.core.state();
  CHECK_FALSE(is_away(state, "one", from - microseconds(1)));
  CHECK(is_away(state, "one", from));
  CHECK(is_away(state, "one", until - microseconds(1)));
  CHECK_FALSE(is_away(state, "one", until));
  CHECK(is_away(state, "nobody of the rules", kMonday));
  REQUIRE(stage.say(whistle("B", "E1"), "intake", until - microseconds(2)));
  CHECK(state.absences.contains("one"));
  REQUIRE(stage.say(whistle("B", "E1"), "intake", until));
  CHECK_FALSE(state.absences.contains("one"));
}

TEST_CASE("a later report counts instead of an earlier one, and the header keeps what is reported") {
  Stage stage;
  REQUIRE(stage.say(absent(kMonday + hours(3)), "one"));
  REQUIRE(stage.say(absent(kMonday + hours(9)), "one"));
  REQUIRE(stage.say(absent(kMonday + hours(5)), "two"));
  State again;
  restore_header(again, header_record(stage.core.state()));
  REQUIRE(again.absences.size() == 2);
  CHECK(again.absences.at("one").until == kMonday + hours(9));
  CHECK(header_record(again).SerializeAsString() == header_record(stage.core.state()).SerializeAsString());
}

TEST_CASE("an absence is reported by oneself, in one's stead, or by a dispatcher of the party, for a year at most") {
  Stage stage;
  const auto until = kMonday + hours(24);
  CHECK(stage.refused(absent(until, "two"), "one") == "NOT_PERMITTED");
  CHECK(stage.refused(absent(until, "two"), "other") == "NOT_PERMITTED");
  CHECK(stage.refused(absent(until, "nobody"), "chief") == "UNKNOWN_MEMBER");
  CHECK(stage.refused(absent(until), "@plain") == "UNKNOWN_MEMBER");
  CHECK(stage.refused(absent(kMonday), "one") == "INVALID");
  CHECK(stage.refused(absent(kMonday + hours(24 * 366)), "one") == "INVALID");
  CHECK(stage.refused(absent(until, "", until), "one") == "INVALID");
  CHECK(stage.refused(absent({}), "one") == "MISSING");
  CHECK(stage.refused(back(), "one") == "NOT_ABSENT");
  CHECK(stage.refused(absent(until), "chief", kMonday, "one") == "accepted");
  CHECK(stage.core.state().absences.contains("one"));
  CHECK(stage.refused(back("one"), "two") == "NOT_PERMITTED");
  CHECK(stage.refused(back("one"), "chief") == "accepted");
  CHECK(stage.core.state().absences.empty());
}

TEST_CASE("who acts in a member's stead takes it in hand for that member; the engine's own words take nothing") {
  Stage stage;
  const auto ticket = stage.say(whistle("B", "E1"), "intake")->ticket();
  REQUIRE(stage.say(acknowledge(ticket), "chief", kMonday, "two"));
  CHECK(stage.holder(ticket) == "two");
  Part part;
  v1::Entry entry;
  entry.mutable_actor()->set_member("@plain");
  take_in_hand(entry, part);
  CHECK(part.member.empty());
}

TEST_CASE("what an absent member has in hand anybody of the party may see to, and nobody is given it") {
  Stage stage;
  const auto ticket = stage.say(whistle("B", "E1"), "intake")->ticket();
  REQUIRE(stage.say(acknowledge(ticket), "one"));
  const auto has = [&](const std::string& member, Instant at) {
    return has_in_hand(stage.core.state(), *stage.core.state().find_open(TicketId{ticket}), "FIRM", member, at);
  };
  CHECK(has("one", kMonday));
  CHECK_FALSE(has("two", kMonday));
  CHECK(stage.refused(hand_over(ticket, "two"), "two") == "NOT_PERMITTED");
  REQUIRE(stage.say(absent(kMonday + hours(2)), "one"));
  CHECK(has("two", kMonday + hours(1)));
  CHECK_FALSE(has("two", kMonday + hours(2)));
  CHECK(stage.refused(hand_over(ticket, "two"), "two", kMonday + hours(1)) == "accepted");
  CHECK(stage.holder(ticket) == "two");
  CHECK(stage.refused(hand_over(ticket, "one"), "two", kMonday + hours(1)) == "ABSENT");
  CHECK(stage.refused(hand_over(ticket, "one"), "two", kMonday + hours(2)) == "accepted");
}

}  // namespace whistle::engine
