#include "whistle/client/async_client.h"

#include <atomic>
#include <functional>

#include <boost/asio/async_result.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "tools/clients/cpp/src/notices.h"
#include "tools/clients/cpp/src/reading.h"

namespace whistle::client {

namespace {

namespace asio = boost::asio;

// Starts the request, and hands what comes of it to `handler` on the handler's own executor.
template <typename Handler>
// NOLINTNEXTLINE(performance-unnecessary-value-param): clang-tidy 14 does not see that it is moved
void start_for(Client& client, v1::Request request, std::optional<std::chrono::milliseconds> timeout, Handler handler) {
  const auto started = std::make_shared<std::atomic<std::uint64_t>>(0);
  auto slot = asio::get_associated_cancellation_slot(handler);
  // Before the start, after which the handler may be gone already.
  if (slot.is_connected()) slot.assign([&client, started](asio::cancellation_type) { client.cancel(*started); });
  auto work = asio::make_work_guard(asio::get_associated_executor(handler));
  const auto kept = std::make_shared<Handler>(std::move(handler));
  *started = client.start(std::move(request), timeout, [kept, work](Result<v1::Reply> result) {
    asio::post(work.get_executor(), [kept, result = std::move(result)]() mutable {
      auto own = std::move(*kept);
      own(std::move(result));
    });
  });
}

// A coroutine has one temporary a statement here: g++ 12 copies those of an awaited expression byte by byte, and frees
// what strings keep in themselves.
AsyncClient::Awaitable<v1::Accepted> accepted_of(AsyncClient::Awaitable<v1::Reply> awaited) {
  auto reply = co_await std::move(awaited);
  co_return take_accepted(std::move(reply));
}

}  // namespace

Result<AsyncClient> AsyncClient::open(Options options) {
  auto client = Client::open(std::move(options));
  if (!client) return tl::unexpected(std::move(client.error()));
  return AsyncClient(*std::move(client));
}

AsyncClient::Awaitable<v1::Reply> AsyncClient::async_call(v1::Request request,
                                                          std::optional<std::chrono::milliseconds> timeout) {
  return asio::async_initiate<const asio::use_awaitable_t<>&, void(Result<v1::Reply>)>(
      [this](auto handler, v1::Request asked, std::optional<std::chrono::milliseconds> within) {
        start_for(*this, std::move(asked), within, std::move(handler));
      },
      asio::use_awaitable, std::move(request), timeout);
}

AsyncClient::Awaitable<v1::Accepted> AsyncClient::async_act(v1::Command command, const How& how) {
  return accepted_of(async_call(request_of(std::move(command), how), how.timeout));
}

AsyncClient::Awaitable<v1::Accepted> AsyncClient::async_blow(v1::BlowWhistle whistle, const How& how) {
  v1::Command command;
  *command.mutable_blow_whistle() = std::move(whistle);
  return async_act(std::move(command), how);
}

Result<AsyncFollower> AsyncFollower::open(AsyncClient& client, const FollowOptions& options) {
  auto notices = Notices::open(client, options);
  if (!notices) return tl::unexpected(std::move(notices.error()));
  return AsyncFollower(client, *std::move(notices), options.from);
}

AsyncFollower::AsyncFollower(AsyncClient& client, std::unique_ptr<Notices> notices, std::uint64_t from)
    : client_(&client), notices_(std::move(notices)), reading_(std::make_unique<Reading>(from)) {}

AsyncFollower::~AsyncFollower() = default;
AsyncFollower::AsyncFollower(AsyncFollower&&) noexcept = default;
AsyncFollower& AsyncFollower::operator=(AsyncFollower&&) noexcept = default;

AsyncClient::Awaitable<v1::Entry> AsyncFollower::async_next() {
  const auto executor = co_await asio::this_coro::executor;
  // Shared with who wakes it, who may come too late.
  const auto timer = std::make_shared<asio::steady_timer>(executor);
  for (;;) {
    if (auto entry = reading_->take()) co_return *std::move(entry);
    if (reading_->at_end()) {
      timer->expires_after(Notices::kSilenceMax);
      // On the executor, so that it comes between the question and the waiting, or after both.
      notices_->wake_by([timer, executor, told = notices_.get(), reached = reading_->reached()] {
        if (told->announced(reached)) asio::post(executor, [timer] { timer->cancel(); });
      });
      boost::system::error_code ended;
      if (!notices_->announced(reading_->reached())) {
        co_await timer->async_wait(asio::redirect_error(asio::use_awaitable, ended));
      }
      notices_->wake_by({});
      const auto cancellation = co_await asio::this_coro::cancellation_state;
      if (cancellation.cancelled() != asio::cancellation_type::none)
        co_return tl::unexpected(Error(NoAnswer{"cancelled", {}}));
    }
    const auto question = reading_->question();
    auto page = co_await client_->async_ask(question);
    if (!page) co_return tl::unexpected(std::move(page.error()));
    reading_->add(*std::move(page));
  }
}

std::uint64_t AsyncFollower::cursor() const {
  return reading_->cursor();
}

}  // namespace whistle::client
