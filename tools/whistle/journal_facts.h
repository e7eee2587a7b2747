// A whole journal read for reckoning: from the store of an engine that has stopped, from a backup, or over the wire
// from one that runs. The same journal gives the same facts, whichever way it was read.
#pragma once

#include <memory>

#include "engine/evaluation_facts.h"
#include "engine/ruleset.h"
#include "tools/whistle/command_context.h"

namespace whistle::tools {

struct JournalFacts {
  engine::EvaluationFacts facts;
  std::shared_ptr<const engine::Ruleset> ruleset;  // published last; without geometry
};

// Of what the settings name. A data directory that no engine holds is read as it lies there, and not changed; else the
// engine is asked, which answers auditors and supervisors.
[[nodiscard]] Result<JournalFacts> read_journal(CommandContext& context);

}  // namespace whistle::tools
