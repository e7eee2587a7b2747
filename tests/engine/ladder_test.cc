#include "engine/ladder.h"

#include <doctest/doctest.h>

#include "tests/engine/sample_district.h"

namespace whistle::engine {

namespace {

Ticket ticket(const char* lead) {
  Ticket made;
  made.state = v1::TICKET_STATE_DISPATCHED;
  made.parts = {{lead, v1::PART_STATE_ASSIGNED}};
  made.urgency = "normal";
  made.category = "A";
  made.place_class = v1::PLACE_CLASS_GRID;
  made.area = "G1";
  made.rule = "by-duty";
  return made;
}

Clock clock(v1::ClockKind kind, const char* party) {
  Clock made;
  made.kind = kind;
  made.party = party;
  return made;
}

LadderStep step(v1::StepAction action, v1::SelectorKind kind, v1::Tier tier = v1::TIER_UNSPECIFIED) {
  LadderStep made;
  made.action = action;
  made.target.kind = kind;
  made.target.tier = tier;
  return made;
}

}  // namespace

TEST_CASE("the ladder is that of the kind of party that is charged") {
  const auto rules = load(sample_district()).value();
  const auto firm = climb_of(*rules, *rules, ticket("FIRM"), clock(v1::CLOCK_KIND_RESOLVE, "FIRM"));
  REQUIRE(firm.steps.size() == 1);
  CHECK(firm.steps[0].target.kind == v1::SELECTOR_KIND_TIER);
  // The street has the lead now, but the firm missed it.
  CHECK(climb_of(*rules, *rules, ticket("ST1"), clock(v1::CLOCK_KIND_RESOLVE, "FIRM")).steps[0].target.kind ==
        v1::SELECTOR_KIND_TIER);
}

TEST_CASE("without a ladder the desk supervises") {
  const auto rules = load(sample_district()).value();
  const auto climb = climb_of(*rules, *rules, ticket("ST1"), clock(v1::CLOCK_KIND_RESOLVE, "ST1"));
  REQUIRE(climb.steps.size() == 1);
  CHECK(climb.steps[0].action == v1::STEP_ACTION_SUPERVISE);
  CHECK(climb.steps[0].target.party == rules->desk);
  CHECK_FALSE(climb.remind_every.none());
}

TEST_CASE(
    "where a ladder names no steps: on-site climbs as resolve, verify is told to the community, total is supervised by "
    "the desk") {
  const auto rules = load(sample_district()).value();
  const auto climb = [&](v1::ClockKind kind) { return climb_of(*rules, *rules, ticket("FIRM"), clock(kind, "FIRM")); };
  CHECK(climb(v1::CLOCK_KIND_ON_SITE).steps.size() == climb(v1::CLOCK_KIND_RESOLVE).steps.size());
  CHECK(climb(v1::CLOCK_KIND_VERIFY).steps.at(0).action == v1::STEP_ACTION_REMIND);
  CHECK(climb(v1::CLOCK_KIND_VERIFY).steps.at(0).target.tier == v1::TIER_COMMUNITY);
  CHECK(climb(v1::CLOCK_KIND_TOTAL).steps.at(0).target.party == rules->desk);
  CHECK(climb(v1::CLOCK_KIND_ACK).steps.empty());
}

TEST_CASE("a step means the party of its tier at the ticket's place, or the party above the lead") {
  const auto rules = load(sample_district()).value();
  const auto target = [&](const LadderStep& asked, const Ticket& of) {
    return step_target(*rules, *rules, of, clock(v1::CLOCK_KIND_ACK, "FIRM"), asked);
  };
  CHECK(target(step(v1::STEP_ACTION_REASSIGN, v1::SELECTOR_KIND_TIER, v1::TIER_COMMUNITY), ticket("FIRM")) == "CM11");
  CHECK(target(step(v1::STEP_ACTION_REASSIGN, v1::SELECTOR_KIND_TIER, v1::TIER_STREET), ticket("FIRM")) == "ST1");
  CHECK(target(step(v1::STEP_ACTION_REASSIGN, v1::SELECTOR_KIND_HEAD), ticket("DEP-S1")) == "DEP");
}

TEST_CASE(
    "a step has nobody to tell: no such party, the lead itself, the party complained about, an assistant's "
    "re-assignment") {
  const auto rules = load(sample_district()).value();
  const auto to_street = step(v1::STEP_ACTION_REASSIGN, v1::SELECTOR_KIND_TIER, v1::TIER_STREET);
  const auto target = [&](const Ticket& of, const LadderStep& asked, std::uint32_t part) {
    auto missed = clock(v1::CLOCK_KIND_RESOLVE, "FIRM");
    missed.part = part;
    return step_target(*rules, *rules, of, missed, asked);
  };
  auto nowhere = ticket("FIRM");
  nowhere.area.clear();
  CHECK_FALSE(target(nowhere, to_street, 0));
  CHECK_FALSE(target(ticket("ST1"), to_street, 0));
  auto complaint = ticket("FIRM");
  complaint.against = "ST1";
  CHECK_FALSE(target(complaint, to_street, 0));
  auto joint = ticket("DEP");
  joint.parts.push_back({"FIRM", v1::PART_STATE_ASSIGNED});
  CHECK_FALSE(target(joint, to_street, 1));
  CHECK(target(joint, step(v1::STEP_ACTION_SUPERVISE, v1::SELECTOR_KIND_TIER, v1::TIER_STREET), 1) == "ST1");
  CHECK(target(ticket("ST1"), step(v1::STEP_ACTION_REMIND, v1::SELECTOR_KIND_TIER, v1::TIER_STREET), 0) == "ST1");
}

TEST_CASE("a ladder re-assigns what the lead works on, and never to whom a return was granted") {
  const auto rules = load(sample_district()).value();
  const auto to_street = step(v1::STEP_ACTION_REASSIGN, v1::SELECTOR_KIND_TIER, v1::TIER_STREET);
  const auto target = [&](const Ticket& of) {
    return step_target(*rules, *rules, of, clock(v1::CLOCK_KIND_TOTAL, "FIRM"), to_street);
  };
  REQUIRE(target(ticket("FIRM")) == "ST1");
  for (const auto state : {v1::TICKET_STATE_VERIFYING, v1::TICKET_STATE_ON_HOLD, v1::TICKET_STATE_RETURN_REQUESTED,
                           v1::TICKET_STATE_IN_CONSULT}) {
    auto resting = ticket("FIRM");
    resting.state = state;
    CHECK_FALSE(target(resting));
  }
  auto resolved = ticket("FIRM");
  resolved.parts[0].state = v1::PART_STATE_FINISHED;
  CHECK_FALSE(target(resolved));
  auto returned = ticket("FIRM");
  returned.returned = {"ST1"};
  CHECK_FALSE(target(returned));
}

}  // namespace whistle::engine
