// The sample district as a journal publishes it: a manifest and parts, found by their hash.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "storage/sha256.h"
#include "tests/fuzz/core_on_rules.h"

namespace whistle::fuzz {

struct PublishedRules {
  std::string sha256;  // of the manifest
  std::map<std::string, std::string, std::less<>> blobs;
  std::shared_ptr<const engine::Ruleset> rules;

  [[nodiscard]] std::optional<std::string> blob(std::string_view wanted) const {
    const auto found = blobs.find(wanted);
    return found == blobs.end() ? std::nullopt : std::optional(found->second);
  }
};

[[nodiscard]] inline PublishedRules published_rules() {
  auto parts = peopled_district();
  // Laying out a calendar day by day takes most of a run; this one is laid out to its end soon.
  parts.calendar.clear_holidays();
  parts.calendar.set_data_until(1);
  PublishedRules published;
  parts.manifest.clear_parts();
  const auto add = [&](v1::RulesetPartKind kind, const google::protobuf::MessageLite& message) {
    const auto bytes = message.SerializeAsString();
    auto& part = *parts.manifest.add_parts();
    part.set_kind(kind);
    part.set_sha256(storage::sha256(bytes));
    part.set_size(static_cast<std::uint32_t>(bytes.size()));
    published.blobs[part.sha256()] = bytes;
  };
  add(v1::RULESET_PART_KIND_TERRITORY, parts.territory);
  add(v1::RULESET_PART_KIND_GEOMETRY, parts.geometry);
  add(v1::RULESET_PART_KIND_PEOPLE, parts.people);
  add(v1::RULESET_PART_KIND_CATALOGUE, parts.catalogue);
  add(v1::RULESET_PART_KIND_CALENDAR, parts.calendar);
  add(v1::RULESET_PART_KIND_CLOCKS, parts.clocks);
  add(v1::RULESET_PART_KIND_ROUTES, parts.routes);
  const auto manifest = parts.manifest.SerializeAsString();
  published.sha256 = storage::sha256(manifest);
  published.blobs[published.sha256] = manifest;
  const auto lookup = [&](std::string_view wanted) { return published.blob(wanted); };
  published.rules = engine::Ruleset::load(manifest, lookup, engine::LoadGeometry::Yes).value();
  return published;
}

}  // namespace whistle::fuzz
