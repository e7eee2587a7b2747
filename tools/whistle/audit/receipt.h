// A receipt: that entries stand in a journal, for somebody who has nothing but its public key.
//
//   const auto receipt = make_receipt(*source, {17, 19});      // JSON, to be given away
//   const auto proven = check_receipt(text, public_key);       // needs no journal
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "tools/whistle/audit/journal_source.h"
#include "tools/whistle/audit/public_key.h"
#include "whistle/v1/audit.pb.h"
#include "whistle/v1/entry.pb.h"

namespace whistle::tools {

// At most so many bytes are read of one.
inline constexpr std::size_t kReceiptBytesMax = std::size_t{64} << 20;

// Of entries before `checkpoint.size`, from the tiles of the source.
[[nodiscard]] Read<v1::Receipt> make_receipt(JournalSource& source, const engine::CheckpointRow& checkpoint,
                                             const std::vector<std::uint64_t>& entries);

enum class ReceiptFault {
  Malformed,  // no receipt, or one of no entries
  OtherKey,   // the checkpoint is not one that this key has signed
  NotInIt,    // an entry does not stand in what was signed for
};

struct ReceiptRefused {
  ReceiptFault fault{};
  std::uint64_t sequence = 0;  // of NotInIt
};

struct ProvenReceipt {
  std::string origin;
  std::uint64_t size = 0;  // of the journal that was signed for
  std::vector<v1::Entry> entries;
};

// Any text at all, as it was printed: JSON.
[[nodiscard]] tl::expected<ProvenReceipt, ReceiptRefused> check_receipt(std::string_view text, const PublicKey& key);

}  // namespace whistle::tools
