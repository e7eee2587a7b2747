// RequestHold, DecideHold and ResumeTicket 挂账: a ticket that cannot be worked on rests until a date. Source: DOMAIN,
// "Life of a ticket", "Clocks", "Arbiter".
#include "engine/arbiter.h"
#include "engine/decide_checks.h"
#include "engine/request.h"

namespace whistle::engine {

namespace {

Decided<void> check_until(const Draft& draft, std::int64_t until_us) {
  if (until_us == 0) return reject(v1::REFUSAL_CODE_MISSING, {{"field", "until"}});
  return check_ahead(draft, draft.pinned->calendar, Instant{until_us});
}

Decided<void> check_may_resume(const Draft& draft) {
  const auto& hold = draft.ticket.hold;
  const auto& standing = draft.standing;
  if (hold && standing.has(v1::ROLE_ARBITER) && standing.party_code == hold->arbiter) return {};
  return check_lead(draft);
}

}  // namespace

Decided<void> decide_request_hold(Draft& draft, const v1::RequestHold& command) {
  if (auto may_ask = check_may_ask(draft); !may_ask) return may_ask;
  if (draft.ticket.state == v1::TICKET_STATE_DISPATCHED) return wrong_state(draft);
  if (auto until = check_until(draft, command.until_us()); !until) return until;
  if (auto text = check_text(command.personal(), draft.input.commitments); !text) return text;
  v1::RequestMade made;
  made.set_kind(v1::REQUEST_KIND_HOLD);
  made.set_party(draft.ticket.lead());
  made.set_arbiter(arbiter_of(*draft.newest, draft.ticket));
  made.set_cause(command.cause());
  made.set_until_us(command.until_us());
  make_request(draft, std::move(made));
  return {};
}

Decided<void> decide_decide_hold(Draft& draft, const v1::DecideHold& command) {
  if (auto decider = check_decider(draft, v1::REQUEST_KIND_HOLD); !decider) return decider;
  if (auto text = check_text(command.personal(), draft.input.commitments); !text) return text;
  if (!command.approved()) {
    refuse_request(draft);
    return {};
  }
  const auto request = *draft.ticket.request;
  const auto until = command.until_us() == 0 ? *request.until : Instant{command.until_us()};
  if (auto checked = check_until(draft, until.us); !checked) return checked;
  if (until > *request.until) {
    return reject(v1::REFUSAL_CODE_INVALID, {{"field", "until"}, {"why", "later than was asked for"}});
  }
  grant_request(draft);
  v1::Event event;
  event.mutable_hold_started()->set_cause(request.cause);
  event.mutable_hold_started()->set_until_us(until.us);
  event.mutable_hold_started()->set_arbiter(request.arbiter);
  draft.add(std::move(event));
  pause_all_clocks(draft);
  start_clock_due(draft, 0, v1::CLOCK_KIND_HOLD, until);
  return {};
}

Decided<void> decide_resume_ticket(Draft& draft, const v1::ResumeTicket& command) {
  if (auto may = check_may_resume(draft); !may) return may;
  if (draft.ticket.state != v1::TICKET_STATE_ON_HOLD) return wrong_state(draft);
  if (auto text = check_text(command.personal(), draft.input.commitments); !text) return text;
  end_hold(draft, /*by_date=*/false);
  return {};
}

}  // namespace whistle::engine
