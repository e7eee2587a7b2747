// SplitTicket: one ticket is two matters, and the second gets a life of its own. Its entry is the new ticket's first;
// LinkSplitTicket, the engine's own, follows in the same batch and tells the first ticket. Two entries, so that who
// sees one of the tickets is told no more of the other than its number. Source: DOMAIN, "Further acts", rules 1, 2, 6
// and 10.
#include "engine/approval.h"
#include "engine/decide_checks.h"
#include "engine/dispatch.h"
#include "engine/ladder.h"
#include "engine/personal.h"

namespace whistle::engine {

namespace {

Place place_of_second(const Draft& draft, const v1::SplitTicket& command) {
  const bool carried_over = draft.input.from_journal ? command.carried_over() : carries_place_over(command);
  if (!carried_over) return place_of(draft, command.location(), command.personal().address());
  auto place = place_in(*draft.newest, draft.ticket);
  place.flags = draft.ticket.flags;
  return place;
}

void add_split_off(Draft& draft, const Ticket& first, const v1::SplitTicket& command, const Place& place,
                   const Routing& routing) {
  v1::Event event;
  auto& split_off = *event.mutable_ticket_split_off();
  split_off.set_from(first.id.value);
  const auto number = next_number(draft);
  split_off.set_local_day(number.local_day);
  split_off.set_day_counter(number.day_counter);
  split_off.set_kind(first.kind);
  split_off.set_source(first.source);
  split_off.set_blower(first.blower);
  split_off.set_blower_party(first.blower_party);
  split_off.set_blower_released(first.blower_released);
  split_off.set_anonymous(first.anonymous);
  split_off.set_accepted_us(first.accepted.us);
  split_off.set_occurred_us(first.occurred.us);
  split_off.set_category(command.category());
  put_place(*draft.newest, place, *split_off.mutable_place());
  split_off.set_urgency(draft.newest->urgency(routing.urgency).name);
  split_off.set_hours(routing.hours);
  draft.add(std::move(event));
}

// The whistle-blower has waited since the first ticket was accepted, so its total clock goes on here too; what has been
// missed there already is not charged once more to somebody who has only just got it.
void go_on_with_total(Draft& draft, const Ticket& first, const Limit& limit) {
  const auto* total = first.find_clock(0, v1::CLOCK_KIND_TOTAL);
  if (total != nullptr && total->phase != v1::CLOCK_PHASE_MISSED) {
    start_clock_due(draft, 0, v1::CLOCK_KIND_TOTAL, total->due);
  } else {
    start_clock(draft, 0, v1::CLOCK_KIND_TOTAL, limit);
  }
}

Decided<void> check_split(const Draft& draft, const v1::SplitTicket& command) {
  if (!draft.ticket.being_handled()) return wrong_state(draft);
  if (draft.ticket.split_into.size() >= kSplitsPerTicket) {
    return reject(v1::REFUSAL_CODE_TOO_MANY_SPLITS,
                  {{"ticket", std::to_string(draft.ticket.id.value)}, {"limit", std::to_string(kSplitsPerTicket)}});
  }
  return check_text(command.personal(), draft.input.commitments);
}

}  // namespace

Decided<void> decide_split_ticket(Draft& draft, const v1::SplitTicket& command) {
  if (auto dispatcher = check_dispatcher(draft); !dispatcher) return dispatcher;
  const auto& rules = *draft.newest;
  if (!rules.find_category(command.category())) {
    return reject(v1::REFUSAL_CODE_UNKNOWN_CATEGORY, {{"category", command.category()}});
  }
  if (auto known = check_known(rules, command.category(), command.urgency()); !known) return known;
  const auto place = place_of_second(draft, command);
  const auto question = question_of(draft, command.category(), command.urgency());
  const auto routing = route(rules, place, question);
  if (auto tier = check_tier(draft, rules.party(routing.lead).code); !tier) return tier;
  if (auto may_split = check_split(draft, command); !may_split) return may_split;
  const auto first = std::move(draft.ticket);
  // The new ticket has the reporter of the first and names it: nothing of a complaint goes to whom it is about.
  if (!first.against.empty() && reaches(rules, routing, first.against)) return complained_about(first.against);

  draft.ticket = Ticket{};
  draft.before = Footing{};
  draft.pinned = draft.newest;
  draft.entry.set_ticket(draft.entry.sequence());
  draft.entry.clear_previous();
  add_split_off(draft, first, command, place, routing);
  const auto limits = limits_of(rules, question.category, routing.urgency);
  if (needs_approval(rules, question.category) && first.against.empty()) {
    await_approval(draft, place, *question.category, routing);
    go_on_with_total(draft, first, limits.total);
    return {};
  }
  auto against = against_of(rules, routing);
  if (against.empty()) against = first.against;
  dispatch_by_rule(draft, routing, {v1::DISPATCH_CAUSE_SPLIT, routing.assist, against});
  start_lead_clocks(draft, limits);
  go_on_with_total(draft, first, limits.total);
  start_assistant_clocks(draft, 1, routing.assist.size(), limits);
  keep_reminded(draft);
  return {};
}

Decided<void> decide_link_split_ticket(Draft& draft, const v1::LinkSplitTicket& command) {
  if (auto engine = check_engine(draft); !engine) return engine;
  v1::Event event;
  event.mutable_ticket_split()->set_into(command.into());
  draft.add(std::move(event));
  return {};
}

}  // namespace whistle::engine
