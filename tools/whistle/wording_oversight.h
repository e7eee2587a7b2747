// Words for checks, supervision, community whistles and approvals.
#pragma once

#include <string>
#include <string_view>

#include "tools/whistle/wording_event.h"

namespace whistle::tools {

// Of such an event; empty: it is another.
[[nodiscard]] std::string oversight_sentence(const Telling& telling, const v1::Event& event);
// Of such a command.
[[nodiscard]] std::string_view oversight_words(Language language, v1::Command::BodyCase command);

}  // namespace whistle::tools
