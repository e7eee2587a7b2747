// `whistled restore`: a data directory from a backup, said to be done only after everything in it was checked.
#pragma once

#include <string>

#include "tools/whistled/failure.h"
#include "tools/whistled/options.h"

namespace whistle::tools::whistled {

// Returns what to tell the operator. The target must not exist, or be empty. Files are compared with the manifest's
// hashes, families with its digests, and the store is checked as check_store does, personal data too where the master
// key is there. BadData, with the place, where the backup is not what was backed up: then no store stands in the
// target.
[[nodiscard]] Result<std::string> restore(const RestoreOptions& options);

}  // namespace whistle::tools::whistled
