// Signatures as Standard Webhooks 1.0.0 has them: HMAC-SHA256 over "ID.TIMESTAMP.BODY", in base64.
//
//   const auto key = parse_signing_key("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
//   sign({*key}, {"4711", 1'614'265'330, body});   // "v1,g0hM9SsE+…"
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

namespace whistle::adapters::platform {

inline constexpr std::size_t kSigningKeyBytesMin = 24;
inline constexpr std::size_t kSigningKeyBytesMax = 64;

// "whsec_" and base64 of 24 to 64 bytes, which are returned; or what is wrong, without the text.
[[nodiscard]] tl::expected<std::string, std::string> parse_signing_key(std::string_view text);

struct SignedMessage {
  std::string_view id;  // without a full stop
  std::int64_t timestamp_s = 0;
  std::string_view body;
};

// One signature for each key, joined by spaces: a receiver takes the message for good where one of them fits, so that
// keys can be exchanged without a gap.
[[nodiscard]] std::string sign(const std::vector<std::string>& keys, const SignedMessage& message);

}  // namespace whistle::adapters::platform
