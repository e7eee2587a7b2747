// What grid members, supervisors and communities do about a ticket that others work on; most of it as it should be.
#pragma once

#include <optional>

#include "tests/simulation/actors.h"

namespace whistle::tests {

[[nodiscard]] std::optional<Intent> verify_resolution(const View& view, Chance& chance);
[[nodiscard]] std::optional<Intent> supervise_ticket(const View& view, Chance& chance);
[[nodiscard]] std::optional<Intent> force_close_ticket(const View& view, Chance& chance);
[[nodiscard]] std::optional<Intent> whistle_up(const View& view, Chance& chance);
[[nodiscard]] std::optional<Intent> score_party(const View& view, Chance& chance);
[[nodiscard]] std::optional<Intent> decide_approval(const View& view, Chance& chance);

}  // namespace whistle::tests
