// Whether a journal is what the engine wrote, and whether what it says follows: its bytes first, then its decisions as
// far as the bytes are proven.
//
//   const auto done = verify_journal(*source, options, progress);
//   return done->outcome();
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "tools/whistle/audit/finding.h"
#include "tools/whistle/audit/journal_source.h"
#include "tools/whistle/audit/tree_check.h"

namespace whistle::tools {

struct Verification {
  Findings findings;
  std::uint64_t entries = 0;
  std::uint64_t checkpoints = 0;
  std::uint64_t signed_size = 0;
  std::uint64_t decided = 0;          // again
  std::uint64_t places_as_found = 0;  // of these, with the place as it was found then
  std::uint64_t rows = 0;             // of tables, compared
  bool has_tables = false;
  bool is_part = false;  // of a journal; `signed_size` counts its entries that were signed for
  std::string public_key;
  std::string origin;

  [[nodiscard]] bool is_damaged() const;
  // Ok: proven; Refused: damaged; Usage, which has the number 2: cannot tell.
  [[nodiscard]] ExitCode outcome() const;
};

// `progress` is told how many entries have been read, each of them twice. Fails where the source cannot be read for
// another reason than damage.
[[nodiscard]] Read<Verification> verify_journal(JournalSource& source, const TreeCheckOptions& options,
                                                const std::function<void(std::uint64_t)>& progress);

// For programs: "bytes_changed", "truncated" …
[[nodiscard]] std::string_view name_of(FindingKind kind);

}  // namespace whistle::tools
