// What was removed from the vault leaves the files of the database too: RocksDB would keep it in its log and in older
// tables until it happens to rewrite them.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>

#include "engine/ids.h"
#include "engine/ports.h"
#include "storage/rocksdb_directory.h"

namespace whistle::storage {

// From the first to the last of them.
struct TicketRange {
  engine::TicketId first;
  engine::TicketId last;
};

inline constexpr TicketRange kAllTickets{engine::TicketId{0},
                                         engine::TicketId{std::numeric_limits<std::uint64_t>::max()}};

// What holds both.
[[nodiscard]] TicketRange joined(const std::optional<TicketRange>& one, const TicketRange& other);

// Writes out what is in memory, so that logs end, and every table with rows of these tickets anew; then waits a while
// until the files that held them before are gone. False: they are not yet, since somebody reads them or a copy is being
// made of them; call again.
[[nodiscard]] engine::Stored<bool> scrub_vault(const OpenDirectory& directory, const TicketRange& tickets);

}  // namespace whistle::storage
