#include "adapters/api/api_request.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "adapters/api/base64.h"
#include "adapters/api/field_value.h"
#include "adapters/api/json_body.h"
#include "adapters/api/request_headers.h"
#include "adapters/district/utf8.h"

namespace whistle::adapters::api {

namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr std::string_view kDigits = "0123456789";

bool all_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of(kDigits) == std::string_view::npos;
}

// 20260928-00017-4: date, counter of five digits or more, check digit, which the engine checks.
bool looks_like_number(std::string_view text) {
  constexpr std::size_t kDateDigits = 8;
  constexpr std::size_t kBytesMax = 32;
  constexpr std::size_t kCounterDigits = 5;
  const auto first = text.find('-');
  const auto last = text.rfind('-');
  return text.size() <= kBytesMax && first == kDateDigits && last == text.size() - 2 && last > first + kCounterDigits &&
         all_digits(text.substr(0, first)) && all_digits(text.substr(first + 1, last - first - 1)) &&
         all_digits(text.substr(last + 1));
}

Problem field_invalid(std::string_view field, std::string why) {
  return refusal_problem(v1::REFUSAL_CODE_INVALID, {{"field", std::string(field)}, {"why", std::move(why)}});
}

Problem json_problem(const JsonFault& fault) {
  const auto place = " (line " + std::to_string(fault.line) + ", column " + std::to_string(fault.column) + ")";
  const auto field = fault.pointer.empty() ? std::string("The body") : fault.pointer;
  auto problem =
      fault.code == v1::REFUSAL_CODE_INVALID
          ? refusal_problem(fault.code, {{"field", field + place}, {"why", fault.why}})
          : refusal_problem(fault.code, {{"field", field + place},
                                         {"what", (fault.pointer.empty() ? "" : field + ": ") + fault.why + place}});
  problem.arguments = {{"field", fault.pointer},
                       {"why", fault.why},
                       {"line", std::to_string(fault.line)},
                       {"column", std::to_string(fault.column)}};
  return problem;
}

// The same value in both, as far as the message has one.
bool contradicts(const Message& message, const Message& path, const FieldDescriptor& field) {
  const auto& reflection = *message.GetReflection();
  if (!reflection.HasField(message, &field)) return false;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_UINT64:
      return reflection.GetUInt64(message, &field) != reflection.GetUInt64(path, &field);
    case FieldDescriptor::CPPTYPE_UINT32:
      return reflection.GetUInt32(message, &field) != reflection.GetUInt32(path, &field);
    default:
      return reflection.GetString(message, &field) != reflection.GetString(path, &field);
  }
}

// A field that the path names; the body may say the same, not another thing.
std::optional<Problem> put_parameter(Message& message, std::string_view name, std::string_view value) {
  const auto* field = find_field(*message.GetDescriptor(), name);
  const std::unique_ptr<Message> path(message.New());
  if (auto put = put_text(*path, *field, value); !put) return field_invalid(name, put.error() + ", in the path");
  if (contradicts(message, *path, *field)) return field_invalid(name, "the path says something else");
  message.MergeFrom(*path);
  return std::nullopt;
}

// {ticket} is an id or a number. GetTicket takes either; all others want the id, which is asked for first.
std::optional<Problem> put_ticket(Asked& asked, Message& message, const std::string& value) {
  if (!looks_like_number(value)) return put_parameter(message, "ticket", value);
  if (asked.request.has_get_ticket()) {
    asked.request.mutable_get_ticket()->set_number(value);
    return std::nullopt;
  }
  const auto* field = message.GetDescriptor()->FindFieldByName("ticket");
  if (message.GetReflection()->HasField(message, field))
    return field_invalid("ticket", "the path names it, by its number");
  asked.ticket_number = value;
  return std::nullopt;
}

Problem query_invalid(const std::string& name, const std::string& why) {
  auto problem = http_problem(HttpFault::QueryInvalid, name + ": " + why);
  problem.arguments.emplace_back("parameter", name);
  return problem;
}

// One pair of the query: a repeated field takes several values, with commas between them or in several pairs.
std::optional<Problem> put_query(Message& message, const std::string& name, std::string_view value,
                                 std::vector<const FieldDescriptor*>& seen) {
  const auto* field = find_field(*message.GetDescriptor(), name);
  if (field == nullptr) return query_invalid(name, "there is no such parameter here.");
  if (!field->is_repeated()) {
    const auto* choice = field->real_containing_oneof();
    const bool is_chosen = choice != nullptr && message.GetReflection()->HasOneof(message, choice);
    if (is_chosen || std::ranges::find(seen, field) != seen.end())
      return query_invalid(name, "given twice, or in the path already.");
    seen.push_back(field);
    if (auto put = put_text(message, *field, value); !put) return query_invalid(name, put.error() + ".");
    return std::nullopt;
  }
  while (!value.empty()) {
    const auto end = std::min(value.find(','), value.size());
    if (auto put = put_text(message, *field, value.substr(0, end)); !put) return query_invalid(name, put.error() + ".");
    value.remove_prefix(std::min(end + 1, value.size()));
  }
  return std::nullopt;
}

// A file that is sent takes one parameter of the edge's own.
std::optional<Problem> read_file_query(const HttpRequest& http, Asked& asked) {
  bool seen = false;
  for (const auto& [name, value] : http.query) {
    if (name != "strip_metadata")
      return query_invalid(district::first_invalid_utf8(name) ? "query" : name, "there is no such parameter here.");
    if (std::exchange(seen, true)) return query_invalid(name, "given twice.");
    if (value != "true" && value != "false") return query_invalid(name, "true or false.");
    asked.strip_metadata = value == "true";
  }
  return std::nullopt;
}

