// A request and a response of HTTP, without the library that reads and writes them.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

namespace whistle::adapters::http {

class BodyStream;

struct Field {
  std::string name;
  std::string value;
};
using Fields = std::vector<Field>;

struct Request {
  std::string method = {};                // GET, POST, ...; any token, also one that nobody knows
  std::string target = {};                // path and query, as sent; "*" of OPTIONS
  std::string body = {};                  // whole, chunks put together
  Fields fields = {};                     // of the header, in the order sent; those of a trailer are dropped
  std::string address = {};               // of the peer, numeric, without port; empty: a socket in the file system
  std::string group = {};                 // bytes, equal for peers that one customer has; see Peer
  std::shared_ptr<const void> held = {};  // what whoever gave room for the body counts it by; released with it

  // The first value of a field; names are compared without case. nullopt: it was not sent. Valid while the request is.
  [[nodiscard]] std::optional<std::string_view> field(std::string_view name) const;
  // All of them, in the order sent.
  [[nodiscard]] std::vector<std::string_view> values(std::string_view name) const;
};

struct Response {
  unsigned status = 200;
  std::string body = {};
  std::string content_type = "text/plain; charset=utf-8";  // empty: none is told
  // What else is told. Length, framing, connection and date are the server's own; so are "Cache-Control: no-store" and
  // "X-Content-Type-Options: nosniff" unless they are here. A response with a name or value that cannot be sent (line
  // ends, NUL, no token) becomes a 500.
  Fields fields = {};
  // A body without a known end, instead of `body`.
  std::shared_ptr<BodyStream> stream = {};
  // False where a secret stands in the body beside what the asker chose: its length, compressed, would tell.
  bool compress = true;
  // Released when the body has gone out or its connection is over, so that bodies can be counted.
  std::shared_ptr<const void> held = {};
};

// What may be read of the body of a request whose header alone is known.
struct BodyRoom {
  std::uint64_t bytes_max = 0;            // more is told 413
  std::shared_ptr<const void> held = {};  // kept with the request, see Request::held
  // Nothing is read: this is told, after that time, and the connection ends.
  std::shared_ptr<const Response> refusal = {};
  std::chrono::milliseconds refusal_after{0};

  BodyRoom(std::uint64_t bytes) : bytes_max(bytes) {}  // NOLINT(google-explicit-constructor): most have a limit alone
};
using BodyLimit = std::function<BodyRoom(const Request&)>;

// What a server refuses by itself, before anybody is asked.
struct ReadFault {
  unsigned status = 400;    // 400, 413, 417, 431
  std::string_view what;    // "the header is too large"; lives as long as the program
  std::uint64_t limit = 0;  // bytes that may come, of 413 and 431
};
// How that is told. Of the request there is what could be read: nothing of a header that is none.
using FaultAnswer = std::function<Response(const ReadFault&, const Request&)>;

// What the machine refused, or what a peer sent that cannot be read: in words for whoever caused it.
struct HttpError {
  std::string what;
};

// Of field names and other tokens: whether they are equal but for the case of ASCII letters.
[[nodiscard]] bool same_token(std::string_view a, std::string_view b);
// Whether the text can be a field's name or a method.
[[nodiscard]] bool is_token(std::string_view text);
// Whether it can be a field's value: no control characters but tabs, so no line ends.
[[nodiscard]] bool is_field_value(std::string_view text);
// Without the blanks and tabs around it.
[[nodiscard]] std::string_view trimmed(std::string_view text);
// In lower case, of ASCII letters.
[[nodiscard]] std::string lower_case(std::string_view text);

}  // namespace whistle::adapters::http
