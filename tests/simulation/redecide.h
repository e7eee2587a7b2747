// The second of the three replays: `decide` asked again gives the bytes that the journal holds.
#pragma once

#include <string_view>

#include "engine/ports.h"
#include "engine/state.h"
#include "storage/vault.h"
#include "whistle/v1/entry.pb.h"

namespace whistle::tests {

// The command as it was sent: personal data out of the vault back in its place.
[[nodiscard]] v1::Command whole_command(const storage::Vault& vault, const engine::Store& store,
                                        const v1::Entry& entry);

// Throws BrokenRule where the state before the entry, its command and its time do not lead to the same bytes.
void require_redecided(const storage::Vault& vault, const engine::Store& store, const engine::State& before,
                       const v1::Entry& entry, std::string_view bytes);

}  // namespace whistle::tests
