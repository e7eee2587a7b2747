#include "adapters/http/http_message.h"

#include <boost/url/grammar/alnum_chars.hpp>
#include <boost/url/grammar/ci_string.hpp>

#include <algorithm>

namespace whistle::adapters::http {

namespace grammar = boost::urls::grammar;

namespace {

constexpr std::string_view kBlanks = " \t";

bool is_token_char(char c) {
  return grammar::alnum_chars(c) || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

}  // namespace

std::optional<std::string_view> Request::field(std::string_view name) const {
  for (const auto& field : fields)
    if (same_token(field.name, name)) return field.value;
  return std::nullopt;
}

std::vector<std::string_view> Request::values(std::string_view name) const {
  std::vector<std::string_view> found;
  for (const auto& field : fields)
    if (same_token(field.name, name)) found.emplace_back(field.value);
  return found;
}

bool same_token(std::string_view a, std::string_view b) {
  return grammar::ci_is_equal(a, b);
}

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_token_char);
}

bool is_field_value(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == '\t' || (byte >= 0x20 && byte != 0x7F);
  });
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

std::string lower_case(std::string_view text) {
  std::string lowered(text);
  std::transform(lowered.begin(), lowered.end(), lowered.begin(), grammar::to_lower);
  return lowered;
}

}  // namespace whistle::adapters::http
