// A photo, signature or other file of this device that goes to the engine.
#pragma once

#include <cstdint>
#include <string>

#include "tools/whistle/failure.h"
#include "tools/whistle/language.h"

namespace whistle::tools {

struct LocalFile {
  std::string path;
  std::uint64_t size = 0;
  std::string sha256;  // 32 bytes
};

// Read through once. Fails on one that cannot be read, is empty, or is larger than the engine takes.
[[nodiscard]] Result<LocalFile> local_file(Language language, const std::string& path);

}  // namespace whistle::tools
