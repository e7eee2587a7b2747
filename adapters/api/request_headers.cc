#include "adapters/api/request_headers.h"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "adapters/api/base64.h"
#include "adapters/api/instant_text.h"
#include "adapters/district/utf8.h"

namespace whistle::adapters::api {

namespace {

char lower_letter(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool equal_but_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, lower_letter, lower_letter);
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t";
  const auto first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

// What comes before the first `separator`; the text is left with what follows it.
std::string_view cut(std::string_view& text, char separator) {
  const auto end = std::min(text.find(separator), text.size());
  const auto part = trimmed(text.substr(0, end));
  text.remove_prefix(std::min(end + 1, text.size()));
  return part;
}

// A weight of nothing is a refusal of the type: q=0, q=0.0 and the like.
bool has_weight(std::string_view parameters) {
  while (!parameters.empty()) {
    const auto one = cut(parameters, ';');
    if (one.size() < 3 || lower_letter(one[0]) != 'q' || one[1] != '=') continue;
    return one.substr(2).find_first_not_of("0.") != std::string_view::npos;
  }
  return true;
}

// Problems may come back as JSON whatever the answer is.
bool accepts(std::string_view header, const Route& route) {
  while (!header.empty()) {
    auto range = cut(header, ',');
    const auto type = cut(range, ';');
    if (!has_weight(range)) continue;
    const bool is_json = equal_but_case(type, "application/json");
    if (type == "*/*" || (route.answers_raw ? !is_json : is_json || equal_but_case(type, "application/*"))) return true;
  }
  return false;
}

bool is_json_type(std::string_view header) {
  const auto type = cut(header, ';');
  while (!header.empty()) {
    const auto parameter = cut(header, ';');
    const bool is_charset = parameter.size() > 8 && equal_but_case(parameter.substr(0, 8), "charset=");
    if (is_charset && !equal_but_case(parameter.substr(8), "utf-8") &&
        !equal_but_case(parameter.substr(8), "\"utf-8\"")) {
      return false;
    }
  }
  return equal_but_case(type, "application/json");
}

Problem invalid(std::string_view header, const std::string& why) {
  auto problem = http_problem(HttpFault::HeaderInvalid, std::string(header) + ": " + why);
  problem.arguments.emplace_back("header", header);
  return problem;
}

}  // namespace

std::optional<Problem> check_types(const Route& route, const HttpRequest& http) {
  const auto encoding = http.header("Content-Encoding");
  if (encoding && !equal_but_case(trimmed(*encoding), "identity")) {
    return http_problem(HttpFault::UnsupportedMediaType, "Bodies are read without Content-Encoding alone.");
  }
  const auto type = http.header("Content-Type");
  if (route.body == BodyKind::Json && !http.body.empty() && (!type || !is_json_type(*type))) {
    return http_problem(HttpFault::UnsupportedMediaType, "The body has to be application/json in UTF-8.");
  }
  const auto accept = http.header("Accept");
  if (accept && !trimmed(*accept).empty() && !accepts(*accept, route)) {
    return http_problem(HttpFault::NotAcceptable,
                        route.answers_raw ? "The answer is bytes: accept */*." : "The answer is application/json.");
  }
  return std::nullopt;
}

std::optional<Problem> read_key(const HttpRequest& http, Asked& asked) {
  constexpr std::size_t kKeyBytesMax = 64;
  const auto header = http.header("Idempotency-Key");
  auto key = header ? trimmed(*header) : std::string_view{};
  if (key.size() >= 2 && key.front() == '"' && key.back() == '"') key = key.substr(1, key.size() - 2);
  if (key.empty()) {
    return http_problem(HttpFault::KeyMissing,
                        "Send an Idempotency-Key of your own making, and the same one when you repeat the request: "
                        "then it is done once, and the answer is the first one's.");
  }
  const bool is_printable = std::ranges::all_of(key, [](char c) { return c >= 0x20 && c <= 0x7e; });
  if (key.size() > kKeyBytesMax || !is_printable)
    return invalid("Idempotency-Key", "1 to 64 printable ASCII characters.");
  asked.request.set_key(key.data(), key.size());
  return std::nullopt;
}

std::optional<Problem> read_conditions(const HttpRequest& http, Asked& asked) {
  if (const auto known = http.header("If-None-Match")) asked.known_etags = *known;
  if (asked.route->answers_file && http.method == "GET") {
    asked.range = trimmed(http.header("Range").value_or(""));
    asked.if_range = trimmed(http.header("If-Range").value_or(""));
  }
  const auto header = http.header("If-Match");
  if (!header) return std::nullopt;
  if (!asked.route->takes_if_match) return invalid("If-Match", "nothing here can be compared with it.");
  auto tag = trimmed(*header);
  if (tag == "*") return std::nullopt;
  if (tag.starts_with("W/")) return invalid("If-Match", "a weak tag never matches; send the ETag of the ticket.");
  std::uint64_t entry = 0;
  const bool is_quoted = tag.size() > 2 && tag.front() == '"' && tag.back() == '"';
  tag = is_quoted ? tag.substr(1, tag.size() - 2) : std::string_view{};
  const auto* end = tag.data() + tag.size();
  const auto read = std::from_chars(tag.data(), end, entry);
  if (!is_quoted || read.ec != std::errc{} || read.ptr != end)
    return invalid("If-Match", "one ETag as a ticket had it, for instance \"1234\", or *.");
  asked.request.set_if_last_entry(entry);
  return std::nullopt;
}

std::optional<Problem> read_asker(const HttpRequest& http, Asked& asked) {
  constexpr std::size_t kTokenBytes = 16;
  constexpr std::size_t kTokenDigits = 2 * kTokenBytes;
  const auto token = http.header("Whistle-Ticket-Token");
  const auto member = http.header("Whistle-Acting-For");
  const auto acted_at = http.header("Whistle-Acted-At");
  asked.has_credential = token.has_value() || http.header("Authorization").has_value();
  if (token && member) return invalid("Whistle-Acting-For", "either a resident, by the ticket's token, or a member.");
  if (token) {
    const auto text = trimmed(*token);
    auto bytes = text.size() == kTokenDigits ? from_hex(text) : from_base64(text);
    if (!bytes || bytes->size() != kTokenBytes)
      return invalid("Whistle-Ticket-Token", "16 bytes, as 32 hexadecimal digits or as base64.");
    asked.request.mutable_acting_for()->set_ticket_token(std::move(*bytes));
  }
  if (member) {
    const auto code = trimmed(*member);
    if (code.empty() || district::first_invalid_utf8(code))
      return invalid("Whistle-Acting-For", "the code of a member.");
    asked.request.mutable_acting_for()->set_member(code.data(), code.size());
  }
  if (!acted_at) return std::nullopt;
  const auto instant = parse_instant(trimmed(*acted_at));
  if (!instant || *instant == 0)
    return invalid("Whistle-Acted-At", "an instant of RFC 3339, such as 2026-09-28T14:03:00+08:00.");
  asked.request.set_acted_at_us(*instant);
  return std::nullopt;
}

}  // namespace whistle::adapters::api
