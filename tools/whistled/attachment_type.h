// What a file is, judged by its first bytes and never by its name: photos, documents, films and spoken notes are kept,
// everything else is refused.
#pragma once

#include <cstdint>
#include <string_view>

#include "whistle/v1/command.pb.h"

namespace whistle::tools::whistled {

// `head`: the beginning of the file, all of it or at least 256 KiB. UNSPECIFIED: nothing that is kept. More than the
// first signature has to hold: bytes that merely begin like a photo are none.
[[nodiscard]] v1::AttachmentType judge_type(std::string_view head, std::uint64_t size);

}  // namespace whistle::tools::whistled
