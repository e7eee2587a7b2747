#include "tools/whistle/district_names.h"

#include <algorithm>
#include <fstream>
#include <set>
#include <system_error>

#include "engine/hexadecimal.h"
#include "tools/whistle/whole_file.h"

namespace whistle::tools {

namespace {

constexpr std::size_t kTiersMax = 8;  // a tree that is deeper than it can be is not followed for ever

std::filesystem::path file_of(const std::filesystem::path& cache, std::string_view sha256) {
  return cache / (engine::hexadecimal(sha256) + ".district");
}

template <typename Items, typename Names>
void keep(const Items& items, Names& names) {
  for (const auto& item : items)
    names[item.code()] = {item.name_zh(), item.name_en()};
}

// A group that is called as a category that is none is not meant by the name.
std::multimap<std::string, std::string, std::less<>> codes_by_name(const v1::GetDistrictReply& reply) {
  std::set<std::string, std::less<>> groups;
  for (const auto& row : reply.category_rows())
    groups.insert(row.parent());
  std::multimap<std::string, std::string, std::less<>> codes;
  auto leaves = codes;
  for (const auto& category : reply.categories()) {
    auto& names = groups.contains(category.code()) ? codes : leaves;
    names.emplace(category.name_zh(), category.code());
    if (category.name_en() != category.name_zh()) names.emplace(category.name_en(), category.code());
  }
  for (const auto& [name, code] : leaves)
    codes.erase(name);
  codes.merge(leaves);
  return codes;
}

}  // namespace

DistrictNames::DistrictNames(const v1::GetDistrictReply& reply) {
  keep(reply.areas(), areas_);
  keep(reply.estates(), estates_);
  keep(reply.parties(), parties_);
  keep(reply.categories(), categories_);
  keep(reply.venues(), venues_);
  for (const auto& area : reply.areas())
    places_[area.code()] = {area.tier(), area.parent()};
  for (const auto& row : reply.category_rows())
    category_parents_[row.code()] = row.parent();
  categories_by_name_ = codes_by_name(reply);
}

std::string DistrictNames::name(const NamesByCode& names, Language language, const std::string& code) {
  const auto found = names.find(code);
  if (found == names.end()) return code;
  const auto text = name_in(language, found->second.zh, found->second.en);
  return text.empty() ? code : std::string(text);
}

std::optional<std::string> DistrictNames::area_at(const std::string& area, v1::Tier tier) const {
  auto code = area;
  for (std::size_t step = 0; step < kTiersMax; ++step) {
    const auto found = places_.find(code);
    if (found == places_.end()) return std::nullopt;
    if (found->second.tier == tier) return code;
    code = found->second.parent;
  }
  return std::nullopt;
}

bool DistrictNames::area_within(const std::string& area, const std::string& whole) const {
  auto code = area;
  for (std::size_t step = 0; step < kTiersMax; ++step) {
    if (code == whole) return true;
    const auto found = places_.find(code);
    if (found == places_.end()) return false;
    code = found->second.parent;
  }
  return false;
}

bool DistrictNames::category_within(const std::string& category, const std::string& group) const {
  auto code = category;
  // A catalogue may be as deep as it has rows, and has no loops: the directory's compiler saw to that.
  for (std::size_t step = 0; step <= category_parents_.size(); ++step) {
    if (code == group) return true;
    const auto found = category_parents_.find(code);
    if (found == category_parents_.end() || found->second.empty()) return false;
    code = found->second;
  }
  return false;
}

std::vector<std::string> DistrictNames::categories_called(std::string_view name) const {
  std::vector<std::string> codes;
  if (name.empty()) return codes;
  const auto [first, last] = categories_by_name_.equal_range(name);
  for (auto at = first; at != last; ++at)
    codes.push_back(at->second);
  std::sort(codes.begin(), codes.end());
  return codes;
}

std::optional<v1::GetDistrictReply> read_cached_district(const std::filesystem::path& cache, std::string_view sha256) {
  if (sha256.empty()) return std::nullopt;
  const auto bytes = read_whole_file(file_of(cache, sha256));
  v1::GetDistrictReply reply;
  if (!bytes || !reply.ParseFromString(*bytes) || reply.ruleset_sha256() != sha256) return std::nullopt;
  return reply;
}

void write_cached_district(const std::filesystem::path& cache, const v1::GetDistrictReply& reply) {
  if (reply.ruleset_sha256().empty()) return;
  std::error_code failed;
  std::filesystem::create_directories(cache, failed);
  if (failed) return;
  const auto path = file_of(cache, reply.ruleset_sha256());
  // Written aside and moved, so that a second client never reads half of it.
  auto aside = path;
  aside += ".new";
  {
    std::ofstream file(aside, std::ios::binary | std::ios::trunc);
    if (!file || !(file << reply.SerializeAsString()) || !file.flush()) return;
  }
  std::filesystem::rename(aside, path, failed);
}

}  // namespace whistle::tools
