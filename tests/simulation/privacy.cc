#include "tests/simulation/privacy.h"

#include <string>

#include "tests/simulation/people.h"
#include "tests/simulation/recurrences.h"

namespace whistle::tests {

// Who works on it, a supervisor, or whoever is curious: one in so many is of the party that the complaint is about.
std::optional<Intent> reveal_reporter(const View& view, Chance& chance) {
  const auto ticket = chance.one_in(4) ? recent_ticket(view, chance) : any_ticket(view, chance);
  if (!ticket) return std::nullopt;
  auto member = somebody_of(view, *ticket, v1::ROLE_HANDLER, v1::ROLE_GRID_MEMBER, chance);
  if (!member || chance.one_in(4)) member = somebody_with(view, v1::ROLE_SUPERVISOR, chance);
  if (!ticket->against.empty() && chance.one_in(2)) member = somebody_working_for(view, ticket->against, chance);
  if (!member || chance.one_in(kSlip)) member = chance.pick(view.setting.members);
  Intent intent{speaking(view, *member, chance), {}, *member + " wants to know who reported " + named(*ticket)};
  auto& reveal = *intent.command.mutable_reveal_reporter();
  reveal.set_ticket(ticket->id.value);
  if (!chance.one_in(kSlip)) reveal.mutable_personal()->set_text("回电 " + std::to_string(chance.below(1000)));
  return intent;
}

// Mostly of a ticket that closed lately; also of one that is open, that closed long ago, or that never was.
std::optional<Intent> erase_ticket(const View& view, Chance& chance) {
  std::uint64_t id = 1 + chance.below(view.state.next_sequence.value + 1);
  const auto ticket = chance.one_in(6) ? any_ticket(view, chance) : recent_ticket(view, chance);
  if (ticket && !chance.one_in(4)) id = ticket->id.value;
  const std::string member =
      chance.one_in(3) ? chance.pick(view.setting.members) : (chance.one_in(2) ? "desk-chief" : "desk-second");
  Intent intent{speaking(view, member, chance), {}, member + " has ticket " + std::to_string(id) + " forgotten"};
  auto& erase = *intent.command.mutable_erase_ticket();
  erase.set_ticket(id);
  erase.set_ground(chance.one_in(kSlip) ? v1::ERASE_GROUND_RETENTION : v1::ERASE_GROUND_REQUEST);
  if (!chance.one_in(kSlip)) erase.set_reference("file " + std::to_string(chance.below(1000)));
  return intent;
}

// There is little to adopt: mostly the journal's own, sometimes an older one, or one that nobody has written yet.
std::optional<Intent> adopt_logic(const View& view, Chance& chance) {
  const auto member = chance.one_in(3) ? chance.pick(view.setting.members) : std::string("admin");
  Intent intent{speaking(view, member, chance), {}, member + " adopts a logic"};
  intent.command.mutable_adopt_logic()->set_logic(static_cast<std::uint32_t>(chance.between(1, 3)));
  return intent;
}

}  // namespace whistle::tests
