// Which language people are spoken to in.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/district/wording.h"

namespace whistle::tools {

using adapters::district::Language;

// Value of an environment variable; empty: not set.
using Environment = std::function<std::string(const char* name)>;
// That of this process.
[[nodiscard]] Environment process_environment();

// "zh", "en", or "auto": by the first of LC_ALL, LC_MESSAGES, LANG that is set. nullopt: another word.
[[nodiscard]] std::optional<Language> language_of(std::string_view word, const Environment& environment);

// The one of two names that the language wants; the other where that one is empty.
[[nodiscard]] std::string_view name_in(Language language, std::string_view zh, std::string_view en);

}  // namespace whistle::tools
