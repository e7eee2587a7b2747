// The client of coroutines against an engine that says what the test wants.
#include "whistle/client/async_client.h"

#include <doctest/doctest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_future.hpp>
#include <thread>

#include "tests/clients/cpp/played_engine.h"
#include "whistle/client/acts.h"

namespace whistle::client {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;

AsyncClient client_of(const std::string& endpoint) {
  auto client = AsyncClient::open({.endpoint = endpoint, .timeout = 60s});
  REQUIRE(client);
  return *std::move(client);
}

// What a coroutine comes to, while the test plays the engine.
template <typename T>
std::future<T> spawned(asio::io_context& context, std::thread& thread, asio::awaitable<T> awaited) {
  auto result = asio::co_spawn(context, std::move(awaited), asio::use_future);
  thread = std::thread([&context] { context.run(); });
  return result;
}

asio::awaitable<std::uint64_t> acknowledge_three(AsyncClient& client) {
  using namespace asio::experimental::awaitable_operators;
  const auto [one, two, three] =
      co_await (client.async_act(acknowledge(1), How("a-1")) && client.async_act(acknowledge(2), How("a-2")) &&
                client.async_act(acknowledge(3), How("a-3")));
  co_return one->sequence() * 100 + two->sequence() * 10 + three->sequence();
}

TEST_CASE("several are awaited at once, and answered in any order") {
  asio::io_context context;
  PlayedEngine engine;
  auto client = client_of(engine.endpoint());
  std::thread thread;
  auto result = spawned(context, thread, acknowledge_three(client));
  std::vector<Heard> heard{engine.hear(), engine.hear(), engine.hear()};
  for (auto one = heard.rbegin(); one != heard.rend(); ++one) {
    const auto ticket = one->request.command().acknowledge_ticket().ticket();
    CHECK(one->request.key() == "a-" + std::to_string(ticket));
    v1::Reply reply;
    reply.mutable_accepted()->set_sequence(ticket);
    engine.answer(*one, reply);
  }
  CHECK(result.get() == 123);
  thread.join();
}

asio::awaitable<bool> give_up(AsyncClient& client) {
  using namespace asio::experimental::awaitable_operators;
  asio::steady_timer timer(co_await asio::this_coro::executor, 20ms);
  const auto ended =
      co_await (client.async_call(request_of(acknowledge(1), {})) || timer.async_wait(asio::use_awaitable));
  co_return ended.index() == 1;
}

TEST_CASE("what is given up for a timer beside it is tried no more") {
  asio::io_context context;
  PlayedEngine engine;
  auto client = client_of(engine.endpoint());
  std::thread thread;
  auto result = spawned(context, thread, give_up(client));
  (void)engine.hear();
  CHECK(result.get());
  thread.join();
  engine.restart();
  context.restart();
  auto next = spawned(context, thread, client.async_ask(v1::GetStatus()));
  const auto heard = engine.hear();
  CHECK(heard.request.has_get_status());  // and not the act, again
  engine.answer(heard, status_reply(6));
  CHECK(next.get()->next_sequence() == 6);
  thread.join();
}

}  // namespace
}  // namespace whistle::client
