// What is counted of tickets, and the rates that follow: sums of disjoint sets of tickets add up.
//
//   Figures figures;
//   figures[Count::Dispatched] += 1;
//   figures.rate(Rate::Accuracy);        // basis points; nullopt: nothing to divide by
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/evaluation_rules.h"
#include "engine/time.h"

namespace whistle::engine {

enum class Count : std::uint8_t {
  Reported,      // whistles that came in, and second matters that were split off
  Accepted,      // got a ticket and were not rejected
  SplitOff,      // of these, second matters
  Dispatched,    // had a lead
  Returned,      // a return was granted
  NotReturned,   // dispatched, and none was
  Acknowledged,  // by a lead
  AckSettled,    // the lead's clock was kept by its act, or missed
  AckInTime,     // and never missed
  Arrived,       // the same on site
  ArrivalSettled,
  ArrivedInTime,
  Resolved,  // by the lead, and not disputed since
  ResolveSettled,
  ResolvedInTime,
  Closed,
  CloseSettled,  // by the total clock
  ClosedInTime,
  EverResolved,    // also where it was disputed afterwards
  ReworkCounted,   // of these, all but where an appeal has excluded the only rework
  Reworked,        // disputed at least once
  OverdueCounted,  // dispatched, but for those that an appeal has made not overdue
  Overdue,         // the lead's resolve clock or the total clock was missed
  Hops,            // leads, one after the other
  Excluded,        // from a rate or a ledger, by a granted appeal
  Callable,        // there is a whistle-blower to call
  Responded,       // of these, somebody was reached (先行联系)
  CalledBack,      // the whistle-blower confirmed or disputed
  Solved,          // of these, confirmed in the end
  Rated,           // of these, said how satisfied: a rating, or a dispute that stands
  Satisfied,       // of these, with at least the rating that the district asks for
};
inline constexpr std::size_t kCounts = static_cast<std::size_t>(Count::Satisfied) + 1;

enum class Rate : std::uint8_t {
  Acceptance,
  Dispatch,
  Acknowledgement,
  AckInTime,
  ArrivalInTime,
  Resolution,
  ResolutionInTime,
  Closing,
  ClosingInTime,
  Accuracy,  // of dispatch
  Rework,
  Overdue,
  Response,     // 响应率
  Solved,       // 解决率
  Satisfaction  // 满意率
};
inline constexpr std::size_t kRates = static_cast<std::size_t>(Rate::Satisfaction) + 1;

// The counts that a rate divides.
struct RateTerms {
  Count numerator;
  Count denominator;
};
[[nodiscard]] RateTerms terms_of(Rate rate);

// Words for programs: "ack_in_time".
[[nodiscard]] std::string_view word_of(Count count);
[[nodiscard]] std::string_view word_of(Rate rate);

struct Figures {
  std::array<std::uint64_t, kCounts> counts{};

  std::uint64_t& operator[](Count count) { return counts[static_cast<std::size_t>(count)]; }
  std::uint64_t operator[](Count count) const { return counts[static_cast<std::size_t>(count)]; }
  Figures& operator+=(const Figures& other);
  friend bool operator==(const Figures&, const Figures&) = default;

  // Basis points, rounded half up; nullopt where there is nothing to divide by.
  [[nodiscard]] std::optional<std::uint32_t> rate(Rate rate) const;
  // Basis points: the weighted sum of the three rates; nullopt where one that has a weight is not to be had.
  [[nodiscard]] std::optional<std::uint32_t> score(const EvaluationRules& rules) const;
  // Leads a dispatched ticket, in hundredths; nullopt: none was dispatched.
  [[nodiscard]] std::optional<std::uint32_t> hops_hundredths() const;
};

// Times that something took.
struct Spread {
  std::uint64_t count = 0;
  Duration mean;
  Duration p50;  // by nearest rank: half of them took no longer
  Duration p90;
  friend bool operator==(const Spread&, const Spread&) = default;
};
// Puts them into another order. nullopt: there are none.
[[nodiscard]] std::optional<Spread> spread_of(std::vector<Duration>& times);

// part × scale ÷ whole, rounded half up; whole > 0.
[[nodiscard]] constexpr std::uint64_t rounded_share(std::uint64_t part, std::uint64_t whole, std::uint64_t scale) {
  return (2 * part * scale + whole) / (2 * whole);
}

}  // namespace whistle::engine
