// A file of a ticket as it lies on the disk: its head, and blocks that open only in their place under the ticket's key.
#include "storage/sealed_file.h"

#include "engine/assert.h"
#include "storage/sha256.h"
#include "tests/fuzz/known_vault.h"
#include "tests/fuzz/memory_file.h"
#include "tests/fuzz/target.h"

namespace whistle::fuzz {

void read(std::string_view input) {
  const MemoryFile stored(input);
  const auto opened = storage::SealedFile::open(stored.path(), storage::SealedFile::Access::Read);
  if (!opened) {
    WHISTLE_ASSERT(opened.error().fault == engine::StoreFault::Damaged);
    return;
  }
  const auto& file = **opened;
  WHISTLE_ASSERT(file.size() > 0 && file.size() <= storage::kFileBytesMax);
  const auto blocks = file.blocks_stored();
  WHISTLE_ASSERT(blocks.has_value());
  const std::string name(storage::kSha256Bytes, 's');
  const storage::FileCipher cipher{known_vault(), known_first_row()};
  for (std::uint64_t index = 0; index < *blocks + 1; ++index) {
    const auto block = file.read_block(cipher, name, index);
    if (!block) continue;
    WHISTLE_ASSERT(block->has_value() == (index < *blocks));
    if (*block) WHISTLE_ASSERT((*block)->size() <= storage::kFileBlockBytes);
  }
  WHISTLE_ASSERT(file.sealed_sha256() == storage::sha256(input));
  WHISTLE_ASSERT(stored.bytes() == input);
}

}  // namespace whistle::fuzz
