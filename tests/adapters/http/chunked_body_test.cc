#include "adapters/http/chunked_body.h"

#include <doctest/doctest.h>

#include <string>

namespace whistle::adapters::http {

namespace {

using State = ChunkedBody::State;

struct Read {
  State state = State::More;
  std::string body;
  std::string rest;
};

Read read_in_pieces(std::string_view text, std::size_t piece) {
  ChunkedBody chunks(/*body_bytes_max=*/16, /*padding_bytes_max=*/8);
  Read read;
  while (!text.empty() && read.state == State::More) {
    auto part = text.substr(0, piece);
    text.remove_prefix(part.size());
    read.state = chunks.read(part, read.body);
    read.rest = std::string(part) + std::string(text);
  }
  return read;
}

}  // namespace

TEST_CASE("chunks are put together, however they are cut") {
  for (const std::size_t piece : {1, 2, 3, 5, 100}) {
    CAPTURE(piece);
    const auto read = read_in_pieces("3\r\nabc\r\n00A;x=1\r\n0123456789\r\n0;y\r\nX: 1\r\nY:\r\n\r\nGET", piece);
    CHECK(read.state == State::Done);
    CHECK(read.body == "abc0123456789");
    CHECK(read.rest == "GET");
  }
  CHECK(read_in_pieces("0\r\n\r\n", 1).state == State::Done);
}

TEST_CASE("whatever is not exactly a chunk is malformed") {
  for (const auto* text :
       {"\r\n", "x\r\n", "-1\r\n", "+1\r\n", " 1\r\n", "1 \r\n", "0x1\r\n", "1\n", "1\rX", "1\r\nabc", "1\r\na\n",
        "1\r\na\rX", "1;\n", "1;\x01\r\n", "1000000000000000\r\n", "0\r\n X: 1\r\n", "0\r\nX: 1\n", "0\r\n\rX"}) {
    CAPTURE(text);
    CHECK(read_in_pieces(text, 100).state == State::Malformed);
    CHECK(read_in_pieces(text, 1).state == State::Malformed);
  }
}

TEST_CASE("a body past its limit is known by the size of its chunk") {
  CHECK(read_in_pieces("10\r\n", 1).state == State::More);
  CHECK(read_in_pieces("11\r\n", 1).state == State::TooLarge);
  CHECK(read_in_pieces("f\r\n0123456789abcde\r\n2\r\n", 1).state == State::TooLarge);
  CHECK(read_in_pieces("fffffffffffffff\r\n", 1).state == State::TooLarge);
}

TEST_CASE("extensions and trailers have their limit too") {
  CHECK(read_in_pieces("1;1234567\r\n", 1).state == State::More);
  CHECK(read_in_pieces("1;12345678\r\n", 1).state == State::TooLarge);
  CHECK(read_in_pieces("0\r\nX: 45678\r\n", 1).state == State::TooLarge);
  CHECK(read_in_pieces("0\r\nA:\r\nB:\r\nC:\r\n\r\n", 1).state == State::TooLarge);
}

}  // namespace whistle::adapters::http
