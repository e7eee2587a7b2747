// Versions of the deciding logic. An engine decides by its journal's version, which changes by an AdoptLogic alone: a
// new program changes nothing by being started. What an entry was decided by stands in it.
//
// A change of `decide` that gives another entry for the same command in the same state is a new version, with a line
// here; both ways stay in the code for as long as the older one is supported.
//
//   1  as it began
//   2  knows RevealReporter, EraseTicket, RecordReading and RotateMasterKey, which 1 refuses
//   3  knows bearer tokens, and residents who act by their ticket's own link
//   4  knows SubmitRuleset, and takes back by WithdrawRuleset what was submitted
#pragma once

#include <cstdint>

#include "whistle/v1/command.pb.h"

namespace whistle::engine {

inline constexpr std::uint32_t kOldestLogic = 1;
inline constexpr std::uint32_t kNewestLogic = 4;  // of new journals

// Whether this program decides by it.
[[nodiscard]] constexpr bool is_known_logic(std::uint32_t logic) {
  return logic >= kOldestLogic && logic <= kNewestLogic;
}

// The first version that knows the command.
[[nodiscard]] std::uint32_t logic_needed(v1::Command::BodyCase command);
// The same of what is said with it: a token is newer than identities are.
[[nodiscard]] std::uint32_t logic_needed(const v1::Command& command);
// The first that knows who speaks so.
[[nodiscard]] std::uint32_t logic_needed(v1::Authentication authentication);

}  // namespace whistle::engine
