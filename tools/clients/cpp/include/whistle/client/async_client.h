// The client for coroutines of Boost.Asio: any number of questions and acts under way at once over one connection.
//
//   auto client = AsyncClient::open({.endpoint = "tcp://engine:7710", .login = login});
//   asio::co_spawn(context, [&]() -> asio::awaitable<void> {
//     auto accepted = co_await client->async_act(acknowledge(17), How("acknowledge-17"));
//   }, asio::detached);
//
// What is awaited goes on on the executor of who awaits. Cancelled (by a timer beside it, or a signal), it ends with
// NoAnswer and its key, and is tried no more. The execution context outlives the client. Everything of `Client` is here
// too; it waits, and is not for coroutines.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <utility>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "whistle/client/client.h"
#include "whistle/client/follower.h"

namespace whistle::client {

class AsyncClient : public Client {
 public:
  template <typename T>
  using Awaitable = boost::asio::awaitable<Result<T>>;

  // As Client::open.
  [[nodiscard]] static Result<AsyncClient> open(Options options);
  explicit AsyncClient(Client client) : Client(std::move(client)) {}

  // As `call`, `act`, `blow` and `ask`. The client outlives what is awaited.
  [[nodiscard]] Awaitable<v1::Reply> async_call(v1::Request request,
                                                std::optional<std::chrono::milliseconds> timeout = {});
  [[nodiscard]] Awaitable<v1::Accepted> async_act(v1::Command command, const How& how = {});
  [[nodiscard]] Awaitable<v1::Accepted> async_blow(v1::BlowWhistle whistle, const How& how = {});
  template <Question Asked>
  [[nodiscard]] Awaitable<typename AnswerTo<Asked>::type> async_ask(const Asked& question, const How& how = {});
};

// `Follower` for coroutines. One at a time, whose executor is a strand or of one thread.
class AsyncFollower {
 public:
  // As Follower::open.
  [[nodiscard]] static Result<AsyncFollower> open(AsyncClient& client, const FollowOptions& options);
  ~AsyncFollower();
  AsyncFollower(AsyncFollower&&) noexcept;
  AsyncFollower& operator=(AsyncFollower&&) noexcept;

  // The next entry, however long it takes. Fails as a question to the journal; the next call goes on where this one
  // stood. Cancelled, it ends with NoAnswer.
  [[nodiscard]] AsyncClient::Awaitable<v1::Entry> async_next();
  [[nodiscard]] std::uint64_t cursor() const;

 private:
  AsyncFollower(AsyncClient& client, std::unique_ptr<Notices> notices, std::uint64_t from);

  AsyncClient* client_;
  std::unique_ptr<Notices> notices_;
  std::unique_ptr<Reading> reading_;
};

// What `async_ask` is made of.
template <Question Asked>
AsyncClient::Awaitable<typename AnswerTo<Asked>::type> answer_of(AsyncClient::Awaitable<v1::Reply> awaited) {
  typename AnswerTo<Asked>::type answer;
  auto reply = co_await std::move(awaited);
  auto taken = take_answer(std::move(reply), answer);
  if (!taken) co_return tl::unexpected(std::move(taken.error()));
  co_return answer;
}

template <Question Asked>
AsyncClient::Awaitable<typename AnswerTo<Asked>::type> AsyncClient::async_ask(const Asked& question, const How& how) {
  return answer_of<Asked>(async_call(request_of(question, how), how.timeout));
}

}  // namespace whistle::client
