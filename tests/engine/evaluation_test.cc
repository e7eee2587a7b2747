// What the evaluation makes of lives that the core decided; every figure was reckoned by hand from the acts.
#include "engine/evaluation.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "tests/engine/evaluated_journal.h"

namespace whistle::engine {

namespace {

// Acknowledged within two working hours, resolved within five working days.
v1::Command ordinary(const char* estate) {
  auto command = whistle("B", estate);
  command.mutable_blow_whistle()->set_urgency("normal");
  return command;
}

// Four lives that began at nine on a Monday, looked at eight days later.
EvaluatedJournal four_lives() {
  EvaluatedJournal journal;
  // At E1, in G1: all in time, called, confirmed with the best rating.
  const auto swift = journal.must(ordinary("E1"), "M2-DESK", kMonday);
  // At E1: acknowledged after two working hours, resolved, disputed, resolved again, confirmed with a middling rating.
  const auto slow = journal.must(ordinary("E1"), "M2-DESK", kMonday + minutes(1));
  // At E2, watched, in G3: acknowledged, and that is all.
  const auto idle = journal.must(ordinary("E2"), "M2-DESK", kMonday + minutes(2));
  // In G1, a community's whistle that was the wrong department's; nobody ever confirmed it.
  const auto stray = journal.must(community_whistle("A", "G1"), "M3-CM11", kMonday + minutes(3));

  journal.must(acknowledge(swift), "M1", kMonday + minutes(30));
  journal.must(contact(swift, true), "M1", kMonday + minutes(45));
  journal.must(contact(slow, false), "M1", kMonday + minutes(46));
  journal.must(acknowledge(idle), "M5-GROUP", kMonday + minutes(50));
  journal.must(acknowledge(stray), "M4-DEP-S1", kMonday + minutes(53));
  journal.must(return_wanted(stray), "M4-DEP-S1", kMonday + minutes(54));
  const auto arbiter = journal.arbiter_of(stray);
  journal.must(return_granted(stray, "DEP"), arbiter == "DESK" ? "M2-DESK" : "M6-ST1", kMonday + minutes(55));
  journal.must(arrive(swift), "M1", kMonday + minutes(60));
  journal.must(acknowledge(stray), "M7-DEP", kMonday + minutes(63));
  journal.must(resolve(stray), "M7-DEP", kMonday + minutes(113));
  journal.must(resolve(swift), "M1", kMonday + minutes(120));
  journal.must(confirm(swift, 5), "M2-DESK", kMonday + minutes(180));
  journal.must(acknowledge(slow), "M1", kMonday + minutes(331));
  journal.must(resolve(slow), "M1", kMonday + minutes(361));
  journal.must(dispute(slow), "M2-DESK", kMonday + minutes(421));
  journal.must(resolve(slow), "M1", kMonday + minutes(481));
  journal.must(confirm(slow, 3), "M2-DESK", kMonday + minutes(511));
  journal.pass(kMonday + hours(8 * 24));
  return journal;
}

std::map<std::string, std::uint64_t> given(const Figures& figures) {
  std::map<std::string, std::uint64_t> counts;
  for (std::size_t i = 0; i < kCounts; ++i) {
    if (figures.counts[i] > 0) counts[std::string(word_of(static_cast<Count>(i)))] = figures.counts[i];
  }
  return counts;
}

std::string words(const LedgerLine& line) {
  auto text = line.code + " " + std::to_string(line.tickets) + " tickets";
  for (const auto& item : line.items) {
    if (item.count > 0)
      text += ", " + v1::DeedKind_Name(item.kind).substr(10) + " " + std::to_string(item.count) + " " +
              std::to_string(item.points_hundredths);
  }
  return text + ": " + std::to_string(line.score_hundredths) + " " + line.grade;
}

const FiguresLine& line_of(const std::vector<FiguresLine>& lines, const std::string& code) {
  const auto found = std::ranges::find(lines, code, &FiguresLine::code);
  REQUIRE(found != lines.end());
  return *found;
}

}  // namespace

TEST_CASE("the figures of a district are those of its tickets") {
  const auto evaluation = four_lives().evaluated();
  CHECK(given(evaluation.whole) ==
        std::map<std::string, std::uint64_t>{
            {"reported", 4},       {"accepted", 4},      {"dispatched", 4},      {"returned", 1},
            {"not_returned", 3},   {"acknowledged", 4},  {"ack_settled", 4},     {"ack_in_time", 3},
            {"arrived", 1},        {"resolved", 3},      {"resolve_settled", 4}, {"resolved_in_time", 3},
            {"closed", 2},         {"close_settled", 2}, {"closed_in_time", 2},  {"ever_resolved", 3},
            {"rework_counted", 3}, {"reworked", 1},      {"overdue_counted", 4}, {"overdue", 1},
            {"hops", 5},           {"callable", 4},      {"responded", 1},       {"called_back", 2},
            {"solved", 2},         {"rated", 2},         {"satisfied", 1}});
  const auto& whole = evaluation.whole;
  CHECK(whole.rate(Rate::Accuracy) == 7'500);
  CHECK(whole.rate(Rate::AckInTime) == 7'500);
  CHECK(whole.rate(Rate::Rework) == 3'333);
  CHECK(whole.rate(Rate::Response) == 2'500);
  CHECK(whole.rate(Rate::Solved) == 10'000);
  CHECK(whole.rate(Rate::Satisfaction) == 5'000);
  // 0.30 × 25 % + 0.35 × 100 % + 0.35 × 50 %
  CHECK(evaluation.score_bp == 6'000);
  CHECK(whole.hops_hundredths() == 125);
  // Nobody had to be on site within a limit, so there is no share of them who were.
  CHECK(whole.rate(Rate::ArrivalInTime) == std::nullopt);
}

TEST_CASE("times run from the dispatch, as their clocks do, and to the closing from the acceptance") {
  const auto times = four_lives().evaluated().times;
  // 30, 330, 48 and 50 minutes.
  REQUIRE(times.acknowledgement);
  CHECK(times.acknowledgement->count == 4);
  CHECK(times.acknowledgement->mean == seconds(6'870));
  CHECK(times.acknowledgement->p50 == minutes(48));
  // The missed clock fired first, and took an instant of its own.
  CHECK(times.acknowledgement->p90 == minutes(330) + microseconds(1));
  CHECK(times.arrival == Spread{1, minutes(60), minutes(60), minutes(60)});
  // 120, 480 and 110 minutes: of what was done twice the second time counts.
  REQUIRE(times.resolution);
  CHECK(times.resolution->p50 == minutes(120));
  CHECK(times.resolution->p90 == minutes(480));
  REQUIRE(times.closing);
  CHECK(times.closing->count == 2);
}

TEST_CASE("a property firm's ledger weighs each kind of deed by the share of its tickets") {
  const auto evaluation = four_lives().evaluated();
  REQUIRE(evaluation.firms.size() == 2);
  // 70 + 5/2 + 10 + 10/2 − 15/2 − 20/2
  CHECK(words(evaluation.firms[0]) ==
        "FIRM 2 tickets, ACKNOWLEDGED_IN_TIME 1 250, RESOLVED_IN_TIME 2 1000, WELL_RATED 1 500, ACK_MISSED 1 -750, "
        "REWORKED 1 -1000: 7000 A");
  CHECK(words(evaluation.firms[1]) == "GROUP 1 tickets, ACKNOWLEDGED_IN_TIME 1 500, RESOLVE_MISSED 1 -2000: 5500 C");
  // The fortress index of a community: what the property side does on its ground. The department's work is not its.
  REQUIRE(evaluation.communities.size() == 2);
  CHECK(evaluation.communities[0].code == "C11");
  CHECK(evaluation.communities[0].tickets == 2);
  CHECK(evaluation.communities[0].score_hundredths == 7'000);
  CHECK(evaluation.communities[1].code == "C12");
}

TEST_CASE("points, weights and grades are the ruleset's") {
  auto parts = peopled();
  auto& rules = parts.evaluation.emplace();
  rules.set_response_weight_bp(10'000);
  rules.add_grades()->set_name("fine");
  rules.mutable_grades(0)->set_at_least(46);
  rules.set_satisfied_from(3);
  rules.mutable_firm()->set_base(50);
  auto& deed = *rules.mutable_firm()->add_bad();
  deed.set_kind(v1::DEED_KIND_REWORKED);
  deed.set_points(8);
  const auto ruleset = load(parts).value();
  const auto evaluation = evaluate(four_lives().facts(), *ruleset, {});
  CHECK(evaluation.score_bp == 2'500);
  CHECK(evaluation.whole.rate(Rate::Satisfaction) == 10'000);
  CHECK(words(evaluation.firms[0]) == "GROUP 1 tickets: 5000 fine");
  CHECK(words(evaluation.firms[1]) == "FIRM 2 tickets, REWORKED 1 -400: 4600 fine");
}

TEST_CASE("hand-offs and misses name the parties") {
  auto journal = four_lives();
  const auto evaluation = journal.evaluated();
  REQUIRE(evaluation.hand_offs.size() == 1);
  CHECK(evaluation.hand_offs[0] == HandOff{"DEP-S1", "DEP", v1::DISPATCH_CAUSE_RETURNED, 1});
  CHECK(evaluation.misses ==
        std::vector<ChargedMiss>{{"FIRM", v1::CLOCK_KIND_ACK, 1, 0}, {"GROUP", v1::CLOCK_KIND_RESOLVE, 1, 0}});
  // Who resolved answers for a ticket, and where nobody did, who leads.
  REQUIRE(evaluation.parties.size() == 3);
  CHECK(line_of(evaluation.parties, "FIRM").figures[Count::Accepted] == 2);
  CHECK(line_of(evaluation.parties, "DEP").figures[Count::Returned] == 1);
  CHECK(line_of(evaluation.parties, "GROUP").figures[Count::Overdue] == 1);
}

TEST_CASE("what a party did before its return was granted is neither to its credit nor to its debit") {
  EvaluatedJournal journal;
  const auto id = journal.must(whistle("B", "E1"), "M2-DESK", kMonday);
  journal.must(acknowledge(id), "M1", kMonday + minutes(5));
  REQUIRE(journal.evaluated().firms.size() == 1);
  journal.must(return_wanted(id), "M1", kMonday + minutes(10));
  journal.must(return_granted(id, "CM11"), "M3-CM11", kMonday + minutes(15));
  CHECK(journal.evaluated().firms.empty());
  CHECK(journal.evaluated().whole.rate(Rate::Accuracy) == 0);
}

TEST_CASE("a ladder's and a dispatcher's hand-offs are told apart, and neither was misrouted") {
  EvaluatedJournal journal;
  const auto id = journal.must(whistle("B", "E1"), "M2-DESK", kMonday);
  journal.must(reassigned(id, "CM11"), "M2-DESK", kMonday + minutes(5));
  const auto evaluation = journal.evaluated();
  REQUIRE(evaluation.hand_offs.size() == 1);
  CHECK(evaluation.hand_offs[0] == HandOff{"FIRM", "CM11", v1::DISPATCH_CAUSE_REASSIGNED, 1});
  CHECK(evaluation.whole.rate(Rate::Accuracy) == 10'000);
}

TEST_CASE("watched estates have a line of their own") {
  const auto evaluation = four_lives().evaluated();
  CHECK(evaluation.watched[Count::Accepted] == 1);
  CHECK(evaluation.watched[Count::Overdue] == 1);
  REQUIRE(evaluation.watched_estates.size() == 1);
  CHECK(evaluation.watched_estates[0].code == "E2");
}

TEST_CASE("overdue tickets stand at the grid and the civil hour of their acceptance") {
  const auto grids = four_lives().evaluated().grids;
  REQUIRE(grids.size() == 2);
  CHECK(grids[0].grid == "G1");
  CHECK(grids[0].tickets[9] == 3);
  CHECK(grids[0].overdue[9] == 0);
  CHECK(grids[1].grid == "G3");
  CHECK(grids[1].tickets[9] == 1);
  CHECK(grids[1].overdue[9] == 1);
}

TEST_CASE("a ticket belongs to the period in which it was accepted, whenever it ended") {
  const auto journal = four_lives();
  const auto accepted = [&](std::optional<Instant> from, std::optional<Instant> until) {
    return journal.evaluated({.from = from, .until = until, .area = {}}).whole[Count::Accepted];
  };
  CHECK(accepted(kMonday, kMonday + minutes(3)) == 3);
  CHECK(accepted(kMonday + minutes(3), kMonday + minutes(4)) == 1);
  CHECK(accepted(kMonday + minutes(4), {}) == 0);
  CHECK(accepted({}, kMonday) == 0);
  const auto nothing = journal.evaluated({.from = kMonday + minutes(4), .until = {}, .area = {}});
  CHECK(nothing.score_bp == std::nullopt);
  CHECK(nothing.times == Times{});
  for (std::size_t i = 0; i < kRates; ++i)
    CHECK(nothing.whole.rate(static_cast<Rate>(i)) == std::nullopt);
}

TEST_CASE("an area holds what lies in it, and tells of the tier below") {
  const auto journal = four_lives();
  const auto street = journal.evaluated(journal.in("S1"));
  CHECK(street.whole[Count::Accepted] == 4);
  REQUIRE(street.areas.size() == 2);
  CHECK(line_of(street.areas, "C11").figures[Count::Accepted] == 3);
  CHECK(line_of(street.areas, "C12").figures[Count::Accepted] == 1);
  CHECK(journal.evaluated(journal.in("S2")).whole == Figures{});
  const auto grid = journal.evaluated(journal.in("G3"));
  CHECK(grid.whole[Count::Accepted] == 1);
  CHECK(grid.areas.empty());
}

TEST_CASE("communities that blow few or many whistles are told against the median of all") {
  EvaluatedJournal journal(peopled());
  const auto volume = [&](const char* area) {
    const auto lines = journal.evaluated().whistles;
    return std::ranges::find(lines, area, &WhistleQuality::area)->volume;
  };
  CHECK(volume("C11") == WhistleVolume::Usual);  // a median of none says nothing
  for (int i = 0; i < 4; ++i)
    journal.must(community_whistle("A", "G1"), "M3-CM11", kMonday + minutes(i));
  const auto lines = journal.evaluated().whistles;
  REQUIRE(lines.size() == 2);  // nobody answers for C21
  CHECK(lines[0].whistles == 4);
  CHECK(lines[1].whistles == 0);
  const auto stray = four_lives().evaluated().whistles;
  CHECK(stray[0].whistles == 1);
  CHECK(stray[0].misaimed == 1);
}

TEST_CASE("an unhappy last word counts against resolution and satisfaction") {
  EvaluatedJournal journal;
  const auto id = journal.must(whistle("B", "E1"), "M2-DESK", kMonday);
  journal.must(acknowledge(id), "M1", kMonday + minutes(5));
  journal.must(resolve(id), "M1", kMonday + minutes(10));
  journal.must(dispute(id), "M2-DESK", kMonday + minutes(15));
  auto figures = journal.evaluated().whole;
  CHECK(figures.rate(Rate::Solved) == 0);
  CHECK(figures.rate(Rate::Satisfaction) == 0);
  CHECK(figures[Count::Resolved] == 0);
  CHECK(figures[Count::EverResolved] == 1);
  // Not settled: its clock runs again, and what the first resolution earned is gone.
  CHECK(figures[Count::ResolveSettled] == 0);
  CHECK(words(journal.evaluated().firms[0]) == "FIRM 1 tickets, ACKNOWLEDGED_IN_TIME 1 500, REWORKED 1 -2000: 5500 C");
  // Confirmed without a rating: solved, and nothing is known of satisfaction.
  journal.must(resolve(id), "M1", kMonday + minutes(20));
  journal.must(confirm(id, 0), "M2-DESK", kMonday + minutes(25));
  figures = journal.evaluated().whole;
  CHECK(figures.rate(Rate::Solved) == 10'000);
  CHECK(figures.rate(Rate::Satisfaction) == std::nullopt);
  CHECK(journal.evaluated().score_bp == std::nullopt);
}

TEST_CASE("a failed check is rework and no word of the whistle-blower's; the second is a false closure") {
  EvaluatedJournal journal;
  const auto id = journal.must(whistle("B", "E1"), "M2-DESK", kMonday);
  journal.must(acknowledge(id), "M1", kMonday + minutes(5));
  for (int time = 0; time < 2; ++time) {
    journal.must(resolve(id), "M1", kMonday + minutes(10 + 10 * time));
    journal.must(fail_check(id), "M3-CM11", kMonday + minutes(15 + 10 * time));
  }
  const auto evaluation = journal.evaluated();
  CHECK(evaluation.whole.rate(Rate::Rework) == 10'000);
  CHECK(evaluation.whole[Count::CalledBack] == 0);
  CHECK(words(evaluation.firms[0]) ==
        "FIRM 1 tickets, ACKNOWLEDGED_IN_TIME 1 500, REWORKED 1 -2000, FALSE_CLOSURE 1 -2000: 3500 C");
}

TEST_CASE("nobody is expected to call an anonymous whistle-blower or a sensor") {
  EvaluatedJournal journal;
  auto anonymous = whistle("B", "E1");
  anonymous.mutable_blow_whistle()->set_anonymous(true);
  journal.must(anonymous, "M2-DESK", kMonday);
  auto sensor = whistle("B", "E1");
  sensor.mutable_blow_whistle()->set_source(v1::SOURCE_SENSOR);
  journal.must(sensor, "M2-DESK", kMonday + minutes(1));
  CHECK(journal.evaluated().whole[Count::Callable] == 0);
}

}  // namespace whistle::engine
