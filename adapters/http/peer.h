// Who is at the other end of a connection, and who counts as one with it.
#pragma once

#include <string>

#include <boost/asio/ip/address.hpp>

namespace whistle::adapters::http {

struct Peer {
  std::string address;  // numeric; empty: a socket in the file system
  std::string
      group;  // bytes; equal for what one customer has: an IPv4 address, the /64 of an IPv6 one. Empty: nobody's
};

// An IPv4 address that comes as an IPv6 one is itself.
[[nodiscard]] Peer peer_at(const boost::asio::ip::address& address);

}  // namespace whistle::adapters::http
