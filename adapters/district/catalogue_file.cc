#include "adapters/district/catalogue_file.h"

#include <array>
#include <optional>

#include "adapters/district/cells.h"
#include "adapters/district/parent_loops.h"
#include "adapters/district/selector_text.h"

namespace whistle::adapters::district {
namespace {

enum Column : std::size_t {
  kCode,
  kParent,
  kNameZh,
  kNameEn,
  kClass,
  kDuty,
  kInsideEstate,
  kUrgency,
  kAck,
  kOnSite,
  kResolve,
  kEvidence,
  kApproval,
  kPrivate,
  kPublic,
  kRecurrence
};  // clang-format off
constexpr std::array<CsvColumn, 16> kColumns{{{"code"}, {"parent"}, {"name_zh"}, {"name_en"}, {"class"}, {"duty"},
                                              {"inside_estate"}, {"urgency"}, {"ack"}, {"on_site"}, {"resolve"},
                                              {"evidence"}, {"approval"}, {"private", true}, {"public", true},
                                              {"recurrence", true}}};
// clang-format on

// In the order of the kinds.
void set_limit(const Cells& cells, Column column, v1::ClockKind kind, v1::Category& category,
               v1::Limit* (v1::Category::*place)()) {
  const auto limit = cells.limit(column);
  if (!limit) return;
  *(category.*place)() = engine::to_proto(*limit);
  category.add_own_limits(kind);
}

void set_approval(const Cells& cells, v1::Category& category) {
  const auto tier = cells.word<v1::Tier>(kApproval, "tier");
  if (tier == v1::TIER_GRID) return cells.error(kApproval, Fault::ApprovalByGrid);
  category.set_approval(tier.value_or(v1::TIER_UNSPECIFIED));
}

v1::Category read_row(const FileReport& report, const CsvRow& row, const Parties& parties, const Urgencies& urgencies) {
  const Cells cells(report, kColumns, row);
  v1::Category category;
  category.set_code(cells.text(kCode));
  category.set_name_zh(cells.name_text(kNameZh, /*required=*/true));
  category.set_name_en(cells.name_text(kNameEn, /*required=*/false));
  category.set_class_(cells.word<v1::CategoryClass>(kClass, "class").value_or(v1::CATEGORY_CLASS_UNSPECIFIED));
  if (cells.given(kDuty)) {
    const auto duty = parse_selector(report, cells.at(), "duty", cells.text(kDuty), SelectorPlace::Catalogue, parties);
    if (duty) *category.mutable_duty() = *duty;
  }
  category.set_inside_estate(cells.text(kInsideEstate) == "estate");
  if (cells.given(kInsideEstate) && !category.inside_estate()) {
    cells.error(kInsideEstate, Fault::InsideEstateWord, {cells.text(kInsideEstate)});
  }
  if (cells.given(kUrgency)) {
    const auto urgency = urgencies.resolve(report, cells.at(), "urgency", cells.text(kUrgency));
    if (urgency) category.set_urgency_index(*urgency);
  }
  set_limit(cells, kAck, v1::CLOCK_KIND_ACK, category, &v1::Category::mutable_ack);
  set_limit(cells, kOnSite, v1::CLOCK_KIND_ON_SITE, category, &v1::Category::mutable_on_site);
  set_limit(cells, kResolve, v1::CLOCK_KIND_RESOLVE, category, &v1::Category::mutable_resolve);
  for (const v1::Evidence evidence : cells.word_list<v1::Evidence>(kEvidence, "evidence")) {
    category.add_evidence(evidence);
  }
  set_approval(cells, category);
  category.set_private_(cells.boolean(kPrivate));
  category.set_public_(cells.boolean(kPublic));
  category.set_recurrence(cells.word<v1::Recurrence>(kRecurrence, "recurrence").value_or(v1::RECURRENCE_UNSPECIFIED));
  return category;
}

void inherit(const v1::Category& parent, v1::Category& child) {
  if (child.class_() == v1::CATEGORY_CLASS_UNSPECIFIED) child.set_class_(parent.class_());
  if (!child.has_duty() && parent.has_duty()) *child.mutable_duty() = parent.duty();
  if (!child.has_urgency_index() && parent.has_urgency_index()) child.set_urgency_index(parent.urgency_index());
  if (!child.has_ack() && parent.has_ack()) *child.mutable_ack() = parent.ack();
  if (!child.has_on_site() && parent.has_on_site()) *child.mutable_on_site() = parent.on_site();
  if (!child.has_resolve() && parent.has_resolve()) *child.mutable_resolve() = parent.resolve();
}

// Parents before children; each row once. The parents hold no loop.
void inherit_all(const std::vector<std::optional<std::uint32_t>>& parents, std::vector<v1::Category>& rows) {
  std::vector<bool> done(rows.size(), false);
  std::vector<std::uint32_t> path;
  for (std::uint32_t start = 0; start < rows.size(); ++start) {
    for (std::optional<std::uint32_t> at = start; at && !done[*at]; at = parents[*at])
      path.push_back(*at);
    for (; !path.empty(); path.pop_back()) {
      const std::uint32_t row = path.back();
      if (parents[row]) inherit(rows[*parents[row]], rows[row]);
      done[row] = true;
    }
  }
}

}  // namespace

Categories read_catalogue(const FileReport& report, std::string_view bytes, const Parties& parties,
                          const Urgencies& urgencies) {
  Categories categories;
  const std::vector<CsvRow> rows = coded_rows(report, read_csv(report, bytes, kColumns), "category", categories.names);
  for (const CsvRow& row : rows)
    categories.rows.push_back(read_row(report, row, parties, urgencies));
  std::vector<std::optional<std::uint32_t>> parents;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    parents.push_back(Cells(report, kColumns, rows[i]).reference(kParent, "category", categories.names));
    if (parents.back()) categories.rows[i].set_parent_index(*parents.back());
  }
  const std::vector<std::uint32_t> loops = parent_loops(parents);
  for (const std::uint32_t row : loops) {
    report.error({rows[row].line, 0}, Fault::ParentLoop, {categories.names.name(row)}, {"parent", {}});
  }
  if (!loops.empty()) return categories;
  inherit_all(parents, categories.rows);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (categories.rows[i].class_() == v1::CATEGORY_CLASS_UNSPECIFIED) {
      report.warning({rows[i].line, 0}, Fault::NoClass, {}, {"class", {}});
    }
  }
  return categories;
}

}  // namespace whistle::adapters::district
