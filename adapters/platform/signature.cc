#include "adapters/platform/signature.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

#include "engine/assert.h"

namespace whistle::adapters::platform {

namespace {

constexpr std::string_view kPrefix = "whsec_";

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

// Every four characters three bytes, of which padding takes some back. OpenSSL judges the characters.
tl::expected<std::string, std::string> from_base64(std::string_view text) {
  constexpr std::size_t kQuad = 4;
  constexpr std::size_t kTriple = 3;
  const auto padding = text.ends_with("==") ? 2U : text.ends_with('=') ? 1U : 0U;
  if (text.empty() || text.size() % kQuad != 0) return tl::unexpected(std::string("not base64"));
  std::string bytes(text.size() / kQuad * kTriple, '\0');
  const int size =
      EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()), bytes_of(text), static_cast<int>(text.size()));
  if (size < 0 || text.find_first_of(" \t\r\n") != std::string_view::npos)
    return tl::unexpected(std::string("not base64"));
  bytes.resize(static_cast<std::size_t>(size) - padding);
  return bytes;
}

std::string base64(std::string_view bytes) {
  constexpr std::size_t kTriple = 3;
  constexpr std::size_t kQuad = 4;
  std::string text((bytes.size() + kTriple - 1) / kTriple * kQuad + 1, '\0');  // OpenSSL writes a zero behind it
  text.resize(static_cast<std::size_t>(
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), bytes_of(bytes), static_cast<int>(bytes.size()))));
  return text;
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
  auto key = from_base64(text.substr(kPrefix.size()));
  if (!key) return key;
  if (key->size() < kSigningKeyBytesMin || key->size() > kSigningKeyBytesMax)
    return tl::unexpected("holds " + std::to_string(key->size()) + " bytes, 24 to 64 are wanted");
  return key;
}

std::string sign(const std::vector<std::string>& keys, const SignedMessage& message) {
  WHISTLE_ASSERT(message.id.find('.') == std::string_view::npos);
  std::string content(message.id);
  content.append(".").append(std::to_string(message.timestamp_s)).append(".").append(message.body);
  std::string signatures;
  for (const auto& key : keys)
    signatures.append(signatures.empty() ? "" : " ").append("v1,").append(base64(hmac(key, content)));
  return signatures;
}

}  // namespace whistle::adapters::platform
