#include "tools/whistle/audit/receipt.h"

#include <utility>

#include "storage/merkle.h"

namespace whistle::tools {

Read<v1::Receipt> make_receipt(JournalSource& source, const engine::CheckpointRow& checkpoint,
                               const std::vector<std::uint64_t>& entries) {
  v1::Receipt receipt;
  receipt.set_checkpoint(checkpoint.note);
  const auto tiles = tiles_of(source);
  const auto subtrees = storage::subtrees_of(tiles);
  for (const auto sequence : entries) {
    auto bytes = source.entry(sequence);
    if (!bytes) return tl::unexpected(bytes.error());
    if (!*bytes) return tl::unexpected(SourceFault{true, "entry " + std::to_string(sequence) + " is missing"});
    auto& proven = *receipt.add_entries();
    for (auto& hash : storage::inclusion_proof(subtrees, sequence, checkpoint.size))
      proven.add_proof(std::move(hash));
    proven.set_entry(**std::move(bytes));
  }
  return receipt;
}

}  // namespace whistle::tools
