#include "tests/simulation/appeals.h"

#include <algorithm>
#include <string>

#include "tests/simulation/people.h"
#include "tests/simulation/recurrences.h"

namespace whistle::tests {

namespace {

using engine::Ticket;

// Of a few looks, a ticket on which something is charged to somebody.
std::optional<Ticket> charged_ticket(const View& view, Chance& chance) {
  std::optional<Ticket> ticket;
  for (int look = 0; look < kLooks; ++look) {
    ticket = chance.one_in(2) ? recent_ticket(view, chance) : any_ticket(view, chance);
    if (ticket && !ticket->charges.empty()) break;
  }
  return ticket;
}

v1::AppealSubject subject_of(const engine::Charge& charge, Chance& chance) {
  if (!chance.one_in(kSlip)) {
    if (charge.disputed && chance.one_in(2)) return v1::APPEAL_SUBJECT_RATING;
    if (charge.reworked && (!charge.missed || chance.one_in(2))) return v1::APPEAL_SUBJECT_REWORK;
    if (charge.missed) return v1::APPEAL_SUBJECT_MISSES;
  }
  return static_cast<v1::AppealSubject>(chance.between(1, 3));
}

// A ticket with an appeal that waits; seldom another.
std::optional<Ticket> appealed_ticket(const View& view, Chance& chance) {
  const auto& ids = view.state.appealed;
  if (ids.empty() || chance.one_in(kSlip)) return recent_ticket(view, chance);
  auto at = ids.upper_bound(engine::TicketId{chance.below(view.state.next_sequence.value)});
  if (at == ids.end()) at = ids.begin();
  return view.state.find_ticket(*at);
}

}  // namespace

std::optional<Intent> lodge_appeal(const View& view, Chance& chance) {
  const auto ticket = charged_ticket(view, chance);
  if (!ticket) return std::nullopt;
  const auto charge =
      ticket->charges.empty() ? engine::Charge{.party = ticket->lead(), .missed = true} : chance.pick(ticket->charges);
  auto member = somebody_working_for(view, charge.party, chance);
  if (chance.one_in(kSlip)) member = chance.pick(view.setting.members);
  if (!member) return std::nullopt;
  Intent intent{speaking(view, *member, chance), {}, *member + " appeals on " + named(*ticket)};
  auto& appeal = *intent.command.mutable_lodge_appeal();
  appeal.set_ticket(ticket->id.value);
  appeal.set_subject(chance.one_in(kSlip) && ticket->rating > 0 ? v1::APPEAL_SUBJECT_RATING
                                                                : subject_of(charge, chance));
  appeal.set_ground(static_cast<v1::AppealGround>(chance.between(1, 5)));
  put_reason(appeal, "依据 ", chance);
  return intent;
}

std::optional<Intent> review_appeal(const View& view, Chance& chance) {
  const auto ticket = appealed_ticket(view, chance);
  auto member = somebody_with(view, v1::ROLE_SUPERVISOR, chance);
  if (chance.one_in(kSlip)) member = chance.pick(view.setting.members);
  if (!ticket || ticket->appeals.empty() || !member) return std::nullopt;
  const auto waiting =
      std::ranges::find_if(ticket->appeals, [](const engine::Appeal& appeal) { return !appeal.decided; });
  const auto& meant = waiting == ticket->appeals.end() ? ticket->appeals.front() : *waiting;
  Intent intent{speaking(view, *member, chance), {}, *member + " reviews an appeal on " + named(*ticket)};
  auto& review = *intent.command.mutable_review_appeal();
  review.set_ticket(ticket->id.value);
  review.set_party(meant.party);
  review.set_subject(chance.one_in(kSlip) ? static_cast<v1::AppealSubject>(chance.between(1, 3)) : meant.subject);
  review.set_granted(!chance.one_in(4));
  put_reason(review, "核实 ", chance);
  return intent;
}

}  // namespace whistle::tests
