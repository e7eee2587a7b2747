#include "tools/whistled/web/login_guard.h"

#include <algorithm>

namespace whistle::tools::whistled::web {

namespace {

// What one customer has: an IPv4 address, or the first four groups of an IPv6 one as it is written.
std::string network_of(std::string_view address) {
  std::size_t groups = 0;
  for (std::size_t i = 0; i < address.size(); ++i) {
    if (address[i] != ':') continue;
    if (++groups == 4 || (i > 0 && address[i - 1] == ':')) return std::string(address.substr(0, i));
  }
  return std::string(address);
}

}  // namespace

LoginGuard::Duration LoginGuard::failed(std::string_view address, Time now) {
  ++failures_;
  if (by_address_.size() >= kAddressesMax) make_room(now);
  auto& failures = by_address_[network_of(address)];
  if (now - failures.last >= kForgiven) failures.count = 0;
  failures.last = now;
  const auto doublings = std::min<std::uint32_t>(failures.count++, 5);
  return std::min(kFirstDelay * (1U << doublings), kDelayMax);
}

void LoginGuard::make_room(Time now) {
  std::erase_if(by_address_, [&](const auto& row) { return now - row.second.last >= kForgiven; });
  // All of them guess now: whoever guesses a second time from there is met again.
  if (by_address_.size() >= kAddressesMax) by_address_.clear();
}

}  // namespace whistle::tools::whistled::web
