// What leads ask of an arbiter, what arbiters answer, and what assistants do; most of it as it should be.
#pragma once

#include <optional>

#include "tests/simulation/actors.h"

namespace whistle::tests {

[[nodiscard]] std::optional<Intent> request_return(const View& view, Chance& chance);
[[nodiscard]] std::optional<Intent> decide_return(const View& view, Chance& chance);
[[nodiscard]] std::optional<Intent> open_consult(const View& view, Chance& chance);
[[nodiscard]] std::optional<Intent> rule_consult(const View& view, Chance& chance);
[[nodiscard]] std::optional<Intent> finish_part(const View& view, Chance& chance);
[[nodiscard]] std::optional<Intent> release_assistant(const View& view, Chance& chance);
[[nodiscard]] std::optional<Intent> request_hold(const View& view, Chance& chance);
[[nodiscard]] std::optional<Intent> decide_hold(const View& view, Chance& chance);
[[nodiscard]] std::optional<Intent> resume_ticket(const View& view, Chance& chance);
[[nodiscard]] std::optional<Intent> request_extension(const View& view, Chance& chance);
[[nodiscard]] std::optional<Intent> decide_extension(const View& view, Chance& chance);

}  // namespace whistle::tests
