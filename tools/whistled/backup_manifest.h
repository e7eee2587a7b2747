// What a backup says of itself, in the file `manifest`: written last, so that a backup without one was cut off.
//
// Lines of name=value; of `family` and `file` as many as there are:
//
//   format=1
//   made_by=0.1.0
//   made_us=1772416800000000
//   district=370700
//   journal_id=6a6a...            32 hex digits
//   master_key_id=0011...         16 hex digits: which master key opens its personal data
//   keys=none                     or included: keys/ holds master.key and the others
//   family=journal 1234 9f86...   name, rows, SHA-256 as CopyableStore::digests has it
//   file=db/000012.sst 4096 60fd...   name, bytes, SHA-256
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/time.h"
#include "storage/copyable_store.h"
#include "tools/whistled/failure.h"

namespace whistle::tools::whistled {

struct BackupFile {
  std::string name;  // below the backup, for instance db/CURRENT
  std::uint64_t bytes = 0;
  std::string sha256;  // 32 bytes
};

struct BackupManifest {
  std::string made_by;
  engine::Instant made;
  std::string district;
  std::string journal_id;     // 16 bytes
  std::string master_key_id;  // 8 bytes
  bool keys = false;
  std::vector<storage::FamilyDigest> families;
  std::vector<BackupFile> files;

  // nullptr: no such family.
  [[nodiscard]] const storage::FamilyDigest* family(std::string_view name) const;
};

[[nodiscard]] std::string to_text(const BackupManifest& manifest);
// BadData where it is not one that `to_text` writes; `what` has the line.
[[nodiscard]] Result<BackupManifest> parse_backup_manifest(std::string_view text);

}  // namespace whistle::tools::whistled
