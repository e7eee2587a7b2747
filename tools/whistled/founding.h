// The first entries of a journal: its creation, its rules, its first administrator.
#pragma once

#include <string>

#include "engine/ports.h"
#include "engine/time.h"
#include "tools/whistled/failure.h"
#include "tools/whistled/publication.h"

namespace whistle::tools::whistled {

struct Founding {
  std::string journal_id;             // 16 bytes
  std::string checkpoint_public_key;  // 32 bytes
  PreparedRuleset rules;
  std::string admin_member;      // a member with role admin, or '@admin'
  std::string admin_public_key;  // 32 bytes
  engine::Instant at;            // of the first entry
};

// Writes entries 0 to 2 in one batch to an empty store. BadDistrict where the member is none of the ruleset's, or no
// admin.
[[nodiscard]] Result<void> found_journal(engine::Store& store, Founding founding);

}  // namespace whistle::tools::whistled
