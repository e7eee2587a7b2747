// 申诉: LodgeAppeal of a party, ReviewAppeal of two supervisors. Source: DOMAIN, "Evaluation", rules 5, 10 and 12.
#include <algorithm>

#include "engine/decide_checks.h"
#include "engine/succession.h"
#include "engine/verifier.h"

namespace whistle::engine {

namespace {

// Has or had a part, or led.
bool took_part(const Ticket& ticket, std::string_view party) {
  return has_part(ticket, party) || std::ranges::find(ticket.hops, party, &Hop::party) != ticket.hops.end();
}

// A rating is its who leads: it was given to the resolution that stands.
bool is_rated_badly(const Draft& draft, std::string_view party) {
  const auto rating = draft.ticket.rating;
  return rating > 0 && rating < draft.newest->evaluation.satisfied_from && draft.ticket.lead() == party;
}

bool is_charged(const Draft& draft, std::string_view party, v1::AppealSubject subject) {
  const auto* charge = draft.ticket.find_charge(party);
  switch (subject) {
    case v1::APPEAL_SUBJECT_MISSES:
      return charge != nullptr && charge->missed;
    case v1::APPEAL_SUBJECT_REWORK:
      return charge != nullptr && charge->reworked;
    case v1::APPEAL_SUBJECT_RATING:
      return (charge != nullptr && charge->disputed) || is_rated_badly(draft, party);
    default:
      return false;
  }
}

Decided<void> check_appellant(const Draft& draft) {
  const auto& standing = draft.standing;
  const auto& ticket = draft.ticket;
  if (!standing.has(v1::ROLE_DISPATCHER) && !standing.has(v1::ROLE_HANDLER))
    return reject(v1::REFUSAL_CODE_NOT_PERMITTED, {{"needs", "dispatcher or handler"}});
  if (is_complained_about(*draft.newest, ticket, standing.party_code)) return complained_about(ticket.against);
  const bool concerned = took_part(ticket, standing.party_code) || ticket.find_charge(standing.party_code) != nullptr;
  if (standing.party_code.empty() || !concerned)
    return reject(v1::REFUSAL_CODE_NOT_PERMITTED, {{"needs", "a part in it"}});
  return {};
}

// Neither its own case, nor one in which its party worked; but for the desk, which the ladder gives whatever nobody
// takes: being the last resort (rule 2), it has to be able to answer for it.
Decided<void> check_reviewer(const Draft& draft, const std::string& appellant) {
  if (auto supervisor = check_supervisor(draft); !supervisor) return supervisor;
  const auto& party = draft.standing.party_code;
  const bool desk = draft.standing.party_kind == v1::PARTY_KIND_DESK;
  if (party == appellant || (!desk && took_part(draft.ticket, party))) {
    return reject(v1::REFUSAL_CODE_OWN_WORK, {{"party", party}});
  }
  return {};
}

void add_reviewed(Draft& draft, const v1::ReviewAppeal& command) {
  v1::Event event;
  auto& reviewed = *event.mutable_appeal_reviewed();
  reviewed.set_party(command.party());
  reviewed.set_subject(command.subject());
  reviewed.set_reviewer(draft.standing.member);
  reviewed.set_granted(command.granted());
  draft.add(std::move(event));
}

// Granted by two, or refused by one.
void decide_if_spoken(Draft& draft, const v1::ReviewAppeal& command) {
  const auto& appeal = *draft.ticket.find_appeal(command.party(), command.subject());
  if (command.granted() && appeal.second_reviewer.empty()) return;
  v1::Event event;
  auto& decided = *event.mutable_appeal_decided();
  decided.set_party(command.party());
  decided.set_subject(command.subject());
  decided.set_granted(command.granted());
  decided.add_reviewers(appeal.first_reviewer);
  if (!appeal.second_reviewer.empty()) decided.add_reviewers(appeal.second_reviewer);
  draft.add(std::move(event));
}

}  // namespace

Decided<void> decide_lodge_appeal(Draft& draft, const v1::LodgeAppeal& command) {
  if (auto appellant = check_appellant(draft); !appellant) return appellant;
  if (auto text = check_text(command.personal(), draft.input.commitments); !text) return text;
  if (auto window = check_appeal_window(draft); !window) return window;
  const auto& party = draft.standing.party_code;
  const auto refuse = [&](v1::RefusalCode code) {
    return reject(code, {{"ticket", std::to_string(draft.ticket.id.value)}, {"party", party}});
  };
  if (draft.ticket.find_appeal(party, command.subject()) != nullptr) return refuse(v1::REFUSAL_CODE_ALREADY_DONE);
  if (!is_charged(draft, party, command.subject())) return refuse(v1::REFUSAL_CODE_NOTHING_TO_APPEAL);
  v1::Event event;
  auto& lodged = *event.mutable_appeal_lodged();
  lodged.set_party(party);
  lodged.set_subject(command.subject());
  lodged.set_ground(command.ground());
  draft.add(std::move(event));
  return {};
}

Decided<void> decide_review_appeal(Draft& draft, const v1::ReviewAppeal& command) {
  if (auto reviewer = check_reviewer(draft, command.party()); !reviewer) return reviewer;
  if (auto text = check_text(command.personal(), draft.input.commitments); !text) return text;
  const auto* appeal = draft.ticket.find_appeal(command.party(), command.subject());
  if (appeal == nullptr || appeal->decided)
    return reject(v1::REFUSAL_CODE_NO_APPEAL, {{"ticket", std::to_string(draft.ticket.id.value)}});
  if (appeal->first_reviewer == draft.standing.member)
    return reject(v1::REFUSAL_CODE_REVIEWED_BEFORE, {{"member", draft.standing.member}});
  add_reviewed(draft, command);
  decide_if_spoken(draft, command);
  return {};
}

}  // namespace whistle::engine
