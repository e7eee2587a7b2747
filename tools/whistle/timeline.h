// What happened to a ticket, from its entries.
#pragma once

#include <cstdint>
#include <vector>

#include "tools/whistle/console.h"
#include "tools/whistle/engine_session.h"
#include "tools/whistle/wording_event.h"
#include "whistle/v1/entry.pb.h"

namespace whistle::tools {

struct Timeline {
  std::vector<v1::Entry> entries;  // ascending
  bool complete = false;           // false: some of them are not for the asker
};

// From the ticket's first entry to `last_entry`, as far as the asker may see them.
[[nodiscard]] Result<Timeline> fetch_timeline(EngineSession& session, std::uint64_t ticket, std::uint64_t last_entry);

// Who did what and when, and below it what came of it. `with_ticket` names the ticket too.
void print_entry(Console& console, const Telling& telling, const v1::Entry& entry, bool with_ticket);

}  // namespace whistle::tools
