// Router and client, over a real connection on loopback.
#include "adapters/zeromq/router_socket.h"

#include <doctest/doctest.h>

#include <chrono>
#include <fstream>
#include <future>
#include <sstream>
#include <string>

#include "adapters/zeromq/client_connection.h"
#include "adapters/zeromq/zap_authenticator.h"
#include "tests/adapters/zeromq/fixed_random.h"

namespace whistle::adapters::zeromq {
namespace {

using namespace std::chrono_literals;

constexpr auto kPatience = 30s;  // of a loaded machine

struct Server {
  explicit Server(std::optional<CurveKeys> keys = std::nullopt, const std::string& endpoint = "tcp://127.0.0.1:*")
      : curve(std::move(keys)) {
    authenticator = std::move(*ZapAuthenticator::start(context, curve ? Admission::Curve : Admission::Plain));
    auto bound = RouterSocket::bind(context, {endpoint, curve});
    REQUIRE_MESSAGE(bound.has_value(), bound.error().what);
    router = std::move(*bound);
  }

  // The next request, waiting for it.
  Incoming next() {
    zmq::pollitem_t item{router->handle(), 0, ZMQ_POLLIN, 0};
    REQUIRE(zmq::poll(&item, 1, std::chrono::milliseconds(kPatience)) == 1);
    auto incoming = router->receive();
    REQUIRE(incoming.has_value());
    REQUIRE(incoming->has_value());
    return **std::move(incoming);
  }

