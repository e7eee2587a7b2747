#include "engine/rebase.h"

#include "engine/decide_checks.h"
#include "engine/ladder.h"
#include "engine/route.h"

namespace whistle::engine {

namespace {

// Whose lead it would be had it been dispatched by these rules when it was dispatched last.
std::string lead_by(const Ruleset& rules, const Ticket& ticket) {
  RouteQuestion question;
  question.kind = ticket.kind;
  question.source = ticket.source;
  question.category = rules.find_category(ticket.category);
  question.urgency = rules.find_urgency(ticket.urgency);
  question.blower = rules.find_party(ticket.blower_party);
  question.at = ticket.hops.back().since;
  return rules.party(route(rules, place_in(rules, ticket), question).lead).code;
}

Limit limit_for(const TicketLimits& limits, v1::ClockKind kind) {
  if (kind == v1::CLOCK_KIND_ACK) return limits.ack;
  if (kind == v1::CLOCK_KIND_ON_SITE) return limits.on_site;
  return kind == v1::CLOCK_KIND_RESOLVE ? limits.resolve : limits.total;
}

std::optional<Instant> due_by(const Ruleset& rules, const Ticket& ticket, const Clock& clock) {
  const auto urgency = rules.find_urgency(ticket.urgency).value_or(rules.lowest_urgency());
  const auto limit = limit_for(limits_of(rules, rules.find_category(ticket.category), urgency), clock.kind);
  if (limit.none()) return std::nullopt;
  return rules.calendar.deadline(clock.started, limit).at;
}

bool has_limit(v1::ClockKind kind) {
  return kind == v1::CLOCK_KIND_ACK || kind == v1::CLOCK_KIND_ON_SITE || kind == v1::CLOCK_KIND_RESOLVE ||
         kind == v1::CLOCK_KIND_TOTAL;
}

}  // namespace

RebasePreview preview_rebase(const State& state, const Ticket& ticket) {
  const auto& pinned = *state.ruleset_of(ticket.ruleset);
  const auto& newest = *state.in_force();
  RebasePreview preview;
  const auto known = check_known(newest, ticket.category, ticket.urgency);
  if (!known) preview.refused = known.error().refusal.code();
  preview.lead_pinned = lead_by(pinned, ticket);
  preview.lead_newest = lead_by(newest, ticket);
  for (const auto& clock : ticket.clocks) {
    if (clock.part != 0 || !has_limit(clock.kind)) continue;
    const DueChange change{clock.kind, due_by(pinned, ticket, clock), due_by(newest, ticket, clock)};
    if (change.pinned != change.newest) preview.dues.push_back(change);
  }
  return preview;
}

}  // namespace whistle::engine
