// `whistled rebuild`: everything that follows from the journal, made from it again.
#pragma once

#include <filesystem>
#include <string>

#include "tools/whistled/failure.h"

namespace whistle::tools::whistled {

// Drops open and closed tickets, keys, identities and header, without reading them, and applies the whole journal. For
// a store whose tables are damaged and whose journal is not. Returns what to tell the operator. Cut off, it is finished
// by the next start of the engine. BadData where there is no journal, or it is damaged, or an engine runs on it.
[[nodiscard]] Result<std::string> rebuild(const std::filesystem::path& data);

}  // namespace whistle::tools::whistled
