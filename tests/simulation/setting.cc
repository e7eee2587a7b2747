#include "tests/simulation/setting.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <utility>

#include "adapters/district/compile.h"
#include "adapters/district/source_files.h"
#include "storage/seeded_random.h"

namespace whistle::tests {

namespace {

namespace district = adapters::district;

constexpr std::uint64_t kKeySeed = 20260928;

std::filesystem::path tests_folder() {
  const auto* source = std::getenv("WHISTLE_SOURCE_DIR");  // set by CTest
  return std::filesystem::path(source == nullptr ? "." : source) / "tests";
}

[[noreturn]] void fail(const std::vector<district::Diagnostic>& errors) {
  std::string words;
  for (const auto& error : errors)
    words += district::to_text(error) + "\n";
  throw std::runtime_error(words);
}

std::vector<district::SourceFileBytes> read(const std::filesystem::path& directory) {
  auto files = district::read_directory(directory);
  if (!files) fail(files.error());
  return *std::move(files);
}

storage::Vault make_vault(const std::filesystem::path& directory) {
  storage::SeededRandom random(kKeySeed);
  auto vault = storage::Vault::create(directory / "master.key", random);
  if (!vault) throw std::runtime_error(vault.error().what);
  return *std::move(vault);
}

// Adds the codes that are not there yet, in order.
template <typename List>
void add_codes(std::vector<std::string>& codes, const List& rows) {
  for (const auto& row : rows)
    codes.push_back(row.code);
  std::ranges::sort(codes);
  codes.erase(std::ranges::unique(codes).begin(), codes.end());
}

}  // namespace

Variant load_simulated(const std::string& name, const std::string& in_force_from) {
  auto files = read(tests_folder() / "scenarios" / "district");
  if (!name.empty()) {
    for (auto& over : read(tests_folder() / "simulation" / "variants" / name)) {
      const auto same = std::ranges::find(files, over.path, &district::SourceFileBytes::path);
      if (same == files.end()) {
        files.push_back(std::move(over));
      } else {
        same->bytes = std::move(over.bytes);
      }
    }
  }
  if (!in_force_from.empty()) {
    const auto identity = std::ranges::find(files, "district.yaml", &district::SourceFileBytes::path);
    identity->bytes += "in_force_from: " + in_force_from + "\n";
  }
  auto prepared = tools::whistled::prepare_ruleset(district::compile_district(std::move(files)));
  if (!prepared) fail(prepared.error());
  return {in_force_from.empty() ? name : name + " from " + in_force_from, *std::move(prepared)};
}

Setting::Setting() : vault_(make_vault(directory_.path())) {
  for (const auto* name : {"", "fewer-parties", "other-limits"})
    variants.push_back(load_simulated(name));
  variants.push_back(load_simulated("fewer-parties", "2026-09-29T10:00:00+08:00"));
  variants.push_back(load_simulated("", "2026-10-01T00:00:00+08:00"));
  variants.push_back(load_simulated("other-limits", "2026-10-12T06:30:00+08:00"));
  variants.push_back(load_simulated("fewer-parties", "2026-10-20T00:00:00+08:00"));
  for (const auto& variant : variants) {
    add_codes(categories, variant.rules.ruleset->categories);
    add_codes(estates, variant.rules.ruleset->estates);
    add_codes(members, variant.rules.ruleset->members);
    add_codes(parties, variant.rules.ruleset->parties);
  }
}

const Variant& Setting::variant_of(const std::string& sha256) const {
  const auto found = std::ranges::find_if(variants, [&](const Variant& one) { return one.rules.sha256 == sha256; });
  if (found == variants.end()) throw std::runtime_error("no variant has this hash");
  return *found;
}

}  // namespace whistle::tests
