#include "adapters/http/response_head.h"

#include <date/date.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <locale>

#include "engine/assert.h"

namespace whistle::adapters::http {

namespace {

constexpr std::array<std::string_view, 6> kOwnFields = {
    "Content-Length", "Transfer-Encoding", "Connection", "Content-Type", "Date", "Keep-Alive"};

// Of the statuses that have one here; a client needs none.
std::string_view reason(unsigned status) {
  struct Named {
    unsigned status;
    std::string_view reason;
  };
  static constexpr Named kReasons[] = {
      {200, "OK"},
      {201, "Created"},
      {202, "Accepted"},
      {204, "No Content"},
      {206, "Partial Content"},
      {301, "Moved Permanently"},
      {302, "Found"},
      {303, "See Other"},
      {304, "Not Modified"},
      {307, "Temporary Redirect"},
      {308, "Permanent Redirect"},
      {400, "Bad Request"},
      {401, "Unauthorized"},
      {403, "Forbidden"},
      {404, "Not Found"},
      {405, "Method Not Allowed"},
      {406, "Not Acceptable"},
      {408, "Request Timeout"},
      {409, "Conflict"},
      {410, "Gone"},
      {412, "Precondition Failed"},
      {413, "Content Too Large"},
      {415, "Unsupported Media Type"},
      {416, "Range Not Satisfiable"},
      {417, "Expectation Failed"},
      {422, "Unprocessable Content"},
      {428, "Precondition Required"},
      {429, "Too Many Requests"},
      {431, "Request Header Fields Too Large"},
      {500, "Internal Server Error"},
      {503, "Service Unavailable"},
      {504, "Gateway Timeout"},
      {507, "Insufficient Storage"},
  };
  const auto* const found = std::find_if(std::begin(kReasons), std::end(kReasons),
                                         [status](const Named& named) { return named.status == status; });
  return found == std::end(kReasons) ? std::string_view() : found->reason;
}

void add(std::string& head, std::string_view name, std::string_view value) {
  head.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

bool can_be_sent(const Response& response) {
  if (response.status < 200 || response.status > 599 || !is_field_value(response.content_type)) return false;
  return std::all_of(response.fields.begin(), response.fields.end(), [](const Field& field) {
    const bool own = std::any_of(kOwnFields.begin(), kOwnFields.end(),
                                 [&](std::string_view name) { return same_token(name, field.name); });
    return !own && is_token(field.name) && is_field_value(field.value);
  });
}

bool may_have_body(unsigned status) {
  return status != 204 && status != 304;
}

std::string to_head(const Response& response, const HeadFacts& facts) {
  WHISTLE_ASSERT(can_be_sent(response));
  constexpr std::size_t kUsualBytes = 512;
  std::string head;
  head.reserve(kUsualBytes);
  head.append(facts.http10 ? "HTTP/1.0 " : "HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
  head.append(reason(response.status)).append("\r\n");
  add(head, "Date", facts.date);
  const bool body = may_have_body(response.status);
  if (body && !response.content_type.empty()) add(head, "Content-Type", response.content_type);
  if (body && facts.framing == Framing::Length) add(head, "Content-Length", std::to_string(response.body.size()));
  if (body && facts.framing == Framing::Chunks) add(head, "Transfer-Encoding", "chunked");
  const auto add_unless_told = [&](std::string_view name, std::string_view value) {
    const bool told = std::any_of(response.fields.begin(), response.fields.end(),
                                  [&](const Field& field) { return same_token(field.name, name); });
    if (!told) add(head, name, value);
  };
  add_unless_told("Cache-Control", "no-store");
  add_unless_told("X-Content-Type-Options", "nosniff");
  for (const auto& field : response.fields)
    add(head, field.name, field.value);
  if (!facts.keep_alive) add(head, "Connection", "close");
  if (facts.keep_alive && facts.http10) add(head, "Connection", "keep-alive");
  return head.append("\r\n");
}

std::string to_http_date(std::chrono::sys_seconds time) {
  return date::format(std::locale::classic(), "%a, %d %b %Y %T GMT", time);
}

}  // namespace whistle::adapters::http
