#include "adapters/district/advice.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/district/civil_text.h"
#include "adapters/district/words.h"
#include "engine/duty.h"
#include "engine/route.h"

namespace whistle::adapters::district {
namespace {

std::string metres_text(double area_m2) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1f", area_m2);
  return text.data();
}

std::string degrees_text(std::int32_t e7) {
  std::array<char, 32> text{};
  const std::int64_t value = e7 < 0 ? -std::int64_t{e7} : std::int64_t{e7};
  std::snprintf(text.data(), text.size(), "%s%lld.%07lld", e7 < 0 ? "-" : "",
                static_cast<long long>(value / 10'000'000), static_cast<long long>(value % 10'000'000));
  return text.data();
}

bool asks_for_tier(const engine::Ruleset& ruleset, v1::Tier tier) {
  const auto means = [&](const engine::Selector& selector) {
    return selector.kind == v1::SELECTOR_KIND_TIER && selector.tier == tier;
  };
  const auto any = [&](const auto& steps) {
    return std::any_of(steps.begin(), steps.end(), [&](const engine::LadderStep& step) { return means(step.target); });
  };
  for (const engine::Route& route : ruleset.routes) {
    if (means(route.lead) || std::any_of(route.assist.begin(), route.assist.end(), means) ||
        std::any_of(route.inform.begin(), route.inform.end(), means)) {
      return true;
    }
  }
  for (const engine::Category& category : ruleset.categories) {
    if (category.duty && means(*category.duty)) return true;
  }
  return std::any_of(ruleset.clocks.ladders.begin(), ruleset.clocks.ladders.end(), [&](const engine::Ladder& ladder) {
    return any(ladder.ack) || any(ladder.on_site) || any(ladder.resolve) || any(ladder.arbitrate) ||
           any(ladder.verify) || any(ladder.total);
  });
}

engine::Place place_in(engine::AreaIndex grid) {
  engine::Place place;
  place.how = v1::LOCATED_BY_GRID;
  place.place_class = v1::PLACE_CLASS_GRID;
  place.area = grid;
  return place;
}

void advise_on_duty(const FileReport& report, SourcePosition at, const engine::Ruleset& ruleset,
                    const std::string& word) {
  std::size_t grids = 0;
  std::size_t served = 0;
  std::string unserved;
  for (std::uint32_t i = 0; i < ruleset.areas.size(); ++i) {
    if (ruleset.areas[i].tier != v1::TIER_GRID) continue;
    ++grids;
    if (engine::party_for_duty(ruleset, place_in(engine::AreaIndex{i}), word)) {
      ++served;
    } else if (unserved.empty()) {
      unserved = ruleset.areas[i].code;
    }
  }
  if (served == 0) {
    report.warning(at, Fault::DutyUnserved, {word});
  } else if (served < grids) {
    report.warning(at, Fault::DutyServedInPart, {word, std::to_string(served), std::to_string(grids), unserved});
  }
}

void advise_on_tiers(const CompiledDistrict& district, const engine::Ruleset& ruleset, Diagnostics& diagnostics) {
  const FileReport areas(diagnostics, "areas.csv");
  for (const auto tier : {v1::TIER_COMMUNITY, v1::TIER_STREET}) {
    const bool wanted = asks_for_tier(ruleset, tier) || (tier == v1::TIER_COMMUNITY && !ruleset.estates.empty());
    for (std::uint32_t i = 0; wanted && i < ruleset.areas.size(); ++i) {
      if (ruleset.areas[i].tier != tier || engine::party_for_tier(ruleset, place_in(engine::AreaIndex{i}), tier))
        continue;
      areas.warning({district.lines.areas[i], 0}, Fault::TierUnserved,
                    {std::string(word_of(tier)), ruleset.areas[i].code});
    }
  }
}

}  // namespace

