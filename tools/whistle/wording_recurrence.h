// Words for reopening, and groups of tickets.
#pragma once

#include <string>
#include <string_view>

#include "tools/whistle/wording_event.h"

namespace whistle::tools {

// Of such an event; empty: it is another.
[[nodiscard]] std::string recurrence_sentence(const Telling& telling, const v1::Event& event);
// How a ticket ended and, where it followed another, how that one did; UNSPECIFIED: it followed none.
[[nodiscard]] std::string outcome_words(Language language, v1::Outcome own, v1::Outcome of_lead_ticket);
// Of such a command.
[[nodiscard]] std::string_view recurrence_words(Language language, v1::Command::BodyCase command);

}  // namespace whistle::tools
