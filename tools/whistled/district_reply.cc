#include "tools/whistled/district_reply.h"

#include <string>

namespace whistle::tools {

namespace {

template <typename Named>
void copy_names(const Named& from, v1::NamedCode& to) {
  to.set_code(from.code);
  to.set_name_zh(from.name_zh);
  to.set_name_en(from.name_en);
}

}  // namespace

v1::GetDistrictReply describe_district(const engine::Ruleset& ruleset, std::string_view sha256,
                                       const v1::GetDistrict& question) {
  v1::GetDistrictReply reply;
  reply.set_ruleset_sha256(std::string(sha256));
  if (question.known_ruleset_sha256() == sha256) return reply;
  for (const auto& area : ruleset.areas) {
    auto& to = *reply.add_areas();
    to.set_code(area.code);
    to.set_tier(area.tier);
    to.set_name_zh(area.name_zh);
    to.set_name_en(area.name_en);
    if (area.parent) to.set_parent(ruleset.area(*area.parent).code);
  }
  for (const auto& estate : ruleset.estates)
    copy_names(estate, *reply.add_estates());
  for (const auto& party : ruleset.parties)
    copy_names(party, *reply.add_parties());
  for (const auto& category : ruleset.categories)
    copy_names(category, *reply.add_categories());
  return reply;
}

}  // namespace whistle::tools
