// Who is there to act, in the ruleset in force, and how they speak to the engine.
#pragma once

#include <optional>
#include <string>

#include "tests/simulation/actors.h"

namespace whistle::tests {

inline constexpr std::uint64_t kSlip = 12;  // one in so many commands has something wrong with it
inline constexpr int kLooks = 8;            // at tickets, until one is of the kind that is looked for

// Why, mostly.
template <typename Command>
void put_reason(Command& command, const char* reason, Chance& chance) {
  if (!chance.one_in(kSlip)) command.mutable_personal()->set_text(reason + std::to_string(chance.below(1000)));
}

// How a ticket reads in a trace.
[[nodiscard]] std::string named(const engine::Ticket& ticket);
// A member as it speaks: in plain mode, or with a credential that is bound to it, seldom with a revoked or unknown one.
[[nodiscard]] v1::Actor speaking(const View& view, const std::string& member, Chance& chance);
// Any open ticket; nullopt: none.
[[nodiscard]] std::optional<engine::Ticket> any_ticket(const View& view, Chance& chance);
// An open ticket in one of two states, if a few looks find one; else any.
[[nodiscard]] std::optional<engine::Ticket> any_ticket(const View& view, Chance& chance, v1::TicketState one,
                                                       v1::TicketState other);
// Somebody of the ticket's lead or assistants with one of two roles, on shift; seldom of a part that has ended, or
// somebody else. nullopt: nobody.
[[nodiscard]] std::optional<std::string> somebody_of(const View& view, const engine::Ticket& ticket, v1::Role one,
                                                     v1::Role other, Chance& chance);
// A handler or grid member of the party, at whatever hour; nullopt: it has none.
[[nodiscard]] std::optional<std::string> somebody_working_for(const View& view, const std::string& party,
                                                              Chance& chance);
// Anybody with the role; nullopt: nobody has it.
[[nodiscard]] std::optional<std::string> somebody_with(const View& view, v1::Role role, Chance& chance);

}  // namespace whistle::tests
