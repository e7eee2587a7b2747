// A receipt: that entries stand in a journal, for somebody who has nothing but its public key.
//
//   const auto receipt = make_receipt(*source, {17, 19});      // JSON, to be given away
//   const auto proven = check_receipt(text, public_key);       // needs no journal
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "storage/receipt.h"
#include "tools/whistle/audit/journal_source.h"
#include "tools/whistle/audit/public_key.h"
#include "whistle/v1/audit.pb.h"

namespace whistle::tools {

// Of entries before `checkpoint.size`, from the tiles of the source.
[[nodiscard]] Read<v1::Receipt> make_receipt(JournalSource& source, const engine::CheckpointRow& checkpoint,
                                             const std::vector<std::uint64_t>& entries);

// What a receipt's check says, and its limits: storage/receipt.h.
using storage::kReceiptBytesMax;
using storage::ProvenReceipt;
using storage::ReceiptFault;
using storage::ReceiptRefused;

// Any text at all, as it was printed: JSON.
[[nodiscard]] inline tl::expected<ProvenReceipt, ReceiptRefused> check_receipt(std::string_view text,
                                                                               const PublicKey& key) {
  return storage::check_receipt(text, {key.origin, key.key});
}

}  // namespace whistle::tools
