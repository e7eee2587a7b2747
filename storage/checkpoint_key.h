// The Ed25519 key that signs a journal's checkpoints. Its public half stands in entry 0; the file with the other half
// stays outside the store.
//
//   auto key = CheckpointKey::create("/var/lib/whistle/checkpoint.key", random);
//   entry.set_checkpoint_public_key(key->public_key());
//
// Threads: immutable after construction.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "engine/ports.h"
#include "storage/secret.h"

namespace whistle::storage {

class CheckpointKey {
 public:
  // Makes a new key and its file, of mode 0600. Io where there is a file already.
  [[nodiscard]] static engine::Stored<CheckpointKey> create(const std::filesystem::path& file,
                                                            engine::RandomSource& random);
  // Faults as Vault::open.
  [[nodiscard]] static engine::Stored<CheckpointKey> open(const std::filesystem::path& file);

  [[nodiscard]] const std::string& public_key() const { return public_key_; }  // 32 bytes
  [[nodiscard]] std::string sign(std::string_view message) const;              // 64 bytes
  [[nodiscard]] static bool verify(std::string_view public_key, std::string_view message, std::string_view signature);

 private:
  explicit CheckpointKey(const SecretBytes& seed);

  SecretBytes secret_key_;
  std::string public_key_;
};

}  // namespace whistle::storage
