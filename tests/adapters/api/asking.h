// A request of HTTP as a test says it.
//
//   const auto asked = Asking("POST", "/tickets/17/urge").with("Idempotency-Key", "k-1").body("{}").read();
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/api/api_request.h"

namespace whistle::adapters::api {

class Asking {
 public:
  // The target is a path below kBasePath and a query, nothing percent-encoded.
  Asking(std::string_view method, std::string_view target) : method_(method) {
    auto path = target.substr(0, target.find('?'));
    auto query = target.substr(path.size());
    while (!path.empty()) {
      path.remove_prefix(1);
      segments_.emplace_back(path.substr(0, path.find('/')));
      path.remove_prefix(segments_.back().size());
    }
    while (!query.empty()) {
      query.remove_prefix(1);
      const auto pair = query.substr(0, query.find('&'));
      const auto equals = std::min(pair.find('='), pair.size());
      query_.emplace_back(pair.substr(0, equals), pair.substr(std::min(equals + 1, pair.size())));
      query.remove_prefix(pair.size());
    }
    with("Authorization", "Bearer secret");
  }

  Asking& with(std::string name, std::string value) {
    headers_.emplace_back(std::move(name), std::move(value));
    return *this;
  }
  Asking& without(std::string_view name) {
    std::erase_if(headers_, [&](const auto& header) { return header.first == name; });
    return *this;
  }
  // Of JSON, under a key.
  Asking& command(std::string body) {
    with("Idempotency-Key", "k-1").with("Content-Type", "application/json");
    return bytes(std::move(body));
  }
  Asking& bytes(std::string body) {
    body_ = std::move(body);
    return *this;
  }

  [[nodiscard]] tl::expected<Asked, Problem> read() const {
    HttpRequest http;
    http.method = method_;
    http.segments = segments_;
    http.query = query_;
    http.body = body_;
    http.header = [this](std::string_view name) -> std::optional<std::string_view> {
      for (const auto& [one, value] : headers_)
        if (one == name) return value;
      return std::nullopt;
    };
    return api::read(http);
  }

  // Of what has to be read.
  [[nodiscard]] Asked asked() const {
    auto asked = read();
    if (!asked) return {};
    return std::move(*asked);
  }
  // Of what must not be.
  [[nodiscard]] Problem problem() const {
    auto asked = read();
    if (asked)
      return {.status = 0, .code = "NONE", .title = {}, .detail = {}, .instance = {}, .arguments = {}, .headers = {}};
    return std::move(asked.error());
  }

 private:
  std::string method_;
  std::vector<std::string> segments_;
  std::vector<std::pair<std::string, std::string>> query_;
  std::vector<std::pair<std::string, std::string>> headers_;
  std::string body_;
};

inline std::string header_of(const std::vector<Header>& headers, std::string_view name) {
  for (const auto& header : headers)
    if (header.name == name) return header.value;
  return {};
}

inline std::string argument_of(const Problem& problem, std::string_view name) {
  for (const auto& [one, value] : problem.arguments)
    if (one == name) return value;
  return {};
}

}  // namespace whistle::adapters::api
