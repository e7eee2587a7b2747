#include "adapters/api/problem.h"

#include <boost/json.hpp>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>

#include "adapters/api/problem_words.h"

namespace whistle::adapters::api {

namespace {

namespace json = boost::json;

constexpr std::string_view kPrefix = "REFUSAL_CODE_";
// What to wait where a refusal that passes by itself names no time.
constexpr std::uint64_t kRetryMs = 1'000;

struct FaultRow {
  HttpFault fault;
  ProblemKind kind;
};

constexpr FaultRow kFaults[] = {
    {HttpFault::UnknownPath, {"UNKNOWN_PATH", 404, "There is nothing at this path", ""}},
    {HttpFault::MethodNotAllowed, {"METHOD_NOT_ALLOWED", 405, "This path does not know that method", ""}},
    {HttpFault::NotAcceptable, {"NOT_ACCEPTABLE", 406, "The answer does not come in a type that is accepted", ""}},
    {HttpFault::UnsupportedMediaType, {"UNSUPPORTED_MEDIA_TYPE", 415, "The body has a type that is not read here", ""}},
    {HttpFault::CredentialMissing, {"CREDENTIAL_MISSING", 401, "This needs a credential", ""}},
    {HttpFault::KeyMissing, {"KEY_MISSING", 400, "A command needs an idempotency key", ""}},
    {HttpFault::HeaderInvalid, {"HEADER_INVALID", 400, "A header is not valid", ""}},
    {HttpFault::QueryInvalid, {"QUERY_INVALID", 400, "A query parameter is not valid", ""}},
    {HttpFault::RangeNotSatisfiable, {"RANGE_NOT_SATISFIABLE", 416, "The file has no such range", ""}},
    {HttpFault::ImageMalformed, {"IMAGE_MALFORMED", 422, "The picture cannot be read", ""}},
    {HttpFault::RequestMalformed, {"REQUEST_MALFORMED", 400, "This is no request of HTTP", ""}},
    {HttpFault::HeaderTooLarge, {"HEADER_TOO_LARGE", 431, "The header is too large", ""}},
    {HttpFault::ExpectationUnknown, {"EXPECTATION_UNKNOWN", 417, "The request expects what is not known here", ""}},
};

std::string_view name_of(v1::RefusalCode code) {
  std::string_view name = v1::RefusalCode_Name(code);
  if (name.starts_with(kPrefix)) name.remove_prefix(kPrefix.size());
  return name;
}

// All values of that name, with a comma between them.
std::optional<std::string> argument(const v1::Refusal& refusal, std::string_view name) {
  std::optional<std::string> values;
  for (const auto& one : refusal.arguments()) {
    if (one.name() != name) continue;
    if (values) *values += ", ";
    if (!values) values.emplace();
    *values += one.value();
  }
  return values;
}

// The sentence with the arguments in the place of their names; what is not there is said to be "?".
std::string filled(std::string_view sentence, const v1::Refusal& refusal) {
  std::string text;
  while (true) {
    const auto open = sentence.find('{');
    const auto close = sentence.find('}', open);
    if (open == std::string_view::npos || close == std::string_view::npos) return text.append(sentence);
    text += sentence.substr(0, open);
    text += argument(refusal, sentence.substr(open + 1, close - open - 1)).value_or("?");
    sentence.remove_prefix(close + 1);
  }
}

std::optional<std::uint64_t> number(const v1::Refusal& refusal, std::string_view name) {
  const auto text = argument(refusal, name);
  std::uint64_t value = 0;
  if (!text || std::from_chars(text->data(), text->data() + text->size(), value).ec != std::errc{}) return std::nullopt;
  return value;
}

// Whole seconds, rounded up, at least one.
std::string retry_after(const v1::Refusal& refusal) {
  constexpr std::uint64_t kMs = 1'000;
  const auto seconds = number(refusal, "retry_s");
  const auto ms = number(refusal, "retry_after_ms").value_or(kRetryMs);
  return std::to_string(std::max<std::uint64_t>(1, seconds.value_or(ms / kMs + (ms % kMs == 0 ? 0 : 1))));
}

}  // namespace

std::vector<ProblemKind> problem_kinds() {
  std::vector<ProblemKind> kinds;
  for (const auto& words : refusal_words())
    kinds.push_back({name_of(words.code), status_of(words.code), words.title, words.sentence});
  for (const auto& row : kFaults)
    kinds.push_back(row.kind);
  return kinds;
}

Problem refusal_problem(const v1::Refusal& refusal) {
  Problem problem;
  problem.status = status_of(refusal.code());
  problem.code = name_of(refusal.code());
  problem.title = "Refused for a reason that this version does not know";
  for (const auto& words : refusal_words()) {
    if (words.code != refusal.code()) continue;
    problem.title = words.title;
    problem.detail = filled(words.sentence, refusal);
  }
  for (const auto& one : refusal.arguments())
    problem.arguments.emplace_back(one.name(), one.value());
  constexpr unsigned kUnauthorized = 401;
  constexpr unsigned kTooManyRequests = 429;
  constexpr unsigned kUnavailable = 503;
  if (problem.status == kUnauthorized)
    problem.headers.push_back({"WWW-Authenticate", "Bearer error=\"invalid_token\""});
  if (problem.status == kTooManyRequests || problem.status == kUnavailable)
    problem.headers.push_back({"Retry-After", retry_after(refusal)});
  return problem;
}

Problem refusal_problem(v1::RefusalCode code, std::initializer_list<std::pair<const char*, std::string>> arguments) {
  v1::Refusal refusal;
  refusal.set_code(code);
  for (const auto& [name, value] : arguments) {
    auto* one = refusal.add_arguments();
    one->set_name(name);
    one->set_value(value);
  }
  return refusal_problem(refusal);
}

Problem http_problem(HttpFault fault, std::string detail) {
  Problem problem;
  for (const auto& row : kFaults) {
    if (row.fault != fault) continue;
    problem.status = row.kind.status;
    problem.code = row.kind.code;
    problem.title = row.kind.title;
  }
  problem.detail = std::move(detail);
  if (fault == HttpFault::CredentialMissing) problem.headers.push_back({"WWW-Authenticate", "Bearer"});
  return problem;
}

std::string problem_type(std::string_view code) {
  std::string type = "/problems/";
  for (const char c : code)
    type.push_back(c == '_' ? '-' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
  return type;
}

std::string problem_json(const Problem& problem) {
  json::object body;
  body["type"] = problem_type(problem.code);
  body["title"] = problem.title;
  body["status"] = problem.status;
  if (!problem.detail.empty()) body["detail"] = problem.detail;
  if (!problem.instance.empty()) body["instance"] = problem.instance;
  body["code"] = problem.code;
  json::object arguments;
  for (const auto& [name, value] : problem.arguments) {
    auto& slot = arguments[name];
    if (slot.is_null()) {
      slot = value;
    } else if (slot.is_array()) {
      slot.as_array().emplace_back(value);
    } else {
      slot = json::array{std::move(slot), json::value(value)};
    }
  }
  if (!arguments.empty()) body["arguments"] = std::move(arguments);
  return json::serialize(body);
}

}  // namespace whistle::adapters::api
