// Who counts as one.
#include "adapters/http/peer.h"

#include <doctest/doctest.h>

namespace whistle::adapters::http {
namespace {

Peer at(const char* address) {
  return peer_at(boost::asio::ip::make_address(address));
}

}  // namespace

TEST_CASE("an address is told as it is written, without the interface that it came by") {
  CHECK(at("192.0.2.7").address == "192.0.2.7");
  CHECK(at("2001:db8::7").address == "2001:db8::7");
  CHECK(at("fe80::7%1").address == "fe80::7");
  CHECK(at("::ffff:192.0.2.7").address == "192.0.2.7");
}

TEST_CASE("each IPv4 address is one, by whatever socket it comes") {
  CHECK(at("192.0.2.7").group == at("::ffff:192.0.2.7").group);
  CHECK(at("192.0.2.7").group != at("192.0.2.8").group);
}

TEST_CASE("who has an IPv6 address has all of its /64, and no more") {
  CHECK(at("2001:db8:1:2::1").group == at("2001:db8:1:2:ffff:1:2:3").group);
  CHECK(at("2001:db8:1:2::1").group != at("2001:db8:1:3::1").group);
  CHECK(at("2001:db8::1").group != at("2001:db9::1").group);
}

}  // namespace whistle::adapters::http
