// Under which topics of the feed an entry is noticed, besides "all".
#pragma once

#include <string>
#include <vector>

#include "engine/core.h"
#include "whistle/v1/entry.pb.h"

namespace whistle::tools::whistled {

// "party/CODE" of each party that leads, assists, is informed or supervises, and of those that the entry's own events
// name; each once, by bytes. Never of the party complained about. The ticket is taken as the core has it, or as the
// core closed it since its last batch.
[[nodiscard]] std::vector<std::string> notice_topics(const engine::Core& core, const v1::Entry& entry);

}  // namespace whistle::tools::whistled
