#include "engine/clock.h"

#include <doctest/doctest.h>

#include <random>

#include "tests/engine/started_core.h"

namespace whistle::engine {

namespace {

ClockRules rules(std::uint32_t fraction_bp, const char* at_most = nullptr) {
  ClockRules made;
  made.warn_fraction_bp = fraction_bp;
  if (at_most != nullptr) made.warn_at_most = parse_limit(at_most);
  return made;
}

const Calendar& calendar() {
  static const auto kRuleset = load(sample_district()).value();
  return kRuleset->calendar;
}

}  // namespace

TEST_CASE("a clock warns when the fraction of its elapsed time is left") {
  const auto due = kMonday + hours(10);
  CHECK(warn_at(rules(2000), calendar(), kMonday, due) == kMonday + hours(8));
  CHECK(warn_at(rules(10'000), calendar(), kMonday, due) == kMonday);
}

TEST_CASE("no fraction, or no time before due, gives no warning") {
  CHECK_FALSE(warn_at(rules(0), calendar(), kMonday, kMonday + hours(1)));
  CHECK_FALSE(warn_at(rules(2000), calendar(), kMonday, kMonday));
}

TEST_CASE("where the fraction would warn earlier than `at_most` before due, the later instant counts") {
  // Ten days: a fifth is two days before due, one working day (eight hours) before Thursday 09:00 is Wednesday 09:00.
  const auto due = kMonday + hours(24 * 10);
  CHECK(warn_at(rules(2000, "1wd"), calendar(), kMonday, due) == due - hours(24));
  CHECK(warn_at(rules(2000, "30m"), calendar(), kMonday, due) == due - minutes(30));
  CHECK(warn_at(rules(2000, "5cd"), calendar(), kMonday, due) == due - hours(48));
}

TEST_CASE("two centuries of a limit do not overflow the warning") {
  const auto due = kMonday + hours(24 * 365 * 150);
  const auto warn = warn_at(rules(1), calendar(), kMonday, due);
  REQUIRE(warn);
  CHECK(*warn > kMonday);
  CHECK(*warn < due);
}

TEST_CASE("the latest start of a limit is the last second from which it is spent in time") {
  const Limit limit{2, v1::LIMIT_UNIT_WORKING_HOURS};
  const auto due = kMonday + hours(6);  // 15:00, after the lunch break
  const auto start = latest_start(calendar(), limit, kMonday, due);
  CHECK(calendar().deadline(start, limit).at <= due);
  CHECK(calendar().deadline(start + seconds(1), limit).at > due);
}

TEST_CASE("from the latest start a limit of any kind is spent in time, from a second later it is not") {
  const auto seed = std::random_device{}();
  CAPTURE(seed);
  std::mt19937_64 random(seed);
  const auto below = [&](std::uint64_t limit) { return static_cast<std::int64_t>(random() % limit); };
  for (int round = 0; round < 20'000; ++round) {
    const auto unit = static_cast<v1::LimitUnit>(1 + below(5));
    const Limit limit{static_cast<std::uint32_t>(1 + below(unit == v1::LIMIT_UNIT_MINUTES ? 600 : 20)), unit};
    const Instant floor = kMonday + seconds(below(400 * 86'400)) + microseconds(below(1'000'000));
    // Often an opening or a closing hour, where the answers jump.
    const auto apart = below(2) == 0 ? hours(below(24 * 30)) : microseconds(below(30ULL * 86'400'000'000));
    const Instant due = below(3) == 0 ? kMonday + hours((floor - kMonday).us / hours(1).us) + apart : floor + apart;
    if (due < floor) continue;
    const auto start = latest_start(calendar(), limit, floor, due);
    const auto in_time = [&](Instant at) { return calendar().deadline(at, limit).at <= due; };
    CAPTURE(floor.us);
    CAPTURE(due.us);
    CAPTURE(limit.count);
    CAPTURE(unit);
    REQUIRE(((start - floor).us % 1'000'000 == 0 && start >= floor));
    REQUIRE((in_time(start) || start == floor));
    REQUIRE_FALSE((in_time(start + seconds(1)) && start + seconds(1) <= due));
  }
}

}  // namespace whistle::engine
