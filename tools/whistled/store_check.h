// Whether a store is whole: every entry, every link, every vault row, and tables that are what the journal gives, to
// the last byte. For a store at rest, such as a copy.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "storage/copyable_store.h"
#include "storage/vault.h"
#include "tools/whistled/failure.h"

namespace whistle::tools::whistled {

struct StoreCheck {
  std::uint64_t entries = 0;
  std::uint64_t vault_rows = 0;   // that entries ask for
  std::uint64_t opened_rows = 0;  // of these, opened with the key and compared with their entry
  std::vector<storage::FamilyDigest> families;
};

// Reads the journal from entry 0: numbers and format, times that ascend, each entry's link to the one before it of the
// same ticket, the vault row of each entry that commits to one. With `vault` each row is opened too and compared with
// the commitments. Then rebuilds the tables from the journal in `scratch`, which must not exist and is removed, and
// compares. BadData, with the place, where something is not as it was written.
[[nodiscard]] Result<StoreCheck> check_store(const storage::CopyableStore& store, const storage::Vault* vault,
                                             const std::filesystem::path& scratch);

}  // namespace whistle::tools::whistled
