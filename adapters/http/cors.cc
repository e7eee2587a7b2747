#include "adapters/http/cors.h"

#include <algorithm>
#include <utility>

namespace whistle::adapters::http {

namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words)
    text.append(text.empty() ? "" : ", ").append(word);
  return text;
}

// Scheme and authority alone, as browsers write it.
bool is_origin(std::string_view text) {
  const auto scheme = text.find("://");
  if (scheme == std::string_view::npos || !is_token(text.substr(0, scheme))) return false;
  const auto authority = text.substr(scheme + 3);
  return !authority.empty() && authority.find_first_of("/?#@ *,") == std::string_view::npos && is_field_value(text);
}

bool are_tokens(const std::vector<std::string>& words) {
  return std::all_of(words.begin(), words.end(), [](const auto& word) { return is_token(word); });
}

}  // namespace

tl::expected<Cors, HttpError> Cors::of(CorsRules rules) {
  const bool any = std::find(rules.origins.begin(), rules.origins.end(), "*") != rules.origins.end();
  if (any && rules.origins.size() > 1) return tl::unexpected(HttpError{"\"*\" stands alone"});
  for (const auto& origin : rules.origins)
    if (!any && !is_origin(origin))
      return tl::unexpected(HttpError{origin + ": no origin, such as https://example.org"});
  if (!are_tokens(rules.methods) || !are_tokens(rules.request_fields) || !are_tokens(rules.response_fields))
    return tl::unexpected(HttpError{"a method or field name is no token"});
  return Cors(std::move(rules));
}

Cors::Cors(CorsRules rules) : rules_(std::move(rules)) {
  any_ = rules_.origins.size() == 1 && rules_.origins.front() == "*";
}

bool Cors::allows(std::string_view origin) const {
  return any_ || std::find(rules_.origins.begin(), rules_.origins.end(), origin) != rules_.origins.end();
}

Fields Cors::fields(const Request& request) const {
  if (rules_.origins.empty()) return {};
  Fields fields;
  if (!any_) fields.push_back({"Vary", "Origin"});
  const auto origin = request.field("Origin");
  if (!origin || !allows(*origin)) return fields;
  fields.push_back({"Access-Control-Allow-Origin", any_ ? "*" : std::string(*origin)});
  if (!rules_.response_fields.empty())
    fields.push_back({"Access-Control-Expose-Headers", joined(rules_.response_fields)});
  return fields;
}

std::optional<Response> Cors::preflight(const Request& request) const {
  const auto origin = request.field("Origin");
  if (request.method != "OPTIONS" || !origin || !request.field("Access-Control-Request-Method")) return std::nullopt;
  Response response{204, {}, {}, fields(request)};
  if (!allows(*origin)) return response;  // the browser refuses what it is not told it may
  response.fields.push_back({"Access-Control-Allow-Methods", joined(rules_.methods)});
  if (!rules_.request_fields.empty())
    response.fields.push_back({"Access-Control-Allow-Headers", joined(rules_.request_fields)});
  response.fields.push_back({"Access-Control-Max-Age", std::to_string(rules_.max_age.count())});
  return response;
}

}  // namespace whistle::adapters::http
