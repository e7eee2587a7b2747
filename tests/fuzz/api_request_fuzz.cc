// What anybody on the net sends to /api/v1: method, path, query, headers and body, up to what the core may be asked.
#include "adapters/api/api_request.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/api/api_response.h"
#include "adapters/api/json_body.h"
#include "adapters/api/json_print.h"
#include "adapters/district/utf8.h"
#include "engine/assert.h"
#include "tests/fuzz/pieces.h"
#include "tests/fuzz/target.h"

namespace whistle::fuzz {

namespace api = adapters::api;

namespace {

// Lines of an input, or what is between slashes.
std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    parts.emplace_back(text.substr(0, text.find(separator)));
    text.remove_prefix(std::min(parts.back().size() + 1, text.size()));
  }
  return parts;
}

std::pair<std::string, std::string> name_and_value(const std::string& text, char separator) {
  const auto at = std::min(text.find(separator), text.size());
  return {text.substr(0, at), text.substr(std::min(at + 1, text.size()))};
}

// What was taken is printed, and taken again from that as the same message.
void check_printed(const api::Asked& asked) {
  if (asked.route->body != api::BodyKind::Json) return;
  const auto& message = api::asked_message(asked);
  const std::unique_ptr<google::protobuf::Message> again(message.New());
  WHISTLE_ASSERT(api::read_json(api::message_json(message), *again).has_value());
  WHISTLE_ASSERT(again->SerializeAsString() == message.SerializeAsString());
}

// Whatever the core says to it can be told.
void check_told(const api::Asked& asked) {
  v1::Reply reply;
  reply.mutable_accepted()->set_ticket(1);
  WHISTLE_ASSERT(api::tell(asked, reply).status >= 200);
  reply.mutable_refusal()->set_code(v1::REFUSAL_CODE_UNKNOWN_TICKET);
  WHISTLE_ASSERT(api::tell(asked, reply).status >= 400);
}

}  // namespace

// Method, path, query (a pair a line), headers (a line each) and body.
void read(std::string_view input) {
  Pieces pieces(input);
  const auto method = pieces.next().value_or("");
  const auto path = pieces.next().value_or("");
  const auto query = pieces.next().value_or("");
  const auto header_lines = pieces.next().value_or("");
  api::HttpRequest http;
  http.method = method;
  const auto segments = split(path, '/');
  http.segments = segments;
  for (const auto& pair : split(query, '\n'))
    http.query.push_back(name_and_value(pair, '='));
  std::vector<std::pair<std::string, std::string>> headers;
  for (const auto& line : split(header_lines, '\n'))
    headers.push_back(name_and_value(line, ':'));
  http.header = [&headers](std::string_view name) -> std::optional<std::string_view> {
    for (const auto& [one, value] : headers)
      if (one == name) return value;
    return std::nullopt;
  };
  http.body = pieces.next().value_or("");

  const auto asked = api::read(http);
  if (!asked) {
    WHISTLE_ASSERT(asked.error().status >= 400 && asked.error().status < 500);
    WHISTLE_ASSERT(!adapters::district::first_invalid_utf8(api::problem_json(asked.error())));
    return;
  }
  WHISTLE_ASSERT(asked->request.body_case() != v1::Request::BODY_NOT_SET);
  WHISTLE_ASSERT(asked->request.has_command() == !asked->request.key().empty());
  v1::Request again;
  WHISTLE_ASSERT(again.ParseFromString(asked->request.SerializeAsString()));
  check_printed(*asked);
  check_told(*asked);
}

}  // namespace whistle::fuzz
