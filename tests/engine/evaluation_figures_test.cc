// Counts, rates and times by themselves, and that sums of disjoint parts are the whole.
#include "engine/evaluation_figures.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/engine/evaluated_journal.h"

namespace whistle::engine {

TEST_CASE("mean, half and nine tenths of times are exact") {
  std::vector<Duration> times;
  for (std::int64_t i = 10; i > 0; --i)
    times.push_back(seconds(i));
  CHECK(spread_of(times) == Spread{10, microseconds(5'500'000), seconds(5), seconds(9)});
  times = {seconds(7)};
  CHECK(spread_of(times) == Spread{1, seconds(7), seconds(7), seconds(7)});
  times.clear();
  CHECK(spread_of(times) == std::nullopt);
}

TEST_CASE("rates are rounded half up") {
  Figures figures;
  figures[Count::Dispatched] = 3;
  figures[Count::NotReturned] = 2;
  CHECK(figures.rate(Rate::Accuracy) == 6'667);
  figures[Count::Dispatched] = 20'000;
  figures[Count::NotReturned] = 1;
  CHECK(figures.rate(Rate::Accuracy) == 1);
}

namespace {

// A number from 0 to n − 1; the same numbers on every run.
class Dice {
 public:
  std::uint64_t roll(std::uint64_t n) {
    state_ = state_ * 6'364'136'223'846'793'005U + 1'442'695'040'888'963'407U;
    return (state_ >> 33) % n;
  }

 private:
  std::uint64_t state_ = 20'260'928;
};

// Tickets everywhere, and members who do this or that to them; what may not be done is refused.
EvaluatedJournal busy_days() {
  EvaluatedJournal journal;
  Dice dice;
  const std::vector<const char*> members{"M1", "M2-DESK", "M3-CM11", "M4-DEP-S1", "M5-GROUP", "M7-DEP", "M8-FALLBACK"};
  std::vector<std::uint64_t> tickets;
  auto at = kMonday;
  for (int step = 0; step < 2'000; ++step) {
    at = at + minutes(static_cast<std::int64_t>(1 + dice.roll(20)));
    if (tickets.empty() || dice.roll(6) == 0) {
      const std::vector<v1::Command> whistles{
          whistle("B", "E1"),      whistle("B", "E2"),   whistle("B", "E3"),           at_grid("A", "G5"),
          at_grid("G", "nowhere"), whistle("A.1", "E2"), community_whistle("A", "G1"), community_whistle("L", "G4")};
      const auto which = dice.roll(whistles.size());
      tickets.push_back(journal.must(whistles[which], which < 6 ? "M2-DESK" : "M3-CM11", at));
      continue;
    }
    const auto id = tickets[tickets.size() - 1 - dice.roll(std::min<std::uint64_t>(tickets.size(), 30))];
    const std::vector<v1::Command> acts{acknowledge(id),       arrive(id),
                                        resolve(id),           confirm(id, static_cast<std::uint32_t>(dice.roll(6))),
                                        dispute(id),           contact(id, true),
                                        return_wanted(id),     return_granted(id, "DEP"),
                                        reassigned(id, "CM11")};
    const auto& act = acts[dice.roll(acts.size())];
    for (const auto* member : members) {
      if (journal.try_to(act, member, at) != 0) break;
    }
  }
  journal.pass(at + hours(24));
  return journal;
}

template <typename Line>
Figures sum_of(const std::vector<Line>& lines) {
  Figures sum;
  for (const auto& line : lines)
    sum += line.figures;
  return sum;
}

const FiguresLine& line_of(const std::vector<FiguresLine>& lines, const std::string& code) {
  const auto found = std::ranges::find(lines, code, &FiguresLine::code);
  REQUIRE(found != lines.end());
  return *found;
}

}  // namespace

TEST_CASE("the figures of disjoint areas, of periods and of parties add up to those of the whole") {
  const auto journal = busy_days();
  const auto whole = journal.evaluated();
  REQUIRE(whole.whole[Count::Accepted] > 200);
  for (const auto count : {Count::Returned, Count::Reworked, Count::Overdue, Count::Satisfied, Count::Closed})
    REQUIRE(whole.whole[count] > 0);

  CHECK(sum_of(whole.areas) == whole.whole);  // what lies nowhere included
  CHECK(sum_of(whole.parties) == whole.whole);
  auto streets = line_of(whole.areas, "").figures;
  std::uint64_t misses = 0;
  for (const auto* street : {"S1", "S2"}) {
    const auto part = journal.evaluated(journal.in(street));
    CHECK(sum_of(part.areas) == part.whole);
    streets += part.whole;
    for (const auto& miss : part.misses)
      misses += miss.count;
  }
  CHECK(streets == whole.whole);
  std::uint64_t all_misses = 0;
  for (const auto& miss : whole.misses)
    all_misses += miss.count;
  CHECK(misses <= all_misses);
  CHECK(misses > 0);

  const auto noon = kMonday + hours(3);
  auto periods = journal.evaluated({.from = {}, .until = noon, .area = {}}).whole;
  periods += journal.evaluated({.from = noon, .until = {}, .area = {}}).whole;
  CHECK(periods == whole.whole);
}

}  // namespace whistle::engine
