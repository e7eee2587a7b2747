#include "adapters/http/http_session.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "adapters/http/body_stream.h"
#include "adapters/http/content_coding.h"
#include "adapters/http/response_head.h"

namespace whistle::adapters::http {

namespace asio = boost::asio;

// No co_await stands within && or || or ?: here, because g++ 12 evaluates some of them (in the condition of a while,
// behind co_return) whatever the other side says.
namespace {

using Step = RequestReader::Step;
using std::chrono::milliseconds;

constexpr auto kToken = asio::as_tuple(asio::use_awaitable);
constexpr std::string_view kGoOn = "HTTP/1.1 100 Continue\r\n\r\n";
constexpr std::size_t kOneWriteBytes = 16U << 10;     // a body up to this goes out together with its head
constexpr std::size_t kDroppedBytesMax = 256U << 10;  // that a client may still send to a connection that ends
constexpr milliseconds kPartTime{1'000};              // for the other side to see that it ends
constexpr milliseconds kLastTime{250};                // for what is being written when the server ends

// "1a3\r\n...\r\n"
std::string to_chunk(std::string_view bytes) {
  std::array<char, 16> size{};
  const auto end = std::to_chars(size.data(), size.data() + size.size(), bytes.size(), 16).ptr;
  std::string chunk;
  chunk.reserve(size.size() + bytes.size() + 4);
  return chunk.append(size.data(), end).append("\r\n").append(bytes).append("\r\n");
}

}  // namespace

HttpSession::HttpSession(HttpHall& hall, Wire::Socket socket, Ssl ssl, Peer peer)
    : hall_(hall),
      peer_(std::move(peer)),
      wire_(std::move(socket), std::move(ssl)),
      reader_(hall.limits(), hall.body_limit(), &hall.fault_answer()),
      timer_(wire_.socket().get_executor()),
      wake_(wire_.socket().get_executor()) {}

HttpSession::~HttpSession() {
  // Only where the context went before the connection was over.
  if (stream_) stream_->end(/*tell=*/false);
  if (answer_ && answer_->stream) answer_->stream->end(/*tell=*/false);
}

void HttpSession::start(const std::shared_ptr<HttpHall>& hall) {
  asio::co_spawn(hall->context(), run(shared_from_this(), hall), asio::detached);
}

void HttpSession::end() {
  const auto left = std::max(hall_.limits().end_time, kLastTime);
  switch (phase_) {
    case Phase::Reading:
      return wire_.close();
    case Phase::Answering:
      answer_by_ = std::min(answer_by_, Clock::now() + hall_.limits().end_time);
      break;
    case Phase::Writing:
      close_at(std::min(close_by_, Clock::now() + left));
      break;
  }
  wake_.cancel();
}

asio::awaitable<void> HttpSession::run(std::shared_ptr<HttpSession> self, std::shared_ptr<HttpHall> hall) {
  auto& session = *self;
  session.close_in(hall->limits().header_time);
  bool more = co_await session.wire_.shake_hands();
  while (more && !hall->ending()) {
    more = co_await session.serve_one();
    // Who sends many requests at once shares the thread with the others.
    if (session.reader_.has_more()) co_await asio::post(hall->context(), asio::use_awaitable);
  }
  session.over_ = true;
  session.wire_.close();
  session.timer_.cancel();
  session.wake_.cancel();
  hall->leave(session);
}

asio::awaitable<bool> HttpSession::serve_one() {
  phase_ = Phase::Reading;
  const auto step = co_await read_request();
  if (step == Step::Refused) {
    co_await wait(reader_.fault_after());
    if (co_await send(reader_.fault(), {})) co_await part();
    co_return false;
  }
  if (step != Step::Whole) co_return false;
  Asked asked{.http10 = reader_.http10(), .keep_alive = reader_.keep_alive()};
  auto request = reader_.take();
  request.address = peer_.address;
  request.group = peer_.group;
  asked.head = request.method == "HEAD";
  asked.gzip = accepts_gzip(request);
  auto response = co_await ask(std::move(request), asked);
  if (response.stream) {
    if (co_await send_stream(std::move(response), asked)) co_await part();
    co_return false;
  }
  if (!co_await send(std::move(response), asked)) co_return false;
  if (asked.keep_alive) co_return true;
  co_await part();
  co_return false;
}

// As for an answer, which a server that ends cuts short.
asio::awaitable<void> HttpSession::wait(milliseconds time) {
  if (time == milliseconds{0}) co_return;
  phase_ = Phase::Answering;
  answer_by_ = Clock::now() + time;
  while (Clock::now() < answer_by_) {
    wake_.expires_at(answer_by_);
    (void)co_await wake_.async_wait(kToken);
  }
}

asio::awaitable<RequestReader::Step> HttpSession::read_request() {
  auto step = reader_.step();
  if (step == Step::Nothing) {
    reader_.rest();
    close_in(std::exchange(first_, false) ? hall_.limits().header_time : hall_.limits().idle_time);
    if (!co_await wire_.readable()) co_return Step::Nothing;
  }
  first_ = false;
  close_in(hall_.limits().header_time);
  body_began_ = {};
  while (step != Step::Whole && step != Step::Refused) {
    if (!co_await read_more(step)) co_return Step::Nothing;
    step = reader_.step();
  }
  never_close();
  co_return step;
}

asio::awaitable<bool> HttpSession::read_more(Step step) {
  const bool in_body = step == Step::Continue || step == Step::MoreBody;
  if (in_body && body_began_ == Clock::time_point{}) body_began_ = Clock::now();
  if (step == Step::Continue) {
    if (!co_await write(kGoOn, hall_.limits().header_time)) co_return false;
  }
  if (in_body) close_at(pace(body_began_, hall_.limits().body_time, reader_.body_bytes()));
  const auto bytes = co_await wire_.read_some(reader_.room());
  if (bytes == 0) co_return false;
  reader_.arrived(bytes);
  // Whoever sends fast is not done at once for that.
  if (in_body) co_await asio::post(wire_.socket().get_executor(), asio::use_awaitable);
  co_return wire_.socket().is_open();
}

asio::awaitable<Response> HttpSession::ask(Request request, Asked& asked) {
  if (hall_.ending()) {
    asked.keep_alive = false;
    co_return Response{503, "stopping\n"};
  }
  phase_ = Phase::Answering;
  answer_.reset();
  answer_by_ = Clock::now() + hall_.limits().answer_time;
  hall_.respond(std::move(request), answer_to(++asked_));
  while (!answer_ && Clock::now() < answer_by_) {
    wake_.expires_at(answer_by_);
    (void)co_await wake_.async_wait(kToken);
  }
  ++asked_;  // an answer that was given up may still come, and must not be taken for the next request's
  asked.keep_alive = asked.keep_alive && !hall_.ending() && answer_.has_value();
  if (!answer_) co_return Response{503, hall_.ending() ? "stopping\n" : "no answer in time\n"};
  auto response = *std::exchange(answer_, std::nullopt);
  if (can_be_sent(response)) co_return response;
  if (response.stream) response.stream->end(/*tell=*/true);
  co_return Response{500, "the answer cannot be sent\n"};
}

HttpServer::Answer HttpSession::answer_to(std::uint64_t number) {
  // Whoever answers may keep its function until after the context's end, which takes hall and sessions with it.
  return [weak = weak_from_this(), hall = hall_.weak_from_this(), executor = wire_.socket().get_executor(),
          number](Response response) {
    const auto held_hall = hall.lock();
    auto held = weak.lock();
    if (held) {
      asio::dispatch(executor, [held = std::move(held), number, response = std::move(response)]() mutable {
        held->take_answer(number, std::move(response));
      });
    } else if (response.stream && held_hall) {
      asio::post(executor, [stream = response.stream] { stream->end(/*tell=*/true); });
    } else if (response.stream) {
      response.stream->end(/*tell=*/false);
    }
  };
}

void HttpSession::take_answer(std::uint64_t number, Response response) {
  if (!over_ && number == asked_ && !answer_) {
    answer_ = std::move(response);
    wake_.cancel();
  } else if (response.stream) {
    response.stream->end(/*tell=*/true);
  }
}

asio::awaitable<bool> HttpSession::send(Response response, Asked asked) {
  phase_ = Phase::Writing;
  code_body(response, asked.gzip);
  auto bytes = to_head(response, {.http10 = asked.http10, .keep_alive = asked.keep_alive, .date = hall_.date()});
  const bool body = !asked.head && may_have_body(response.status);
  const bool together = body && response.body.size() <= kOneWriteBytes;
  if (together) bytes.append(response.body);
  const auto patience = hall_.limits().body_time;
  if (!co_await write(bytes, patience)) co_return false;
  if (!body || together) co_return true;
  co_return co_await write(response.body, patience);
}

asio::awaitable<bool> HttpSession::send_stream(Response response, Asked asked) {
  phase_ = Phase::Writing;
  stream_ = std::move(response.stream);
  stream_->attach(hall_.limits().stream_bytes, [weak = weak_from_this(), executor = wire_.socket().get_executor()] {
    asio::post(executor, [weak] {
      const auto held = weak.lock();
      if (!held || !held->stream_) return;
      if (held->stream_->overflown()) held->wire_.close();  // who does not read now has lost something
      held->wake_.cancel();
    });
  });
  const auto framing = asked.http10 ? Framing::UntilEnd : Framing::Chunks;
  const auto head =
      to_head(response, {.framing = framing, .http10 = asked.http10, .keep_alive = false, .date = hall_.date()});
  bool whole = co_await write(head, hall_.limits().stream_time);
  if (whole && !asked.head && may_have_body(response.status)) {
    asio::co_spawn(wire_.socket().get_executor(), watch(shared_from_this()), asio::detached);
    whole = co_await send_pieces(*stream_, framing == Framing::Chunks);
  }
  std::exchange(stream_, nullptr)->end(/*tell=*/true);
  co_return whole;
}

asio::awaitable<bool> HttpSession::send_pieces(BodyStream& stream, bool chunked) {
  while (wire_.socket().is_open()) {
    auto taken = stream.take();
    if (taken.overflown) co_return false;
    if (!taken.bytes.empty()) {
      const auto bytes = taken.bytes.size();
      const auto piece = chunked ? to_chunk(taken.bytes) : std::move(taken.bytes);
      if (!co_await write(piece, hall_.limits().stream_time)) co_return false;
      stream.sent(bytes);
    } else if (taken.closed || hall_.ending()) {
      if (!chunked) co_return true;
      co_return co_await write("0\r\n\r\n", hall_.limits().stream_time);
    } else {
      never_close();
      wake_.expires_at(Clock::time_point::max());
      (void)co_await wake_.async_wait(kToken);
    }
  }
  co_return false;
}

// Who reads a stream says nothing; what comes tells that it is gone.
asio::awaitable<void> HttpSession::watch(std::shared_ptr<HttpSession> self) {
  std::size_t dropped = 0;
  std::array<char, 64> room;
  while (self->stream_ && dropped < kDroppedBytesMax) {
    const auto bytes = co_await self->wire_.read_some(room);
    if (bytes == 0) break;
    dropped += bytes;
  }
  if (!self->stream_) co_return;
  self->wire_.close();
  self->wake_.cancel();
}

asio::awaitable<bool> HttpSession::write(std::string_view bytes, milliseconds patience) {
  const auto began = Clock::now();
  const auto longest = std::max(hall_.limits().end_time, kLastTime);
  for (std::size_t sent = 0; sent < bytes.size();) {
    close_at(pace(began, hall_.ending() ? std::min(patience, longest) : patience, sent));
    const auto some = co_await wire_.write_some(bytes.substr(sent));
    if (some == 0) co_return false;
    sent += some;
  }
  co_return true;
}

asio::awaitable<void> HttpSession::part() {
  phase_ = Phase::Reading;
  wire_.finish();
  if (hall_.ending()) co_return;
  close_in(kPartTime);
  for (std::size_t dropped = 0; dropped < kDroppedBytesMax;) {
    const auto bytes = co_await wire_.drop_some();
    if (bytes == 0) break;
    dropped += bytes;
  }
}

HttpSession::Clock::time_point HttpSession::pace(Clock::time_point began, milliseconds patience,
                                                 std::uint64_t bytes) const {
  return began + patience + milliseconds(bytes * 1'000 / std::max<std::uint32_t>(1, hall_.limits().rate));
}

void HttpSession::close_at(Clock::time_point time) {
  close_by_ = time;
  if (!timing_ || timer_.expiry() > close_by_) start_timer();
}

void HttpSession::start_timer() {
  timing_ = true;
  timer_.expires_at(close_by_);
  timer_.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
    const auto self = weak.lock();
    if (error || !self) return;
    self->timing_ = false;
    if (Clock::now() >= self->close_by_) {
      self->wire_.close();
      self->wake_.cancel();
    } else if (self->close_by_ != Clock::time_point::max() && !self->over_) {
      self->start_timer();
    }
  });
}

}  // namespace whistle::adapters::http
