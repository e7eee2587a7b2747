// A refusal as the core returns it: a code with arguments, worded by the client. Nothing was changed.
#pragma once

#include <initializer_list>
#include <string>
#include <utility>

#include <tl/expected.hpp>

#include "whistle/v1/service.pb.h"

namespace whistle::engine {

struct Rejection {
  v1::Refusal refusal;
};

template <typename T>
using Decided = tl::expected<T, Rejection>;

[[nodiscard]] inline tl::unexpected<Rejection> reject(
    v1::RefusalCode code, std::initializer_list<std::pair<const char*, std::string>> arguments) {
  Rejection rejection;
  rejection.refusal.set_code(code);
  for (const auto& [name, value] : arguments) {
    auto* argument = rejection.refusal.add_arguments();
    argument->set_name(name);
    argument->set_value(value);
  }
  return tl::unexpected(std::move(rejection));
}

}  // namespace whistle::engine
