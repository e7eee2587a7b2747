// Who wants to be told who reported it, has a ticket forgotten, or adopts another logic; most of it as it should be.
#pragma once

#include <optional>

#include "tests/simulation/actors.h"

namespace whistle::tests {

[[nodiscard]] std::optional<Intent> reveal_reporter(const View& view, Chance& chance);
[[nodiscard]] std::optional<Intent> erase_ticket(const View& view, Chance& chance);
[[nodiscard]] std::optional<Intent> adopt_logic(const View& view, Chance& chance);

}  // namespace whistle::tests
