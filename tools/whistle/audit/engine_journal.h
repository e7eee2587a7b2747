// A journal over the wire, from an engine that runs: page by page, beside its work.
#pragma once

#include <memory>

#include "tools/whistle/audit/journal_source.h"
#include "tools/whistle/engine_session.h"

namespace whistle::tools {

// Up to where the journal ended when it was first asked for: it grows while it is read.
[[nodiscard]] std::unique_ptr<JournalSource> engine_journal(std::unique_ptr<EngineSession> session);

}  // namespace whistle::tools
