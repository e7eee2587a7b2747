#include "tools/whistled/web/body_admission.h"

#include <charconv>
#include <memory>
#include <utility>

#include "adapters/api/api_response.h"
#include "adapters/api/routes.h"
#include "tools/whistled/web/api_door.h"
#include "tools/whistled/web/credential.h"

namespace whistle::tools::whistled::web {

namespace api = adapters::api;
namespace http = adapters::http;

namespace {

constexpr std::uint64_t kSmallBytesMax = 320U << 10;  // of anybody: a piece of a file
constexpr const char* kLaterMs = "2000";

http::BodyRoom refused(const api::Problem& problem) {
  http::BodyRoom room{0};
  room.refusal = std::make_shared<const http::Response>(response_of(api::tell(problem)));
  return room;
}

// As the request tells it; nullopt: in chunks, or it has no body.
std::optional<std::uint64_t> told_length(const http::Request& request) {
  const auto text = request.field("Content-Length").value_or("");
  std::uint64_t length = 0;
  if (std::from_chars(text.data(), text.data() + text.size(), length).ec != std::errc{}) return std::nullopt;
  return length;
}

}  // namespace

http::BodyRoom BodyAdmission::room_for(const http::Request& request, const http::Target& target) {
  const auto* route = ApiDoor::route_of(request, target);
  if (route == nullptr) return 0;
  if (route->body_bytes_max <= kSmallBytesMax) return route->body_bytes_max;
  if (route->body == api::BodyKind::File) return room_for_file(request, route->body_bytes_max);
  const auto actor = actor_of(request.field("Authorization"), /*shows_ticket_token=*/false);
  const auto token = actor ? tokens_.find(actor->credential()) : tokens_.end();
  return token != tokens_.end() && token->second ? route->body_bytes_max : kSmallBytesMax;
}

http::BodyRoom BodyAdmission::room_for_file(const http::Request& request, std::uint64_t bytes_max) {
  const auto length = told_length(request);
  if (!length || *length <= kSmallBytesMax) return kSmallBytesMax;
  if (*length > bytes_max) {
    return refused(
        api::refusal_problem(v1::REFUSAL_CODE_TOO_LARGE, {{"field", "body"}, {"limit", std::to_string(bytes_max)}}));
  }
  const auto actor = actor_of(request.field("Authorization"), request.field("Whistle-Ticket-Token").has_value());
  if (!actor) return refused(api::http_problem(api::HttpFault::CredentialMissing, actor.error()));
  if (actor->authentication() == v1::AUTHENTICATION_NOBODY) {
    return refused(api::http_problem(api::HttpFault::CredentialMissing,
                                     "Send Authorization: Bearer with a token of yours, or a ticket's private link."));
  }
  const bool by_link = actor->authentication() == v1::AUTHENTICATION_TICKET_TOKEN;
  if (!by_link && !tokens_.contains(actor->credential()))
    return refused(api::refusal_problem(v1::REFUSAL_CODE_UNKNOWN_IDENTITY, {{"member", ""}}));
  http::BodyRoom room{bytes_max};
  room.held = by_link ? link_uploads_.take(request.group) : uploads_.take(actor->credential());
  if (!room.held) return refused(api::refusal_problem(v1::REFUSAL_CODE_BUSY, {{"retry_after_ms", kLaterMs}}));
  return room;
}

}  // namespace whistle::tools::whistled::web
