// The manifest of a backup, which a restore believes before it has looked at anything else.
#include "tools/whistled/backup_manifest.h"

#include "engine/assert.h"
#include "tests/fuzz/target.h"

namespace whistle::fuzz {

namespace daemon = tools::whistled;

void read(std::string_view input) {
  const auto manifest = daemon::parse_backup_manifest(input);
  if (!manifest) {
    WHISTLE_ASSERT(manifest.error().code == daemon::ExitCode::BadData);
    return;
  }
  const auto text = daemon::to_text(*manifest);
  const auto again = daemon::parse_backup_manifest(text);
  WHISTLE_ASSERT(again.has_value() && daemon::to_text(*again) == text);
  for (const auto& family : manifest->families)
    WHISTLE_ASSERT(manifest->family(family.family) != nullptr && family.sha256.size() == 32);
  for (const auto& file : manifest->files)
    WHISTLE_ASSERT(!file.name.empty() && file.sha256.size() == 32);
}

}  // namespace whistle::fuzz
