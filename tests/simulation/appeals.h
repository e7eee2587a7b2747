// What parties do about what is charged to them, and supervisors about that.
#pragma once

#include <optional>

#include "tests/simulation/actors.h"

namespace whistle::tests {

[[nodiscard]] std::optional<Intent> lodge_appeal(const View& view, Chance& chance);
[[nodiscard]] std::optional<Intent> review_appeal(const View& view, Chance& chance);

}  // namespace whistle::tests
