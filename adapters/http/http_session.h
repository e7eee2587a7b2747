// One connection: its requests, one after the other, until it is over. A coroutine that holds the session and the hall;
// the hall holds the session too, so that its end can reach it.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/http/http_hall.h"
#include "adapters/http/http_message.h"
#include "adapters/http/request_reader.h"
#include "adapters/http/wire.h"

namespace whistle::adapters::http {

class HttpSession : public std::enable_shared_from_this<HttpSession> {
 public:
  HttpSession(HttpHall& hall, Wire::Socket socket, Ssl ssl, Peer peer);
  ~HttpSession();

  void start(const std::shared_ptr<HttpHall>& hall);
  // The server ends: what waits is closed, what is being answered has its time.
  void end();
  [[nodiscard]] const Peer& peer() const { return peer_; }

 private:
  using Clock = std::chrono::steady_clock;
  template <typename T>
  using Awaitable = boost::asio::awaitable<T>;

  // What of a request its answer depends on.
  struct Asked {
    bool head = false;
    bool http10 = false;
    bool keep_alive = false;
    bool gzip = false;
  };
  enum class Phase { Reading, Answering, Writing };

  static Awaitable<void> run(std::shared_ptr<HttpSession> self, std::shared_ptr<HttpHall> hall);
  // False: the connection is over.
  Awaitable<bool> serve_one();
  Awaitable<void> wait(std::chrono::milliseconds time);
  // Whole or Refused; anything else: the connection is over.
  Awaitable<RequestReader::Step> read_request();
  Awaitable<bool> read_more(RequestReader::Step step);
  Awaitable<Response> ask(Request request, Asked& asked);
  HttpServer::Answer answer_to(std::uint64_t number);
  void take_answer(std::uint64_t number, Response response);
  Awaitable<bool> send(Response response, Asked asked);
  Awaitable<bool> send_stream(Response response, Asked asked);
  Awaitable<bool> send_pieces(BodyStream& stream, bool chunked);
  static Awaitable<void> watch(std::shared_ptr<HttpSession> self);
  // False: the connection is over, also because the bytes did not go out at the least rate.
  Awaitable<bool> write(std::string_view bytes, std::chrono::milliseconds patience);
  // Closes so that what was said last arrives.
  Awaitable<void> part();

  // Past that time the connection is closed, whatever it is doing. One at a time, the newest counts.
  void close_at(Clock::time_point time);
  void close_in(std::chrono::milliseconds time) { close_at(Clock::now() + time); }
  void never_close() { close_by_ = Clock::time_point::max(); }
  void start_timer();
  // When a transfer that has gone so far must have gone further.
  Clock::time_point pace(Clock::time_point began, std::chrono::milliseconds patience, std::uint64_t bytes) const;

  HttpHall& hall_;
  const Peer peer_;
  Wire wire_;
  RequestReader reader_;
  boost::asio::steady_timer timer_;  // of close_by_; may fire earlier and look again
  boost::asio::steady_timer wake_;   // of who waits for an answer or for something to send
  Clock::time_point close_by_ = Clock::time_point::max();
  Clock::time_point answer_by_{};
  Clock::time_point body_began_{};
  std::uint64_t asked_ = 0;  // number of the request that is being answered
  std::optional<Response> answer_;
  std::shared_ptr<BodyStream> stream_;
  Phase phase_ = Phase::Reading;
  bool timing_ = false;
  bool first_ = true;
  bool over_ = false;
};

}  // namespace whistle::adapters::http
