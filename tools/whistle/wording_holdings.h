// Words for what lies in somebody's hands: duty of a member, absence, files.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "tools/whistle/wording_event.h"

namespace whistle::tools {

// Of such an event; empty: it is another.
[[nodiscard]] std::string holdings_sentence(const Telling& telling, const v1::Event& event);
// Of such a command.
[[nodiscard]] std::string_view holdings_words(Language language, v1::Command::BodyCase command);

// What a file is: photo (JPEG), document (PDF), ...
[[nodiscard]] std::string_view attachment_words(Language language, v1::AttachmentType type);
// How the names of such files end, without the dot.
[[nodiscard]] std::string_view attachment_extension(v1::AttachmentType type);
// 812 B, 312 KiB, 4 MiB.
[[nodiscard]] std::string size_words(std::uint64_t bytes);

}  // namespace whistle::tools
