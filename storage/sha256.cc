#include "storage/sha256.h"

#include <sodium.h>

namespace whistle::storage {

namespace {

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

std::string sha256(std::string_view bytes) {
  return sha256({bytes});
}

std::string sha256(std::initializer_list<std::string_view> parts) {
  static_assert(crypto_hash_sha256_BYTES == kSha256Bytes);
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  for (const auto part : parts)
    crypto_hash_sha256_update(&state, bytes_of(part), part.size());
  std::string digest(kSha256Bytes, '\0');
  crypto_hash_sha256_final(&state, reinterpret_cast<unsigned char*>(digest.data()));
  sodium_memzero(&state, sizeof state);
  return digest;
}

}  // namespace whistle::storage
