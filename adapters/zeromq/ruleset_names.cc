#include "adapters/zeromq/ruleset_names.h"

namespace whistle::adapters::zeromq {

namespace {

template <typename Row>
void put_name(const Row& row, v1::NamedCode& name) {
  name.set_code(row.code);
  name.set_name_zh(row.name_zh);
  name.set_name_en(row.name_en);
}

}  // namespace

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
  for (const auto& row : rules.categories)
    put_name(row, *reply.add_categories());
  for (const auto& row : rules.venues)
    put_name(row, *reply.add_venues());
}

}  // namespace whistle::adapters::zeromq
