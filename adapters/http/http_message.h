// A request and a response of HTTP, without the library that reads and writes them.
#pragma once

#include <string>

#include <tl/expected.hpp>

namespace whistle::adapters::http {

struct Request {
  std::string method;  // GET, POST, ...
  std::string target;  // path and query, as sent
  std::string body;
};

struct Response {
  unsigned status = 200;
  std::string body;
  std::string content_type = "text/plain; charset=utf-8";
};

// What the machine refused: an address in use, a peer that does not answer.
struct HttpError {
  std::string what;
};

}  // namespace whistle::adapters::http
