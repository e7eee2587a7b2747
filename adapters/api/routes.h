// The resources of /api/v1: which method and path asks the engine what.
//
//   auto found = find_route("POST", {"tickets", "17", "acknowledge"});
//   found->route->asks;      // "acknowledge_ticket", a field of v1::Command
//   found->parameters;       // {{"ticket", "17"}}
//
// The table is the only list: requests are read, answers told and the OpenAPI document written from it. Constant; from
// any thread.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <google/protobuf/descriptor.h>

#include <tl/expected.hpp>

#include "adapters/api/problem.h"

namespace whistle::adapters::api {

inline constexpr std::string_view kBasePath = "/api/v1";
inline constexpr std::string_view kFeedPath = "/feed";  // no route of the table: tools/whistled/web/event_feed.h

enum class BodyKind {
  None,
  Json,  // of the command's message
  Raw,   // bytes
  File,  // bytes of a whole file, which the message names by their hash: the caller's to fill in
};

// Who may ask at all, before the engine judges.
enum class Asker {
  Member,    // with a bearer token
  Resident,  // or with the private token of the ticket
  Anybody,   // or without a credential
};

struct Route {
  std::string_view method;
  std::string_view path;  // below kBasePath; {names} are fields of the message, {ticket} also takes a ticket's number
  std::string_view asks;  // a field of Command.body, or of Request.body
  std::string_view tag;   // of the OpenAPI document
  std::string_view summary;  // one line
  Asker asker = Asker::Member;
  BodyKind body = BodyKind::None;
  std::size_t body_bytes_max = 0;
  unsigned status = 200;         // 201: with Location
  bool takes_if_match = false;   // the ticket's last entry
  bool answers_raw = false;      // bytes instead of JSON
  bool answers_file = false;     // and they are a file's: whole or in ranges, see file_answer.h
  std::string_view cursor = {};  // the query parameter that a page's cursor goes into; empty: no pages
};

[[nodiscard]] std::span<const Route> routes();

// Commands that never come from outside, because the engine gives them to itself or the operator does on its machine.
[[nodiscard]] std::span<const std::string_view> commands_without_route();

// The field that `asks` names, and whether it is one of Command.body.
[[nodiscard]] const google::protobuf::FieldDescriptor& asked_field(const Route& route);
[[nodiscard]] bool is_command(const Route& route);

struct FoundRoute {
  const Route* route = nullptr;
  std::vector<std::pair<std::string_view, std::string>> parameters;  // name and value, in the order of the path
};

// Of a path below kBasePath, its segments percent-decoded. HEAD finds what GET does. A literal segment is preferred to
// a parameter. UnknownPath, or MethodNotAllowed with Allow.
[[nodiscard]] tl::expected<FoundRoute, Problem> find_route(std::string_view method,
                                                           std::span<const std::string> segments);

// Names of the parameters of a path, in order.
[[nodiscard]] std::vector<std::string_view> path_parameters(std::string_view path);

}  // namespace whistle::adapters::api
