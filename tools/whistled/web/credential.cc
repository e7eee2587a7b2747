#include "tools/whistled/web/credential.h"

#include <algorithm>

#include "adapters/http/http_message.h"
#include "engine/hexadecimal.h"
#include "storage/sha256.h"

namespace whistle::tools::whistled::web {

namespace {

constexpr std::size_t kTokenBytesMax = 256;

// RFC 6750, section 2.1.
bool is_token_text(std::string_view text) {
  return !text.empty() && text.size() <= kTokenBytesMax && std::ranges::all_of(text, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           std::string_view("-._~+/=").find(c) != std::string_view::npos;
  });
}

}  // namespace

v1::Actor actor_with_token(std::string_view token) {
  v1::Actor actor;
  actor.set_authentication(v1::AUTHENTICATION_TOKEN);
  actor.set_credential(storage::sha256(token));
  return actor;
}

tl::expected<v1::Actor, std::string> actor_of(std::optional<std::string_view> authorization, bool shows_ticket_token) {
  v1::Actor actor;
  if (!authorization) {
    actor.set_authentication(shows_ticket_token ? v1::AUTHENTICATION_TICKET_TOKEN : v1::AUTHENTICATION_NOBODY);
    return actor;
  }
  const auto space = authorization->find(' ');
  if (!adapters::http::same_token(authorization->substr(0, space), "Bearer"))
    return tl::unexpected(std::string("Authorization has to be \"Bearer\" and a token."));
  const auto token =
      space == std::string_view::npos ? std::string_view() : adapters::http::trimmed(authorization->substr(space));
  if (!is_token_text(token)) return tl::unexpected(std::string("Authorization has no token after \"Bearer\"."));
  return actor_with_token(token);
}

bool is_of_stranger(const v1::Reply& reply) {
  const auto code = reply.refusal().code();
  return code == v1::REFUSAL_CODE_UNKNOWN_IDENTITY || code == v1::REFUSAL_CODE_WRONG_TOKEN;
}

std::string resident_key(std::string_view ticket_token, std::string_view key) {
  std::string joined(ticket_token);
  joined.push_back('\0');
  return engine::hexadecimal(storage::sha256(joined.append(key)));
}

}  // namespace whistle::tools::whistled::web
