// What the parties do with a ticket: acknowledge, arrive, resolve. Source: DOMAIN, "Life of a ticket" and "Who may".
#include <algorithm>

#include "engine/attached.h"
#include "engine/decide_checks.h"
#include "engine/dispatch.h"
#include "engine/draft.h"
#include "engine/request.h"

namespace whistle::engine {

namespace {

void release_owing(Draft& draft) {
  for (std::uint32_t part = 1; part < draft.ticket.parts.size(); ++part) {
    if (draft.ticket.parts[part].active() && draft.ticket.parts[part].owes) release_part(draft, part);
  }
}

void acknowledge(Draft& draft, std::uint32_t part) {
  v1::Event event;
  event.mutable_ticket_acknowledged()->set_part(part);
  event.mutable_ticket_acknowledged()->set_party(draft.ticket.parts[part].party);
  draft.add(std::move(event));
  stop_clock(draft, part, v1::CLOCK_KIND_ACK);
}

// A rule's `evidence` is the row's own; an item counts when it carries what its kind needs.
bool brought(const Draft& draft, const v1::ResolveTicket& command, v1::Evidence wanted) {
  if (wanted == v1::EVIDENCE_NOTE) return !command.personal().text().empty() || !draft.input.commitments.text().empty();
  return std::ranges::any_of(command.evidence(), [&](const v1::EvidenceItem& item) { return item.kind() == wanted; });
}

Decided<void> check_evidence(const Draft& draft, const v1::ResolveTicket& command) {
  const auto category = draft.pinned->find_category(draft.ticket.category);
  if (!category) return {};
  for (const auto wanted : draft.pinned->category(*category).evidence) {
    if (!brought(draft, command, wanted)) {
      return reject(v1::REFUSAL_CODE_EVIDENCE_MISSING, {{"evidence", v1::Evidence_Name(wanted)}});
    }
  }
  return {};
}

bool is_resolution(v1::Outcome outcome) {
  return outcome == v1::OUTCOME_FIXED || outcome == v1::OUTCOME_EXPLAINED || outcome == v1::OUTCOME_NOT_REPRODUCED ||
         outcome == v1::OUTCOME_REFERRED_OUT;
}

// What an assistant owes is the lead's work, which is done; an assistant with a part of its own is waited for (rule 7).
void resolve(Draft& draft, v1::Outcome outcome) {
  const auto& parts = draft.ticket.parts;
  const auto awaits =
      std::count_if(parts.begin() + 1, parts.end(), [](const Part& part) { return part.active() && !part.owes; });
  v1::Event event;
  event.mutable_ticket_resolved()->set_party(draft.ticket.lead());
  event.mutable_ticket_resolved()->set_outcome(outcome);
  event.mutable_ticket_resolved()->set_awaits(static_cast<std::uint32_t>(awaits));
  draft.add(std::move(event));
  for (const auto kind : {v1::CLOCK_KIND_ACK, v1::CLOCK_KIND_ON_SITE, v1::CLOCK_KIND_RESOLVE})
    stop_clock(draft, 0, kind);
  let_request_lapse(draft);
  release_owing(draft);
  if (awaits > 0) return keep_reminded(draft);
  start_verify_clocks(draft);
}

}  // namespace

Decided<void> decide_acknowledge_ticket(Draft& draft, const v1::AcknowledgeTicket&) {
  const auto part = acting_part(draft);
  if (!part) return tl::unexpected(part.error());
  if (auto at_work = check_at_work(draft, *part); !at_work) return at_work;
  if (draft.ticket.parts[*part].state != v1::PART_STATE_ASSIGNED) return already_done(draft, *part);
  acknowledge(draft, *part);
  return {};
}

Decided<void> decide_arrive_on_site(Draft& draft, const v1::ArriveOnSite&) {
  const auto part = acting_part(draft);
  if (!part) return tl::unexpected(part.error());
  if (auto at_work = check_at_work(draft, *part); !at_work) return at_work;
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
  if (auto lead = check_lead(draft); !lead) return lead;
  if (auto at_work = check_at_work(draft, 0); !at_work) return at_work;
  if (draft.ticket.state == v1::TICKET_STATE_DISPATCHED) return wrong_state(draft);
  if (!is_resolution(command.outcome())) {
    return reject(v1::REFUSAL_CODE_INVALID, {{"field", "outcome"}, {"why", v1::Outcome_Name(command.outcome())}});
  }
  if (auto evidence = check_evidence(draft, command); !evidence) return evidence;
  if (auto attached = check_attached(draft, command); !attached) return attached;
  resolve(draft, command.outcome());
  return {};
}

}  // namespace whistle::engine
