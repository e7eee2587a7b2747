#include "adapters/http/wire.h"

#include <doctest/doctest.h>

#include <fstream>
#include <future>
#include <string>

#include "adapters/http/body_stream.h"
#include "tests/adapters/http/own_certificate.h"
#include "tests/adapters/http/raw_client.h"
#include "tests/adapters/http/served.h"
#include "tests/support/temp_dir.h"

namespace whistle::adapters::http {
namespace {

using std::chrono::milliseconds;

constexpr std::string_view kGet = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

void overwrite(const std::filesystem::path& path, std::string_view text) {
  std::ofstream(path) << text;
}

}  // namespace

TEST_CASE("with TLS a request is served as without") {
  const support::TempDir dir;
  const Served served(
      [](const Request& request, const HttpServer::Answer& answer) {
        answer({200, request.target + " " + request.address});
      },
      {}, {}, write_certificate(dir.path(), "one.example"));
  CHECK(served.endpoint().starts_with("https://127.0.0.1:"));
  RawClient client(served.endpoint());
  REQUIRE(client.shaken());
  CHECK(client.version() == "TLSv1.3");
  CHECK(client.alpn() == "http/1.1");
  CHECK(client.certificate_name() == "one.example");
  client.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  CHECK(body_of(client.response()) == "/1 127.0.0.1");
  CHECK(body_of(client.response()) == "/2 127.0.0.1");
  CHECK(client.rest().empty());
}

TEST_CASE("large bodies go through TLS both ways, byte for byte") {
  const support::TempDir dir;
  const Served served(
      [](const Request& request, const HttpServer::Answer& answer) {
        answer({200, request.body, "application/octet-stream"});
      },
      {.body_bytes = 4U << 20}, {}, write_certificate(dir.path(), "one.example"));
  std::string body;
  for (std::size_t i = 0; body.size() < 3'000'000; ++i)
    body.append(std::to_string(i * i));
  RawClient client(served.endpoint());
  client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n");
  client.send(body);
  CHECK(body_of(client.response()) == body);
}

TEST_CASE("a client that speaks other protocols alone gets none") {
  const support::TempDir dir;
  const Served served(echo, {}, {}, write_certificate(dir.path(), "one.example"));
  CHECK_FALSE(RawClient(served.endpoint(), 0, "\x02h2").shaken());
  CHECK(RawClient(served.endpoint(), 0, "\x02h2\x08http/1.1").alpn() == "http/1.1");
}

TEST_CASE("garbage instead of a handshake ends that connection alone") {
  const support::TempDir dir;
  const Served served(echo, {}, {}, write_certificate(dir.path(), "one.example"));
  const auto plain = "http" + served.endpoint().substr(5);
  RawClient garbage(plain);
  garbage.send(std::string(2'000, 'x'));
  (void)garbage.rest();
  RawClient unencrypted(plain);
  unencrypted.send(kGet);
  CHECK(unencrypted.rest().find("HTTP/1.1 200") == std::string::npos);
  RawClient good(served.endpoint());
  good.send(kGet);
  CHECK(status_of(good.response()) == 200);
  good.send_raw(std::string(100, 'x'));
  CHECK(good.rest().empty());
  RawClient another(served.endpoint());
  CHECK(another.shaken());
}

TEST_CASE("a handshake that does not come in time is cut off") {
  const support::TempDir dir;
  const Served served(echo, {.header_time = milliseconds(20)}, {}, write_certificate(dir.path(), "one.example"));
  RawClient silent("http" + served.endpoint().substr(5));
  CHECK(silent.rest().empty());
}

TEST_CASE("a stream goes through TLS, and a client that vanishes is noticed") {
  const support::TempDir dir;
  const auto stream = BodyStream::make();
  std::promise<void> gone;
  stream->when_gone([&] { gone.set_value(); });
  Served served([&](const Request&, const HttpServer::Answer& answer) { answer({.status = 200, .stream = stream}); },
                {}, {}, write_certificate(dir.path(), "one.example"));
  {
    RawClient client(served.endpoint());
    client.send(kGet);
    (void)client.head();
    for (const auto* piece : {"one", "two"}) {
      CHECK(stream->write(piece));
      CHECK(client.until("\r\n" + std::string(piece) + "\r\n") == "3\r\n" + std::string(piece) + "\r\n");
    }
  }
  gone.get_future().wait();
  CHECK_FALSE(stream->write("late"));
}

TEST_CASE("a certificate is exchanged while connections are open, and a broken one is not taken") {
  const support::TempDir dir;
  const auto files = write_certificate(dir.path(), "old.example");
  Served served(echo, {}, {}, files);
  RawClient before(served.endpoint());
  CHECK(before.certificate_name() == "old.example");
  write_certificate(dir.path(), "new.example");
  const auto exchanged = served.server().reload_certificate();
  REQUIRE_MESSAGE(exchanged.has_value(), exchanged.error().what);
  CHECK(RawClient(served.endpoint()).certificate_name() == "new.example");
  before.send(kGet);
  CHECK(status_of(before.response()) == 200);
  overwrite(files.certificate_chain, "-----BEGIN CERTIFICATE-----\nnone\n");
  const auto broken = served.server().reload_certificate();
  REQUIRE_FALSE(broken.has_value());
  CHECK(broken.error().what.find("chain.pem: ") != std::string::npos);
  CHECK(RawClient(served.endpoint()).certificate_name() == "new.example");
}

}  // namespace whistle::adapters::http
