#include "engine/evaluation_ledger.h"

#include <algorithm>
#include <utility>

#include "engine/assert.h"
#include "engine/evaluation_figures.h"

namespace whistle::engine {

namespace {

constexpr std::int64_t kHundred = 100;

std::int64_t points_of(const DeedPoints& deed, const LedgerSums& sums) {
  return static_cast<std::int64_t>(rounded_share(sums.count(deed.kind), sums.tickets(), deed.points * kHundred));
}

}  // namespace

void LedgerSums::add(std::span<const v1::DeedKind> kinds) {
  if (kinds.empty()) return;
  tickets_ += 1;
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    if (std::ranges::find(kinds.first(i), kinds[i]) == kinds.begin() + static_cast<std::ptrdiff_t>(i))
      counts_[static_cast<std::size_t>(kinds[i])] += 1;
  }
}

LedgerLine ledger_line(std::string code, const LedgerSums& sums, const LedgerRules& rules,
                       const std::vector<Grade>& grades) {
  WHISTLE_ASSERT(sums.tickets() > 0);
  LedgerLine line{std::move(code), sums.tickets(), rules.base, {}, 0, {}};
  std::int64_t score = rules.base * kHundred;
  for (const auto& deed : rules.good)
    line.items.push_back({deed.kind, sums.count(deed.kind), points_of(deed, sums)});
  for (const auto& deed : rules.bad)
    line.items.push_back({deed.kind, sums.count(deed.kind), -points_of(deed, sums)});
  for (const auto& item : line.items)
    score += item.points_hundredths;
  line.score_hundredths = static_cast<std::uint32_t>(std::clamp<std::int64_t>(score, 0, kHundred * kHundred));
  const auto grade = std::ranges::find_if(
      grades, [&](const Grade& candidate) { return line.score_hundredths >= candidate.at_least * kHundred; });
  if (grade != grades.end()) line.grade = grade->name;
  return line;
}

void rank(std::vector<LedgerLine>& lines) {
  std::ranges::sort(lines, [](const LedgerLine& a, const LedgerLine& b) {
    return a.score_hundredths != b.score_hundredths ? a.score_hundredths > b.score_hundredths : a.code < b.code;
  });
}

}  // namespace whistle::engine
