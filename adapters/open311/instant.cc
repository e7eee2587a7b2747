#include "adapters/open311/instant.h"

#include <string>

#include "adapters/district/civil_text.h"
#include "engine/time.h"

namespace whistle::adapters::open311 {
namespace {

constexpr std::size_t kToMinute = sizeof "2026-01-31T08:30" - 1;
constexpr std::size_t kOffset = sizeof "+08:00" - 1;

}  // namespace

std::optional<std::int64_t> read_instant(std::string_view text) {
  std::string whole(text);
  if (whole.size() > kToMinute + kOffset - 1 && whole[whole.size() - kOffset] == ' ')
    whole[whole.size() - kOffset] = '+';
  if (whole.size() > kToMinute && whole[kToMinute] != ':') whole.insert(kToMinute, ":00");
  const auto at = district::parse_rfc3339(whole);
  if (!at) return std::nullopt;
  return at->us;
}

Value instant(std::int64_t us, const Context& context) {
  const engine::Instant at{us};
  if (at <= engine::kInstantMin || at > engine::kInstantMax) return {};
  return text(district::rfc3339_text(at, context.utc_offset(us)));
}

}  // namespace whistle::adapters::open311
