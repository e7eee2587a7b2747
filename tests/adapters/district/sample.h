// The sample directory as the compiler takes it.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "adapters/district/source_files.h"
#include "tests/support/sample_directory.h"

namespace whistle::adapters::district {

inline std::vector<SourceFileBytes> as_sources(std::vector<support::SampleFile> files) {
  std::vector<SourceFileBytes> sources;
  for (support::SampleFile& file : files)
    sources.push_back({std::move(file.path), std::move(file.bytes)});
  return sources;
}

inline std::vector<SourceFileBytes> sample() {
  return as_sources(support::sample_directory());
}

inline std::vector<SourceFileBytes> sample_with(const std::string& path, const std::string& from,
                                                const std::string& to) {
  return as_sources(support::sample_directory_with(path, from, to));
}

}  // namespace whistle::adapters::district
