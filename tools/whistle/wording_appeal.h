// Words for appeals 申诉.
#pragma once

#include <string>
#include <string_view>

#include "tools/whistle/wording_event.h"

namespace whistle::tools {

// Of such an event; empty: it is another.
[[nodiscard]] std::string appeal_sentence(const Telling& telling, const v1::Event& event);
// Of such a command.
[[nodiscard]] std::string_view appeal_words(Language language, v1::Command::BodyCase command);

}  // namespace whistle::tools
