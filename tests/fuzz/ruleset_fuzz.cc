// A compiled ruleset from a journal that somebody else has kept. The first line of the input names the part that it
// replaces, the rest are that part's bytes; all others are those of the sample district. What passes the checks of
// Ruleset::load is trusted by everything after it, so it is put to use: whistles are blown under it, and its clocks
// run.
#include "engine/ruleset.h"

#include <array>
#include <utility>
#include <vector>

#include "engine/assert.h"
#include "tests/fuzz/core_on_rules.h"
#include "tests/fuzz/target.h"

namespace whistle::fuzz {

namespace {

constexpr std::size_t kEntriesMax = 64;

using NamedPart = std::pair<std::string_view, std::string>;

std::vector<NamedPart> sample_parts() {
  auto parts = engine::sample_district();
  // Laying out a calendar day by day takes most of a run; this one is laid out to its end soon.
  parts.calendar.clear_holidays();
  parts.calendar.set_data_until(1);
  return {{"territory", parts.territory.SerializeAsString()}, {"geometry", parts.geometry.SerializeAsString()},
          {"people", parts.people.SerializeAsString()},       {"catalogue", parts.catalogue.SerializeAsString()},
          {"calendar", parts.calendar.SerializeAsString()},   {"clocks", parts.clocks.SerializeAsString()},
          {"routes", parts.routes.SerializeAsString()},       {"evaluation", v1::Evaluation().SerializeAsString()}};
}

// The manifest lists the parts by their place, which stands for their hash.
std::string manifest_of(const std::vector<NamedPart>& parts, v1::CompiledRuleset manifest) {
  manifest.clear_parts();
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].first == "evaluation" && parts[i].second.empty()) continue;
    auto& part = *manifest.add_parts();
    part.set_kind(static_cast<v1::RulesetPartKind>(i + 1));
    part.set_sha256(std::string(32, static_cast<char>('a' + i)));
    part.set_size(static_cast<std::uint32_t>(parts[i].second.size()));
  }
  return manifest.SerializeAsString();
}

v1::Command whistle_at(const engine::Ruleset& rules, std::size_t n) {
  v1::Command command;
  auto& blow = *command.mutable_blow_whistle();
  const bool by_community = n % 2 == 1;
  blow.set_kind(by_community ? v1::WHISTLE_KIND_COMMUNITY : v1::WHISTLE_KIND_RESIDENT);
  blow.set_source(by_community ? v1::SOURCE_COMMUNITY : v1::SOURCE_RESIDENT);
  if (!rules.categories.empty()) blow.set_category(rules.categories[n % rules.categories.size()].code);
  auto& location = *blow.mutable_location();
  if (n % 3 == 0 && !rules.estates.empty()) location.set_estate(rules.estates[n % rules.estates.size()].code);
  if (n % 3 == 1 && !rules.areas.empty()) location.set_grid(rules.areas[n % rules.areas.size()].code);
  if (n % 3 == 2) location.mutable_point()->set_lat_e7(static_cast<std::int32_t>(n) * 90);
  if (n % 3 == 2) location.mutable_point()->set_lon_e7(static_cast<std::int32_t>(n) * 450);
  blow.mutable_personal()->set_address("阳光花园 East Gate");
  return command;
}

void use(const std::shared_ptr<const engine::Ruleset>& rules) {
  auto core = core_on(rules);
  for (std::size_t n = 0; n < 12; ++n) {
    const auto command = whistle_at(*rules, n);
    engine::Input input{{}, "k" + std::to_string(n), 0, command, {}};
    input.actor.set_authentication(v1::AUTHENTICATION_PLAIN);
    input.actor.set_member("@plain");
    static_cast<void>(core.handle(input, kMonday + engine::hours(static_cast<std::int64_t>(n) * 7)));
  }
  for (std::size_t fired = 0; fired < kEntriesMax;) {
    const auto due = core.next_due();
    if (!due || *due >= engine::kInstantMax) break;
    fired += core.fire_due(*due + engine::microseconds(1), kEntriesMax);
  }
  static_cast<void>(core.take_batch());
}

}  // namespace

void read(std::string_view input) {
  const auto end = input.find('\n');
  if (end == std::string_view::npos) return;
  const auto name = input.substr(0, end);
  const auto bytes = input.substr(end + 1);
  static const auto sample = sample_parts();
  auto parts = sample;
  for (auto& [part, content] : parts) {
    if (part == name) content = std::string(bytes);
  }
  auto manifest = engine::sample_district().manifest;
  const bool is_manifest = name == "manifest";
  if (is_manifest && !manifest.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return;
  const auto lookup = [&](std::string_view hash) -> std::optional<std::string> {
    const auto place = hash.empty() ? parts.size() : static_cast<std::size_t>(hash.front() - 'a');
    return place < parts.size() ? std::optional(parts[place].second) : std::nullopt;
  };
  // As it is too, with whatever it says of its parts.
  if (is_manifest) static_cast<void>(engine::Ruleset::load(bytes, lookup, engine::LoadGeometry::Yes));
  const auto whole = manifest_of(parts, std::move(manifest));
  const auto rules = engine::Ruleset::load(whole, lookup, engine::LoadGeometry::Yes);
  if (!rules) {
    WHISTLE_ASSERT(!rules.error().what.empty());
    return;
  }
  use(*rules);
}

}  // namespace whistle::fuzz
