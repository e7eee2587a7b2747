// A ticket as people read it: what is due next, and what deserves attention.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/time.h"
#include "tools/whistle/console.h"
#include "tools/whistle/text_table.h"
#include "tools/whistle/wording.h"
#include "whistle/v1/service.pb.h"

namespace whistle::tools {

// The clock that is due first among those that `party` is charged with; without one among all; nullptr: none runs.
// While a resolution is verified that clock counts before all others: the party has done its part.
[[nodiscard]] const v1::ClockRecord* next_clock(const v1::TicketRecord& ticket, std::string_view party);

// Missed, or due before now.
[[nodiscard]] bool overdue(const v1::ClockRecord& clock, engine::Instant now);

// What stands out: overdue, warned, supervised, urgent, hand off, assisting, complaint …, in the order of weight.
[[nodiscard]] std::vector<Cell> marks_of(Language language, const v1::Ticket& ticket, std::string_view party,
                                         engine::Instant now);
[[nodiscard]] Cell marks_cell(Language language, const v1::Ticket& ticket, std::string_view party, engine::Instant now);

// "in 1 h 20 min", "2 h late".
[[nodiscard]] std::string due_words(Language language, engine::Instant due, engine::Instant now);

}  // namespace whistle::tools
