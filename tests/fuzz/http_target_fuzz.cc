// What stands in a request that was read: targets, forms and weighed lists. Nothing that was taken apart leaves
// the tree, holds NUL, or is past its limits.
//
// The first byte says which is meant: t a target, f a form, a an Accept-Encoding.
#include <algorithm>
#include <string>

#include "adapters/http/content_coding.h"
#include "adapters/http/form.h"
#include "adapters/http/media_type.h"
#include "adapters/http/target.h"
#include "engine/assert.h"
#include "tests/fuzz/target.h"

namespace whistle::fuzz {

namespace http = adapters::http;

namespace {

bool has_nul(std::string_view text) {
  return text.find('\0') != std::string_view::npos;
}

void check(const http::Pairs& pairs, std::size_t most) {
  WHISTLE_ASSERT(pairs.size() <= most);
  for (const auto& [name, value] : pairs)
    WHISTLE_ASSERT(!has_nul(name) && !has_nul(value));
}

void read_target(std::string_view text) {
  const auto target = http::parse_target(text);
  if (!target) return;
  WHISTLE_ASSERT(text.starts_with(target->path) && target->path.starts_with('/'));
  check(target->query, http::kQueryPairsMax);
  for (const auto& segment : target->segments) {
    WHISTLE_ASSERT(segment != "." && segment != ".." && !has_nul(segment));
    WHISTLE_ASSERT(segment.find_first_of("/\\") == std::string::npos);
  }
  const auto slashes = std::count(target->path.begin(), target->path.end(), '/');
  WHISTLE_ASSERT(target->segments.size() <= static_cast<std::size_t>(slashes));
}

void read_form(std::string_view text) {
  constexpr http::FormLimits kLimits{.pairs = 16, .bytes = 1'024};
  const auto form = http::parse_form(text, kLimits);
  if (!form) return;
  WHISTLE_ASSERT(text.size() <= kLimits.bytes);
  check(*form, kLimits.pairs);
}

void read_weighed(std::string_view text) {
  for (const auto& member : http::parse_weighed(text))
    WHISTLE_ASSERT(member.weight <= 1'000 && !member.what.empty());
  http::Request request;
  request.fields = {{"Accept-Encoding", std::string(text)}};
  (void)http::accepts_gzip(request);
}

}  // namespace

void read(std::string_view input) {
  if (input.empty()) return;
  const auto text = input.substr(1);
  if (input.front() == 't') read_target(text);
  if (input.front() == 'f') read_form(text);
  if (input.front() == 'a') read_weighed(text);
}

}  // namespace whistle::fuzz
