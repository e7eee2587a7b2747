// Whether the bytes of a journal are those that were signed for: every entry hashed anew, the tree built anew, every
// checkpoint opened and compared. Decides nothing and trusts nothing but the public key.
//
//   const auto check = check_tree(*source, note);
//   check.authentic                                    // entries before this are what the engine once wrote
//
// One thread; of a large journal memory for its tree's right edge alone.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "tools/whistle/audit/finding.h"
#include "tools/whistle/audit/journal_source.h"

namespace whistle::tools {

struct TreeCheck {
  Findings findings;
  std::uint64_t entries = 0;      // read
  std::uint64_t checkpoints = 0;  // opened
  std::uint64_t signed_size = 0;  // entries under the largest checkpoint that holds
  std::uint64_t authentic = 0;    // entries before the first that anything is wrong with
  std::string public_key;         // of entry 0
  std::string origin;
};

struct TreeCheckOptions {
  std::string note;        // a checkpoint that was kept elsewhere; empty: none
  std::string public_key;  // 32 bytes that are known from elsewhere; empty: entry 0 is believed
  std::function<void(std::uint64_t)> progress = [](std::uint64_t) {};  // entries so far
};

// Fails where the source cannot be read for another reason than damage.
[[nodiscard]] Read<TreeCheck> check_tree(JournalSource& source, const TreeCheckOptions& options);

}  // namespace whistle::tools
