#include "tools/whistled/retention_sweep.h"

#include <algorithm>
#include <utility>

#include "engine/retention.h"

namespace whistle::tools::whistled {

using engine::Instant;
using engine::TicketId;

namespace {

struct Seen {
  TicketId id;
  Instant closed;
  std::string category;
};

// Nothing that closed later is due: a calendar day is no shorter than 23 hours.
Instant latest_closing(const engine::Ruleset& rules, Instant now) {
  std::uint32_t shortest = engine::kRetentionDaysMax;
  for (const auto& [one, days] : rules.retention_days)
    shortest = std::min(shortest, days);
  constexpr std::int64_t kShortDayHours = 23;
  return now - engine::minutes(60 * kShortDayHours * std::int64_t{shortest});
}

}  // namespace

Result<std::vector<TicketId>> RetentionSweep::due(const engine::State& state, const engine::Store& store, Instant now) {
  std::vector<TicketId> due;
  const auto* rules = state.in_force();
  if (rules == nullptr || rules->retention_days.empty()) return due;
  if (ruleset_ != state.publications.back().sequence) {
    ruleset_ = state.publications.back().sequence;
    from_ = rests_until_ = engine::kInstantMin;
  }
  if (now < rests_until_) return due;
  const auto last = latest_closing(*rules, now);
  std::vector<Seen> seen;
  const auto scanned = store.scan_closed_since(from_, [&](TicketId id, std::string_view row) {
    v1::TicketRecord record;
    if (!record.ParseFromArray(row.data(), static_cast<int>(row.size()))) return true;
    const Instant closed{record.closed_us()};
    if (closed > last) return false;
    seen.push_back({id, closed, record.category()});
    return seen.size() < kLookedAtMax;
  });
  if (!scanned) return tl::unexpected(failure_of(scanned.error()));
  for (const auto& ticket : seen) {
    const auto until = engine::kept_until(*rules, ticket.category, ticket.closed);
    if (until && *until <= now) due.push_back(ticket.id);
  }
  if (seen.size() < kLookedAtMax) {
    from_ = engine::kInstantMin;
    rests_until_ = now + kRest;
  } else {
    from_ = seen.back().closed + engine::microseconds(1);
  }
  return due;
}

}  // namespace whistle::tools::whistled
