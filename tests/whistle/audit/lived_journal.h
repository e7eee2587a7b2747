// A journal that a real engine has written, finished and signed for: what audits are tried on. Made once a program.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "storage/checkpoint_key.h"
#include "tests/support/temp_dir.h"
#include "tools/whistle/audit/journal_source.h"
#include "tools/whistle/audit/public_key.h"
#include "tools/whistle/audit/verification.h"

namespace whistle::tools {

struct LivedJournal {
  support::TempDir dir;
  std::string note;  // its last checkpoint
  PublicKey key;
  std::uint64_t entries = 0;

  [[nodiscard]] std::filesystem::path store() const { return dir.path() / "db"; }
  [[nodiscard]] std::filesystem::path file() const { return dir.path() / "journal"; }  // exported whole
};

[[nodiscard]] const LivedJournal& lived_journal();

// Of an exported file, and of a store; both must open.
[[nodiscard]] std::unique_ptr<JournalSource> open_exported(const std::filesystem::path& path);
[[nodiscard]] std::unique_ptr<JournalSource> open_stored(const std::filesystem::path& path);

// Against the checkpoint that was kept outside and the key.
[[nodiscard]] Verification verified(JournalSource& source);
// What was found, a line each: "bytes_changed 17", "truncated 17 to 19", "row_changed closed 12".
[[nodiscard]] std::string found_in(const Verification& done);

}  // namespace whistle::tools
