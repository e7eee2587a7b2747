#include "adapters/zeromq/ruleset_names.h"

namespace whistle::adapters::zeromq {

namespace {

template <typename Row>
void put_name(const Row& row, v1::NamedCode& name) {
  name.set_code(row.code);
  name.set_name_zh(row.name_zh);
  name.set_name_en(row.name_en);
}

void put_row(const engine::Ruleset& rules, const engine::Category& category, v1::CategoryRow& row) {
  row.set_code(category.code);
  if (category.parent) row.set_parent(rules.category(*category.parent).code);
  row.set_class_(category.category_class);
  row.set_public_(category.shown_public);
  row.set_point_private(category.point_private);
  for (const auto evidence : category.evidence)
    row.add_evidence(evidence);
}

}  // namespace

void put_category(const engine::Ruleset& rules, const std::string& code, v1::Ticket& view) {
  const auto index = rules.find_category(code);
  if (!index) return;
  const auto& category = rules.category(*index);
  view.set_category_name_zh(category.name_zh);
  view.set_category_name_en(category.name_en);
  for (const auto evidence : category.evidence)
    view.add_evidence(evidence);
}

void put_place_name(const engine::Ruleset& rules, const engine::Ticket& ticket, v1::Ticket& view) {
  if (const auto estate = rules.find_estate(ticket.estate)) {
    view.set_place_name_zh(rules.estate(*estate).name_zh);
    view.set_place_name_en(rules.estate(*estate).name_en);
  } else if (const auto area = rules.find_area(ticket.area)) {
    view.set_place_name_zh(rules.area(*area).name_zh);
    view.set_place_name_en(rules.area(*area).name_en);
  }
}

void put_names(const engine::Ruleset& rules, v1::GetDistrictReply& reply) {
  for (const auto& row : rules.areas) {
    auto& area = *reply.add_areas();
    area.set_code(row.code);
    area.set_tier(row.tier);
    area.set_name_zh(row.name_zh);
    area.set_name_en(row.name_en);
    if (row.parent) area.set_parent(rules.area(*row.parent).code);
  }
  for (const auto& row : rules.estates)
    put_name(row, *reply.add_estates());
  for (const auto& row : rules.parties)
    put_name(row, *reply.add_parties());
  for (const auto& row : rules.categories) {
    put_name(row, *reply.add_categories());
    put_row(rules, row, *reply.add_category_rows());
  }
  for (const auto& row : rules.venues)
    put_name(row, *reply.add_venues());
}

}  // namespace whistle::adapters::zeromq
