#include "tools/whistled/rate_limit.h"

#include <algorithm>

namespace whistle::tools::whistled {

namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

// Names come from sockets and keys, none of which is this.
constexpr const char* kStrangers = "";

}  // namespace

Rate per_second(std::uint32_t count, std::uint32_t burst) {
  return {count == 0 ? nanoseconds{0} : nanoseconds{std::chrono::seconds{1}} / count, burst};
}

std::optional<milliseconds> RateLimit::take(std::string_view name, Rate rate, Time now) {
  if (rate.interval.count() == 0) return std::nullopt;
  const auto depth = rate.interval * std::max(rate.burst, 1U);
  auto& full_at = bucket(name, now);
  const auto full_after = std::max(full_at, now) + rate.interval;
  if (full_after - now > depth) {
    return std::chrono::ceil<milliseconds>(full_after - now - depth);
  }
  full_at = full_after;
  return std::nullopt;
}

RateLimit::Time& RateLimit::bucket(std::string_view name, Time now) {
  if (full_at_.size() >= sweep_at_) {
    std::erase_if(full_at_, [now](const auto& entry) { return entry.second <= now; });
    sweep_at_ = std::clamp(full_at_.size() * 2, std::size_t{1'024}, kNamesMax);
  }
  std::string known(name);
  const auto found = full_at_.find(known);
  if (found != full_at_.end()) return found->second;
  if (full_at_.size() >= kNamesMax) known = kStrangers;
  return full_at_.try_emplace(std::move(known), now).first->second;
}

}  // namespace whistle::tools::whistled
