// A small district directory in memory: one street, two communities, two grids, two estates, seven parties.
#pragma once

#include <string>
#include <vector>

namespace whistle::support {

struct SampleFile {
  std::string path;
  std::string bytes;
};

// Compiles without errors. Every file that a directory may have is there but estates.geojson. By path.
[[nodiscard]] std::vector<SampleFile> sample_directory();
// The same with the first occurrence of `from` in the file `path` replaced; ends the test program where it does not
// occur.
[[nodiscard]] std::vector<SampleFile> sample_directory_with(const std::string& path, const std::string& from,
                                                            const std::string& to);

}  // namespace whistle::support
