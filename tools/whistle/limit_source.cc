#include "tools/whistle/limit_source.h"

#include <algorithm>

#include "engine/route.h"

namespace whistle::tools {

namespace {

std::optional<engine::Limit> of_row(const engine::Category& row, v1::ClockKind kind) {
  switch (kind) {
    case v1::CLOCK_KIND_ACK:
      return row.ack;
    case v1::CLOCK_KIND_ON_SITE:
      return row.on_site;
    case v1::CLOCK_KIND_RESOLVE:
      return row.resolve;
    default:
      return std::nullopt;
  }
}

engine::Limit counting(const engine::TicketLimits& limits, v1::ClockKind kind) {
  switch (kind) {
    case v1::CLOCK_KIND_ACK:
      return limits.ack;
    case v1::CLOCK_KIND_ON_SITE:
      return limits.on_site;
    case v1::CLOCK_KIND_RESOLVE:
      return limits.resolve;
    case v1::CLOCK_KIND_TOTAL:
      return limits.total;
    default:
      return {};
  }
}

// Up to the row that says it is its own; nullopt: none does.
std::optional<engine::CategoryIndex> owner(const engine::Ruleset& ruleset, engine::CategoryIndex category,
                                           v1::ClockKind kind) {
  for (std::optional row = category; row; row = ruleset.category(*row).parent) {
    const auto& own = ruleset.category(*row).own_limits;
    if (std::ranges::find(own, kind) != own.end()) return row;
  }
  return std::nullopt;
}

engine::CategoryIndex where_it_stands(const engine::Ruleset& ruleset, engine::CategoryIndex category,
                                      v1::ClockKind kind) {
  if (const auto row = owner(ruleset, category, kind)) return *row;
  auto row = category;
  for (auto above = ruleset.category(row).parent; above; above = ruleset.category(row).parent) {
    if (of_row(ruleset.category(*above), kind) != of_row(ruleset.category(row), kind)) break;
    row = *above;
  }
  return row;
}

}  // namespace

SourcedLimit limit_of(const engine::Ruleset& ruleset, std::optional<engine::CategoryIndex> category,
                      engine::UrgencyIndex urgency, v1::ClockKind kind) {
  SourcedLimit sourced;
  sourced.limit = counting(engine::limits_of(ruleset, category, urgency), kind);
  if (!category || !of_row(ruleset.category(*category), kind)) {
    sourced.source = LimitSource::Urgency;
    sourced.named = ruleset.urgency(urgency).name;
    return sourced;
  }
  const auto row = where_it_stands(ruleset, *category, kind);
  sourced.source = row == *category ? LimitSource::Row : LimitSource::RowAbove;
  sourced.named = ruleset.category(row).code;
  return sourced;
}

}  // namespace whistle::tools
