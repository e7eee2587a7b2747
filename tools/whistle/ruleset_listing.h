// A ruleset laid out as items with texts, so that two of them can be compared item by item.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "tools/whistle/offline_district.h"

namespace whistle::tools {

// One row, rule, ladder, outline … with its fields in the directory's own words; empty texts are left out.
struct ListedItem {
  std::string list;  // the file's stem, for instance "catalogue"; "clocks/urgencies", "clocks/ladders" for parts of one
  std::string code;
  std::vector<std::pair<std::string, std::string>> fields;
};

// Inherited values of the catalogue are listed as they count. By list in a fixed order, within a list by code or in the
// file's order.
[[nodiscard]] std::vector<ListedItem> list_ruleset(const OfflineDistrict& district);

enum class ItemChange { Added, Removed, Changed };

struct FieldChange {
  std::string field;
  std::string before;
  std::string after;
};

struct ListedChange {
  ItemChange change{};
  std::string list;
  std::string code;
  std::vector<FieldChange> fields;  // of changed items
};

// What was removed or changed in the order of `before`, then what was added in the order of `after`.
[[nodiscard]] std::vector<ListedChange> compare_listings(const std::vector<ListedItem>& before,
                                                         const std::vector<ListedItem>& after);

}  // namespace whistle::tools
