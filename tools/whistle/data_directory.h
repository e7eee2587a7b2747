// What the data directory of an engine on this machine tells its neighbours.
#pragma once

#include <filesystem>
#include <string>

#include "tools/whistle/failure.h"
#include "tools/whistle/language.h"

namespace whistle::tools {

struct LocalEngine {
  std::string commands;           // endpoint
  std::string feed;               // endpoint
  std::string server_public_key;  // 32 bytes; empty in plain mode
  bool plain = false;
};

// Fails where the directory is not an engine's, where it does not run, or where this account may not read it.
[[nodiscard]] Result<LocalEngine> read_data_directory(const std::filesystem::path& directory, Language language);

}  // namespace whistle::tools
