#include "adapters/http/request_reader.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace whistle::adapters::http {

namespace {

using Step = RequestReader::Step;

const BodyLimit kNoFunction;

struct Read {
  std::vector<Request> requests;
  Step last = Step::Nothing;
  unsigned status = 0;
};

// Gives the bytes in pieces, and takes what is whole.
Read read_all(std::string_view bytes, std::size_t piece = 100'000, HttpLimits limits = {}) {
  RequestReader reader(limits, kNoFunction);
  Read read;
  for (;;) {
    read.last = reader.step();
    if (read.last == Step::Refused) read.status = reader.fault().status;
    if (read.last == Step::Refused) return read;
    if (read.last == Step::Whole) {
      read.requests.push_back(reader.take());
      continue;
    }
    if (bytes.empty()) return read;
    const auto room = reader.room();
    const auto count = std::min({room.size(), piece, bytes.size()});
    std::copy_n(bytes.begin(), count, room.begin());
    bytes.remove_prefix(count);
    reader.arrived(count);
  }
}

unsigned refused(std::string_view bytes, HttpLimits limits = {}) {
  const auto read = read_all(bytes, 100'000, limits);
  const auto slowly = read_all(bytes, 1, limits);
  CHECK(read.status == slowly.status);
  CHECK(read.requests.empty());
  return read.status;
}

}  // namespace

TEST_CASE("requests are read the same, however their bytes are cut") {
  const std::string bytes =
      "\r\nPOST /a?b=c HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody"
      "POST /2 HTTP/1.1\r\nHost: a\r\nX:  y z \r\nTransfer-Encoding: Chunked\r\n\r\n3\r\nabc\r\n0\r\nX: t\r\n\r\n"
      "GET /3 HTTP/1.0\r\n\r\n";
  for (const std::size_t piece : {1, 2, 7, 100, 10'000}) {
    CAPTURE(piece);
    const auto read = read_all(bytes, piece);
    CHECK(read.last == Step::Nothing);
    REQUIRE(read.requests.size() == 3);
    CHECK(read.requests[0].target == "/a?b=c");
    CHECK(read.requests[0].body == "body");
    CHECK(read.requests[1].body == "abc");
    CHECK(read.requests[1].values("x") == std::vector<std::string_view>{"y z"});  // none of the trailer's
    CHECK(read.requests[2].method == "GET");
  }
}

TEST_CASE("a large body is taken off piece by piece, without room of its own size beside it") {
  HttpLimits limits;
  limits.body_bytes = 1U << 20;
  RequestReader reader(limits, kNoFunction);
  const std::string body(1U << 20, 'b');
  const auto bytes = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1048576\r\n\r\n" + body;
  for (std::string_view left = bytes; reader.step() != Step::Whole;) {
    const auto room = reader.room();
    REQUIRE(room.size() <= 16U << 10);
    const auto count = std::min(room.size(), left.size());
    REQUIRE(count > 0);
    std::copy_n(left.begin(), count, room.begin());
    left.remove_prefix(count);
    reader.arrived(count);
  }
  CHECK(reader.take().body == body);
}

TEST_CASE("the lengths of a body that disagree, or could, are refused") {
  const std::string head = "POST / HTTP/1.1\r\nHost: a\r\n";
  for (const auto* fields :
       {"Content-Length: 1\r\nTransfer-Encoding: chunked\r\n", "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n",
        "Content-Length: 1\r\nContent-Length: 1\r\n", "Content-Length: 1\r\nContent-Length: 2\r\n",
        "Content-Length: 1, 1\r\n", "Content-Length: +1\r\n", "Content-Length: -1\r\n", "Content-Length: 0x1\r\n",
        "Content-Length: 1 \t2\r\n", "Content-Length:\r\n", "Content-Length: 18446744073709551616\r\n",
        "Transfer-Encoding: gzip, chunked\r\n", "Transfer-Encoding: chunked, chunked\r\n",
        "Transfer-Encoding: identity\r\n", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: xchunked\r\n", "Transfer-Encoding:\r\n", "Transfer-Encoding : chunked\r\n",
        "Content-Length : 1\r\n"}) {
    CAPTURE(fields);
    CHECK(refused(head + fields + "\r\n") == 400);
  }
  CHECK(refused("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n") == 400);
}

TEST_CASE("malformed headers are refused as soon as they show") {
  for (const auto& bytes : {
           std::string("GET"),
           std::string("GET / HTTP/1.1\r\nHost: a\r\n"),
       }) {
    CHECK(read_all(bytes).last == Step::MoreHeader);
  }
  for (const auto& bytes : {
           std::string("\n"),
           std::string(" GET"),
           std::string("GET / HTTP/1.1\n"),
           std::string("GET /\rX"),
           std::string("GET / HTTP/1.1\r\n X"),
           std::string("GET / HTTP/1.1\r\nA: b\r\n\tX"),
           std::string("G\0", 2),
           std::string("GET  / HTTP/1.1\r\nHost: a\r\n\r\n"),
           std::string("GET / HTTP/1.1 \r\nHost: a\r\n\r\n"),
           std::string("GET /\r\n\r\n"),
           std::string("GET / http/1.1\r\nHost: a\r\n\r\n"),
           std::string("GET / HTTP/1.10\r\nHost: a\r\n\r\n"),
           std::string("GET / HTTP/11.1\r\nHost: a\r\n\r\n"),
           std::string("GET / HTTP/1.2\r\nHost: a\r\n\r\n"),
           std::string("GET / HTTP/0.9\r\nHost: a\r\n\r\n"),
           std::string("G\xC3T / HTTP/1.1\r\nHost: a\r\n\r\n"),
           std::string(": / HTTP/1.1\r\nHost: a\r\n\r\n"),
           "A" + std::string(32, 'A') + " / HTTP/1.1\r\nHost: a\r\n\r\n",
           std::string("GET / HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n"),
           std::string("GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n"),
           std::string("GET / HTTP/1.1\r\nHost: a\r\nX y: b\r\n\r\n"),
           std::string("GET / HTTP/1.1\r\nHost: a\r\nX: \x01\r\n\r\n"),
       }) {
    CAPTURE(bytes);
    CHECK(refused(bytes) == 400);
  }
}

TEST_CASE("targets are a path, the whole address of one, or the star of OPTIONS") {
  const auto target_of = [](const std::string& line) {
    const auto read = read_all(line + " HTTP/1.1\r\nHost: a\r\n\r\n");
    return read.requests.empty() ? "refused" : read.requests[0].target;
  };
  CHECK(target_of("GET /a/../b?c#") == "refused");
  CHECK(target_of("GET /a?b") == "/a?b");
  CHECK(target_of("GET http://example.org/a?b") == "/a?b");
  CHECK(target_of("GET HTTPS://example.org") == "/");
  CHECK(target_of("GET http://example.org?b") == "/?b");
  CHECK(target_of("OPTIONS *") == "*");
  for (const auto* line : {"GET *", "GET a", "GET ftp://a/", "GET http:///a", "CONNECT a:443", "GET /\x7F"})
    CHECK(target_of(line) == "refused");
}

TEST_CASE("a request names exactly one host") {
  CHECK(refused("GET / HTTP/1.1\r\n\r\n") == 400);
  CHECK(refused("GET / HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n") == 400);
  for (const auto* host : {"a/b", "a@b", "a b", "a,b", "a\\b", "<a>"})
    CHECK(refused("GET / HTTP/1.1\r\nHost: " + std::string(host) + "\r\n\r\n") == 400);
  for (const auto* host : {"", "a.example:80", "[::1]:80"})
    CHECK(read_all("GET / HTTP/1.1\r\nHost: " + std::string(host) + "\r\n\r\n").requests.size() == 1);
}

TEST_CASE("a header has exactly the bytes and the fields that it may have") {
  HttpLimits limits;
  limits.header_bytes = 100;
  const std::string start = "GET / HTTP/1.1\r\nHost: a\r\nX: ";
  const auto fill = [&](std::size_t bytes) { return start + std::string(bytes - start.size() - 4, 'x') + "\r\n\r\n"; };
  CHECK(read_all(fill(100), 1, limits).requests.size() == 1);
  CHECK(refused(fill(101), limits) == 431);
  CHECK(refused(std::string(100, 'x'), limits) == 431);
  limits = {};
  limits.header_fields = 2;
  CHECK(read_all("GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\n\r\n", 1, limits).requests.size() == 1);
  CHECK(refused("GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\nY: 2\r\n\r\n", limits) == 431);
}

TEST_CASE("a reader that rests keeps what has come of the next request") {
  const HttpLimits limits;
  RequestReader reader(limits, kNoFunction);
  const std::string_view bytes = "GET / HTTP/1.1\r\nHost: a\r\n\r\nGE";
  const auto room = reader.room();
  std::copy(bytes.begin(), bytes.end(), room.begin());
  reader.arrived(bytes.size());
  CHECK(reader.step() == Step::Whole);
  CHECK(reader.keep_alive());
  (void)reader.take();
  reader.rest();  // two bytes of the next one are there, and stay
  CHECK(reader.step() == Step::MoreHeader);
}

}  // namespace whistle::adapters::http
