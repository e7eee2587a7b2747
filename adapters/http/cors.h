// Which other sites' pages may ask through their visitors' browsers (CORS), from a list of origins.
//
//   const auto cors = Cors::of({.origins = {"https://map.example.org"}, .methods = {"GET"}});
//   if (auto answered = cors->preflight(request)) return answer(*answered);
//   ... add cors->fields(request) to the response
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "adapters/http/http_message.h"

namespace whistle::adapters::http {

struct CorsRules {
  std::vector<std::string> origins = {};          // "https://map.example.org", compared whole; "*" alone: any
  std::vector<std::string> methods = {};          // that a page may use
  std::vector<std::string> request_fields = {};   // that it may send
  std::vector<std::string> response_fields = {};  // that it may read, beside those that it always may
  std::chrono::seconds max_age{600};              // how long a browser remembers a preflight
};

class Cors {
 public:
  // An error where "*" does not stand alone, where an origin is none, or where a name is no token.
  [[nodiscard]] static tl::expected<Cors, HttpError> of(CorsRules rules);

  // What to add to the response: nothing for an origin that is not in the list. Always "Vary: Origin" where the answer
  // depends on who asks.
  [[nodiscard]] Fields fields(const Request& request) const;
  // The answer to a browser that asks beforehand: 204, with what is allowed. nullopt: the request is none of these.
  [[nodiscard]] std::optional<Response> preflight(const Request& request) const;

 private:
  explicit Cors(CorsRules rules);
  bool allows(std::string_view origin) const;

  CorsRules rules_;
  bool any_ = false;
};

}  // namespace whistle::adapters::http
