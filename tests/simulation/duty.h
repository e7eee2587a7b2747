// Who of a party's people hand over what they have in hand, go away and come back; most of it as it should be.
#pragma once

#include <optional>

#include "tests/simulation/actors.h"

namespace whistle::tests {

[[nodiscard]] std::optional<Intent> hand_over_duty(const View& view, Chance& chance);
[[nodiscard]] std::optional<Intent> report_absence(const View& view, Chance& chance);
[[nodiscard]] std::optional<Intent> end_absence(const View& view, Chance& chance);

}  // namespace whistle::tests
