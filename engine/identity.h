// A credential bound to a member code: who speaks with it.
#pragma once

#include <optional>
#include <string>

#include "engine/ids.h"
#include "engine/time.h"

namespace whistle::engine {

struct Identity {
  std::string member;
  std::string credential;  // 32 bytes: a CURVE public key, or SHA-256 of a bearer token
  std::string label;
  bool revoked = false;
  Sequence registered;
  std::optional<Instant> expires = std::nullopt;  // of tokens, and of each of them

  bool is_token() const { return expires.has_value(); }
};

// ---- Messages name a credential as `curve_public_key` or, of a bearer token, as `token_sha256` ----

template <typename Message>
[[nodiscard]] bool names_token(const Message& message) {
  return !message.token_sha256().empty();
}

template <typename Message>
[[nodiscard]] const std::string& credential_in(const Message& message) {
  return names_token(message) ? message.token_sha256() : message.curve_public_key();
}

// What a registration and a row have in common; when it was registered, and whether it was revoked, is the caller's.
template <typename Message>
[[nodiscard]] Identity identity_in(const Message& message) {
  Identity identity;
  identity.member = message.member();
  identity.credential = credential_in(message);
  identity.label = message.label();
  if (names_token(message)) identity.expires = Instant{message.expires_us()};
  return identity;
}

}  // namespace whistle::engine