v1::Calendar calendar_of(const CompiledDistrict& district) {
  v1::CompiledRuleset manifest;
  v1::Calendar calendar;
  if (!manifest.ParseFromString(district.manifest)) return calendar;
  for (int i = 0; i < manifest.parts_size(); ++i) {
    if (manifest.parts(i).kind() != v1::RULESET_PART_KIND_CALENDAR) continue;
    static_cast<void>(calendar.ParseFromString(district.parts[static_cast<std::size_t>(i)].bytes));
  }
  return calendar;
}

void advise_on_coverage(const CompiledDistrict& district, const engine::Ruleset& ruleset,
                        const std::vector<Overlap>& overlaps, const std::vector<Gap>& gaps, Diagnostics& diagnostics) {
  const FileReport report(diagnostics, "grids.geojson");
  std::vector<std::uint32_t> lines(ruleset.areas.size(), 0);
  for (int i = 0; i < district.geometry.grids_size(); ++i) {
    lines[district.geometry.grids(i).index()] = district.lines.grid_shapes[static_cast<std::size_t>(i)];
  }
  for (const Overlap& overlap : overlaps) {
    report.warning({lines[overlap.first], 0}, Fault::GridsOverlap,
                   {ruleset.areas[overlap.first].code, ruleset.areas[overlap.second].code, metres_text(overlap.area_m2),
                    degrees_text(overlap.point.lat_e7), degrees_text(overlap.point.lon_e7)});
  }
  for (const Gap& gap : gaps) {
    report.warning({}, Fault::GridGap,
                   {metres_text(gap.area_m2), degrees_text(gap.point.lat_e7), degrees_text(gap.point.lon_e7)});
  }
}

void advise_on_duties(const CompiledDistrict& district, const engine::Ruleset& ruleset, Diagnostics& diagnostics) {
  const FileReport catalogue(diagnostics, "catalogue.csv");
  const FileReport routes(diagnostics, "routes.yaml");
  std::set<std::string> seen;
  const auto look_at = [&](const FileReport& report, std::uint32_t line, const engine::Selector& selector) {
    if (selector.kind != v1::SELECTOR_KIND_DUTY_WORD || !seen.insert(selector.word).second) return;
    advise_on_duty(report, {line, 0}, ruleset, selector.word);
  };
  for (std::size_t i = 0; i < ruleset.categories.size(); ++i) {
    if (ruleset.categories[i].duty) look_at(catalogue, district.lines.categories[i], *ruleset.categories[i].duty);
  }
  for (std::size_t i = 0; i < ruleset.routes.size(); ++i) {
    look_at(routes, district.lines.routes[i], ruleset.routes[i].lead);
    for (const auto* selectors : {&ruleset.routes[i].assist, &ruleset.routes[i].inform}) {
      for (const engine::Selector& selector : *selectors)
        look_at(routes, district.lines.routes[i], selector);
    }
  }
  const FileReport clocks(diagnostics, "clocks.yaml");
  for (std::size_t i = 0; i < ruleset.clocks.ladders.size(); ++i) {
    const engine::Ladder& ladder = ruleset.clocks.ladders[i];
    for (const auto* steps :
         {&ladder.ack, &ladder.on_site, &ladder.resolve, &ladder.arbitrate, &ladder.verify, &ladder.total}) {
      for (const engine::LadderStep& step : *steps)
        look_at(clocks, district.lines.ladders[i], step.target);
    }
  }
  advise_on_tiers(district, ruleset, diagnostics);
}

void advise_on_limits(const CompiledDistrict& district, const engine::Ruleset& ruleset, Diagnostics& diagnostics) {
  for (std::uint32_t i = 0; i < ruleset.categories.size(); ++i) {
    const engine::CategoryIndex category{i};
    const auto urgency = engine::effective_urgency(ruleset, category, std::nullopt);
    const engine::TicketLimits limits = engine::limits_of(ruleset, category, urgency);
    if (!limits.ack.none() || !limits.on_site.none() || !limits.resolve.none() || !limits.total.none()) continue;
    FileReport(diagnostics, "catalogue.csv")
        .warning({district.lines.categories[i], 0}, Fault::CategoryUnchased, {ruleset.categories[i].code});
  }
}

}  // namespace whistle::adapters::district
