#include "tools/whistled/rotate_master_key.h"

#include <optional>
#include <sstream>
#include <system_error>
#include <utility>
#include <vector>

#include "adapters/clock.h"
#include "engine/core.h"
#include "engine/hexadecimal.h"
#include "engine/permission.h"
#include "storage/rocksdb_store.h"
#include "storage/system_random.h"
#include "storage/vault.h"
#include "tools/whistled/data_directory.h"
#include "tools/whistled/file_copy.h"
#include "tools/whistled/recovery.h"
#include "tools/whistled/scrub.h"

namespace whistle::tools::whistled {

namespace fs = std::filesystem;
using engine::hexadecimal;
using engine::Sequence;
using engine::TicketId;

namespace {

constexpr std::size_t kChunk = 4'096;

struct Keys {
  storage::Vault former;
  storage::Vault now;
};

Result<Keys> open_keys(const DataDirectory& data, engine::RandomSource& random) {
  auto former = storage::Vault::open(data.master_key());
  if (!former) return fail(ExitCode::BadData, former.error().what);
  std::error_code error;
  auto now = fs::exists(data.new_master_key(), error) ? storage::Vault::open(data.new_master_key())
                                                      : storage::Vault::create(data.new_master_key(), random);
  if (!now) return fail(ExitCode::BadData, now.error().what);
  return Keys{*std::move(former), *std::move(now)};
}

// Those of a chunk that the former key still wraps; `next` becomes the ticket after the last one looked at, nullopt: it
// was the last of all.
Result<std::vector<engine::VaultRow>> former_rows(const engine::Store& store, const Keys& keys,
                                                  std::optional<TicketId>& next) {
  std::vector<engine::VaultRow> rows;
  std::size_t looked_at = 0;
  std::optional<TicketId> last;
  const auto scanned = store.scan_vault(*next, [&](const engine::VaultRow& row) {
    if (row.entry.value != row.ticket.value) return true;
    last = row.ticket;
    if (!keys.now.wraps(row.row)) rows.push_back(row);
    return ++looked_at < kChunk;
  });
  if (!scanned) return tl::unexpected(failure_of(scanned.error()));
  next = looked_at < kChunk ? std::nullopt : std::optional(TicketId{last->value + 1});
  return rows;
}

Result<std::uint64_t> wrap_anew(engine::Store& store, const Keys& keys, engine::RandomSource& random) {
  std::uint64_t done = 0;
  for (std::optional<TicketId> next{TicketId{0}}; next;) {
    auto rows = former_rows(store, keys, next);
    if (!rows) return tl::unexpected(rows.error());
    engine::Batch batch;
    for (auto& row : *rows) {
      auto wrapped = keys.now.rewrap(keys.former, row.row, random);
      if (!wrapped)
        return fail(ExitCode::BadData, "ticket " + std::to_string(row.ticket.value) + ": " + wrapped.error().what);
      row.row = *std::move(wrapped);
    }
    done += rows->size();
    batch.vault = *std::move(rows);
    if (batch.empty()) continue;
    if (const auto stored = store.commit(batch); !stored) return tl::unexpected(failure_of(stored.error()));
  }
  return done;
}

// Once, however often it was cut off before.
Result<void> journal(engine::Store& store, engine::Core& core, const Keys& keys, std::uint64_t wrapped) {
  if (core.state().master_key_id == keys.now.master_key_id()) return {};
  v1::Command command;
  auto& rotate = *command.mutable_rotate_master_key();
  rotate.set_former_id(keys.former.master_key_id());
  rotate.set_id(keys.now.master_key_id());
  rotate.set_keys(wrapped);
  // Civil time that is driven goes on where the journal ends.
  const auto now = core.state().lived_on_driven_time ? core.state().last_time : adapters::system_time()();
  const auto entry = core.handle({engine::operator_actor(), {}, 0, command, {}}, now);
  if (!entry)
    return fail(ExitCode::BadData, "the rotation cannot be journalled: " + entry.error().refusal.ShortDebugString());
  if (const auto stored = store.commit(core.take_batch()); !stored) return tl::unexpected(failure_of(stored.error()));
  return {};
}

// The old key keeps a name of its own before its place is taken.
Result<void> exchange_keys(const DataDirectory& data) {
  std::error_code error;
  fs::remove(data.former_master_key(), error);
  if (!error) fs::create_hard_link(data.master_key(), data.former_master_key(), error);
  if (error) return fail(ExitCode::Failed, data.former_master_key().string() + ": " + error.message());
  if (auto synced = sync_directory(data.root()); !synced) return synced;
  fs::rename(data.new_master_key(), data.master_key(), error);
  if (error) return fail(ExitCode::Failed, data.master_key().string() + ": " + error.message());
  return sync_directory(data.root());
}

std::string told(const DataDirectory& data, const Keys& keys, std::uint64_t wrapped) {
  std::ostringstream out;
  out << "Rotated: " << wrapped << " keys of tickets are wrapped by master key "
      << hexadecimal(keys.now.master_key_id()) << " now, before by " << hexadecimal(keys.former.master_key_id())
      << ".\n"
      << "Keep a copy of " << data.master_key().string() << " somewhere else, in the place of the old one.\n"
      << data.former_master_key().string()
      << " opens backups from before. Make a new backup; then destroy the old ones and this key together.\n";
  return out.str();
}

}  // namespace

Result<std::string> rotate_master_key(const fs::path& directory) {
  const DataDirectory data(directory);
  if (auto checked = data.check_exists(); !checked) return tl::unexpected(checked.error());
  auto store = storage::open_rocksdb_store(data.store(), {.create_if_missing = false});
  if (!store) return tl::unexpected(unopened(store.error()));
  const auto recovered = recover(**store);
  if (!recovered) return tl::unexpected(recovered.error());
  if (recovered->core->state().logic < engine::logic_needed(v1::Command::kRotateMasterKey)) {
    return fail(ExitCode::BadData, "the journal is decided by logic " + std::to_string(recovered->core->state().logic) +
                                       ", which knows no rotation: whistle adopt-logic first");
  }
  storage::SystemRandom random;
  const auto keys = open_keys(data, random);
  if (!keys) return tl::unexpected(keys.error());
  const auto wrapped = wrap_anew(**store, *keys, random);
  if (!wrapped) return tl::unexpected(wrapped.error());
  if (auto journalled = journal(**store, *recovered->core, *keys, *wrapped); !journalled)
    return tl::unexpected(journalled.error());
  const auto clean = scrub_whole(**store);
  if (!clean) return tl::unexpected(failure_of(clean.error()));
  if (!*clean) return fail(ExitCode::Failed, "the database does not let go of its former files; call it again");
  if (auto exchanged = exchange_keys(data); !exchanged) return tl::unexpected(exchanged.error());
  return told(data, *keys, *wrapped);
}

}  // namespace whistle::tools::whistled
