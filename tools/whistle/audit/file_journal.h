// An exported journal as a source: read through once, for where things lie, and then in place.
#pragma once

#include <memory>
#include <string>

#include "tools/whistle/audit/journal_source.h"

namespace whistle::tools {

// Fails where the file cannot be read, is no exported journal, or is of a later format. What is damaged or missing
// inside is found by whoever reads it.
[[nodiscard]] Result<std::unique_ptr<JournalSource>> open_file_journal(const std::string& path, Language language);

}  // namespace whistle::tools
