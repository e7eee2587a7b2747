#include "storage/checkpoint_key.h"

#include <sodium.h>

#include "engine/assert.h"

namespace whistle::storage {

using engine::Stored;

namespace {

constexpr std::string_view kLabel = "whistle-checkpoint-key-1";

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

CheckpointKey::CheckpointKey(const SecretBytes& seed)
    : secret_key_(crypto_sign_SECRETKEYBYTES), public_key_(crypto_sign_PUBLICKEYBYTES, '\0') {
  auto* public_key = reinterpret_cast<unsigned char*>(public_key_.data());
  const int made = crypto_sign_seed_keypair(public_key, secret_key_.data(), seed.data());
  WHISTLE_ASSERT(made == 0);
}

Stored<CheckpointKey> CheckpointKey::create(const std::filesystem::path& file, engine::RandomSource& random) {
  SecretBytes seed(crypto_sign_SEEDBYTES);
  random.fill(seed.span());
  const auto written = write_secret_file(file, kLabel, seed);
  if (!written) return tl::unexpected(written.error());
  return CheckpointKey(seed);
}

Stored<CheckpointKey> CheckpointKey::open(const std::filesystem::path& file) {
  const auto seed = read_secret_file(file, kLabel, crypto_sign_SEEDBYTES);
  if (!seed) return tl::unexpected(seed.error());
  return CheckpointKey(*seed);
}

std::string CheckpointKey::sign(std::string_view message) const {
  std::string signature(crypto_sign_BYTES, '\0');
  const int made = crypto_sign_detached(reinterpret_cast<unsigned char*>(signature.data()), nullptr, bytes_of(message),
                                        message.size(), secret_key_.data());
  WHISTLE_ASSERT(made == 0);
  return signature;
}

bool CheckpointKey::verify(std::string_view public_key, std::string_view message, std::string_view signature) {
  if (public_key.size() != crypto_sign_PUBLICKEYBYTES || signature.size() != crypto_sign_BYTES) return false;
  return crypto_sign_verify_detached(bytes_of(signature), bytes_of(message), message.size(), bytes_of(public_key)) == 0;
}

}  // namespace whistle::storage
