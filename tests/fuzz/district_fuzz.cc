// A district directory of which somebody has changed a file: the first line of the input is its path, the rest are its
// bytes. All others are those of the small directory that the tests share.
#include <string>
#include <vector>

#include "adapters/district/advice.h"
#include "adapters/district/compile.h"
#include "engine/assert.h"
#include "tests/fuzz/target.h"
#include "tests/support/sample_directory.h"

namespace whistle::fuzz {

namespace district = adapters::district;

namespace {

std::vector<district::SourceFileBytes> directory_with(std::string_view path, std::string_view bytes) {
  std::vector<district::SourceFileBytes> files;
  bool found = false;
  for (auto& file : support::sample_directory()) {
    const bool is_it = file.path == path;
    found = found || is_it;
    files.push_back({file.path, is_it ? std::string(bytes) : std::move(file.bytes)});
  }
  if (!found) files.push_back({std::string(path), std::string(bytes)});
  return files;
}

}  // namespace

void read(std::string_view input) {
  const auto end = input.find('\n');
  if (end == std::string_view::npos) return;
  const auto path = input.substr(0, end);
  const auto bytes = input.substr(end + 1);
  const auto compiled = district::compile_district(directory_with(path, bytes));
  if (!compiled) {
    WHISTLE_ASSERT(!compiled.error().empty());
    for (const auto& fault : compiled.error()) {
      WHISTLE_ASSERT(!district::to_text(fault).empty());
      WHISTLE_ASSERT(!district::to_text(fault, district::Language::Chinese).empty());
    }
    return;
  }
  // What compiles loads, and equal files give equal bytes.
  const auto ruleset = district::load_ruleset(*compiled, engine::LoadGeometry::Yes);
  WHISTLE_ASSERT(ruleset.has_value());
  const auto again = district::compile_district(directory_with(path, bytes));
  WHISTLE_ASSERT(again.has_value() && again->manifest == compiled->manifest);
}

}  // namespace whistle::fuzz
