// What the district calls its areas, estates, parties, categories and venues, and how its areas lie in each other.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tools/whistle/language.h"
#include "whistle/v1/service.pb.h"

namespace whistle::tools {

// Constant after construction; any thread.
class DistrictNames {
 public:
  explicit DistrictNames(const v1::GetDistrictReply& reply);

  // The name in that language, the other language's where it lacks one; the code where the district has no such thing.
  [[nodiscard]] std::string area(Language language, const std::string& code) const {
    return name(areas_, language, code);
  }
  [[nodiscard]] std::string estate(Language language, const std::string& code) const {
    return name(estates_, language, code);
  }
  [[nodiscard]] std::string party(Language language, const std::string& code) const {
    return name(parties_, language, code);
  }
  [[nodiscard]] std::string category(Language language, const std::string& code) const {
    return name(categories_, language, code);
  }
  [[nodiscard]] std::string venue(Language language, const std::string& code) const {
    return name(venues_, language, code);
  }

  // Code of the area of that tier that contains `area`, itself included; nullopt: none does.
  [[nodiscard]] std::optional<std::string> area_at(const std::string& area, v1::Tier tier) const;

  [[nodiscard]] bool has_area(const std::string& code) const { return areas_.contains(code); }
  [[nodiscard]] bool has_category(const std::string& code) const { return categories_.contains(code); }
  // Whether one is the other or lies somewhere below it.
  [[nodiscard]] bool area_within(const std::string& area, const std::string& whole) const;
  [[nodiscard]] bool category_within(const std::string& category, const std::string& group) const;
  // Codes of the categories that are called so in either language, ascending.
  [[nodiscard]] std::vector<std::string> categories_called(std::string_view name) const;

 private:
  struct Names {
    std::string zh;
    std::string en;
  };
  struct Place {
    v1::Tier tier{};
    std::string parent;
  };
  using NamesByCode = std::map<std::string, Names, std::less<>>;
  [[nodiscard]] static std::string name(const NamesByCode& names, Language language, const std::string& code);

  NamesByCode areas_, estates_, parties_, categories_, venues_;
  std::map<std::string, Place, std::less<>> places_;
  std::map<std::string, std::string, std::less<>> category_parents_;
  std::multimap<std::string, std::string, std::less<>> categories_by_name_;
};

// A district's names change with its ruleset, so they are kept under its hash. A cache that cannot be read or written
// is no cache.
[[nodiscard]] std::optional<v1::GetDistrictReply> read_cached_district(const std::filesystem::path& cache,
                                                                       std::string_view sha256);
void write_cached_district(const std::filesystem::path& cache, const v1::GetDistrictReply& reply);

}  // namespace whistle::tools
