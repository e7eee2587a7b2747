#include "tests/scenarios/district.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <utility>
#include <vector>

#include "adapters/district/compile.h"
#include "adapters/district/source_files.h"

namespace whistle::tests {

namespace {

namespace district = adapters::district;
using Files = std::vector<district::SourceFileBytes>;

std::filesystem::path folder() {
  const auto* source = std::getenv("WHISTLE_SOURCE_DIR");  // set by CTest
  return std::filesystem::path(source == nullptr ? "." : source) / "tests" / "scenarios";
}

[[noreturn]] void fail(const std::vector<district::Diagnostic>& errors) {
  std::string words;
  for (const auto& error : errors)
    words += district::to_text(error) + "\n";
  throw std::runtime_error(words);
}

Files read(const std::filesystem::path& directory) {
  auto files = district::read_directory(directory);
  if (!files) fail(files.error());
  return *std::move(files);
}

LoadedDistrict load(Files files) {
  const auto compiled = district::compile_district(std::move(files));
  if (!compiled) fail(compiled.error());
  auto ruleset = district::load_ruleset(*compiled, engine::LoadGeometry::Yes);
  if (!ruleset) throw std::runtime_error(ruleset.error().what);
  return {std::string(compiled->hash.begin(), compiled->hash.end()), *std::move(ruleset)};
}

}  // namespace

LoadedDistrict load_district(const std::string& directory) {
  return load(read(directory));
}

LoadedDistrict load_variant(const std::string& name) {
  auto files = read(folder() / "district");
  if (name == "district") return load(std::move(files));
  for (auto& over : read(folder() / "variants" / name)) {
    const auto same = std::ranges::find(files, over.path, &district::SourceFileBytes::path);
    if (same == files.end()) {
      files.push_back(std::move(over));
    } else {
      same->bytes = std::move(over.bytes);
    }
  }
  return load(std::move(files));
}

}  // namespace whistle::tests
