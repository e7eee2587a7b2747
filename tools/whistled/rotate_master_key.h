// `whistled rotate-master-key`: every ticket's key wrapped by another master key, and the former form gone from the
// files.
#pragma once

#include <filesystem>
#include <string>

#include "tools/whistled/failure.h"

namespace whistle::tools::whistled {

// Of an engine that has stopped. Makes master.key.new, wraps every ticket's key anew, journals that as the operator's
// act, takes the former bytes out of the files, and only then puts the new key in the place of the old one, which stays
// as master.key.former: backups from before need it. Cut off anywhere, it is called again and goes on; an engine does
// not start meanwhile. Returns what to tell the operator. BadData where there is no journal, a key does not open, an
// engine runs on it, or the journal is decided by a logic that does not know the act.
[[nodiscard]] Result<std::string> rotate_master_key(const std::filesystem::path& data);

}  // namespace whistle::tools::whistled
