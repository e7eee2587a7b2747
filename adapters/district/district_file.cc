#include "adapters/district/district_file.h"

#include <array>

#include "adapters/district/cells.h"
#include "adapters/district/civil_text.h"
#include "adapters/district/time_zone.h"
#include "adapters/district/yaml_fields.h"

namespace whistle::adapters::district {
namespace {

constexpr std::array<YamlKey, 6> kDistrictKeys{
    {{"schema"}, {"code"}, {"name"}, {"time_zone"}, {"desk"}, {"in_force_from", false}}};
constexpr std::array<YamlKey, 2> kNameKeys{{{"zh"}, {"en", false}}};

void set_zone(const YamlFields& fields, Identity& identity) {
  const YamlNode* node = fields.scalar("time_zone");
  if (node == nullptr) return;
  identity.time_zone = node->text;
  auto offsets = zone_offsets(node->text);
  if (offsets) {
    identity.offsets = std::move(*offsets);
  } else if (offsets.error().unknown) {
    fields.error(node->at, "time_zone", Fault::UnknownName, {"time zone", node->text}, offsets.error().suggestion);
  } else {
    fields.error(node->at, "time_zone", Fault::ZoneUnreadable, {offsets.error().reason});
  }
}

void set_in_force(const YamlFields& fields, Identity& identity) {
  const YamlNode* node = fields.scalar("in_force_from");
  if (node == nullptr) return;
  const auto instant = parse_rfc3339(node->text);
  if (!instant) return fields.error(node->at, "in_force_from", Fault::BadInstant, {node->text});
  identity.in_force_from_us = instant->us;
}

void set_code(const YamlFields& fields, Identity& identity) {
  const YamlNode* node = fields.scalar("code");
  if (node == nullptr) return;
  if (!is_code(node->text)) return fields.error(node->at, "code", Fault::BadCode, {node->text});
  identity.code = node->text;
}

}  // namespace

Identity read_identity(const FileReport& report, std::string_view bytes) {
  Identity identity;
  const auto document = read_yaml(report, bytes);
  if (!document) return identity;
  const YamlFields fields(report, *document, kDistrictKeys);
  if (const YamlNode* schema = fields.scalar("schema")) {
    if (schema->text != "1") fields.error(schema->at, "schema", Fault::UnknownSchema, {schema->text});
    identity.schema = 1;
  }
  set_code(fields, identity);
  if (const YamlNode* name = fields.find("name")) {
    const YamlFields names(report, *name, kNameKeys);
    identity.name_zh = names.text("zh").value_or("");
    identity.name_en = names.text("en").value_or("");
  }
  set_zone(fields, identity);
  if (const YamlNode* desk = fields.scalar("desk")) {
    identity.desk = desk->text;
    identity.desk_at = desk->at;
  }
  set_in_force(fields, identity);
  return identity;
}

std::uint32_t resolve_desk(const FileReport& report, const Identity& identity, const Parties& parties) {
  if (identity.desk.empty()) return 0;  // reported as missing
  const auto desk = parties.names.resolve(report, identity.desk_at, "desk", "party", identity.desk);
  if (!desk) return 0;
  const v1::PartyKind kind = parties.rows[*desk].kind();
  if (kind != v1::PARTY_KIND_DESK && kind != v1::PARTY_KIND_UNSPECIFIED) {
    report.warning(identity.desk_at, Fault::DeskKind, {identity.desk, std::string(word_of(kind))}, {"desk", {}});
  }
  return *desk;
}

}  // namespace whistle::adapters::district
