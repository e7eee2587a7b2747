// Requests to somebody else, against sockets of this machine that behave as badly as those of others do.
#include "adapters/http/outbound_client.h"

#include <doctest/doctest.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>

#include <array>
#include <atomic>
#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace whistle::adapters::http {

namespace {

using namespace std::chrono_literals;

constexpr auto kPatience = 60s;  // of what is answered; nothing takes this long

class Connection {
 public:
  explicit Connection(int descriptor) : descriptor_(descriptor) {}
  ~Connection() { ::close(descriptor_); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // One request, its body of a told length too; "" where the connection ends before.
  std::string request() {
    while (true) {
      const auto end = got_.find("\r\n\r\n");
      if (end != std::string::npos) {
        const auto at = got_.find("Content-Length: ");
        const auto whole = end + 4 + std::stoul(got_.substr(at + 16));
        if (got_.size() >= whole) {
          auto one = got_.substr(0, whole);
          got_.erase(0, whole);
          return one;
        }
      }
      std::array<char, 4'096> piece;
      const auto bytes = ::recv(descriptor_, piece.data(), piece.size(), 0);
      if (bytes <= 0) return {};
      got_.append(piece.data(), static_cast<std::size_t>(bytes));
    }
  }
  // Also where nobody reads it to its end.
  void say(std::string_view text) const {
    while (!text.empty()) {
      const auto bytes = ::send(descriptor_, text.data(), text.size(), MSG_NOSIGNAL);
      if (bytes <= 0) return;
      text.remove_prefix(static_cast<std::size_t>(bytes));
    }
  }

 private:
  const int descriptor_;
  std::string got_;
};

// Somebody who listens: `behave` has each connection in turn, and its number from 0.
class Somebody {
 public:
  using Behave = std::function<void(Connection&, int number)>;

  explicit Somebody(Behave behave) : listener_(::socket(AF_INET, SOCK_STREAM, 0)), behave_(std::move(behave)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0);
    REQUIRE(::listen(listener_, 8) == 0);
    socklen_t size = sizeof(address);
    REQUIRE(::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~Somebody() {
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
  }
  Somebody(const Somebody&) = delete;
  Somebody& operator=(const Somebody&) = delete;

  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/in?a=b"; }
  [[nodiscard]] int connections() const { return connections_; }

 private:
  void serve() {
    while (true) {
      const int descriptor = ::accept(listener_, nullptr, nullptr);
      if (descriptor < 0) return;
      Connection connection(descriptor);
      behave_(connection, connections_++);
    }
  }

  const int listener_;
  const Behave behave_;
  int port_ = 0;
  std::atomic<int> connections_ = 0;
  std::thread thread_;
};

// A client on a context that runs while it waits. Goes before whom it asks, who then sees the end.
class Asker {
 public:
  explicit Asker(const std::string& url, std::size_t kept = 1)
      : client(OutboundClient::make(context, *parse_web_address(url), nullptr, kept)) {}
  ~Asker() {
    client->close();
    context.restart();
    context.run();
  }

  OutboundClient::Answer post(std::chrono::milliseconds patience = kPatience, const std::string& body = "{}") {
    std::vector<OutboundClient::Answer> told;
    client->post({{"Content-Type", "application/json"}}, body, patience,
                 [&](const OutboundClient::Answer& answer) { told.push_back(answer); });
    CHECK(told.empty());  // not before it has returned
    context.restart();
    while (told.empty() && context.run_one() > 0) {
    }
    context.poll();
    REQUIRE(told.size() == 1);
    return told.front();
  }
  std::string fault(std::chrono::milliseconds patience = kPatience) {
    const auto answer = post(patience);
    return answer ? "answered " + std::to_string(answer->status) : answer.error().what;
  }

