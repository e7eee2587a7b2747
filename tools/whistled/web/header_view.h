// The header of a request as the API reads it: by name, several values of one name joined.
//
//   const HeaderView headers(request);
//   asked = api::read({.header = headers.lookup(), ...});
//
// One thread. The request outlives it, and it whatever is read.
#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/http/http_message.h"

namespace whistle::tools::whistled::web {

class HeaderView {
 public:
  explicit HeaderView(const adapters::http::Request& request) : request_(request) {}

  using Lookup = std::function<std::optional<std::string_view>(std::string_view)>;
  [[nodiscard]] Lookup lookup() const {
    return [this](std::string_view name) { return find(name); };
  }

 private:
  [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const {
    const auto values = request_.values(name);
    if (values.empty()) return std::nullopt;
    if (values.size() == 1) return values.front();
    auto& joined = joined_.emplace_back(values.front());
    for (std::size_t i = 1; i < values.size(); ++i)
      joined.append(", ").append(values[i]);
    return joined;
  }

  const adapters::http::Request& request_;
  mutable std::deque<std::string> joined_;  // what is told lies here
};

}  // namespace whistle::tools::whistled::web
