#include "tools/whistle/audit/receipt.h"

#include <utility>

#include <google/protobuf/util/json_util.h>

#include "engine/core.h"
#include "storage/checkpoint.h"
#include "storage/record_format.h"

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

tl::expected<ProvenReceipt, ReceiptRefused> check_receipt(std::string_view text, const PublicKey& key) {
  const auto malformed = tl::unexpected(ReceiptRefused{ReceiptFault::Malformed, 0});
  v1::Receipt receipt;
  if (text.size() > kReceiptBytesMax) return malformed;
  const auto parsed =
      google::protobuf::util::JsonStringToMessage(google::protobuf::StringPiece(text.data(), text.size()), &receipt);
  if (!parsed.ok() || receipt.entries().empty()) return malformed;
  const auto checkpoint = storage::open_checkpoint(receipt.checkpoint(), key.key);
  if (!checkpoint || checkpoint->origin != key.origin) return tl::unexpected(ReceiptRefused{ReceiptFault::OtherKey, 0});
  ProvenReceipt proven{checkpoint->origin, checkpoint->size, {}};
  for (const auto& entry : receipt.entries()) {
    auto told = engine::parse_entry(entry.entry());
    const auto number = storage::entry_number(entry.entry());
    if (!told || !number || told->sequence() != number->value) return malformed;
    const storage::TreeProof proof(entry.proof().begin(), entry.proof().end());
    const auto root =
        storage::root_by_inclusion(storage::leaf_hash(entry.entry()), number->value, checkpoint->size, proof);
    if (root != checkpoint->root) return tl::unexpected(ReceiptRefused{ReceiptFault::NotInIt, number->value});
    proven.entries.push_back(*std::move(told));
  }
  return proven;
}

}  // namespace whistle::tools
