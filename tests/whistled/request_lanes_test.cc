// Which command goes first when not all can go at once.
#include "tools/whistled/request_lanes.h"

#include <doctest/doctest.h>

#include <string>

#include "tests/whistled/engine_in_process.h"

namespace whistle::tools::whistled {
namespace {

WaitingCommand named(const std::string& key) {
  WaitingCommand command;
  command.request.set_key(key);
  return command;
}

std::string emptied(RequestLanes& lanes, Order order) {
  std::string keys;
  while (const auto command = lanes.next(order))
    keys += command->request.key();
  return keys;
}

RequestLanes filled() {
  RequestLanes lanes;
  lanes.add(Lane::Whistle, named("w"));
  lanes.add(Lane::UrgentWhistle, named("u"));
  lanes.add(Lane::Act, named("a"));
  lanes.add(Lane::Whistle, named("x"));
  lanes.add(Lane::Act, named("b"));
  lanes.add(Lane::UrgentWhistle, named("v"));
  return lanes;
}

TEST_CASE("without a backlog commands go as they came; with one, acts before urgent whistles before the others") {
  auto lanes = filled();
  CHECK(emptied(lanes, Order::Arrival) == "wuaxbv");
  lanes = filled();
  CHECK(emptied(lanes, Order::Lanes) == "abuvwx");
  CHECK(lanes.empty());
}

TEST_CASE("who goes before a newcomer is counted by lane") {
  const auto lanes = filled();
  CHECK(lanes.ahead_of(Lane::Act) == 2);
  CHECK(lanes.ahead_of(Lane::UrgentWhistle) == 4);
  CHECK(lanes.ahead_of(Lane::Whistle) == 6);
  CHECK(lanes.size() == 6);
}

TEST_CASE("a whistle is urgent by its category or by its own word, above the lowest urgency") {
  const auto& rules = *demonstration_rules().ruleset;
  CHECK(lane_of(&rules, whistle("P03")) == Lane::Whistle);
  CHECK(lane_of(&rules, whistle("C0504")) == Lane::UrgentWhistle);
  auto raised = whistle("P03");
  raised.mutable_blow_whistle()->set_urgency("urgent");
  CHECK(lane_of(&rules, raised) == Lane::UrgentWhistle);
  raised.mutable_blow_whistle()->set_urgency("no such word");
  CHECK(lane_of(&rules, raised) == Lane::Whistle);
  CHECK(lane_of(&rules, whistle("")) == Lane::Whistle);
  CHECK(lane_of(&rules, acknowledge(1)) == Lane::Act);
  CHECK(lane_of(nullptr, whistle("C0504")) == Lane::Whistle);
}

}  // namespace
}  // namespace whistle::tools::whistled
