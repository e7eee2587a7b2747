// What the parties do with a ticket: acknowledge, arrive, resolve. Source: DOMAIN, "Life of a ticket" and "Who may".
#include <algorithm>

#include "engine/decide_checks.h"
#include "engine/draft.h"

namespace whistle::engine {

namespace {

void acknowledge(Draft& draft, std::uint32_t part) {
  v1::Event event;
  event.mutable_ticket_acknowledged()->set_part(part);
  event.mutable_ticket_acknowledged()->set_party(draft.ticket.parts[part].party);
  draft.add(std::move(event));
  stop_clock(draft, part, v1::CLOCK_KIND_ACK);
}

// A rule's `evidence` is the row's own; an item counts when it carries what its kind needs.
bool brought(const v1::ResolveTicket& command, v1::Evidence wanted) {
  if (wanted == v1::EVIDENCE_NOTE) return !command.personal().text().empty();
  return std::ranges::any_of(command.evidence(), [&](const v1::EvidenceItem& item) { return item.kind() == wanted; });
}

Decided<void> check_evidence(const Draft& draft, const v1::ResolveTicket& command) {
  const auto category = draft.pinned->find_category(draft.ticket.category);
  if (!category) return {};
  for (const auto wanted : draft.pinned->category(*category).evidence) {
    if (!brought(command, wanted)) {
      return reject(v1::REFUSAL_CODE_EVIDENCE_MISSING, {{"evidence", v1::Evidence_Name(wanted)}});
    }
  }
  return {};
}

bool is_resolution(v1::Outcome outcome) {
  return outcome == v1::OUTCOME_FIXED || outcome == v1::OUTCOME_EXPLAINED || outcome == v1::OUTCOME_NOT_REPRODUCED ||
         outcome == v1::OUTCOME_REFERRED_OUT;
}

void finish_part(Draft& draft, std::uint32_t part) {
  v1::Event event;
  event.mutable_part_finished()->set_part(part);
  event.mutable_part_finished()->set_party(draft.ticket.parts[part].party);
  draft.add(std::move(event));
  stop_clocks_of_part(draft, part);
}

// The lead speaks for the whole: what assistants have not finished is released with it.
void resolve(Draft& draft, v1::Outcome outcome) {
  v1::Event event;
  event.mutable_ticket_resolved()->set_party(draft.ticket.lead());
  event.mutable_ticket_resolved()->set_outcome(outcome);
  draft.add(std::move(event));
  stop_clock(draft, 0, v1::CLOCK_KIND_ACK);
  stop_clock(draft, 0, v1::CLOCK_KIND_ON_SITE);
  stop_clock(draft, 0, v1::CLOCK_KIND_RESOLVE);
  release_assistants(draft);
  start_clock(draft, 0, v1::CLOCK_KIND_VERIFY, draft.pinned->clocks.silence_confirms);
  // Rule 1 holds even where the district lets no silence confirm and no total clock run.
  if (draft.ticket.first_to_act() == nullptr)
    start_clock(draft, 0, v1::CLOCK_KIND_VERIFY, Limit{1, v1::LIMIT_UNIT_WORKING_DAYS});
}

}  // namespace

Decided<void> decide_acknowledge_ticket(Draft& draft, const v1::AcknowledgeTicket&) {
  const auto part = acting_part(draft);
  if (!part) return tl::unexpected(part.error());
  if (!being_handled(draft.ticket.state)) return wrong_state(draft);
  if (draft.ticket.parts[*part].state != v1::PART_STATE_ASSIGNED) return already_done(draft, *part);
  acknowledge(draft, *part);
  return {};
}

Decided<void> decide_arrive_on_site(Draft& draft, const v1::ArriveOnSite&) {
  const auto part = acting_part(draft);
  if (!part) return tl::unexpected(part.error());
  if (!being_handled(draft.ticket.state)) return wrong_state(draft);
  if (draft.ticket.parts[*part].state == v1::PART_STATE_ON_SITE) return already_done(draft, *part);
  if (draft.ticket.parts[*part].state == v1::PART_STATE_ASSIGNED) acknowledge(draft, *part);
  v1::Event event;
  event.mutable_arrived_on_site()->set_part(*part);
  event.mutable_arrived_on_site()->set_party(draft.ticket.parts[*part].party);
  draft.add(std::move(event));
  stop_clock(draft, *part, v1::CLOCK_KIND_ON_SITE);
  return {};
}

Decided<void> decide_resolve_ticket(Draft& draft, const v1::ResolveTicket& command) {
  const auto part = acting_part(draft);
  if (!part) return tl::unexpected(part.error());
  if (!being_handled(draft.ticket.state)) return wrong_state(draft);
  if (draft.ticket.parts[*part].state == v1::PART_STATE_ASSIGNED) return wrong_state(draft);
  if (!is_resolution(command.outcome())) {
    return reject(v1::REFUSAL_CODE_INVALID, {{"field", "outcome"}, {"why", v1::Outcome_Name(command.outcome())}});
  }
  if (*part != 0) {
    finish_part(draft, *part);
    return {};
  }
  if (auto evidence = check_evidence(draft, command); !evidence) return evidence;
  resolve(draft, command.outcome());
  return {};
}

}  // namespace whistle::engine
