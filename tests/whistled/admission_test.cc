// Who is let in when more arrives than can be done, and when the others are told to come back.
#include "tools/whistled/admission.h"

#include <doctest/doctest.h>

namespace whistle::tools::whistled {
namespace {

using namespace std::chrono_literals;

const Admission::Time kStart = Admission::Time{} + 24h;

RequestLanes waiting(std::size_t acts, std::size_t urgent, std::size_t whistles, Admission::Time arrived = kStart) {
  RequestLanes lanes;
  const auto add = [&](Lane lane, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i)
      lanes.add(lane, {{}, {}, {}, arrived});
  };
  add(Lane::Act, acts);
  add(Lane::UrgentWhistle, urgent);
  add(Lane::Whistle, whistles);
  return lanes;
}

// A millisecond a command.
Admission slow(AdmissionLimits limits) {
  Admission admission(limits);
  for (int turn = 0; turn < 200; ++turn)
    admission.measured(100, 100ms);
  return admission;
}

TEST_CASE("a whistle is let in while what goes before it will be done in time") {
  auto admission = slow({.whistle_wait_max = 100ms, .urgent_wait_max = 200ms});
  CHECK_FALSE(admission.ask(Lane::Whistle, waiting(40, 40, 15), kStart).has_value());
  CHECK(admission.ask(Lane::Whistle, waiting(40, 40, 25), kStart).has_value());
}

TEST_CASE("an urgent whistle waits for acts and urgent ones alone, and longer before it is sent away") {
  auto admission = slow({.whistle_wait_max = 100ms, .urgent_wait_max = 200ms});
  CHECK_FALSE(admission.ask(Lane::UrgentWhistle, waiting(90, 100, 5'000), kStart).has_value());
  CHECK(admission.ask(Lane::UrgentWhistle, waiting(110, 100, 0), kStart).has_value());
}

TEST_CASE("an act is let in whatever waits, until there is no room at all") {
  auto admission = slow({.whistle_wait_max = 100ms, .urgent_wait_max = 200ms, .waiting_max = 1'000});
  CHECK_FALSE(admission.ask(Lane::Act, waiting(400, 299, 300), kStart).has_value());
  CHECK(admission.ask(Lane::Act, waiting(400, 300, 300), kStart).has_value());
}

TEST_CASE("a disk that stands still shows in how long the oldest has waited, before any turn has been measured") {
  Admission admission({.whistle_wait_max = 100ms, .urgent_wait_max = 200ms});
  const auto lanes = waiting(0, 0, 1);
  CHECK_FALSE(admission.ask(Lane::Whistle, lanes, kStart + 99ms).has_value());
  CHECK(admission.ask(Lane::Whistle, lanes, kStart + 101ms).has_value());
}

TEST_CASE("those that are sent away are given one place after the other behind what waits") {
  auto admission = slow({.whistle_wait_max = 100ms, .urgent_wait_max = 200ms});
  const auto lanes = waiting(0, 0, 1'000);
  const auto first = admission.ask(Lane::Whistle, lanes, kStart);
  REQUIRE(first.has_value());
  CHECK(*first >= 950ms);
  CHECK(*first <= 1'050ms);
  auto last = *first;
  for (int i = 0; i < 100; ++i) {
    const auto next = admission.ask(Lane::Whistle, lanes, kStart);
    REQUIRE(next.has_value());
    CHECK(*next >= last);
    last = *next;
  }
  CHECK(last >= *first + 95ms);
  CHECK(last <= *first + 105ms);
}

TEST_CASE("nobody is sent away for longer than a bound, or for no time at all") {
  auto admission = slow({.whistle_wait_max = 0ms, .urgent_wait_max = 0ms});
  CHECK(admission.ask(Lane::Whistle, waiting(0, 0, 1), kStart) == Admission::kRetryMin);
  const auto lanes = waiting(0, 0, 60'000);
  for (int i = 0; i < 100; ++i)
    CHECK(*admission.ask(Lane::Whistle, lanes, kStart) <= Admission::kRetryMax);
}

TEST_CASE("what a command costs follows the load, and turns that pay a sync for a few do not count") {
  Admission admission({});
  for (int turn = 0; turn < 1'000; ++turn)
    admission.measured(1, 5ms);
  CHECK(admission.cost_of(1) == 50us);
  for (int turn = 0; turn < 100; ++turn)
    admission.measured(1'000, 20ms);
  CHECK(admission.cost_of(1'000) > 19ms);
  CHECK(admission.cost_of(1'000) < 21ms);
}

}  // namespace
}  // namespace whistle::tools::whistled
