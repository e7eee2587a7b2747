// Bodies of application/x-www-form-urlencoded: what an HTML form or an Open311 client posts.
#pragma once

#include <cstddef>
#include <string_view>

#include <tl/expected.hpp>

#include "adapters/http/http_message.h"
#include "adapters/http/target.h"

namespace whistle::adapters::http {

struct FormLimits {
  std::size_t pairs = 128;
  std::size_t bytes = 64U << 10;  // of the body
};

// An error of a body past its limits, of a broken escape, NUL, or bytes that are not UTF-8.
[[nodiscard]] tl::expected<Pairs, HttpError> parse_form(std::string_view body, FormLimits limits = {});

}  // namespace whistle::adapters::http
