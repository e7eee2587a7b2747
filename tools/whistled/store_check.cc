#include "tools/whistled/store_check.h"

#include <algorithm>
#include <optional>
#include <string>
#include <system_error>
#include <unordered_map>
#include <utility>

#include "engine/core.h"
#include "engine/personal.h"
#include "storage/rocksdb_store.h"
#include "tools/whistled/recovery.h"

namespace whistle::tools::whistled {

namespace {

using engine::Sequence;
using engine::TicketId;

constexpr std::size_t kCheckedAtOnce = 4'096;

tl::unexpected<Failure> damaged(Sequence entry, const std::string& what) {
  return fail(ExitCode::BadData, "entry " + std::to_string(entry.value) + " " + what);
}

class EntryCheck {
 public:
  EntryCheck(const storage::CopyableStore& store, const storage::Vault* vault, StoreCheck& found)
      : store_(store), vault_(vault), found_(found) {}

  Result<void> check(Sequence sequence, std::string_view bytes) {
    const auto entry = engine::parse_entry(bytes);
    if (!entry) return damaged(sequence, "cannot be read");
    if (sequence.value > 0 && entry->time_us() <= last_time_us_) return damaged(sequence, "is not later than the last");
    last_time_us_ = entry->time_us();
    ++found_.entries;
    if (!entry->has_ticket()) return {};
    if (auto linked = check_link(sequence, *entry); !linked) return linked;
    return check_vault_row(sequence, *entry);
  }

 private:
  Result<void> check_link(Sequence sequence, const v1::Entry& entry) {
    const auto [last, is_first] = last_of_.try_emplace(entry.ticket(), sequence.value);
    if (is_first) {
      if (entry.ticket() == sequence.value && !entry.has_previous()) return {};
      return damaged(sequence, "belongs to ticket " + std::to_string(entry.ticket()) + ", which has no beginning");
    }
    if (!entry.has_previous() || entry.previous() != last->second) {
      return damaged(sequence, "does not follow entry " + std::to_string(last->second) + " of its ticket");
    }
    last->second = sequence.value;
    return {};
  }

  // A whistle has a first row even where it says nothing: it holds the ticket's key.
  Result<void> check_vault_row(Sequence sequence, const v1::Entry& entry) {
    const auto* commitments = engine::commitments_in(entry.command());
    const bool commits = commitments != nullptr && commitments->ByteSizeLong() > 0;
    if (!commits && !entry.command().has_blow_whistle()) return {};
    const TicketId ticket{entry.ticket()};
    const auto row = store_.vault_row(ticket, sequence);
    if (!row) return fail(ExitCode::BadData, row.error().what);
    const auto erasure = store_.meta(engine::erasure_name(ticket));
    if (!erasure) return fail(ExitCode::BadData, erasure.error().what);
    if (*erasure) {
      if (*row) return damaged(sequence, "is erased, and its row is in the vault");
      return {};
    }
    if (!*row) return damaged(sequence, "has no row in the vault");
    ++found_.vault_rows;
    if (vault_ == nullptr) return {};
    const auto first = store_.vault_row(ticket, Sequence{ticket.value});
    if (!first) return fail(ExitCode::BadData, first.error().what);
    if (!*first) return damaged(sequence, "is of a ticket without a key in the vault");
    const auto opened = vault_->open(**first, **row);
    if (!opened) return damaged(sequence, "has a row in the vault that does not open: " + opened.error().what);
    if (!storage::Vault::matches(*opened, commits ? *commitments : v1::Commitments{}))
      return damaged(sequence, "has another's row in the vault");
    ++found_.opened_rows;
    return {};
  }

  const storage::CopyableStore& store_;
  const storage::Vault* vault_;
  StoreCheck& found_;
  std::int64_t last_time_us_ = 0;
  std::unordered_map<std::uint64_t, std::uint64_t> last_of_;  // ticket -> its last entry
};

// Visitors of a scan must not ask the store for anything else: entries are taken over in chunks.
Result<void> check_entries(const storage::CopyableStore& store, const storage::Vault* vault, StoreCheck& found) {
  EntryCheck check(store, vault, found);
  for (;;) {
    std::vector<engine::EntryBytes> chunk;
    const auto scanned = store.scan_entries(Sequence{found.entries}, [&](Sequence sequence, std::string_view bytes) {
      chunk.push_back({sequence, std::string(bytes)});
      return chunk.size() < kCheckedAtOnce;
    });
    if (!scanned) return fail(ExitCode::BadData, scanned.error().what);
    if (chunk.empty()) return {};
    for (const auto& entry : chunk) {
      if (auto checked = check.check(entry.sequence, entry.bytes); !checked) return checked;
    }
  }
}

Result<std::vector<storage::FamilyDigest>> rebuilt_families(const storage::CopyableStore& store,
                                                            const std::filesystem::path& scratch) {
  const auto failed = [](const engine::StoreError& error) {
    return tl::unexpected(
        Failure{error.fault == engine::StoreFault::Damaged ? ExitCode::BadData : ExitCode::Failed, error.what});
  };
  if (const auto copied = store.copy_to(scratch); !copied) return failed(copied.error());
  if (const auto dropped = storage::drop_rocksdb_tables(scratch); !dropped) return failed(dropped.error());
  auto rebuilt = storage::open_rocksdb_store(scratch, {.create_if_missing = false});
  if (!rebuilt) return failed(rebuilt.error());
  if (const auto recovered = recover(**rebuilt); !recovered) return tl::unexpected(recovered.error());
  auto families = (*rebuilt)->digests();
  if (!families) return failed(families.error());
  return *std::move(families);
}

}  // namespace

Result<StoreCheck> check_store(const storage::CopyableStore& store, const storage::Vault* vault,
                               const std::filesystem::path& scratch) {
  StoreCheck found;
  if (auto checked = check_entries(store, vault, found); !checked) return tl::unexpected(checked.error());
  auto families = store.digests();
  if (!families) return fail(ExitCode::BadData, families.error().what);
  const auto rebuilt = rebuilt_families(store, scratch);
  std::error_code ignored;
  std::filesystem::remove_all(scratch, ignored);
  if (!rebuilt) return tl::unexpected(rebuilt.error());
  for (std::size_t i = 0; i < families->size(); ++i) {
    const auto& [family, rows, sha256] = (*families)[i];
    const auto& given = rebuilt->at(i);
    if (given.rows == rows && given.sha256 == sha256) continue;
    return fail(ExitCode::BadData, "table " + family + " (" + std::to_string(rows) +
                                       " rows) is not what the journal gives (" + std::to_string(given.rows) +
                                       " rows)");
  }
  found.families = *std::move(families);
  return found;
}

}  // namespace whistle::tools::whistled
