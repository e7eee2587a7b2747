// What the edge knows of erasures that the core does not: a ticket that there is none of, or that is forgotten already,
// cannot be; and what somebody wants to confide to a forgotten one is refused, because its key is gone.
#pragma once

#include <optional>
#include <vector>

#include "engine/ports.h"
#include "engine/state.h"
#include "whistle/v1/entry.pb.h"
#include "whistle/v1/service.pb.h"

namespace whistle::tests {

// What an edge looks things up in: memory, what is on its way to the store, and the store.
struct EdgeView {
  const engine::State& state;
  const std::vector<v1::Entry>& undurable;
  const engine::Store& store;
};

// nullopt: nothing of that kind. Of a command that has not been decided before.
[[nodiscard]] std::optional<v1::Refusal> refused_for_erasure(const EdgeView& edge, const v1::Command& command);

}  // namespace whistle::tests
