#include "storage/receipt.h"

#include <utility>

#include <google/protobuf/util/json_util.h>

#include "engine/stored_entry.h"
#include "storage/record_format.h"

namespace whistle::storage {

tl::expected<ProvenReceipt, ReceiptRefused> check_receipt(std::string_view text, const VerifierKey& key) {
  const auto malformed = tl::unexpected(ReceiptRefused{ReceiptFault::Malformed, 0});
  v1::Receipt receipt;
  if (text.size() > kReceiptBytesMax) return malformed;
  const auto parsed =
      google::protobuf::util::JsonStringToMessage(google::protobuf::StringPiece(text.data(), text.size()), &receipt);
  if (!parsed.ok()) return malformed;
  return check_receipt(receipt, key);
}

tl::expected<ProvenReceipt, ReceiptRefused> check_receipt(const v1::Receipt& receipt, const VerifierKey& key) {
  const auto malformed = tl::unexpected(ReceiptRefused{ReceiptFault::Malformed, 0});
  if (receipt.entries().empty()) return malformed;
  const auto checkpoint = open_checkpoint(receipt.checkpoint(), key.public_key);
  if (!checkpoint || checkpoint->origin != key.name) return tl::unexpected(ReceiptRefused{ReceiptFault::OtherKey, 0});
  ProvenReceipt proven{checkpoint->origin, checkpoint->size, {}};
  for (const auto& entry : receipt.entries()) {
    auto told = engine::parse_entry(entry.entry());
    const auto number = entry_number(entry.entry());
    if (!told || !number || told->sequence() != number->value) return malformed;
    const TreeProof proof(entry.proof().begin(), entry.proof().end());
    const auto root = root_by_inclusion(leaf_hash(entry.entry()), number->value, checkpoint->size, proof);
    if (root != checkpoint->root) return tl::unexpected(ReceiptRefused{ReceiptFault::NotInIt, number->value});
    proven.entries.push_back(*std::move(told));
  }
  return proven;
}

}  // namespace whistle::storage
