// A receipt: that entries stand in a journal, for somebody who has nothing but its public key.
//
//   const auto proven = check_receipt(text, *parse_verifier_key(key));   // needs no journal
//
// Pure functions. Any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "storage/checkpoint.h"
#include "whistle/v1/audit.pb.h"
#include "whistle/v1/entry.pb.h"

namespace whistle::storage {

// At most so many bytes are read of one.
inline constexpr std::size_t kReceiptBytesMax = std::size_t{64} << 20;

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

// Any text at all, as it was printed: JSON of v1::Receipt.
[[nodiscard]] tl::expected<ProvenReceipt, ReceiptRefused> check_receipt(std::string_view text, const VerifierKey& key);
// The same of the message.
[[nodiscard]] tl::expected<ProvenReceipt, ReceiptRefused> check_receipt(const v1::Receipt& receipt,
                                                                        const VerifierKey& key);

}  // namespace whistle::storage
