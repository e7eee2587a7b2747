// What a verification found that is not as it was written, or could not be told.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace whistle::tools {

enum class FindingKind {
  // ---- damage ----
  Unread,         // reading ended: `what`
  NoEntry,        // the bytes are no entry of a known format
  NotLater,       // not later than the entry before it
  HoldsPersonal,  // personal data stands in the journal
  BytesChanged,   // not the bytes that were hashed into the tree
  TileChanged,    // a piece of the tree that does not follow from the entries
  OtherKey,   // a checkpoint that the journal's key has not signed, or of another journal; `what`: the one from outside
  OtherRoot,  // the entries are not those that were signed for
  Truncated,  // more entries were signed for than there are
  RulesetMissing,    // a ruleset that an entry publishes is not there
  DecidedOtherwise,  // deciding again gives something else
  RowChanged,        // a table's row is not what the journal gives
  RowMissing,
  RowExtra,  // or a table has more rows than the journal gives
  // ---- what cannot be told ----
  UnknownLogic,  // entries of a deciding logic that this program does not have
  NotSigned,     // no checkpoint was ever made
  PartOnly,      // of a part of a journal nothing can be decided again
};

[[nodiscard]] constexpr bool is_damage(FindingKind kind) {
  return kind < FindingKind::UnknownLogic;
}

struct Finding {
  FindingKind kind{};
  std::uint64_t sequence = 0;  // the entry; of checkpoints the size
  std::uint64_t last = 0;      // of a range of entries, the last of them
  std::string what;            // table and key, or the reader's words

  friend bool operator==(const Finding&, const Finding&) = default;
};

using Findings = std::vector<Finding>;

}  // namespace whistle::tools
