// Followers against an engine and a feed that say what the test wants.
#include "whistle/client/follower.h"

#include <doctest/doctest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <future>
#include <thread>

#include "tests/clients/cpp/played_engine.h"
#include "whistle/client/async_client.h"

namespace whistle::client {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;

// The engine's feed: an XPUB, which hears who subscribes.
class PlayedFeed {
 public:
  PlayedFeed() : socket_(context_, zmq::socket_type::xpub) {
    socket_.set(zmq::sockopt::linger, 0);
    socket_.set(zmq::sockopt::rcvtimeo, 60'000);
    socket_.bind("tcp://127.0.0.1:*");
  }

  [[nodiscard]] std::string endpoint() const { return socket_.get(zmq::sockopt::last_endpoint); }
  // Until so many topics have been subscribed to.
  void await_subscriptions(int count) {
    zmq::message_t subscription;
    for (int i = 0; i < count; ++i)
      REQUIRE(socket_.recv(subscription));
  }
  void tell(const std::string& topic, std::uint64_t sequence) {
    v1::Notice notice;
    notice.set_topic(topic);
    notice.set_sequence(sequence);
    socket_.send(zmq::buffer(topic), zmq::send_flags::sndmore);
    socket_.send(zmq::buffer(notice.SerializeAsString()), zmq::send_flags::none);
  }
  void tell_nonsense() {
    socket_.send(zmq::str_buffer("heartbeat"), zmq::send_flags::sndmore);
    socket_.send(zmq::str_buffer("\xff\xff"), zmq::send_flags::none);
  }

 private:
  zmq::context_t context_;
  zmq::socket_t socket_;
};

// Hears the question for a page, and answers with these.
void give(PlayedEngine& engine, std::uint64_t from, std::initializer_list<std::uint64_t> sequences,
          std::uint64_t cursor, std::uint64_t next) {
  const auto heard = engine.hear();
  REQUIRE(heard.request.has_fetch_entries());
  CHECK(heard.request.fetch_entries().from() == from);
  v1::Reply reply;
  auto& page = *reply.mutable_fetch_entries();
  for (const auto sequence : sequences)
    page.add_entries()->set_sequence(sequence);
  page.set_cursor(cursor);
  page.set_next_sequence(next);
  engine.answer(heard, reply);
}

std::uint64_t sequence_of(const Result<std::optional<v1::Entry>>& entry) {
  REQUIRE(entry);
  REQUIRE(*entry);
  return (*entry)->sequence();
}

struct Played {
  PlayedEngine engine;
  PlayedFeed feed;
};

TEST_CASE("entries come in order, from the cursor on, and what one notice did not tell the next makes up for") {
  Played played;
  auto client = Client::open({.endpoint = played.engine.endpoint(), .timeout = 60s});
  REQUIRE(client);
  auto follower = Follower::open(*client, {.feed = played.feed.endpoint(), .from = 3});
  REQUIRE(follower);
  std::vector<std::uint64_t> seen;
  std::thread following([&] {
    for (int i = 0; i < 4; ++i)
      seen.push_back(sequence_of(follower->next(9s)));  // before the journal is asked for the feed's silence
  });
  give(played.engine, 3, {4, 6}, 8, 8);
  played.feed.await_subscriptions(2);
  played.feed.tell("all", 5);         // older than what was read: nothing to ask for
  played.feed.tell_nonsense();        // passed over
  played.feed.tell("all-of-it", 99);  // a topic that only begins like ours
  played.feed.tell("heartbeat", 10);  // 8 and 9 were never told
  give(played.engine, 8, {8}, 9, 11);
  give(played.engine, 9, {10}, 11, 11);
  following.join();
  CHECK(seen == std::vector<std::uint64_t>{4, 6, 8, 10});
  CHECK(follower->cursor() == 11);
  const auto nothing = follower->next(0ms);
  REQUIRE(nothing);
  CHECK_FALSE(*nothing);
}

TEST_CASE("a follower whose question failed goes on where it stood") {
  Played played;
  auto client = Client::open({.endpoint = played.engine.endpoint(), .timeout = 60s});
  REQUIRE(client);
  auto follower = Follower::open(*client, {.feed = played.feed.endpoint(), .from = 3});
  REQUIRE(follower);
  auto refused = std::async(std::launch::async, [&] { return follower->next(60s); });
  played.engine.answer(played.engine.hear(), refusal_reply(v1::REFUSAL_CODE_UNKNOWN_IDENTITY));
  const auto failed = refused.get();
  REQUIRE_FALSE(failed);
  CHECK(std::holds_alternative<Refused>(failed.error()));
  auto next = std::async(std::launch::async, [&] { return follower->next(60s); });
  give(played.engine, 3, {3}, 4, 4);
  CHECK(sequence_of(next.get()) == 3);
}

asio::awaitable<std::vector<std::uint64_t>> follow(AsyncFollower& follower, std::size_t count) {
  std::vector<std::uint64_t> seen;
  while (seen.size() < count) {
    const auto entry = co_await follower.async_next();
    if (!entry) break;
    seen.push_back(entry->sequence());
  }
  co_return seen;
}

TEST_CASE("a coroutine follows too, woken by the feed") {
  asio::io_context context;
  Played played;
  auto client = AsyncClient::open({.endpoint = played.engine.endpoint(), .timeout = 60s});
  REQUIRE(client);
  auto follower = AsyncFollower::open(*client, {.feed = played.feed.endpoint(), .from = 0});
  REQUIRE(follower);
  auto seen = asio::co_spawn(context, follow(*follower, 3), asio::use_future);
  std::thread thread([&] { context.run(); });
  give(played.engine, 0, {0, 1}, 2, 2);
  played.feed.await_subscriptions(2);
  const auto told_at = std::chrono::steady_clock::now();
  played.feed.tell("heartbeat", 2);
  give(played.engine, 2, {2}, 3, 3);
  CHECK(seen.get() == std::vector<std::uint64_t>{0, 1, 2});
  CHECK(std::chrono::steady_clock::now() - told_at < 10s);  // by the notice, and not because the feed was silent
  thread.join();
}

TEST_CASE("what is no address of a feed is said at once") {
  PlayedEngine engine;
  auto client = Client::open({.endpoint = engine.endpoint()});
  REQUIRE(client);
  const auto follower = Follower::open(*client, {.feed = "feed"});
  REQUIRE_FALSE(follower);
  CHECK(std::get<Misused>(follower.error()).what.starts_with("feed"));
}

}  // namespace
}  // namespace whistle::client