// The fields of a query; a command has none, its fields are the body's.
std::optional<Problem> read_query(const HttpRequest& http, const FoundRoute& found, Message& message) {
  const bool takes_none = found.route->body == BodyKind::Json;
  std::vector<const FieldDescriptor*> seen;
  for (const auto& [name, value] : found.parameters)
    seen.push_back(find_field(*message.GetDescriptor(), name));
  if (found.route->body == BodyKind::Raw) seen.push_back(find_field(*message.GetDescriptor(), "content"));
  for (const auto& [name, value] : http.query) {
    if (district::first_invalid_utf8(name)) return query_invalid("query", "a name in it is not UTF-8.");
    if (takes_none) return query_invalid(name, "a command takes its fields from the body alone.");
    if (found.route->answers_file) return query_invalid(name, "a part of a file is asked for by Range.");
    if (auto problem = put_query(message, name, value, seen)) return problem;
  }
  return std::nullopt;
}

std::optional<Problem> read_body(const HttpRequest& http, const Route& route, Asked& asked, Message& message) {
  const auto limit = route.body_bytes_max;
  if (http.body.size() > limit) {
    if (route.body == BodyKind::None) return field_invalid("body", "nothing is read here but the path and its query");
    return refusal_problem(v1::REFUSAL_CODE_TOO_LARGE, {{"field", "body"}, {"limit", std::to_string(limit)}});
  }
  if (route.body == BodyKind::Raw) asked.request.mutable_put_chunk()->set_content(http.body.data(), http.body.size());
  if (route.body != BodyKind::Json || http.body.empty()) return std::nullopt;
  if (auto read = read_json(http.body, message); !read) return json_problem(read.error());
  return std::nullopt;
}

// Percent-encoded as far as a path needs it.
std::string path_text(std::span<const std::string> segments) {
  std::string path(kBasePath);
  for (const auto& segment : segments)
    path.append("/").append(percent_encoded(segment, "@:"));
  return path;
}

// A district that the asker has already is not sent again.
void put_known_ruleset(Asked& asked) {
  constexpr std::size_t kHashDigits = 64;
  const std::string_view tag = asked.known_etags;
  if (!asked.request.has_get_district() || tag.size() != kHashDigits + 2) return;
  auto& query = *asked.request.mutable_get_district();
  auto hash = from_hex(tag.substr(1, kHashDigits));
  if (hash && query.known_ruleset_sha256().empty()) query.set_known_ruleset_sha256(std::move(*hash));
}

std::optional<Problem> read_into(const HttpRequest& http, const FoundRoute& found, Asked& asked) {
  const auto& route = *found.route;
  if (auto problem = check_types(route, http)) return problem;
  if (is_command(route)) {
    if (auto problem = read_key(http, asked)) return problem;
  }
  if (auto problem = read_asker(http, asked)) return problem;
  if (auto problem = read_conditions(http, asked)) return problem;
  if (!asked.has_credential && route.asker != Asker::Anybody) {
    return http_problem(HttpFault::CredentialMissing, "Send Authorization: Bearer with a token of yours.");
  }
  auto& message = asked_message(route, asked.request);
  if (auto problem = read_body(http, route, asked, message)) return problem;
  for (const auto& [name, value] : found.parameters) {
    auto problem = name == "ticket" ? put_ticket(asked, message, value) : put_parameter(message, name, value);
    if (problem) return problem;
  }
  const bool is_file = route.body == BodyKind::File;
  if (auto problem = is_file ? read_file_query(http, asked) : read_query(http, found, message)) return problem;
  put_known_ruleset(asked);
  return std::nullopt;
}

}  // namespace

google::protobuf::Message& asked_message(const Route& route, v1::Request& request) {
  const auto& field = asked_field(route);
  if (!is_command(route)) return *request.GetReflection()->MutableMessage(&request, &field);
  auto& command = *request.mutable_command();
  return *command.GetReflection()->MutableMessage(&command, &field);
}

const google::protobuf::Message& asked_message(const Asked& asked) {
  const auto& field = asked_field(*asked.route);
  const Message& request = asked.request;
  const auto& holder = is_command(*asked.route) ? asked.request.command() : request;
  return holder.GetReflection()->GetMessage(holder, &field);
}

tl::expected<Asked, Problem> read(const HttpRequest& http) {
  Asked asked;
  asked.path = path_text(http.segments);
  asked.query = http.query;
  std::optional<Problem> problem;
  if (auto found = find_route(http.method, http.segments)) {
    asked.route = found->route;
    problem = read_into(http, *found, asked);
  } else {
    problem = std::move(found.error());
  }
  if (!problem) return asked;
  problem->instance = asked.path;
  return tl::unexpected(std::move(*problem));
}

v1::Request number_question(const Asked& asked) {
  v1::Request request;
  request.mutable_get_ticket()->set_number(asked.ticket_number);
  if (asked.request.has_acting_for()) *request.mutable_acting_for() = asked.request.acting_for();
  return request;
}

std::optional<Problem> name_ticket(Asked& asked, const v1::Reply& reply) {
  if (!reply.has_get_ticket()) {
    auto problem = reply.has_refusal()
                       ? refusal_problem(reply.refusal())
                       : refusal_problem(v1::REFUSAL_CODE_UNKNOWN_TICKET, {{"ticket", asked.ticket_number}});
    problem.instance = asked.path;
    return problem;
  }
  auto& message = asked_message(*asked.route, asked.request);
  const auto* field = message.GetDescriptor()->FindFieldByName("ticket");
  message.GetReflection()->SetUInt64(&message, field, reply.get_ticket().ticket().record().id());
  asked.ticket_number.clear();
  return std::nullopt;
}

}  // namespace whistle::adapters::api
