#include "adapters/district/clocks_file.h"

#include <algorithm>
#include <array>
#include <utility>

#include "adapters/district/cells.h"
#include "adapters/district/decimal.h"
#include "adapters/district/ladders.h"
#include "adapters/district/limits.h"
#include "adapters/district/yaml_fields.h"

namespace whistle::adapters::district {
namespace {

constexpr std::array<YamlKey, 9> kClockKeys{{{"urgencies"},
                                             {"warn"},
                                             {"silence_confirms"},
                                             {"recurrence_window"},
                                             {"appeal_within", false},
                                             {"similar"},
                                             {"return_limit"},
                                             {"extension"},
                                             {"ladders"}}};
constexpr std::array<YamlKey, 6> kUrgencyKeys{
    {{"ack"}, {"on_site"}, {"resolve"}, {"arbitrate"}, {"verify"}, {"total"}}};
constexpr std::array<YamlKey, 2> kWarnKeys{{{"fraction"}, {"at_most", false}}};
constexpr std::array<YamlKey, 2> kSimilarKeys{{{"metres"}, {"within"}}};
constexpr std::array<YamlKey, 1> kExtensionKeys{{{"times"}}};
constexpr std::uint32_t kMetresMax = 100'000;
constexpr std::uint32_t kTimesMax = 100;

void set_limit(const YamlFields& fields, std::string_view key, v1::Limit* limit) {
  if (const auto value = fields.limit(key)) *limit = engine::to_proto(*value);
}

void read_urgencies(const FileReport& report, const YamlNode& node, Clocks& clocks) {
  if (node.kind != YamlNode::Kind::Map || node.entries.empty()) {
    report.error(node.at, Fault::WantedMap, {}, {"urgencies", {}});
    return;
  }
  if (node.entries.size() > kUrgenciesMax) {
    report.error(node.at, Fault::TooManyItems, {std::to_string(kUrgenciesMax)}, {"urgencies", {}});
    return;
  }
  for (const YamlEntry& entry : node.entries) {
    if (!is_code(entry.key)) report.error(entry.at, Fault::BadCode, {entry.key}, {"urgencies", {}});
    clocks.urgencies.names.push_back(entry.key);
    clocks.urgencies.at.push_back(entry.at);
    const YamlFields fields(report, entry.value, kUrgencyKeys);
    v1::Urgency& urgency = *clocks.rules.add_urgencies();
    urgency.set_name(entry.key);
    set_limit(fields, "ack", urgency.mutable_ack());
    set_limit(fields, "on_site", urgency.mutable_on_site());
    set_limit(fields, "resolve", urgency.mutable_resolve());
    set_limit(fields, "arbitrate", urgency.mutable_arbitrate());
    set_limit(fields, "verify", urgency.mutable_verify());
    set_limit(fields, "total", urgency.mutable_total());
  }
}

void read_warn(const FileReport& report, const YamlNode& node, v1::ClockRules& rules) {
  const YamlFields fields(report, node, kWarnKeys);
  if (const YamlNode* fraction = fields.scalar("fraction")) {
    const auto basis_points = scaled_decimal(fraction->text, /*places=*/4);
    if (basis_points && *basis_points >= 0 && *basis_points <= 10'000) {
      rules.set_warn_fraction_bp(static_cast<std::uint32_t>(*basis_points));
    } else {
      fields.error(fraction->at, "fraction", Fault::BadFraction, {fraction->text});
    }
  }
  if (const auto at_most = fields.limit("at_most")) *rules.mutable_warn_at_most() = engine::to_proto(*at_most);
}

void read_similar(const FileReport& report, const YamlNode& node, v1::ClockRules& rules) {
  const YamlFields fields(report, node, kSimilarKeys);
  rules.set_similar_metres(fields.number("metres", kMetresMax).value_or(0));
  set_limit(fields, "within", rules.mutable_similar_within());
}

}  // namespace

std::optional<std::uint32_t> OrderedNames::find(std::string_view name) const {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<std::uint32_t>(found - names.begin());
}

std::optional<std::uint32_t> OrderedNames::resolve(const FileReport& report, SourcePosition position,
                                                   std::string_view field, std::string_view noun,
                                                   std::string_view name) const {
  const auto index = find(name);
  if (!index) {
    report.error(position, Fault::UnknownName, {std::string(noun), std::string(name)},
                 {field, nearest_name(name, names)});
  }
  return index;
}

Clocks read_clocks(const FileReport& report, std::string_view bytes, const Parties& parties) {
  Clocks clocks;
  const auto document = read_yaml(report, bytes);
  if (!document) return clocks;
  const YamlFields fields(report, *document, kClockKeys);
  if (const YamlNode* node = fields.find("urgencies")) read_urgencies(report, *node, clocks);
  if (const YamlNode* node = fields.find("warn")) read_warn(report, *node, clocks.rules);
  set_limit(fields, "silence_confirms", clocks.rules.mutable_silence_confirms());
  set_limit(fields, "recurrence_window", clocks.rules.mutable_recurrence_window());
  if (const auto within = fields.limit("appeal_within"))
    *clocks.rules.mutable_appeal_within() = engine::to_proto(*within);
  if (const YamlNode* node = fields.find("similar")) read_similar(report, *node, clocks.rules);
  clocks.rules.set_return_limit(fields.number("return_limit", kTimesMax).value_or(0));
  if (const YamlNode* node = fields.find("extension")) {
    clocks.rules.set_extension_times(YamlFields(report, *node, kExtensionKeys).number("times", kTimesMax).value_or(0));
  }
  if (const YamlNode* node = fields.find("ladders")) read_ladders(report, *node, parties, clocks);
  return clocks;
}

}  // namespace whistle::adapters::district
