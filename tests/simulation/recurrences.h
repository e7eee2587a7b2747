// What is done to closed tickets, and to several tickets of one matter.
#pragma once

#include "tests/simulation/actors.h"

namespace whistle::tests {

// A whistle that tells of what a ticket tells of that is open or was closed lately; nullopt: there is none.
[[nodiscard]] std::optional<v1::BlowWhistle> blown_again(const View& view, Chance& chance);

// A ticket that was closed lately; nullopt: there is none.
[[nodiscard]] std::optional<engine::Ticket> recent_ticket(const View& view, Chance& chance);

[[nodiscard]] std::optional<Intent> reopen_ticket(const View& view, Chance& chance);
[[nodiscard]] std::optional<Intent> link_tickets(const View& view, Chance& chance);
[[nodiscard]] std::optional<Intent> unlink_tickets(const View& view, Chance& chance);

}  // namespace whistle::tests
