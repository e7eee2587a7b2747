// A file that a command reads at once. One that fails in the middle is an error, not a shorter file.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "tools/whistle/failure.h"
#include "tools/whistle/language.h"

namespace whistle::tools {

// nullopt: it cannot be opened, or not be read to its end, as a directory.
[[nodiscard]] std::optional<std::string> read_whole_file(const std::filesystem::path& path);
// The same, with words for the person.
[[nodiscard]] Result<std::string> read_whole_file(Language language, const std::filesystem::path& path);

}  // namespace whistle::tools