  boost::asio::io_context context{1};
  std::shared_ptr<OutboundClient> client;
};

std::string ok(std::string_view body) {
  return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

// Answers every request of a connection alike.
Somebody::Behave always(const std::string& answer) {
  return [answer](Connection& connection, int) {
    while (!connection.request().empty())
      connection.say(answer);
  };
}

// Answers one request, and ends the connection.
Somebody::Behave once(const std::string& answer) {
  return [answer](Connection& connection, int) {
    if (!connection.request().empty()) connection.say(answer);
  };
}

}  // namespace

TEST_CASE("a request arrives as it is written, its answer is told with its fields, and the connection is used again") {
  std::vector<std::string> seen;
  const Somebody somebody([&](Connection& connection, int) {
    for (auto one = connection.request(); !one.empty(); one = connection.request()) {
      seen.push_back(one);
      connection.say("HTTP/1.1 429 Slow down\r\nRetry-After: 7\r\nContent-Type: text/x\r\nContent-Length: 2\r\n\r\nhi");
    }
  });
  {
    Asker asker(somebody.url());
    for (int i = 0; i < 3; ++i) {
      const auto answer = asker.post(kPatience, "{\"a\":1}");
      REQUIRE_MESSAGE(answer.has_value(), answer.error().what);
      CHECK(answer->status == 429);
      CHECK(answer->body == "hi");
      CHECK(answer->content_type == "text/x");
      REQUIRE_FALSE(answer->fields.empty());
      CHECK(answer->fields.front().value == "7");
    }
    CHECK(somebody.connections() == 1);
  }
  const auto host = somebody.url().substr(7, somebody.url().find("/in") - 7);
  CHECK(seen.at(0) == "POST /in?a=b HTTP/1.1\r\nHost: " + host +
                          "\r\nContent-Length: 7\r\nContent-Type: application/json\r\n\r\n{\"a\":1}");
  CHECK(seen.at(1) == seen[0]);
}

TEST_CASE("no more connections wait for the next request than was said") {
  const Somebody somebody([](Connection& connection, int) {
    while (!connection.request().empty())
      connection.say(ok("a"));
  });
  Asker asker(somebody.url(), 0);
  for (int i = 1; i <= 3; ++i) {
    CHECK(asker.fault() == "answered 200");
    CHECK(somebody.connections() == i);
  }
}

TEST_CASE("a kept connection that has ended is replaced; what a new one leaves without an answer is not sent again") {
  const Somebody ends(once(ok("a")));
  {
    Asker asker(ends.url());
    for (int i = 1; i <= 3; ++i) {
      CHECK(asker.fault() == "answered 200");
      CHECK(ends.connections() == i);
    }
  }
  // It takes the second request of its first connection, and goes.
  const Somebody goes([](Connection& connection, int number) {
    if (!connection.request().empty()) connection.say(ok("a"));
    if (!connection.request().empty() && number > 0) connection.say(ok("b"));
  });
  {
    Asker asker(goes.url());
    CHECK(asker.fault() == "answered 200");
    CHECK(asker.fault() == "answered 200");
    CHECK(goes.connections() == 2);
  }
  const Somebody silent([](Connection& connection, int) { (void)connection.request(); });
  Asker asker(silent.url());
  CHECK(asker.fault() == "the connection ended before an answer");
  CHECK(silent.connections() == 1);
}

TEST_CASE("an answer that is cut is none, wherever it is cut") {
  for (const auto* cut : {"H", "HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
                          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"}) {
    CAPTURE(cut);
    const Somebody somebody(once(cut));
    Asker asker(somebody.url());
    CHECK(asker.fault() == "the connection ended before an answer");
    CHECK(somebody.connections() == 1);
  }
  // Also on a connection that had been kept: something of an answer has been seen.
  const Somebody somebody([](Connection& connection, int) {
    if (!connection.request().empty()) connection.say(ok("a"));
    if (!connection.request().empty()) connection.say("HTTP/1.1 200 OK\r\nConte");
  });
  Asker asker(somebody.url());
  CHECK(asker.fault() == "answered 200");
  CHECK(asker.fault() == "the connection ended before an answer");
  CHECK(somebody.connections() == 1);
}

TEST_CASE("who answers nothing, or stops in the middle, is waited for no longer than was said") {
  for (const auto* begun : {"", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", "HTTP/1.1 100 Continue\r\n\r\n"}) {
    CAPTURE(begun);
    std::atomic<bool> ended = false;
    {
      const Somebody somebody([&](Connection& connection, int) {
        (void)connection.request();
        connection.say(begun);
        ended = connection.request().empty();  // until the other side goes
      });
      Asker asker(somebody.url());
      CHECK(asker.fault(50ms) == "no answer in time");
      CHECK(somebody.connections() == 1);
    }
    CHECK(ended);
  }
}

TEST_CASE("an answer that is too large, or no answer of HTTP at all, is not read on") {
  const std::string head = "HTTP/1.1 200 OK\r\n";
  const std::string large(OutboundClient::kAnswerBytesMax + 1, 'x');
  std::string chunks = head + "Transfer-Encoding: chunked\r\n\r\n";
  for (int i = 0; i < 17; ++i)
    chunks += "1000\r\n" + std::string(0x1000, 'x') + "\r\n";
  for (const auto& answer : {ok(large), chunks + "0\r\n\r\n", head + "Connection: close\r\n\r\n" + large,
                             head + "X: " + std::string(20'000, 'x') + "\r\n\r\n", std::string("SSH-2.0-x\r\n\r\n"),
                             std::string("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n")}) {
    CAPTURE(answer.substr(0, 60));
    const Somebody somebody(once(answer));
    Asker asker(somebody.url());
    CHECK(asker.fault().starts_with("the answer cannot be read: "));
    CHECK(somebody.connections() == 1);
  }
  const Somebody just(once(ok(large.substr(1))));
  Asker asker(just.url());
  const auto answer = asker.post();
  REQUIRE(answer.has_value());
  CHECK(answer->body.size() == OutboundClient::kAnswerBytesMax);
}

TEST_CASE("what leads elsewhere is told and not followed") {
  const Somebody elsewhere(always(ok("followed")));
  for (const auto* status : {"301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"}) {
    const Somebody somebody(always("HTTP/1.1 " + std::string(status) + "\r\nLocation: " + elsewhere.url() +
                                   "\r\nContent-Length: 0\r\n\r\n"));
    Asker asker(somebody.url());
    CHECK(asker.fault() == "answered " + std::string(status).substr(0, 3));
  }
  CHECK(elsewhere.connections() == 0);
}

TEST_CASE("what says that more comes is passed over, and a body without a length ends with the connection") {
  const Somebody somebody(
      once("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
           "HTTP/1.0 202 Accepted\r\n\r\nall of it"));
  Asker asker(somebody.url());
  const auto answer = asker.post();
  REQUIRE_MESSAGE(answer.has_value(), answer.error().what);
  CHECK(answer->status == 202);
  CHECK(answer->body == "all of it");
}

TEST_CASE("more than was asked for ends a connection's use") {
  const Somebody somebody(always(ok("a") + ok("nobody asked")));
  Asker asker(somebody.url());
  for (int i = 1; i <= 2; ++i) {
    const auto answer = asker.post();
    REQUIRE(answer.has_value());
    CHECK(answer->body == "a");
    CHECK(somebody.connections() == i);
  }
}

TEST_CASE("whoever waits when the client ends is told so, and so is whoever comes later") {
  const Somebody somebody([](Connection& connection, int) {
    while (!connection.request().empty()) {
    }
  });
  Asker asker(somebody.url());
  std::vector<std::string> told;
  const auto tell = [&](const OutboundClient::Answer& answer) {
    told.push_back(answer ? "answered" : answer.error().what);
  };
  asker.client->post({}, "one", kPatience, tell);
  // Connected may be what it waits for last: somebody takes the connection on a thread of its own.
  while (somebody.connections() == 0)
    asker.context.run_one_for(1ms);
  asker.client->close();
  asker.client->post({}, "two", kPatience, tell);
  asker.context.restart();
  asker.context.run();
  CHECK(told == std::vector<std::string>{"the client has ended", "the client has ended"});
}

TEST_CASE("where nobody listens, that is told with the address") {
  std::string url;
  {
    const Somebody somebody(always(ok("")));
    url = somebody.url();
  }
  Asker asker(url);
  const auto fault = asker.fault();
  CHECK(fault.starts_with("127.0.0.1:"));
  CHECK(fault.ends_with("Connection refused"));
}

}  // namespace whistle::adapters::http
