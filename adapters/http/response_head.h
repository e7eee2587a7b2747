// The bytes that stand before a response's body.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "adapters/http/http_message.h"

namespace whistle::adapters::http {

// Whether every byte of it can stand in a header, and none speaks of what is the server's: no line ends in names or
// values, a status from 200 to 599, no Content-Length, Transfer-Encoding, Connection, Content-Type or Date among the
// fields. What cannot be sent must be replaced, never mended: it would be somebody else's response.
[[nodiscard]] bool can_be_sent(const Response& response);

enum class Framing {
  Length,    // told before the body
  Chunks,    // of a stream, for HTTP/1.1
  UntilEnd,  // of a stream, for HTTP/1.0
};
struct HeadFacts {
  Framing framing = Framing::Length;
  bool http10 = false;
  bool keep_alive = true;
  std::string_view date;  // of Date
};
// Whose response can be sent.
[[nodiscard]] std::string to_head(const Response& response, const HeadFacts& facts);

// Whether a response of that status has a body at all.
[[nodiscard]] bool may_have_body(unsigned status);

// "Sun, 06 Nov 1994 08:49:37 GMT"
[[nodiscard]] std::string to_http_date(std::chrono::sys_seconds time);

}  // namespace whistle::adapters::http
