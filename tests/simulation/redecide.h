// The second of the three replays: `decide` asked again gives the bytes that the journal holds.
#pragma once

#include <optional>
#include <string_view>

#include "engine/ports.h"
#include "engine/state.h"
#include "storage/vault.h"
#include "whistle/v1/entry.pb.h"

namespace whistle::tests {

// What the vault holds of the entry, opened; nullopt: nothing was sealed with it. Throws BrokenRule where the entry
// commits to something else.
[[nodiscard]] std::optional<v1::PersonalData> sealed_with(const storage::Vault& vault, const engine::Store& store,
                                                          const v1::Entry& entry);
// The command as it was sent: what was `sealed` with it back in its place, but for what a split carried over from its
// first ticket. Throws BrokenRule where the vault does not hold what the entry commits to.
[[nodiscard]] v1::Command whole_command(const v1::Entry& entry, std::optional<v1::PersonalData> sealed);

// Throws BrokenRule where the state before the entry, its command as it was sent and its time do not lead to the same
// bytes, or where what the journal alone holds of them does not.
void require_redecided(const v1::Command& command, const engine::State& before, const v1::Entry& entry,
                       std::string_view bytes);
// The latter alone, of what the vault has lost.
void require_redecided_from_journal(const engine::State& before, const v1::Entry& entry, std::string_view bytes);

}  // namespace whistle::tests
