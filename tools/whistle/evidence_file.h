// A photo or signature. The file stays here; the engine keeps its hash.
#pragma once

#include <string>

#include "tools/whistle/failure.h"
#include "tools/whistle/language.h"

namespace whistle::tools {

// SHA-256 of the file, 32 bytes. Fails on one that cannot be read, is empty, or is no photo by its size.
[[nodiscard]] Result<std::string> evidence_sha256(Language language, const std::string& path);

}  // namespace whistle::tools
