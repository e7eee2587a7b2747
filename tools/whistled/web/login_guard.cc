#include "tools/whistled/web/login_guard.h"

#include <algorithm>

namespace whistle::tools::whistled::web {

LoginGuard::Duration LoginGuard::failed(const std::string& group, Time now) {
  if (by_group_.size() >= kGroupsMax) make_room(now);
  auto& failures = by_group_[group];
  if (now - failures.last >= kForgiven) failures.count = 0;
  failures.last = now;
  const auto doublings = std::min<std::uint32_t>(failures.count++, 5);
  return std::min(kFirstDelay * (1U << doublings), kDelayMax);
}

void LoginGuard::make_room(Time now) {
  std::erase_if(by_group_, [&](const auto& row) { return now - row.second.last >= kForgiven; });
  // All of them guess now: whoever guesses a second time from there is met again.
  if (by_group_.size() >= kGroupsMax) by_group_.clear();
}

}  // namespace whistle::tools::whistled::web
