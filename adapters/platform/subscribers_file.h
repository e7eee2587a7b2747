// The operator's file of subscribers, in YAML.
//
//   schema: 1
//   subscribers:
//     - name: command-platform
//       url: https://platform.example.org/whistle
//       secrets: command-platform.secret       # beside this file; mode 0600
//       member: platform-1
//
// Every fault is told with line and column, all of them at once.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "adapters/platform/subscriber.h"

namespace whistle::adapters::platform {

// Also reads the files that it names. The faults, a line each, "FILE:3:11: url: …".
[[nodiscard]] tl::expected<std::vector<Subscriber>, std::vector<std::string>> read_subscribers(
    const std::filesystem::path& file);

// One or two lines, each a key as parse_signing_key reads it; blank lines and those that begin with # are passed over.
// Refused where others than the owner may read it. An error without what it holds.
[[nodiscard]] tl::expected<std::vector<std::string>, std::string> read_signing_keys(const std::filesystem::path& file);

}  // namespace whistle::adapters::platform
