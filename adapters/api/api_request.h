// From a request of HTTP to what the core is asked, or to the problem that says why it cannot be.
//
//   auto asked = read(request);
//   if (!asked) return tell(asked.error());
//   if (!asked->ticket_number.empty()) { ask number_question(*asked) first; name_ticket(*asked, that reply); }
//   ... asked->request to the core, its reply to tell(*asked, reply) ...
//
// What is judged here is HTTP, JSON and the shape of the message. The lengths of fields, control characters and what
// may travel at all are the language's and checked where every request is (adapters/zeromq/request_codec.h); who may,
// is the core's to say. Pure: no socket, no clock, no state; from any thread. Any bytes are safe to pass.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

#include "adapters/api/problem.h"
#include "adapters/api/routes.h"
#include "whistle/v1/service.pb.h"

namespace whistle::adapters::api {

struct HttpRequest {
  std::string_view method;
  std::span<const std::string> segments;                   // of the path below kBasePath, percent-decoded
  std::vector<std::pair<std::string, std::string>> query;  // percent-decoded, in order
  // The value of a header, whatever the case of its name; nullopt: absent. One that came several times has its values
  // joined by ", ".
  std::function<std::optional<std::string_view>(std::string_view)> header;
  std::string_view body;
};

struct Asked {
  const Route* route = nullptr;
  v1::Request request;  // without correlation
  std::string
      ticket_number;  // the path names the ticket by it, and the request wants the id: ask number_question() first
  bool has_credential = false;  // of whatever kind
  std::string path;             // as it was asked, percent-encoded
  std::vector<std::pair<std::string, std::string>> query;
  std::string known_etags;  // If-None-Match; empty: none
  std::string range;        // of a file, Range and If-Range; empty: none
  std::string if_range;
  bool strip_metadata = false;  // of BodyKind::File
};

// The idempotency key, `If-Match`, `Whistle-Ticket-Token`, `Whistle-Acting-For` and `Whistle-Acted-At` go into the
// request. For whom nobody is known the caller decides: `Authorization` is only looked for.
[[nodiscard]] tl::expected<Asked, Problem> read(const HttpRequest& request);

// Asks for the ticket that `ticket_number` names, as the same asker.
[[nodiscard]] v1::Request number_question(const Asked& asked);
// Puts the id that was answered into the request; nullopt: done. A refusal is the problem.
[[nodiscard]] std::optional<Problem> name_ticket(Asked& asked, const v1::Reply& reply);

// The message that the route fills: in the command, or in the request.
[[nodiscard]] google::protobuf::Message& asked_message(const Route& route, v1::Request& request);
[[nodiscard]] const google::protobuf::Message& asked_message(const Asked& asked);

}  // namespace whistle::adapters::api
