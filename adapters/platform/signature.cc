#include "adapters/platform/signature.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <utility>

#include "engine/assert.h"
#include "engine/base64.h"

namespace whistle::adapters::platform {

namespace {

constexpr std::string_view kPrefix = "whsec_";

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string hmac(std::string_view key, std::string_view message) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  const auto* made = HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes_of(message), message.size(),
                          digest.data(), &size);
  WHISTLE_ASSERT(made != nullptr);
  return {reinterpret_cast<const char*>(digest.data()), size};
}

}  // namespace

tl::expected<std::string, std::string> parse_signing_key(std::string_view text) {
  if (!text.starts_with(kPrefix)) return tl::unexpected(std::string("does not begin with whsec_"));
  auto key = engine::parse_base64(text.substr(kPrefix.size()));
  if (!key || key->empty()) return tl::unexpected(std::string("not base64"));
  if (key->size() < kSigningKeyBytesMin || key->size() > kSigningKeyBytesMax)
    return tl::unexpected("holds " + std::to_string(key->size()) + " bytes, 24 to 64 are wanted");
  return *std::move(key);
}

std::string sign(const std::vector<std::string>& keys, const SignedMessage& message) {
  WHISTLE_ASSERT(message.id.find('.') == std::string_view::npos);
  std::string content(message.id);
  content.append(".").append(std::to_string(message.timestamp_s)).append(".").append(message.body);
  std::string signatures;
  for (const auto& key : keys)
    signatures.append(signatures.empty() ? "" : " ").append("v1,").append(engine::base64(hmac(key, content)));
  return signatures;
}

}  // namespace whistle::adapters::platform
