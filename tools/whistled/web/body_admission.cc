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

AdmittedBody refused(const api::Problem& problem) {
  AdmittedBody body{0};
  body.room.refusal = std::make_shared<const http::Response>(response_of(api::tell(problem)));
  return body;
}

// What a whole file begins with, as FileDoor asks it, without content; whose hash is not known yet.
v1::Request first_piece(const http::Target& target, std::uint64_t length) {
  constexpr std::size_t kTicketSegment = 3;  // "api", "v1", "tickets", "17"
  constexpr std::size_t kHashBytes = 32;
  const auto& named = target.segments[kTicketSegment];
  std::uint64_t ticket = 0;
  const auto [end, error] = std::from_chars(named.data(), named.data() + named.size(), ticket);
  v1::Request request;
  auto& chunk = *request.mutable_put_chunk();
  // One that is named by its number stands for none: nobody may look it up.
  if (error == std::errc{} && end == named.data() + named.size()) chunk.set_ticket(ticket);
  chunk.set_sha256(std::string(kHashBytes, '\0'));
  chunk.set_size(length);
  return request;
}

// As the request tells it; nullopt: in chunks, or it has no body.
std::optional<std::uint64_t> told_length(const http::Request& request) {
  const auto text = request.field("Content-Length").value_or("");
  std::uint64_t length = 0;
  if (std::from_chars(text.data(), text.data() + text.size(), length).ec != std::errc{}) return std::nullopt;
  return length;
}

}  // namespace

AdmittedBody BodyAdmission::room_for(const http::Request& request, const http::Target& target) {
  const auto* route = ApiDoor::route_of(request, target);
  if (route == nullptr) return {0};
  if (route->body_bytes_max <= kSmallBytesMax) return {route->body_bytes_max};
  if (route->body == api::BodyKind::File) return room_for_file(request, target, route->body_bytes_max);
  const auto actor = actor_of(request.field("Authorization"), /*shows_ticket_token=*/false);
  const auto token = actor ? tokens_.find(actor->credential()) : tokens_.end();
  return {token != tokens_.end() && token->second ? route->body_bytes_max : kSmallBytesMax};
}

AdmittedBody BodyAdmission::room_for_file(const http::Request& request, const http::Target& target,
                                          std::uint64_t bytes_max) {
  const auto length = told_length(request);
  if (!length || *length <= kSmallBytesMax) return {kSmallBytesMax};
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
  if (!by_link && !tokens_.contains(actor->credential())) {
    auto stranger = refused(api::refusal_problem(v1::REFUSAL_CODE_UNKNOWN_IDENTITY, {{"member", ""}}));
    stranger.strangers = first_piece(target, *length);
    return stranger;
  }
  AdmittedBody body{bytes_max};
  body.room.held = by_link ? link_uploads_.take(request.group) : uploads_.take(actor->credential());
  if (!body.room.held) return refused(api::refusal_problem(v1::REFUSAL_CODE_BUSY, {{"retry_after_ms", kLaterMs}}));
  return body;
}

}  // namespace whistle::tools::whistled::web
