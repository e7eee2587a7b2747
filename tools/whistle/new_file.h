// A file that a command makes: never over one that is there.
#pragma once

#include <filesystem>
#include <string_view>

#include "tools/whistle/failure.h"
#include "tools/whistle/language.h"

namespace whistle::tools {

// Fails where there is a file of that name, or where it cannot be written whole; then nothing is left of it.
[[nodiscard]] Result<void> write_new_file(Language language, const std::filesystem::path& path, std::string_view bytes);

}  // namespace whistle::tools
