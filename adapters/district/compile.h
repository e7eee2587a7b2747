// A district directory becomes a ruleset that the core reads.
//
//   auto district = compile_directory("districts/hightech");
//   if (!district) for (const Diagnostic& one : district.error()) std::cerr << to_text(one) << '\n';
//
// Equal files give equal bytes, whatever the machine, as long as the system's zone data agree. All faults are found,
// not only the first. No global state: any number of threads may compile, each its own directory.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "adapters/district/diagnostic.h"
#include "adapters/district/rule_tests_file.h"
#include "adapters/district/sha256.h"
#include "adapters/district/source_files.h"
#include "engine/ruleset.h"
#include "whistle/v1/ruleset.pb.h"

namespace whistle::adapters::district {

struct Blob {
  Sha256 sha256{};
  std::string bytes;
};

// For each item of a compiled list, by index, the line it stands on in its file.
struct SourceLines {
  std::vector<std::uint32_t> areas;
  std::vector<std::uint32_t> estates;
  std::vector<std::uint32_t> parties;
  std::vector<std::uint32_t> members;
  std::vector<std::uint32_t> categories;
  std::vector<std::uint32_t> ladders;
  std::vector<std::uint32_t> routes;
  std::vector<std::uint32_t> grid_shapes;  // by place in the geometry
};

struct CompiledDistrict {
  std::string manifest;  // serialized v1::CompiledRuleset
  Sha256 hash{};         // of the manifest: names the ruleset
  std::vector<Blob> parts;
  std::vector<SourceFileBytes> files;  // by path
  std::vector<Diagnostic> warnings;
  std::vector<RuleTest> tests;
  // Errors in tests/*.yaml. They make the directory faulty, but not its rules: what compiles is whole without the
  // tests.
  std::vector<Diagnostic> test_faults;
  SourceLines lines;
  v1::Geometry geometry;  // what the geometry part holds
};

using CompileResult = tl::expected<CompiledDistrict, std::vector<Diagnostic>>;

// Files by path, as an upload brings them; the limits of limits.h hold. Paths are those of the directory, tests/
// included.
[[nodiscard]] CompileResult compile_district(std::vector<SourceFileBytes> files);
[[nodiscard]] CompileResult compile_directory(const std::filesystem::path& directory);

// The core's own form. What has compiled loads; where it does not, the compiler is wrong, and the error says where.
[[nodiscard]] tl::expected<std::shared_ptr<const engine::Ruleset>, engine::RulesetError> load_ruleset(
    const CompiledDistrict& district, engine::LoadGeometry geometry);

}  // namespace whistle::adapters::district
