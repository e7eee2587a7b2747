// FinishPart and ReleaseAssistant 协办: each assistant is timed and ends alone, and the ticket is verified when all
// have. Source: DOMAIN, rules 7 and 11.
#include "engine/arbiter.h"
#include "engine/decide_checks.h"

namespace whistle::engine {

namespace {

// The dispatcher of a tier above both, or the arbiter of what the lead asks.
Decided<void> check_may_release(const Draft& draft, const std::string& party) {
  const auto& standing = draft.standing;
  if (standing.has(v1::ROLE_ARBITER) && standing.party_code == arbiter_of(*draft.newest, draft.ticket)) return {};
  if (auto dispatcher = check_dispatcher(draft); !dispatcher) return dispatcher;
  return check_tier(draft, party);
}

}  // namespace

Decided<void> decide_finish_part(Draft& draft, const v1::FinishPart&) {
  const auto part = acting_part(draft);
  if (!part) return tl::unexpected(part.error());
  if (*part == 0) return reject(v1::REFUSAL_CODE_NOT_PERMITTED, {{"needs", "assistant"}});
  if (auto at_work = check_at_work(draft, *part); !at_work) return at_work;
  if (draft.ticket.parts[*part].state == v1::PART_STATE_ASSIGNED) return wrong_state(draft);
  v1::Event event;
  event.mutable_part_finished()->set_part(*part);
  event.mutable_part_finished()->set_party(draft.ticket.parts[*part].party);
  draft.add(std::move(event));
  stop_clocks_of_part(draft, *part);
  begin_verification_if_done(draft);
  return {};
}

Decided<void> decide_release_assistant(Draft& draft, const v1::ReleaseAssistant& command) {
  if (auto may = check_may_release(draft, command.party()); !may) return may;
  if (!draft.ticket.in_progress()) return wrong_state(draft);
  const auto part = draft.ticket.part_of(command.party());
  if (!part || *part == 0) {
    return reject(v1::REFUSAL_CODE_INVALID, {{"field", "party"}, {"why", "does not assist"}});
  }
  if (auto text = check_text(command.personal(), draft.input.commitments); !text) return text;
  release_part(draft, *part);
  begin_verification_if_done(draft);
  return {};
}

}  // namespace whistle::engine
