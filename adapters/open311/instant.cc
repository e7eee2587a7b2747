#include "adapters/open311/instant.h"

#include <string>

#include "adapters/district/civil_text.h"
#include "engine/time.h"

namespace whistle::adapters::open311 {
namespace {

constexpr std::size_t kToMinute = sizeof "2026-01-31T08:30" - 1;
constexpr std::size_t kBytesMax = 48;
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

std::optional<std::int64_t> read_instant(Parameters& from, Faults& faults, std::string_view name) {
  const auto given = from.one(name, kBytesMax);
  if (given.empty()) return std::nullopt;
  const auto at = read_instant(given);
  if (!at) {
    faults.add(400, name,
               {"须为带时区的时间，如2026-01-31T08:30:00+08:00",
                "a date and time with an offset, as 2026-01-31T08:30:00+08:00"});
  }
  return at;
}

Value instant(std::int64_t us, const Context& context) {
  const engine::Instant at{us};
  if (at <= engine::kInstantMin || at > engine::kInstantMax) return {};
  return text(district::rfc3339_text(at, context.utc_offset(us)));
}

}  // namespace whistle::adapters::open311
