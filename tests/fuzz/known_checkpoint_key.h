// A key for checkpoints that everybody knows, so that what it signed can lie in the corpus.
#pragma once

#include <string>
#include <utility>

#include "storage/checkpoint_key.h"
#include "tests/fuzz/memory_file.h"

namespace whistle::fuzz {

inline const storage::CheckpointKey& known_checkpoint_key() {
  static const storage::CheckpointKey key = [] {
    const MemoryFile file("whistle-checkpoint-key-1 " + std::string(64, '2') + "\n");
    auto opened = storage::CheckpointKey::open(file.path());
    WHISTLE_ASSERT(opened.has_value());
    return std::move(*opened);
  }();
  return key;
}

}  // namespace whistle::fuzz
