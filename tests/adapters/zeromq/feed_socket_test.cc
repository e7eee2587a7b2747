// Feed and subscription, over a real connection on loopback.
#include "adapters/zeromq/feed_socket.h"

#include <doctest/doctest.h>

#include <chrono>
#include <string>

#include "adapters/zeromq/feed_subscription.h"
#include "adapters/zeromq/zap_authenticator.h"
#include "tests/adapters/zeromq/fixed_random.h"

namespace whistle::adapters::zeromq {
namespace {

using namespace std::chrono_literals;
using engine::Sequence;

constexpr auto kPatience = 30s;  // of a loaded machine

struct Feed {
  explicit Feed(std::optional<CurveKeys> curve = std::nullopt) {
    authenticator = std::move(*ZapAuthenticator::start(context, curve ? Admission::Curve : Admission::Plain));
    feed = std::move(*FeedSocket::bind(context, {"tcp://127.0.0.1:*", curve}));
  }

  // A subscription that the feed is known to serve: heartbeats are repeated until one arrives.
  std::unique_ptr<FeedSubscription> subscribe(std::vector<std::string> topics,
                                              std::optional<CurveLogin> login = std::nullopt) {
    topics.emplace_back(kHeartbeatTopic);
    auto subscription =
        FeedSubscription::open({.endpoint = feed->endpoint(), .curve = std::move(login), .topics = std::move(topics)});
    REQUIRE_MESSAGE(subscription.has_value(), subscription.error().what);
    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    while (std::chrono::steady_clock::now() < deadline) {
      REQUIRE(feed->heartbeat(Sequence{1}).has_value());
      if ((*subscription)->receive(10ms)) return *std::move(subscription);
    }
    FAIL("no heartbeat");
    return nullptr;
  }

  zmq::context_t context;
  std::unique_ptr<ZapAuthenticator> authenticator;
  std::unique_ptr<FeedSocket> feed;
};

v1::Notice next_entry(FeedSubscription& subscription) {
  for (;;) {
    const auto notice = subscription.receive(kPatience);
    REQUIRE(notice.has_value());
    if (notice->kind() == v1::NOTICE_KIND_ENTRY) return *notice;
  }
}

TEST_CASE("a notice names its number and the one before it under the same topic") {
  Feed server;
  const auto subscription = server.subscribe({"all", "party/F-1"});
  REQUIRE(server.feed->publish(Sequence{4}, {"party/F-1"}).has_value());
  REQUIRE(server.feed->publish(Sequence{5}, {"party/F-2"}).has_value());
  REQUIRE(server.feed->publish(Sequence{6}, {"party/F-1", "party/F-2"}).has_value());
  const auto expect = [&](const std::string& topic, std::uint64_t sequence, std::optional<std::uint64_t> previous) {
    const auto notice = next_entry(*subscription);
    CHECK(notice.topic() == topic);
    CHECK(notice.sequence() == sequence);
    CHECK(notice.has_previous() == previous.has_value());
    CHECK(notice.previous() == previous.value_or(0));
  };
  expect("all", 4, std::nullopt);
  expect("party/F-1", 4, std::nullopt);
  expect("all", 5, 4);
  expect("all", 6, 5);
  expect("party/F-1", 6, 4);
}

TEST_CASE("a topic is whole: a party whose code begins like another's is not its neighbour") {
  Feed server;
  const auto subscription = server.subscribe({"party/F-1"});
  REQUIRE(server.feed->publish(Sequence{1}, {"party/F-10"}).has_value());
  REQUIRE(server.feed->publish(Sequence{2}, {"party/F-1"}).has_value());
  CHECK(next_entry(*subscription).sequence() == 2);
}

TEST_CASE("the heartbeat carries the journal's last number") {
  Feed server;
  const auto subscription = server.subscribe({});
  REQUIRE(server.feed->heartbeat(Sequence{42}).has_value());
  for (;;) {
    const auto notice = subscription->receive(kPatience);
    REQUIRE(notice.has_value());
    CHECK(notice->kind() == v1::NOTICE_KIND_HEARTBEAT);
    if (notice->sequence() == 41) break;
  }
}

TEST_CASE("the feed speaks CURVE where the engine does") {
  FixedRandom random(1);
  const auto server_keys = make_curve_keys(random);
  const auto client_keys = make_curve_keys(random);
  Feed server(server_keys);
  const auto subscription = server.subscribe({"all"}, CurveLogin{server_keys.public_key, client_keys});
  REQUIRE(server.feed->publish(Sequence{7}, {}).has_value());
  CHECK(next_entry(*subscription).sequence() == 7);
  const auto plain = FeedSubscription::open(
      {.endpoint = server.feed->endpoint(), .curve = std::nullopt, .connect_timeout = kPatience});
  REQUIRE_FALSE(plain.has_value());
  CHECK(plain.error().fault == ClientFault::HandshakeFailed);
}

}  // namespace
}  // namespace whistle::adapters::zeromq
