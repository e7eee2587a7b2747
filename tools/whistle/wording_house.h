// Words for the journal, its logic, the rules and the identities, and for what new rules do to open tickets.
#pragma once

#include <string>
#include <string_view>

#include "tools/whistle/wording_event.h"

namespace whistle::tools {

// Of such an event; empty: it is another.
[[nodiscard]] std::string house_sentence(const Telling& telling, const v1::Event& event);
// Of such a command.
[[nodiscard]] std::string_view house_words(Language language, v1::Command::BodyCase command);

}  // namespace whistle::tools