  std::optional<CurveKeys> curve;
  zmq::context_t context;
  std::unique_ptr<ZapAuthenticator> authenticator;
  std::unique_ptr<RouterSocket> router;
};

CurveKeys keys(std::uint32_t seed) {
  FixedRandom random(seed);
  return make_curve_keys(random);
}

v1::Reply reply_to(const Incoming& incoming) {
  v1::Request request;
  REQUIRE(request.ParseFromArray(incoming.frame.data(), static_cast<int>(incoming.frame.size())));
  v1::Reply reply;
  reply.set_correlation(request.correlation());
  reply.mutable_get_status()->set_member(request.claimed_member());
  return reply;
}

v1::Request asking(const std::string& word) {
  v1::Request request;
  request.set_claimed_member(word);
  request.mutable_get_status();
  return request;
}

TEST_CASE("several requests in flight each find their own reply") {
  Server server;
  auto client = ClientConnection::open({.endpoint = server.router->endpoint(), .curve = std::nullopt});
  REQUIRE_MESSAGE(client.has_value(), client.error().what);
  auto first = asking("first");
  auto second = asking("second");
  const auto first_correlation = (*client)->send(first);
  const auto second_correlation = (*client)->send(second);
  REQUIRE(first_correlation.has_value());
  CHECK((*client)->in_flight() == 2);
  const auto one = server.next();
  const auto two = server.next();
  CHECK(server.router->send(two.peer, reply_to(two).SerializeAsString()) == RouterSocket::Sent::Yes);
  CHECK(server.router->send(one.peer, reply_to(one).SerializeAsString()) == RouterSocket::Sent::Yes);
  const auto earlier = (*client)->receive(kPatience);
  const auto later = (*client)->receive(kPatience);
  REQUIRE(earlier.has_value());
  REQUIRE(later.has_value());
  CHECK(earlier->correlation() == *second_correlation);
  CHECK(earlier->get_status().member() == "second");
  CHECK(later->correlation() == *first_correlation);
  CHECK((*client)->in_flight() == 0);
}

TEST_CASE("a call keeps the replies to others for later, and a late reply to a call is dropped") {
  Server server;
  auto client = ClientConnection::open({.endpoint = server.router->endpoint(), .curve = std::nullopt});
  REQUIRE(client.has_value());
  auto other = asking("other");
  REQUIRE((*client)->send(other).has_value());
  auto slow = asking("slow");
  const auto timed_out = (*client)->call(slow, 0ms);
  REQUIRE_FALSE(timed_out.has_value());
  CHECK(timed_out.error().fault == ClientFault::TimedOut);
  auto answered = std::async(std::launch::async, [&] {
    for (int i = 0; i < 3; ++i) {
      const auto incoming = server.next();
      (void)server.router->send(incoming.peer, reply_to(incoming).SerializeAsString());
    }
  });
  auto third = asking("third");
  const auto own = (*client)->call(third, kPatience);
  answered.get();
  REQUIRE(own.has_value());
  CHECK(own->get_status().member() == "third");
  const auto kept = (*client)->receive(kPatience);
  REQUIRE(kept.has_value());
  CHECK(kept->get_status().member() == "other");
  CHECK((*client)->receive(0ms).error().fault == ClientFault::TimedOut);
}

TEST_CASE("with CURVE each request carries the key that its connection has proved") {
  Server server(keys(1));
  const auto mine = keys(2);
  auto client = ClientConnection::open(
      {.endpoint = server.router->endpoint(), .curve = CurveLogin{server.curve->public_key, mine}});
  REQUIRE_MESSAGE(client.has_value(), client.error().what);
  auto request = asking("x");
  REQUIRE((*client)->send(request).has_value());
  CHECK(server.next().credential == mine.public_key);
}

TEST_CASE("why a connection cannot be is told apart") {
  Server curve(keys(1));
  const auto opened = [](const std::string& endpoint, std::optional<CurveLogin> login,
                         std::chrono::milliseconds patience) {
    auto client =
        ClientConnection::open({.endpoint = endpoint, .curve = std::move(login), .connect_timeout = patience});
    return client ? std::optional<ClientFault>{} : client.error().fault;
  };
  const auto endpoint = curve.router->endpoint();
  CHECK(opened(endpoint, CurveLogin{keys(9).public_key, keys(2)}, kPatience) == ClientFault::HandshakeFailed);
  CHECK(opened(endpoint, std::nullopt, kPatience) == ClientFault::HandshakeFailed);
  CHECK(opened(endpoint, CurveLogin{"short", keys(2)}, kPatience) == ClientFault::BadKey);
  CHECK(opened("nonsense", std::nullopt, kPatience) == ClientFault::BadEndpoint);
  CHECK(opened("tcp://127.0.0.1:1", std::nullopt, 200ms) == ClientFault::Unreachable);
  Server plain;
  CHECK(opened(plain.router->endpoint(), CurveLogin{keys(1).public_key, keys(2)}, kPatience) ==
        ClientFault::HandshakeFailed);
}

TEST_CASE("a client notices that its engine went away") {
  auto server = std::make_unique<Server>();
  auto client = ClientConnection::open({.endpoint = server->router->endpoint(), .curve = std::nullopt});
  REQUIRE(client.has_value());
  auto request = asking("x");
  REQUIRE((*client)->send(request).has_value());
  server.reset();
  const auto reply = (*client)->receive(kPatience);
  REQUIRE_FALSE(reply.has_value());
  CHECK(reply.error().fault == ClientFault::Disconnected);
}

TEST_CASE("a client does not put more in flight than it was told to") {
  Server server;
  auto client =
      ClientConnection::open({.endpoint = server.router->endpoint(), .curve = std::nullopt, .in_flight_max = 2});
  REQUIRE(client.has_value());
  auto request = asking("x");
  REQUIRE((*client)->send(request).has_value());
  REQUIRE((*client)->send(request).has_value());
  CHECK((*client)->send(request).error().fault == ClientFault::TooManyInFlight);
}

TEST_CASE("a REQ socket gets its reply behind the empty frame that it expects") {
  Server server;
  zmq::context_t context;
  zmq::socket_t req(context, zmq::socket_type::req);
  req.set(zmq::sockopt::linger, 0);
  req.connect(server.router->endpoint());
  (void)req.send(zmq::buffer(asking("req").SerializeAsString()), zmq::send_flags::none);
  const auto incoming = server.next();
  CHECK(incoming.peer.delimited);
  CHECK(incoming.one_frame);
  (void)server.router->send(incoming.peer, reply_to(incoming).SerializeAsString());
  zmq::message_t frame;
  REQUIRE(req.recv(frame, zmq::recv_flags::none).has_value());
  v1::Reply reply;
  REQUIRE(reply.ParseFromArray(frame.data(), static_cast<int>(frame.size())));
  CHECK(reply.get_status().member() == "req");
}

TEST_CASE("more frames than a request has are marked, and the next message is whole again") {
  Server server;
  zmq::context_t context;
  zmq::socket_t dealer(context, zmq::socket_type::dealer);
  dealer.set(zmq::sockopt::linger, 0);
  dealer.connect(server.router->endpoint());
  (void)dealer.send(zmq::str_buffer("a"), zmq::send_flags::sndmore);
  (void)dealer.send(zmq::str_buffer("b"), zmq::send_flags::sndmore);
  (void)dealer.send(zmq::str_buffer("c"), zmq::send_flags::none);
  (void)dealer.send(zmq::str_buffer("whole"), zmq::send_flags::none);
  CHECK_FALSE(server.next().one_frame);
  const auto whole = server.next();
  CHECK(whole.one_frame);
  CHECK(whole.bytes() == "whole");
}

TEST_CASE("a peer that does not read is dropped, others are served meanwhile, and it is served again once it reads") {
  Server server;
  zmq::context_t context;
  zmq::socket_t lazy(context, zmq::socket_type::dealer);
  lazy.set(zmq::sockopt::linger, 0);
  lazy.set(zmq::sockopt::rcvhwm, 1);
  lazy.set(zmq::sockopt::rcvbuf, 4'096);
  lazy.connect(server.router->endpoint());
  (void)lazy.send(zmq::str_buffer("hello"), zmq::send_flags::none);
  const auto peer = server.next().peer;
  const std::string reply(64 * 1024, 'r');
  auto sent = RouterSocket::Sent::Yes;
  for (int i = 0; i < 100'000 && sent == RouterSocket::Sent::Yes; ++i)
    sent = server.router->send(peer, reply);
  REQUIRE(sent == RouterSocket::Sent::Dropped);
  CHECK(server.router->is_dropped(peer));
  CHECK(server.router->lost() > 0);
  CHECK_FALSE(server.router->waiting());

  auto other = ClientConnection::open({.endpoint = server.router->endpoint(), .curve = std::nullopt});
  REQUIRE(other.has_value());
  auto request = asking("other");
  REQUIRE((*other)->send(request).has_value());
  const auto incoming = server.next();
  CHECK(server.router->send(incoming.peer, reply_to(incoming).SerializeAsString()) == RouterSocket::Sent::Yes);
  CHECK((*other)->receive(kPatience).has_value());

  zmq::message_t frame;
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (server.router->is_dropped(peer) && std::chrono::steady_clock::now() < deadline) {
    while (lazy.recv(frame, zmq::recv_flags::dontwait)) {
    }
    (void)server.router->send(peer, "again");
  }
  CHECK_FALSE(server.router->is_dropped(peer));
}

TEST_CASE("what waits for a slow peer arrives whole and in order") {
  Server server;
  zmq::context_t context;
  zmq::socket_t slow(context, zmq::socket_type::dealer);
  slow.set(zmq::sockopt::linger, 0);
  slow.set(zmq::sockopt::rcvhwm, 10);
  slow.connect(server.router->endpoint());
  (void)slow.send(zmq::str_buffer("hello"), zmq::send_flags::none);
  const auto peer = server.next().peer;
  constexpr int kReplies = 12'000;
  for (int i = 0; i < kReplies; ++i)
    REQUIRE(server.router->send(peer, std::to_string(i)) == RouterSocket::Sent::Yes);
  for (int i = 0; i < kReplies; ++i) {
    zmq::message_t frame;
    while (!slow.recv(frame, zmq::recv_flags::dontwait))
      server.router->flush();
    REQUIRE(frame.to_string() == std::to_string(i));
  }
  server.router->flush();
  CHECK_FALSE(server.router->waiting());
  CHECK(server.router->lost() == 0);
}

TEST_CASE("a message larger than any request ends its connection") {
  Server server;
  zmq::context_t context;
  zmq::socket_t flood(context, zmq::socket_type::dealer);
  flood.set(zmq::sockopt::linger, 0);
  zmq::socket_t events(context, zmq::socket_type::pair);
  REQUIRE(zmq_socket_monitor(flood.handle(), "inproc://flood", ZMQ_EVENT_DISCONNECTED) == 0);
  events.connect("inproc://flood");
  flood.connect(server.router->endpoint());
  (void)flood.send(zmq::message_t(static_cast<std::size_t>(RouterSocket::kMessageBytesMax) + 1), zmq::send_flags::none);
  zmq::message_t event;
  events.set(zmq::sockopt::rcvtimeo, 30'000);
  CHECK(events.recv(event, zmq::recv_flags::none).has_value());
  CHECK_FALSE(server.router->receive()->has_value());
}

TEST_CASE("an address of the sixth version works like one of the fourth") {
  std::stringstream addresses;
  addresses << std::ifstream("/proc/net/if_inet6").rdbuf();
  if (addresses.str().find(std::string(31, '0') + "1") == std::string::npos) return;  // this machine has no ::1
  Server server(std::nullopt, "tcp://[::1]:*");
  const auto client = ClientConnection::open({.endpoint = server.router->endpoint(), .curve = std::nullopt});
  CHECK_MESSAGE(client.has_value(), client.error().what);
}

TEST_CASE("an address in use is an error with the address in it") {
  Server server;
  const auto second = RouterSocket::bind(server.context, {server.router->endpoint(), std::nullopt});
  REQUIRE_FALSE(second.has_value());
  CHECK(second.error().what.find(server.router->endpoint()) != std::string::npos);
}

}  // namespace
}  // namespace whistle::adapters::zeromq
