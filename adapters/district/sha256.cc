#include "adapters/district/sha256.h"

#include <openssl/sha.h>

namespace whistle::adapters::district {

Sha256 sha256(std::string_view bytes) {
  Sha256 hash{};
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), hash.data());
  return hash;
}

std::string to_bytes(const Sha256& hash) {
  return {hash.begin(), hash.end()};
}

std::string to_hex(const Sha256& hash) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const std::uint8_t byte : hash) {
    text += kDigits[byte >> 4U];
    text += kDigits[byte & 0x0FU];
  }
  return text;
}

}  // namespace whistle::adapters::district
