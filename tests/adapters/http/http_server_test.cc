#include "adapters/http/http_server.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <boost/asio/io_context.hpp>

#include <future>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "adapters/http/http_client.h"
#include "tests/adapters/http/own_certificate.h"
#include "tests/adapters/http/raw_client.h"
#include "tests/adapters/http/served.h"
#include "tests/support/temp_dir.h"

namespace whistle::adapters::http {
namespace {

namespace asio = boost::asio;

constexpr std::chrono::seconds kPatience{60};  // of a loaded machine

Response ask(const Served& served, const Request& request) {
  auto answer = ask_loopback(served.endpoint(), request, kPatience);
  REQUIRE_MESSAGE(answer.has_value(), answer.error().what);
  return *std::move(answer);
}

}  // namespace

TEST_CASE("a request gets its answer, whole") {
  const Served served(echo);
  const auto answer = ask(served, {"POST", "/a?b=c", "body"});
  CHECK(answer.status == 200);
  CHECK(answer.body == "POST /a?b=c body");
  CHECK(answer.content_type == "text/plain; charset=utf-8");
}

TEST_CASE("an answer may come later and from another thread") {
  std::vector<std::future<void>> later;
  Served served([&](const Request&, HttpServer::Answer answer) {
    later.push_back(std::async(std::launch::async, [answer = std::move(answer)] { answer({404, "nothing here"}); }));
  });
  CHECK(ask(served, {"GET", "/", ""}).status == 404);
  served.end();
}

TEST_CASE("past the limit of connections a new one is turned away, and one that ends makes room") {
  Served served(echo, {.connections = 1});
  std::optional<RawClient> first(std::in_place, served.endpoint());
  first->send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n");
  CHECK(status_of(first->response()) == 200);
  const auto refused = RawClient(served.endpoint()).rest();
  CHECK(status_of(refused) == 503);
  CHECK(field_of(refused, "Retry-After") == "5");
  CHECK(field_of(refused, "X-Content-Type-Options") == "nosniff");
  CHECK(body_of(refused) == "too many connections");
  first.reset();
  std::optional<Response> answer;
  while (!answer || answer->status != 200) {
    if (auto asked = ask_loopback(served.endpoint(), {"GET", "/3", ""}, kPatience)) answer = *std::move(asked);
  }
  CHECK(answer->body == "GET /3 ");
}

TEST_CASE("an answer that does not come is given up") {
  std::vector<HttpServer::Answer> kept;
  Served served([&](const Request&, HttpServer::Answer answer) { kept.push_back(std::move(answer)); },
                {.answer_time = std::chrono::milliseconds(20)});
  CHECK(ask(served, {"GET", "/", ""}).status == 503);
  served.end();
}

TEST_CASE("an answer that comes after it was given up is not taken for the next request's") {
  std::vector<HttpServer::Answer> kept;
  Served served(
      [&](const Request&, HttpServer::Answer answer) {
        kept.push_back(std::move(answer));
        if (kept.size() == 2) kept.front()({200, "of the first"});
      },
      {.answer_time = std::chrono::milliseconds(20)});
  RawClient client(served.endpoint());
  client.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  const auto text = client.rest();
  CHECK(text.starts_with("HTTP/1.1 503"));
  CHECK(text.find("Connection: close") != std::string::npos);
  CHECK(text.find("of the first") == std::string::npos);
  served.end();
  CHECK(kept.size() == 1);
}

TEST_CASE("at the end who waits for an answer is told so, who waits for a request is let go, and nothing is left") {
  std::promise<void> asked;
  std::vector<HttpServer::Answer> kept;
  Served served([&](const Request&, HttpServer::Answer answer) {
    kept.push_back(std::move(answer));
    asked.set_value();
  });
  RawClient idle(served.endpoint());
  auto waiting = std::async(std::launch::async, [&] { return ask(served, {"GET", "/", ""}); });
  asked.get_future().wait();
  served.end();
  CHECK(waiting.get().status == 503);
  CHECK(idle.rest().empty());
  kept.front()({200, "too late"});
}

TEST_CASE("an address in use is an error that names it") {
  const Served served(echo);
  asio::io_context context;
  const auto again = HttpServer::listen_loopback(context, served.endpoint(), echo, {});
  REQUIRE_FALSE(again.has_value());
  CHECK(again.error().what.find(served.endpoint()) != std::string::npos);
}

TEST_CASE("others are listened to with TLS alone, and TLS needs its files") {
  asio::io_context context;
  const support::TempDir dir;
  const TlsFiles files{dir.path() / "none.pem", dir.path() / "none.key"};
  const auto why = [&](const char* endpoint, std::optional<TlsFiles> tls) {
    const auto server = HttpServer::listen(context, endpoint, std::move(tls), echo, {});
    return server ? "" : server.error().what;
  };
  CHECK(why("http://0.0.0.0:*", {}).starts_with("http://0.0.0.0:*: "));
  CHECK(why("https://0.0.0.0:*", {}).starts_with("https://0.0.0.0:*: "));
  CHECK(why("http://127.0.0.1:*", files).starts_with("http://127.0.0.1:*: "));
  CHECK(why("https://127.0.0.1:*", files).starts_with(files.certificate_chain.string() + ": "));
  const auto good = write_certificate(dir.path(), "a.example");
  CHECK(why("https://0.0.0.0:*", good).empty());
  CHECK(why("https://[::]:*", good).empty());
}

TEST_CASE("a socket in the file system is its owner's alone, however long its path, and goes with the server") {
  const support::TempDir dir;
  const auto deep = dir.path() / std::string(120, 'd');
  std::filesystem::create_directory(deep);
  const auto path = deep / "control";
  asio::io_context context{1};
  auto server = HttpServer::listen_local(context, path, echo, {});
  REQUIRE_MESSAGE(server.has_value(), server.error().what);
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
  std::thread thread([&] { context.run(); });
  CHECK(ask_local(path, {"GET", "/x", ""}, kPatience)->body == "GET /x ");
  server->reset();
  thread.join();
  CHECK_FALSE(std::filesystem::exists(path));
  CHECK_FALSE(ask_local(path, {"GET", "/x", ""}, kPatience).has_value());
}

}  // namespace whistle::adapters::http
