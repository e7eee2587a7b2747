// What the journal must not hold: text, address, reporter, and the point of a category marked private.
//
//   auto personal = split_personal(state.in_force(), command);   // to be sealed
//   auto kept = journalled(state.in_force(), command, commitments);  // what the entry holds
#pragma once

#include <optional>

#include "engine/ruleset.h"
#include "whistle/v1/command.pb.h"

namespace whistle::engine {

// What the vault has to seal; nullopt: nothing personal was given. Of a BlowWhistle and a SplitTicket there is always a
// value, perhaps empty, because a ticket's first vault row holds its key.
[[nodiscard]] std::optional<v1::PersonalData> split_personal(const Ruleset* ruleset, const v1::Command& command);

// The personal data that a command carries and the commitments that stand in their place; nullptr: a kind of command
// that has none, or, of personal data, nothing given.
[[nodiscard]] const v1::PersonalData* personal_in(const v1::Command& command);
[[nodiscard]] const v1::Commitments* commitments_in(const v1::Command& command);
// The same of a command to be changed; made where there are none yet.
[[nodiscard]] v1::Commitments* mutable_commitments_in(v1::Command& command);

// Of a SplitTicket: whether place, address and point are the first ticket's, because the command gives none.
[[nodiscard]] bool carries_place_over(const v1::SplitTicket& split);

// The command without personal data and files, with the commitments in their place.
[[nodiscard]] v1::Command journalled(const Ruleset* ruleset, const v1::Command& command,
                                     const v1::Commitments& commitments);

}  // namespace whistle::engine
