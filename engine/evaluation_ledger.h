// The ledgers of the two-way evaluation: base, good deeds, bad records, score, grade.
//
//   LedgerSums sums;
//   sums.add(deeds_of_one_ticket);
//   LedgerLine line = ledger_line("F-1", sums, rules.firm, rules.grades);
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/evaluation_rules.h"

namespace whistle::engine {

struct LedgerItem {
  v1::DeedKind kind{};
  std::uint64_t count = 0;             // tickets
  std::int64_t points_hundredths = 0;  // below zero for a bad record
  friend bool operator==(const LedgerItem&, const LedgerItem&) = default;
};

struct LedgerLine {
  std::string code;                    // party, or area of a community
  std::uint64_t tickets = 0;           // with at least one deed of any kind
  std::uint32_t base = 0;              // points
  std::vector<LedgerItem> items;       // good deeds, then bad records, in the order of the rules
  std::uint32_t score_hundredths = 0;  // 0 to 10,000
  std::string grade;                   // empty: below the last
  friend bool operator==(const LedgerLine&, const LedgerLine&) = default;
};

// Deeds of one party or community, summed over tickets.
class LedgerSums {
 public:
  // A kind counts once, however often it is named. None named: the ticket does not count.
  void add(std::span<const v1::DeedKind> kinds);
  [[nodiscard]] std::uint64_t tickets() const { return tickets_; }
  [[nodiscard]] std::uint64_t count(v1::DeedKind kind) const { return counts_[static_cast<std::size_t>(kind)]; }

 private:
  std::uint64_t tickets_ = 0;
  std::array<std::uint64_t, static_cast<std::size_t>(v1::DeedKind_MAX) + 1> counts_{};
};

// Of sums with at least one ticket.
[[nodiscard]] LedgerLine ledger_line(std::string code, const LedgerSums& sums, const LedgerRules& rules,
                                     const std::vector<Grade>& grades);

// From the highest score; of equals the lower code.
void rank(std::vector<LedgerLine>& lines);

}  // namespace whistle::engine
