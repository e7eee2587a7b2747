#include "adapters/http/body_stream.h"

#include <doctest/doctest.h>

#include <future>
#include <string>
#include <thread>
#include <vector>

#include "adapters/http/http_message.h"
#include "tests/adapters/http/raw_client.h"
#include "tests/adapters/http/served.h"

namespace whistle::adapters::http {
namespace {

using std::chrono::milliseconds;

constexpr std::string_view kGet = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

// Answers everybody with a stream, one after the other.
class Streaming {
 public:
  explicit Streaming(HttpLimits limits = {})
      : served([this](const Request&, const HttpServer::Answer& answer) { open(answer); }, limits) {}

  std::future<std::thread::id> gone() { return gone_.get_future(); }
  const std::shared_ptr<BodyStream> stream = BodyStream::make();

 private:
  void open(const HttpServer::Answer& answer) {
    stream->when_gone([this] { gone_.set_value(std::this_thread::get_id()); });
    answer({.status = 200, .content_type = "text/event-stream", .stream = stream});
  }
  std::promise<std::thread::id> gone_;

 public:
  Served served;
};

}  // namespace

TEST_CASE("what was written waits until it has gone out") {
  const auto stream = BodyStream::make();
  CHECK(stream->waiting() == 0);
  CHECK(stream->write("12345"));
  CHECK(stream->write("678"));
  CHECK(stream->waiting() == 8);
  CHECK(stream->take().bytes == "12345678");
  CHECK(stream->waiting() == 8);
  stream->sent(5);
  CHECK(stream->waiting() == 3);
}

TEST_CASE("what is written to a stream arrives at once, as chunks, and ends when it is closed") {
  Streaming streaming;
  CHECK(streaming.stream->write("before"));
  RawClient client(streaming.served.endpoint());
  client.send(kGet);
  const auto head = client.head();
  CHECK(status_of(head) == 200);
  CHECK(field_of(head, "Transfer-Encoding") == "chunked");
  CHECK(field_of(head, "Content-Type") == "text/event-stream");
  CHECK(field_of(head, "Content-Length").empty());
  CHECK(client.until("before\r\n") == "6\r\nbefore\r\n");
  CHECK(streaming.stream->write("data: 1\n\n"));
  CHECK(client.until("\n\n\r\n") == "9\r\ndata: 1\n\n\r\n");
  auto gone = streaming.gone();
  streaming.stream->close();
  CHECK(client.rest() == "0\r\n\r\n");
  gone.wait();
  CHECK_FALSE(streaming.stream->write("late"));
  CHECK_FALSE(streaming.stream->open());
}

TEST_CASE("HTTP/1.0 gets a stream without chunks, until the connection ends") {
  Streaming streaming;
  RawClient client(streaming.served.endpoint());
  client.send("GET / HTTP/1.0\r\n\r\n");
  CHECK(field_of(client.head(), "Transfer-Encoding").empty());
  CHECK(streaming.stream->write("abc"));
  streaming.stream->close();
  CHECK(client.rest() == "abc");
}

TEST_CASE("HEAD of a stream is told its head alone, and the stream ends") {
  Streaming streaming;
  auto gone = streaming.gone();
  RawClient client(streaming.served.endpoint());
  client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
  CHECK(body_of(client.rest()).empty());
  gone.wait();
  CHECK_FALSE(streaming.stream->open());
}

TEST_CASE("many threads write to a stream, and every piece arrives whole") {
  constexpr int kPieces = 200;
  Streaming streaming;
  RawClient client(streaming.served.endpoint());
  client.send(kGet);
  (void)client.head();
  std::vector<std::thread> threads;
  for (const char letter : {'a', 'b', 'c'}) {
    threads.emplace_back([&, letter] {
      for (int i = 0; i < kPieces; ++i)
        CHECK(streaming.stream->write(std::string(20, letter) + "\n"));
    });
  }
  for (auto& thread : threads)
    thread.join();
  streaming.stream->close();
  const auto all = client.rest();
  for (const char letter : {'a', 'b', 'c'}) {
    int found = 0;
    const auto piece = std::string(20, letter) + "\n";
    for (auto at = all.find(piece); at != std::string::npos; at = all.find(piece, at + 1))
      ++found;
    CHECK(found == kPieces);
  }
}

TEST_CASE("a client that vanishes is noticed without a write, on the server's thread") {
  Streaming streaming;
  auto gone = streaming.gone();
  {
    RawClient client(streaming.served.endpoint());
    client.send(kGet);
    (void)client.head();
  }
  const auto told_on = gone.get();
  std::thread::id own;
  streaming.served.on_thread([&] { own = std::this_thread::get_id(); });
  CHECK(told_on == own);
  CHECK_FALSE(streaming.stream->write("to nobody"));
}

TEST_CASE("a client that does not read is cut off once more than the limit has piled up") {
  Streaming streaming({.stream_bytes = 10'000, .socket_bytes = 4'096});
  auto gone = streaming.gone();
  RawClient client(streaming.served.endpoint(), 4'096);
  client.send(kGet);
  (void)client.head();
  std::size_t written = 0;
  while (streaming.stream->write(std::string(1'000, 'a')))
    written += 1'000;
  CHECK(written >= 10'000);
  gone.wait();
  CHECK_FALSE(streaming.stream->open());
}

TEST_CASE("a piece larger than the limit is refused, even when nothing waits") {
  Streaming streaming({.stream_bytes = 100});
  auto gone = streaming.gone();
  RawClient client(streaming.served.endpoint());
  client.send(kGet);
  (void)client.head();
  CHECK_FALSE(streaming.stream->write(std::string(101, 'a')));
  gone.wait();
  CHECK(client.rest().empty());
}

TEST_CASE("a write that does not go out in time ends the stream") {
  Streaming streaming({.stream_bytes = 64U << 20, .stream_time = milliseconds(20), .socket_bytes = 4'096});
  auto gone = streaming.gone();
  RawClient client(streaming.served.endpoint(), 4'096);
  client.send(kGet);
  (void)client.head();
  CHECK(streaming.stream->write(std::string(8U << 20, 'a')));
  gone.wait();
  CHECK_FALSE(streaming.stream->write("more"));
}

TEST_CASE("streams are closed when the server ends, and their clients read the end") {
  Streaming streaming;
  auto gone = streaming.gone();
  RawClient client(streaming.served.endpoint());
  client.send(kGet);
  (void)client.head();
  CHECK(streaming.stream->write("last"));
  streaming.served.end();
  CHECK(client.rest() == "4\r\nlast\r\n0\r\n\r\n");
  CHECK(gone.wait_for(std::chrono::seconds(0)) == std::future_status::ready);
  CHECK_FALSE(streaming.stream->write("late"));
}

TEST_CASE("a stream whose client was gone before the answer is told so") {
  std::promise<HttpServer::Answer> asked;
  std::promise<void> gone;
  Served served([&](const Request&, HttpServer::Answer answer) { asked.set_value(std::move(answer)); },
                {.answer_time = milliseconds(20)});
  RawClient client(served.endpoint());
  client.send(kGet);
  auto answer = asked.get_future().get();
  CHECK(status_of(client.rest()) == 503);
  const auto stream = BodyStream::make();
  stream->when_gone([&] { gone.set_value(); });
  answer({.status = 200, .stream = stream});
  gone.get_future().wait();
  CHECK_FALSE(stream->write("late"));
}

TEST_CASE("a stream that comes after the server's end takes nothing") {
  std::promise<HttpServer::Answer> asked;
  Served served([&](const Request&, HttpServer::Answer answer) { asked.set_value(std::move(answer)); });
  RawClient client(served.endpoint());
  client.send(kGet);
  auto answer = asked.get_future().get();
  served.end();
  const auto stream = BodyStream::make();
  answer({.status = 200, .stream = stream});
  CHECK_FALSE(stream->write("late"));
}

}  // namespace whistle::adapters::http
