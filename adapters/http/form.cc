#include "adapters/http/form.h"

namespace whistle::adapters::http {

tl::expected<Pairs, HttpError> parse_form(std::string_view body, FormLimits limits) {
  if (body.size() > limits.bytes) return tl::unexpected(HttpError{"the form is too large"});
  return parse_pairs(body, limits.pairs);
}

}  // namespace whistle::adapters::http
