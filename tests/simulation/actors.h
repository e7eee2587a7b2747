// Who wants what: residents' clients, members with shifts, those who publish rules and register identities.
//
// One row of `actors()` for each command of the language that a client may send, and one, without a command, for
// whoever sends what is the engine's own. To add a command, add its row; a command without one fails the test.
#pragma once

#include <optional>
#include <vector>

#include "engine/state.h"
#include "tests/simulation/chance.h"
#include "tests/simulation/clients.h"
#include "tests/simulation/setting.h"

namespace whistle::tests {

// What an actor looks at: the engine's state, as a client that has just asked would know it, and its own watch.
struct View {
  const engine::State& state;
  const Setting& setting;
  engine::Instant now;
};

struct ActorRow {
  v1::Command::BodyCase command{};
  std::uint32_t weight = 0;
  // nullopt: nobody wants that now.
  std::optional<Intent> (*propose)(const View& view, Chance& chance) = nullptr;
};

[[nodiscard]] const std::vector<ActorRow>& actors();
// One of them, by weight.
[[nodiscard]] std::optional<Intent> propose(const View& view, Chance& chance);
// The act of the clock's party that the clock waits for; nullopt: there is none, or nobody who could.
[[nodiscard]] std::optional<Intent> act_that_stops(const View& view, const engine::Ticket& ticket,
                                                   const engine::Clock& clock, Chance& chance);

}  // namespace whistle::tests
