// The bytes of a district directory, from disk or from an upload.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "adapters/district/diagnostic.h"

namespace whistle::adapters::district {

struct SourceFileBytes {
  std::string path;  // relative to the directory, '/' between names
  std::string bytes;
};

// Every file of the directory and of its folder tests/, by path. Names that start with a dot are left out: editors,
// version control and file browsers leave them. Anything else that is no district file is kept, so that compiling can
// name it as unknown. Fails where something can't be read or the limits of limits.h are passed.
[[nodiscard]] tl::expected<std::vector<SourceFileBytes>, std::vector<Diagnostic>> read_directory(
    const std::filesystem::path& directory);

// Reports a byte that is not UTF-8 or a control character, with line and column; true: neither is there.
[[nodiscard]] bool check_text(const FileReport& report, std::string_view bytes);

}  // namespace whistle::adapters::district
