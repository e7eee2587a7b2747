// `whistled backup`: a copy of journal, tables and vault of one moment, while the engine serves or at rest.
//
//   TO/
//     manifest         what is in it, with hashes; see backup_manifest.h
//     db/              the store
//     keys/            with --with-keys alone: master.key, checkpoint.key, server.key, server.key_secret
#pragma once

#include <string>

#include "tools/whistled/failure.h"
#include "tools/whistled/options.h"

namespace whistle::tools::whistled {

// Returns what to tell the operator. The target must not exist, or be empty. A running engine is asked for the copy
// over its control socket; without one the store is opened here. BadData where the data directory cannot be read or
// something else backs it up; Failed and StoreFull where the target cannot be written. What fails leaves nothing in the
// target; what is cut off leaves a directory without a manifest.
[[nodiscard]] Result<std::string> backup(const BackupOptions& options);

}  // namespace whistle::tools::whistled
