// Words for personal data that somebody reads or that is forgotten, for who reads the journal, and for the keys below.
// The words for codes are exhaustive: one without words does not compile.
#pragma once

#include <string>
#include <string_view>

#include "tools/whistle/wording_event.h"
#include "whistle/v1/privacy_command.pb.h"
#include "whistle/v1/record.pb.h"

namespace whistle::tools {

[[nodiscard]] std::string_view words_for(Language language, v1::EraseGround ground);
[[nodiscard]] std::string_view words_for(Language language, v1::ReadingKind kind);

// Of such an event; empty: it is another.
[[nodiscard]] std::string privacy_sentence(const Telling& telling, const v1::Event& event);
// Of such a command.
[[nodiscard]] std::string_view privacy_words(Language language, v1::Command::BodyCase command);

// When a ticket's personal data were erased, on what ground, by whom, and by which entry.
[[nodiscard]] std::string erasure_words(const Telling& telling, const v1::ErasureRecord& erasure);

}  // namespace whistle::tools
