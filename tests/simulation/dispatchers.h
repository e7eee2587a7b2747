// What dispatchers want of a ticket: another lead, a correction, a second matter of its own.
#pragma once

#include <optional>

#include "tests/simulation/actors.h"

namespace whistle::tests {

// nullopt: nobody wants that now.
[[nodiscard]] std::optional<Intent> reassign_ticket(const View& view, Chance& chance);
[[nodiscard]] std::optional<Intent> amend_ticket(const View& view, Chance& chance);
[[nodiscard]] std::optional<Intent> split_ticket(const View& view, Chance& chance);

}  // namespace whistle::tests
