// Rulesets as people name them on the command line: by the hash of their manifest.
#pragma once

#include <string>
#include <string_view>

#include "tools/whistle/failure.h"
#include "tools/whistle/language.h"

namespace whistle::tools {

// 32 bytes of 64 digits. Usage where it is none.
[[nodiscard]] Result<std::string> ruleset_hash(std::string_view digits, Language language);
// The way back, whole, so that it can be copied.
[[nodiscard]] std::string ruleset_hash_text(std::string_view sha256);

}  // namespace whistle::tools
