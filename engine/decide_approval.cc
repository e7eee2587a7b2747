// DecideApproval: what needs an approval first is dispatched, or rejected with a reason. Source: DOMAIN, "Life of a
// ticket".
#include "engine/approval.h"
#include "engine/decide_checks.h"
#include "engine/duty.h"
#include "engine/ladder.h"
#include "engine/request.h"

namespace whistle::engine {

namespace {

// By the rules of the day on which it is approved, which the ticket is pinned to from here on.
void dispatch_approved(Draft& draft) {
  const auto& rules = *draft.newest;
  const auto approver = draft.ticket.lead();
  grant_request(draft);
  draft.pinned = draft.newest;
  const auto place = place_in(rules, draft.ticket);
  const auto question = question_of(draft, draft.ticket.category, draft.ticket.urgency);
  const auto routing = route(rules, place, question);
  auto against = against_of(rules, routing);
  if (against.empty()) against = draft.ticket.against;
  dispatch_by_rule(draft, routing, {v1::DISPATCH_CAUSE_APPROVED, routing.assist, against, {approver, false, {}}});
  const auto limits = limits_of(rules, question.category, routing.urgency);
  start_lead_clocks(draft, limits);
  start_assistant_clocks(draft, 1, routing.assist.size(), limits);
  keep_reminded(draft);
}

void reject_ticket(Draft& draft, v1::RejectReason reason) {
  const auto arbiter = draft.ticket.request->arbiter;
  refuse_request(draft);
  stop_clocks_of_part(draft, 0);
  v1::Event event;
  event.mutable_ticket_rejected()->set_reason(reason);
  event.mutable_ticket_rejected()->set_arbiter(arbiter);
  draft.add(std::move(event));
}

}  // namespace

bool needs_approval(const Ruleset& rules, std::optional<CategoryIndex> category) {
  return category && rules.category(*category).approval != v1::TIER_UNSPECIFIED;
}

void await_approval(Draft& draft, const Place& place, CategoryIndex category, const Routing& routing) {
  const auto& rules = *draft.newest;
  const auto found = party_for_tier(rules, place, rules.category(category).approval);
  const auto approver = found && *found != routing.against ? *found : rules.desk;
  v1::RequestMade made;
  made.set_kind(v1::REQUEST_KIND_APPROVAL);
  made.set_party(rules.party(approver).code);
  made.set_arbiter(rules.party(approver).code);
  make_request(draft, std::move(made));
}

Decided<void> decide_decide_approval(Draft& draft, const v1::DecideApproval& command) {
  if (auto decider = check_decider(draft, v1::REQUEST_KIND_APPROVAL); !decider) return decider;
  if (auto text = check_text(command.personal(), draft.input.commitments); !text) return text;
  const bool has_reason = command.reason() != v1::REJECT_REASON_UNSPECIFIED;
  if (command.approved() == has_reason) {
    return reject(v1::REFUSAL_CODE_INVALID, {{"field", "reason"}, {"why", "a refusal has one, an approval none"}});
  }
  if (command.approved()) {
    dispatch_approved(draft);
  } else {
    reject_ticket(draft, command.reason());
  }
  return {};
}

}  // namespace whistle::engine
