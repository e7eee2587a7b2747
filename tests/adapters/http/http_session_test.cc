#include "adapters/http/http_session.h"

#include <doctest/doctest.h>
#include <zlib.h>

#include <atomic>
#include <future>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "tests/adapters/http/raw_client.h"
#include "tests/adapters/http/served.h"

namespace whistle::adapters::http {
namespace {

using std::chrono::milliseconds;

constexpr std::string_view kGet = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

// Asks once, on a connection of its own, and returns all that comes.
std::string told(const Served& served, std::string_view bytes) {
  RawClient client(served.endpoint());
  client.send(bytes);
  return client.rest();
}

std::string gunzip(const std::string& packed) {
  std::string plain(1U << 20, '\0');
  z_stream stream{};
  REQUIRE(inflateInit2(&stream, 15 + 16) == Z_OK);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(plain.data());
  stream.avail_out = static_cast<uInt>(plain.size());
  CHECK(inflate(&stream, Z_FINISH) == Z_STREAM_END);
  plain.resize(stream.total_out);
  (void)inflateEnd(&stream);
  return plain;
}

}  // namespace

TEST_CASE("who answers sees the fields, without their case, and who asks") {
  std::promise<Request> seen;
  const Served served([&](Request request, const HttpServer::Answer& answer) {
    seen.set_value(std::move(request));
    answer({});
  });
  RawClient client(served.endpoint());
  client.send("GET /a HTTP/1.1\r\nhost: a\r\nX-One: 1\r\nx-one:  2 \r\n\r\n");
  CHECK(status_of(client.response()) == 200);
  const auto request = seen.get_future().get();
  CHECK(request.address == "127.0.0.1");
  CHECK(request.field("X-ONE") == "1");
  CHECK(request.values("x-One") == std::vector<std::string_view>{"1", "2"});
  CHECK(request.field("Host") == "a");
  CHECK_FALSE(request.field("X-Two").has_value());
}

TEST_CASE("fields of the response are sent, with a date and without a cache unless it says so") {
  const Served served([](const Request& request, const HttpServer::Answer& answer) {
    Fields fields = {{"X-One", "1"}, {"X-One", "2"}};
    if (request.target == "/cached") fields.push_back({"Cache-Control", "max-age=60"});
    answer({201, "made", "text/plain", fields});
  });
  RawClient client(served.endpoint());
  client.send(kGet);
  const auto plain = client.response();
  CHECK(plain.starts_with("HTTP/1.1 201 Created\r\n"));
  CHECK(plain.find("X-One: 1\r\nX-One: 2\r\n") != std::string::npos);
  CHECK(field_of(plain, "Date").size() == std::string("Sun, 06 Nov 1994 08:49:37 GMT").size());
  CHECK(field_of(plain, "Cache-Control") == "no-store");
  client.send("GET /cached HTTP/1.1\r\nHost: a\r\n\r\n");
  CHECK(field_of(client.response(), "Cache-Control") == "max-age=60");
}

TEST_CASE("a response that would split the answer is never sent") {
  for (const Field& field :
       {Field{"X-A", "1\r\nSet-Cookie: b=c"}, Field{"X-A", "1\nb"}, Field{"X-A", std::string("1\0", 2)},
        Field{"X A", "1"}, Field{"X-A\r\nB", "1"}, Field{"", "1"}, Field{"Content-Length", "9"},
        Field{"transfer-encoding", "chunked"}, Field{"Connection", "close"}}) {
    CAPTURE(field.name);
    const Served served([&](const Request&, const HttpServer::Answer& answer) {
      answer({200, "secret", "text/plain", {{"X-Good", "1"}, field}});
    });
    RawClient client(served.endpoint());
    client.send(kGet);
    const auto response = client.response();
    CHECK(status_of(response) == 500);
    CHECK(response.find("Set-Cookie") == std::string::npos);
    CHECK(response.find("X-Good") == std::string::npos);
    CHECK(response.find("secret") == std::string::npos);
  }
}

TEST_CASE("a response with a content type or a status that cannot be sent becomes a 500") {
  const Served served([](const Request& request, const HttpServer::Answer& answer) {
    answer(request.target == "/type" ? Response{200, "a", "text/plain\r\nX: 1"} : Response{99, "a"});
  });
  CHECK(status_of(told(served, "GET /type HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")) == 500);
  CHECK(status_of(told(served, "GET /status HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")) == 500);
}

TEST_CASE("200 requests that are sent ahead are answered in order") {
  std::atomic<int> at_once = 0;
  const Served served([&](const Request& request, HttpServer::Answer answer) {
    CHECK(++at_once == 1);
    // Every other one is answered later, and by another thread.
    auto reply = [&at_once, body = request.target, answer = std::move(answer)] {
      --at_once;
      answer({200, body});
    };
    if (request.target.back() % 2 == 0) {
      std::thread(reply).detach();
    } else {
      reply();
    }
  });
  RawClient client(served.endpoint());
  std::string bytes;
  for (int i = 0; i < 200; ++i)
    bytes += "GET /" + std::to_string(i) + " HTTP/1.1\r\nHost: a\r\n\r\n";
  client.send(bytes);
  for (int i = 0; i < 200; ++i)
    REQUIRE(body_of(client.response()) == "/" + std::to_string(i));
}

TEST_CASE("what is no request is told 400, and nothing of it is served") {
  std::atomic<int> asked = 0;
  const Served served([&](const Request&, const HttpServer::Answer& answer) {
    ++asked;
    answer({});
  });
  for (const auto& bytes : {
           std::string("GET / HTTP/1.1\r\n\r\n"),
           std::string("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
           std::string("GET / HTTP/1.1\r\nHost: a b\r\n\r\n"),
           std::string(
               "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
           std::string("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nz\r\n\r\n"),
           std::string("GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\n 2\r\n\r\n"),
           std::string("GET / HTTP/1.1\r\nHost: a\r\nX: 1\r2\r\n\r\n"),
           std::string("GET / HTTP/1.1\r\nHost: a\nX: 1\r\n\r\n"),
           std::string("GET / HTTP/1.1\r\nHost: a\r\nX: 1\0\r\n\r\n", 34),
           std::string("G@T / HTTP/1.1\r\nHost: a\r\n\r\n"),
           std::string("GET / HTTP/9.9\r\nHost: a\r\n\r\n"),
           std::string("GET / HTTP/2.0\r\nHost: a\r\n\r\n"),
           std::string("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
           std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11),
       }) {
    CAPTURE(bytes);
    const auto answer = told(served, bytes);
    CHECK(status_of(answer) == 400);
    CHECK(field_of(answer, "Connection") == "close");
    CHECK(field_of(answer, "X-Content-Type-Options") == "nosniff");
  }
  CHECK(asked == 0);
}

TEST_CASE("after what is no request the connection ends, whatever else was sent") {
  std::atomic<int> asked = 0;
  const Served served([&](const Request&, const HttpServer::Answer& answer) {
    ++asked;
    answer({});
  });
  const auto answer = told(served, "GET / HTTP/1.1\r\n\r\n" + std::string(kGet));
  CHECK(status_of(answer) == 400);
  CHECK(answer.find("200 OK") == std::string::npos);
  CHECK(asked == 0);
}

TEST_CASE("a header that is too large, or of too many fields, is told 431") {
  const Served served(echo, {.header_bytes = 1'024, .header_fields = 8});
  std::string many = "GET / HTTP/1.1\r\nHost: a\r\n";
  for (int i = 0; i < 8; ++i)
    many += "A: b\r\n";
  CHECK(status_of(told(served, "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(100'000, 'a'))) == 431);
  CHECK(status_of(told(served, "GET /" + std::string(100'000, 'a'))) == 431);
  CHECK(status_of(told(served, many + "\r\n")) == 431);
}

TEST_CASE("a body is judged before it is read, by whose it is") {
  const Served served(
      [](const Request& request, const HttpServer::Answer& answer) {
        answer({200, std::to_string(request.body.size())});
      },
      {.body_bytes = 100},
      [](const Request& request) -> std::uint64_t {
        CHECK(request.body.empty());
        return request.target == "/files" && request.field("Authorization") == "yes" ? 2U << 20 : 100;
      });
  const auto post = [](const std::string& target, std::size_t bytes, const std::string& more) {
    return "POST " + target + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: " + std::to_string(bytes) +
           "\r\n" + more + "\r\n";
  };
  const std::string body(2U << 20, 'b');
  CHECK(body_of(told(served, post("/files", body.size(), "Authorization: yes\r\n") + body)) == "2097152");
  CHECK(status_of(told(served, post("/files", body.size(), "Authorization: no\r\n"))) == 413);
  CHECK(status_of(told(served, post("/else", 101, "Authorization: yes\r\n"))) == 413);
  CHECK(body_of(told(served, post("/else", 100, "") + std::string(100, 'b'))) == "100");
  CHECK(status_of(told(served, "POST /else HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n65\r\n")) == 413);
}

TEST_CASE("who gives room for a body can refuse it in its own words, and counts it while it is there") {
  std::weak_ptr<const void> counted;
  bool released_with_request = false;
  const Served served(
      [&](Request request, const HttpServer::Answer& answer) {
        const bool held = request.held && request.held == counted.lock();
        request = {};
        released_with_request = counted.expired();
        answer({200, held ? "held" : "lost"});
      },
      {.body_bytes = 100},
      [&](const Request& request) -> BodyRoom {
        BodyRoom room{1U << 20};
        if (request.target == "/full") {
          room.refusal = std::make_shared<const Response>(
              Response{.status = 503, .body = "later\n", .fields = {{"Retry-After", "2"}}});
          return room;
        }
        auto place = std::make_shared<const int>(1);
        counted = place;
        room.held = std::move(place);
        return room;
      });
  const std::string head = " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: ";
  const auto refused = told(served, "POST /full" + head + "200000\r\n\r\n");
  CHECK(status_of(refused) == 503);
  CHECK(field_of(refused, "Retry-After") == "2");
  CHECK(body_of(refused) == "later\n");
  CHECK(body_of(told(served, "POST /" + head + "200000\r\n\r\n" + std::string(200'000, 'b'))) == "held");
  CHECK(released_with_request);
}

TEST_CASE("a body that is refused can be told so later, and what cannot be read in the words of who serves") {
  constexpr std::chrono::milliseconds kLater{120};
  const Served served(
      [](const Request& request, const HttpServer::Answer& answer) {
        answer({200, request.body});
      },
      {.body_bytes = 100},
      [&](const Request& request) -> BodyRoom {
        BodyRoom room{10};
        if (request.target == "/later") {
          room.refusal = std::make_shared<const Response>(Response{.status = 401});
          room.refusal_after = kLater;
        }
        return room;
      },
      {},
      [](const ReadFault& fault, const Request& request) {
        return Response{
            .status = fault.status,
            .body = "<" + std::string(fault.what) + " " + std::to_string(fault.limit) + " " + request.target + "/>",
            .content_type = fault.status == 431 ? "text/xml\n" : "text/xml"};
      });
  const std::string head = " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n";
  const auto began = std::chrono::steady_clock::now();
  CHECK(status_of(told(served, "POST /later" + head + "Content-Length: 2000\r\n\r\n")) == 401);
  CHECK(std::chrono::steady_clock::now() - began >= kLater);
  for (const auto* large :
       {"Content-Length: 11\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\nb\r\n01234567890\r\n0\r\n\r\n"}) {
    const auto refused = told(served, "POST /" + head + large);
    CHECK(status_of(refused) == 413);
    CHECK(field_of(refused, "Content-Type") == "text/xml");
    CHECK(body_of(refused) == "<the body is too large 10 //>");
  }
  CHECK(body_of(told(served, "GET / HTTP/1.1\r\nHost: a\r\nExpect: more\r\nContent-Length: 1\r\n\r\n")) ==
        "<100-continue alone 0 //>");
  CHECK(body_of(told(served, "GET\n\n")) == "<this is no request 0 />");
  // An answer that cannot be sent is told in plain text.
  CHECK(body_of(told(served, "GET /" + std::string(100'000, 'a'))) == "the header is too large\n");
  CHECK(body_of(told(served, "POST /" + head + "Content-Length: 2\r\n\r\nhi")) == "hi");
}

TEST_CASE("what counts an answer is released once it has gone out") {
  std::weak_ptr<const void> counted;
  const Served served([&](const Request& request, const HttpServer::Answer& answer) {
    if (request.target == "/") return answer({200, counted.expired() ? "released" : "held"});
    auto place = std::make_shared<const int>(1);
    counted = place;
    Response response{200, std::string(1U << 20, 'b')};
    response.held = std::move(place);
    answer(std::move(response));
  });
  RawClient client(served.endpoint());
  client.send("GET /file HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n");
  CHECK(body_of(client.response()).size() == 1U << 20);
  CHECK(body_of(client.response()) == "released");
}

TEST_CASE("a client that sends on after it was refused still reads why") {
  const Served served(echo, {.body_bytes = 10});
  RawClient client(served.endpoint());
  client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 200000\r\n\r\n");
  client.send(std::string(200'000, 'b'));
  CHECK(status_of(client.rest()) == 413);
}

TEST_CASE("a client that waits to be told to go on is told, but not where its body is refused") {
  const Served served(echo, {.body_bytes = 10});
  RawClient client(served.endpoint());
  client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 4\r\n\r\n");
  CHECK(client.head() == "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("body");
  CHECK(body_of(client.response()) == "POST / body");
  client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 11\r\n\r\n");
  CHECK(status_of(client.head()) == 413);
  CHECK(status_of(told(served, "GET / HTTP/1.1\r\nHost: a\r\nExpect: tea\r\n\r\n")) == 417);
}

TEST_CASE("chunks are put together, and what follows them is the next request") {
  const Served served(echo);
  RawClient client(served.endpoint());
  client.send("POST /1 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
  client.send("2;x=y\r\nde\r\n0\r\nX: trailer\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
  CHECK(body_of(client.response()) == "POST /1 abcde");
  CHECK(body_of(client.response()) == "GET /2 ");
}

TEST_CASE("HEAD is told the length and no body, OPTIONS is passed on") {
  const Served served(echo);
  RawClient client(served.endpoint());
  client.send("HEAD /abc HTTP/1.1\r\nHost: a\r\n\r\nOPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n");
  CHECK(field_of(client.head(), "Content-Length") == "10");
  CHECK(body_of(client.response()) == "OPTIONS * ");
}

TEST_CASE("a status without a body has neither body nor length") {
  const Served served([](const Request&, const HttpServer::Answer& answer) { answer({204, "ignored"}); });
  const auto answer = told(served, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  CHECK(status_of(answer) == 204);
  CHECK(body_of(answer).empty());
  CHECK(field_of(answer, "Content-Length").empty());
}

TEST_CASE("HTTP/1.0 is answered in its own way") {
  const Served served(echo);
  const auto once = told(served, "GET / HTTP/1.0\r\n\r\n");
  CHECK(once.starts_with("HTTP/1.0 200 OK\r\n"));
  RawClient client(served.endpoint());
  client.send("GET /1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  CHECK(field_of(client.response(), "Connection") == "keep-alive");
  client.send("GET /2 HTTP/1.0\r\n\r\n");
  CHECK(body_of(client.rest()) == "GET /2 ");
}

TEST_CASE("a client that is slow with its header, its body or its next request is cut off") {
  const auto cut = [](HttpLimits limits, std::string_view bytes) {
    const Served served(echo, limits);
    RawClient client(served.endpoint());
    client.send(bytes);
    return client.rest();
  };
  CHECK(cut({.header_time = milliseconds(20)}, "").empty());
  CHECK(cut({.header_time = milliseconds(20)}, "\r\n").empty());
  CHECK(cut({.header_time = milliseconds(20)}, "GET / HTTP/1.1\r\nHost:").empty());
  CHECK(cut({.body_time = milliseconds(20)}, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc").empty());
  CHECK(body_of(cut({.idle_time = milliseconds(20)}, kGet)) == "GET / ");
}

TEST_CASE("a header that comes drop by drop has no more time than one that does not come") {
  const Served served(echo, {.header_bytes = 64U << 20, .header_time = milliseconds(50)});
  RawClient client(served.endpoint());
  // Each byte is progress, and none is enough: time is what it runs out of.
  std::size_t sent = 0;
  for (bool open = client.send("GET / HTTP/1.1\r\nX: "); open && sent < 100'000'000; ++sent)
    open = client.send("a");
  CHECK(client.rest().empty());
}

TEST_CASE("a body must come at the least rate") {
  const Served served(echo, {.body_bytes = 1U << 20, .body_time = milliseconds(50), .rate = 1'000'000'000});
  RawClient client(served.endpoint());
  client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n");
  for (int i = 0; i < 1'000'000 && client.send("b"); ++i) {
  }
  CHECK(client.rest().empty());
}

TEST_CASE("one address has its own limit of connections, and gets its place back") {
  const Served served(echo, {.connections = 8, .connections_per_address = 2});
  std::optional<RawClient> first(std::in_place, served.endpoint());
  RawClient second(served.endpoint());
  for (auto* client : {&*first, &second}) {
    client->send(kGet);
    CHECK(status_of(client->response()) == 200);
  }
  CHECK(status_of(RawClient(served.endpoint()).rest()) == 503);
  first.reset();
  int status = 503;
  while (status == 503)
    status = status_of(told(served, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
  CHECK(status == 200);
}

TEST_CASE("a client that does not read its answer is cut off") {
  std::promise<void> answered;
  Served served(
      [&](const Request&, const HttpServer::Answer& answer) {
        answer({200, std::string(8U << 20, 'a'), "application/octet-stream"});
        answered.set_value();
      },
      {.body_time = milliseconds(20), .rate = 1'000'000'000});
  RawClient client(served.endpoint(), 4'096);
  client.send(kGet);
  answered.get_future().wait();
  served.end();  // would wait for ever otherwise
  CHECK(client.rest().size() < 8U << 20);
}

TEST_CASE("an answer is compressed for who takes it so, and reads equal") {
  std::string json = "[";
  for (int i = 0; i < 1'000; ++i)
    json += "{\"n\":" + std::to_string(i) + "},";
  const Served served([&](const Request& request, const HttpServer::Answer& answer) {
    if (request.target == "/png") return answer({200, json, "image/png"});
    if (request.target == "/short") return answer({200, "[]", "application/json"});
    answer({200, json, "application/json", {{"ETag", "\"1\""}}});
  });
  RawClient client(served.endpoint());
  const auto get = [&](const std::string& target, const std::string& accepted) {
    client.send("GET " + target + " HTTP/1.1\r\nHost: a\r\nAccept-Encoding: " + accepted + "\r\n\r\n");
    return client.response();
  };
  const auto packed = get("/", "br, gzip;q=0.5");
  CHECK(field_of(packed, "Content-Encoding") == "gzip");
  CHECK(field_of(packed, "Vary") == "Accept-Encoding");
  CHECK(field_of(packed, "ETag") == "W/\"1\"");
  CHECK(body_of(packed).size() < json.size() / 2);
  CHECK(gunzip(body_of(packed)) == json);
  const auto plain = get("/", "gzip;q=0");
  CHECK(field_of(plain, "Content-Encoding").empty());
  CHECK(field_of(plain, "Vary") == "Accept-Encoding");
  CHECK(field_of(plain, "ETag") == "\"1\"");
  CHECK(body_of(plain) == json);
  for (const auto& other : {get("/png", "gzip"), get("/short", "gzip")}) {
    CHECK(field_of(other, "Content-Encoding").empty());
    CHECK(field_of(other, "Vary").empty());
  }
}

TEST_CASE("the second call of an answer does nothing") {
  const Served served([](const Request& request, const HttpServer::Answer& answer) {
    answer({200, request.target});
    answer({200, "again"});
  });
  RawClient client(served.endpoint());
  client.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
  CHECK(body_of(client.response()) == "/1");
  CHECK(body_of(client.response()) == "/2");
}

TEST_CASE("at the end a request that is being answered has its time, and its answer arrives whole") {
  std::promise<HttpServer::Answer> asked;
  Served served([&](const Request&, HttpServer::Answer answer) { asked.set_value(std::move(answer)); },
                {.end_time = milliseconds(60'000)});
  RawClient client(served.endpoint());
  client.send(std::string(kGet) + std::string(kGet));
  auto answer = asked.get_future().get();
  served.begin_end();
  served.on_thread([] {});
  answer({200, std::string(1U << 20, 'a')});
  const auto got = client.rest();
  served.end();
  CHECK(status_of(got) == 200);
  CHECK(field_of(got, "Connection") == "close");
  CHECK(body_of(got).size() == 1U << 20);  // and no second answer
}

}  // namespace whistle::adapters::http
