// What an audit is asked about, as it is typed: a ticket, or an entry.
//
//   20260928-00017-4   the ticket's number      id:17 or 17   its id      seq:42   one entry
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tools/whistle/audit/journal_source.h"

namespace whistle::tools {

inline constexpr std::string_view kEntryMark = "seq:";  // before the number of an entry

struct Subject {
  std::optional<std::uint64_t> ticket;  // nullopt: one entry
  std::vector<std::uint64_t> entries;   // ascending, at least one
};

// Fails where it is neither, or there is no such ticket or entry.
[[nodiscard]] Result<Subject> find_subject(JournalSource& source, Language language, const std::string& text);

}  // namespace whistle::tools
