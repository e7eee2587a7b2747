#include "tests/simulation/dispatchers.h"

#include <string>

#include "tests/simulation/people.h"
#include "tests/simulation/places.h"

namespace whistle::tests {

namespace {

using engine::Ticket;

// Mostly the desk's, who may move everything; else any dispatcher, within whose tier it seldom lies; seldom somebody
// who is none.
std::optional<std::string> some_dispatcher(const View& view, Chance& chance) {
  if (chance.one_in(kSlip)) return chance.pick(view.setting.members);
  if (chance.one_in(2)) return "desk-1";
  return somebody_with(view, v1::ROLE_DISPATCHER, chance);
}

std::optional<Ticket> some_ticket(const View& view, Chance& chance) {
  return any_ticket(view, chance, v1::TICKET_STATE_DISPATCHED, v1::TICKET_STATE_ACKNOWLEDGED);
}

std::optional<Intent> act_of_dispatcher(const View& view, const std::optional<Ticket>& ticket, const char* verb,
                                        Chance& chance) {
  if (!ticket) return std::nullopt;
  const auto member = some_dispatcher(view, chance);
  if (!member) return std::nullopt;
  return Intent{speaking(view, *member, chance), {}, *member + " " + verb + " " + named(*ticket)};
}

// Somebody who has had the ticket, or whom it is about, now and then: what goes back to whom is what rules forbid.
std::string some_other_party(const View& view, const Ticket& ticket, Chance& chance) {
  if (!ticket.against.empty() && chance.one_in(3)) return ticket.against;
  if (!ticket.hops.empty() && chance.one_in(4)) return chance.pick(ticket.hops).party;
  if (ticket.parts.size() > 1 && chance.one_in(4)) return chance.pick(ticket.parts).party;
  return chance.pick(view.setting.parties);
}

// The whole of a place, whose address is personal. An empty location says that the place is not known.
template <typename Command>
void put_place(const View& view, Command& command, Chance& chance) {
  auto said = said_place(view.setting, chance);
  if (said.address.empty()) {
    *command.mutable_location() = std::move(said.location);
  } else {
    command.mutable_personal()->set_address(said.address);
  }
}

// A slip takes the reporter for theirs to name: the first ticket's is the only one.
template <typename Command>
void perhaps_name_reporter(Command& command, Chance& chance) {
  if (chance.one_in(3 * kSlip)) command.mutable_personal()->mutable_reporter()->set_phone("13900000000");
}

}  // namespace

std::optional<Intent> reassign_ticket(const View& view, Chance& chance) {
  const auto ticket = some_ticket(view, chance);
  auto intent = act_of_dispatcher(view, ticket, "reassigns", chance);
  if (!intent) return intent;
  auto& reassign = *intent->command.mutable_reassign_ticket();
  reassign.set_ticket(ticket->id.value);
  reassign.set_party(some_other_party(view, *ticket, chance));
  put_reason(reassign, "该由他们办 ", chance);
  intent->words += " to " + reassign.party();
  return intent;
}

std::optional<Intent> amend_ticket(const View& view, Chance& chance) {
  const auto ticket = some_ticket(view, chance);
  auto intent = act_of_dispatcher(view, ticket, "amends", chance);
  if (!intent) return intent;
  auto& amend = *intent->command.mutable_amend_ticket();
  amend.set_ticket(ticket->id.value);
  if (chance.one_in(2)) amend.set_category(chance.one_in(4) ? "COMPLAINT" : chance.pick(view.setting.categories));
  if (chance.one_in(4)) amend.set_urgency(chance.one_in(kSlip) ? "at-once" : chance.one_in(2) ? "urgent" : "normal");
  if (chance.one_in(3)) put_place(view, amend, chance);
  put_reason(amend, "说错了 ", chance);
  perhaps_name_reporter(amend, chance);
  intent->words += " to " + (amend.category().empty() ? "the same" : amend.category());
  return intent;
}

std::optional<Intent> split_ticket(const View& view, Chance& chance) {
  const auto ticket = some_ticket(view, chance);
  auto intent = act_of_dispatcher(view, ticket, "splits", chance);
  if (!intent) return intent;
  auto& split = *intent->command.mutable_split_ticket();
  split.set_ticket(ticket->id.value);
  if (!chance.one_in(kSlip)) split.set_category(chance.pick(view.setting.categories));
  if (chance.one_in(5)) split.set_urgency(chance.one_in(2) ? "urgent" : "normal");
  if (chance.one_in(3)) put_place(view, split, chance);
  put_reason(split, "另一件事 ", chance);
  perhaps_name_reporter(split, chance);
  intent->words += ": " + split.category();
  return intent;
}

}  // namespace whistle::tests
