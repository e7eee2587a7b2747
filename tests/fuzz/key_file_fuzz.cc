// Files of keys that somebody copies to the machine: CURVE certificates, and the secrets of vault and checkpoints.
#include "adapters/zeromq/curve_key_file.h"

#include "engine/assert.h"
#include "storage/checkpoint_key.h"
#include "storage/vault.h"
#include "tests/fuzz/memory_file.h"
#include "tests/fuzz/target.h"

namespace whistle::fuzz {

namespace zeromq = adapters::zeromq;

void read(std::string_view input) {
  const MemoryFile file(input);
  if (const auto certificate = zeromq::read_curve_key_file(file.path())) {
    const auto& keys = certificate->keys;
    WHISTLE_ASSERT(keys.public_key.size() == zeromq::kCurveKeyBytes);
    WHISTLE_ASSERT(keys.secret_key.empty() || keys.secret_key.size() == zeromq::kCurveKeyBytes);
    WHISTLE_ASSERT(zeromq::from_z85(zeromq::to_z85(keys.public_key)) == keys.public_key);
    for (const auto& [name, value] : certificate->metadata)
      WHISTLE_ASSERT(!name.empty() && value.find('\n') == std::string::npos);
  } else {
    WHISTLE_ASSERT(!certificate.error().what.empty());
  }
  if (const auto vault = storage::Vault::open(file.path())) WHISTLE_ASSERT(vault->master_key_id().size() == 8);
  if (const auto key = storage::CheckpointKey::open(file.path())) {
    WHISTLE_ASSERT(storage::CheckpointKey::verify(key->public_key(), "text", key->sign("text")));
  }
  WHISTLE_ASSERT(file.bytes() == input);
}

}  // namespace whistle::fuzz
