#include "tests/simulation/duty.h"

#include <string>

#include "tests/simulation/people.h"

namespace whistle::tests {

namespace {

// Of a part that somebody has in hand, if a few looks find one.
std::optional<engine::Ticket> some_ticket_in_hand(const View& view, Chance& chance) {
  std::optional<engine::Ticket> ticket;
  for (int look = 0; look < kLooks; ++look) {
    ticket = any_ticket(view, chance);
    if (!ticket || !chance.pick(ticket->parts).member.empty()) break;
  }
  return ticket;
}

}  // namespace

// By who has it, by a dispatcher, or by whoever is there; to a colleague, who may be away.
std::optional<Intent> hand_over_duty(const View& view, Chance& chance) {
  const auto ticket = some_ticket_in_hand(view, chance);
  if (!ticket) return std::nullopt;
  const auto& part = chance.pick(ticket->parts);
  std::optional<std::string> by = part.member;
  if (by->empty() || chance.one_in(3)) by = somebody_of(view, *ticket, v1::ROLE_HANDLER, v1::ROLE_DISPATCHER, chance);
  auto to = somebody_working_for(view, part.party, chance);
  if (chance.one_in(kSlip)) to = chance.pick(view.setting.members);
  if (!by || !to) return std::nullopt;
  Intent intent{speaking(view, *by, chance), {}, *by + " hands over " + named(*ticket) + " to " + *to};
  auto& over = *intent.command.mutable_hand_over_duty();
  over.set_ticket(ticket->id.value);
  over.set_member(*to);
  if (chance.one_in(3)) over.mutable_personal()->set_text("交班 " + std::to_string(chance.below(1000)));
  return intent;
}

// Mostly for some days from now on; of itself, or by a dispatcher, mostly its own.
std::optional<Intent> report_absence(const View& view, Chance& chance) {
  const auto& who = chance.pick(view.setting.members);
  const auto dispatcher = somebody_with(view, v1::ROLE_DISPATCHER, chance);
  const bool by_itself = chance.one_in(2) || !dispatcher;
  Intent intent;
  auto& absence = *intent.command.mutable_report_absence();
  if (!by_itself || chance.one_in(2)) absence.set_member(who);
  if (chance.one_in(3)) absence.set_from_us((view.now + engine::hours(chance.between(-30, 60))).us);
  absence.set_until_us((view.now + engine::hours(chance.between(chance.one_in(kSlip) ? -40 : 1, 240))).us);
  const auto& by = by_itself ? who : *dispatcher;
  intent.actor = speaking(view, by, chance);
  intent.words = by + " reports " + (absence.member().empty() ? by : who) + " away";
  return intent;
}

std::optional<Intent> end_absence(const View& view, Chance& chance) {
  const auto& absences = view.state.absences;
  std::string who = chance.pick(view.setting.members);
  if (!absences.empty() && !chance.one_in(kSlip)) {
    auto at = absences.begin();
    std::advance(at, static_cast<std::ptrdiff_t>(chance.below(absences.size())));
    who = at->first;
  }
  Intent intent{speaking(view, who, chance), {}, who + " is back"};
  intent.command.mutable_end_absence();
  if (chance.one_in(2)) intent.command.mutable_end_absence()->set_member(who);
  return intent;
}

}  // namespace whistle::tests
