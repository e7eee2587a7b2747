// Whether it is done: DisputeResolution of the whistle-blower, VerifyResolution 核查 of a grid member. Source: DOMAIN,
// "Life of a ticket", "Ladder" and rule 5.
#include "engine/arbiter.h"
#include "engine/attached.h"
#include "engine/decide_checks.h"
#include "engine/rework.h"
#include "engine/succession.h"
#include "engine/verifier.h"

namespace whistle::engine {

namespace {

constexpr std::uint32_t kFailedChecksOfAFalseClosure = 2;

Decided<void> check_verifier(const Draft& draft) {
  const auto& party = draft.standing.party_code;
  if (!is_near(draft.state, draft.standing, draft.ticket)) {
    return reject(v1::REFUSAL_CODE_NOT_PERMITTED, {{"needs", "grid_member of the grid or the community"}});
  }
  if (is_complained_about(*draft.newest, draft.ticket, party)) return complained_about(party);
  if (has_part(draft.ticket, party)) return reject(v1::REFUSAL_CODE_OWN_WORK, {{"party", party}});
  return {};
}

void pass(Draft& draft) {
  v1::Event event;
  event.mutable_resolution_confirmed()->set_by(v1::CONFIRMED_BY_VERIFIER);
  draft.add(std::move(event));
  close_ticket(draft, draft.ticket.outcome);
}

// Whoever would decide what the lead asks stands above it.
void find_false_closure(Draft& draft) {
  if (draft.ticket.false_closure || draft.ticket.failed_checks < kFailedChecksOfAFalseClosure) return;
  v1::Event event;
  event.mutable_false_closure_found()->set_party(draft.ticket.lead());
  event.mutable_false_closure_found()->set_supervised_by(arbiter_of(*draft.newest, draft.ticket));
  draft.add(std::move(event));
}

void fail(Draft& draft) {
  v1::Event event;
  auto& failed = *event.mutable_check_failed();
  failed.set_party(draft.ticket.lead());
  failed.set_verifier(draft.standing.party_code);
  failed.set_reworks(draft.ticket.reworks + 1);
  failed.set_failed_checks(draft.ticket.failed_checks + 1);
  begin_rework(draft, std::move(event));
  find_false_closure(draft);
}

}  // namespace

Decided<void> decide_dispute_resolution(Draft& draft, const v1::DisputeResolution& command) {
  if (auto blower = check_blower(draft); !blower) return blower;
  const bool closed = draft.ticket.state == v1::TICKET_STATE_CLOSED;
  if (!closed && draft.ticket.state != v1::TICKET_STATE_VERIFYING) return wrong_state(draft);
  // Whoever took it back can blow again.
  if (closed && draft.ticket.outcome == v1::OUTCOME_WITHDRAWN) return wrong_state(draft);
  // Else a party could win a fifth of its limit by disputing itself, again and again.
  if (own_work(draft)) return reject(v1::REFUSAL_CODE_OWN_WORK, {{"party", draft.standing.party_code}});
  if (auto reopenable = closed ? check_reopenable(draft) : Decided<void>{}; !reopenable) return reopenable;
  if (auto text = check_text(command.personal(), draft.input.commitments); !text) return text;
  if (closed) {
    reopen(draft, v1::REOPEN_CAUSE_DISPUTE, std::nullopt);
    return {};
  }
  v1::Event event;
  event.mutable_resolution_disputed()->set_party(draft.ticket.lead());
  event.mutable_resolution_disputed()->set_reworks(draft.ticket.reworks + 1);
  begin_rework(draft, std::move(event));
  return {};
}

Decided<void> decide_verify_resolution(Draft& draft, const v1::VerifyResolution& command) {
  if (auto verifier = check_verifier(draft); !verifier) return verifier;
  if (draft.ticket.state != v1::TICKET_STATE_VERIFYING) return wrong_state(draft);
  if (auto attached = check_attached(draft, command.attachment_sha256()); !attached) return attached;
  if (command.passed()) {
    pass(draft);
    return {};
  }
  if (auto text = check_text(command.personal(), draft.input.commitments); !text) return text;
  fail(draft);
  return {};
}

}  // namespace whistle::engine
