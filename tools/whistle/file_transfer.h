// Files to and from the engine, piece by piece: what a bad network cut off goes on where it stopped.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "tools/whistle/console.h"
#include "tools/whistle/engine_session.h"
#include "tools/whistle/evidence_file.h"
#include "tools/whistle/failure.h"
#include "whistle/v1/service.pb.h"

namespace whistle::tools {

// Puts the file on the ticket; nullopt: it lies there already. Draws how far it is. Stopped and asked for again, it
// sends what is missing.
[[nodiscard]] Result<std::optional<v1::Accepted>> put_file(EngineSession& session, Console& console,
                                                           std::uint64_t ticket, const LocalFile& file);

// The bytes of a file of the ticket, compared with its hash.
[[nodiscard]] Result<std::string> fetch_file(EngineSession& session, Console& console, std::uint64_t ticket,
                                             const v1::AttachmentRecord& attachment);

}  // namespace whistle::tools
