#include "adapters/http/peer.h"

namespace whistle::adapters::http {

namespace ip = boost::asio::ip;

namespace {

constexpr std::size_t kNetworkBytes = 8;  // of an IPv6 address

Peer peer_at_v4(const ip::address_v4& address) {
  const auto bytes = address.to_bytes();
  return {address.to_string(), std::string(bytes.begin(), bytes.end())};
}

}  // namespace

Peer peer_at(const ip::address& address) {
  if (address.is_v4()) return peer_at_v4(address.to_v4());
  auto v6 = address.to_v6();
  v6.scope_id(0);
  if (v6.is_v4_mapped()) return peer_at_v4(ip::make_address_v4(ip::v4_mapped, v6));
  const auto bytes = v6.to_bytes();
  return {v6.to_string(), std::string(bytes.begin(), bytes.begin() + kNetworkBytes)};
}

}  // namespace whistle::adapters::http
