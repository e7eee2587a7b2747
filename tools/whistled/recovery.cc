#include "tools/whistled/recovery.h"

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/state.h"
#include "tools/whistled/open_tickets.h"
#include "tools/whistled/publication.h"

namespace whistle::tools::whistled {

namespace {

using engine::Sequence;
using engine::State;
using engine::Store;

constexpr std::size_t kCredentialBytes = 32;
constexpr std::size_t kReplayChunk = 4'096;

Result<void> damaged(const std::string& what) {
  return fail(ExitCode::BadData, what);
}

template <typename Record>
Result<Record> parsed(std::string_view row, const std::string& name) {
  Record record;
  if (record.ParseFromArray(row.data(), static_cast<int>(row.size()))) return record;
  return fail(ExitCode::BadData, "the row of " + name + " cannot be read");
}

// Returns since when closed tickets may still be asked for; nullopt: none may.
Result<std::optional<engine::Instant>> load_header(const Store& store, State& state) {
  const auto row = store.meta("header");
  if (!row) return tl::unexpected(failure_of(row.error()));
  if (!*row) return fail(ExitCode::BadData, "the tables have no header");
  const auto record = parsed<v1::HeaderRecord>(**row, "the header");
  if (!record) return tl::unexpected(record.error());
  restore_header(state, *record);
  if (record->recent_since_us() == 0) return std::nullopt;
  return engine::Instant{record->recent_since_us()};
}

Result<void> load_identities(const Store& store, State& state) {
  const auto rows = store.scan_meta(engine::kIdentityRows);
  if (!rows) return tl::unexpected(failure_of(rows.error()));
  for (const auto& row : *rows) {
    const auto record = parsed<v1::IdentityRecord>(row.row, "an identity");
    if (!record) return tl::unexpected(record.error());
    if (engine::credential_in(*record).size() != kCredentialBytes) return damaged("the row of an identity has no key");
    restore_identity(state, *record);
  }
  return {};
}

Result<void> install(const Store& store, engine::Core& core, const std::string& sha256, engine::LoadGeometry geometry) {
  auto ruleset = load_stored_ruleset(store, sha256, geometry);
  if (!ruleset) return damaged(ruleset.error());
  core.install(sha256, *std::move(ruleset));
  return {};
}

// What tickets are pinned to needs no geometry: nothing is located by it any more.
Result<void> install_needed(const Store& store, engine::Core& core, const std::set<Sequence>& pinned) {
  const auto& state = core.state();
  if (state.publications.empty()) return {};
  const auto in_force = state.publications.back().sha256;
  if (auto loaded = install(store, core, in_force, engine::LoadGeometry::Yes); !loaded) return loaded;
  // It will be in force without being published again.
  if (const auto scheduled = state.scheduled; scheduled && scheduled->sha256 != in_force) {
    if (auto loaded = install(store, core, scheduled->sha256, engine::LoadGeometry::Yes); !loaded) return loaded;
  }
  const auto publications = state.publications;
  for (const auto& publication : publications) {
    const bool loaded_whole =
        publication.sha256 == in_force || (state.scheduled && publication.sha256 == state.scheduled->sha256);
    if (!pinned.contains(publication.sequence) || loaded_whole) continue;
    if (auto loaded = install(store, core, publication.sha256, engine::LoadGeometry::No); !loaded) return loaded;
  }
  return {};
}

Result<void> replay_one(const Store& store, engine::Core& core, Sequence sequence, std::string_view bytes) {
  const auto entry = engine::parse_entry(bytes);
  if (!entry || entry->sequence() != sequence.value || sequence != core.state().next_sequence) {
    return damaged("entry " + std::to_string(sequence.value) + " cannot be read");
  }
  for (const auto& event : entry->events()) {
    if (!event.has_ruleset_published()) continue;
    const auto& sha256 = event.ruleset_published().ruleset_sha256();
    if (auto loaded = install(store, core, sha256, engine::LoadGeometry::No); !loaded) return loaded;
  }
  core.replay(*entry);
  return {};
}

// Visitors of a scan must not ask the store for anything else, and replaying does: entries are taken over in chunks.
Result<std::vector<engine::EntryBytes>> read_chunk(const Store& store, Sequence from) {
  std::vector<engine::EntryBytes> chunk;
  const auto scanned = store.scan_entries(from, [&](Sequence sequence, std::string_view bytes) {
    chunk.push_back({sequence, std::string(bytes)});
    return chunk.size() < kReplayChunk;
  });
  if (!scanned) return tl::unexpected(failure_of(scanned.error()));
  return chunk;
}

Result<std::uint64_t> replay_rest(const Store& store, engine::Core& core, Sequence from) {
  std::uint64_t replayed = 0;
  for (;;) {
    const auto chunk = read_chunk(store, Sequence{from.value + replayed});
    if (!chunk) return tl::unexpected(chunk.error());
    if (chunk->empty()) return replayed;
    for (const auto& entry : *chunk) {
      if (auto one = replay_one(store, core, entry.sequence, entry.bytes); !one) return tl::unexpected(one.error());
    }
    replayed += chunk->size();
  }
}

}  // namespace

Result<Recovered> recover(Store& store) {
  const auto next = store.next_sequence();
  const auto applied = store.applied_sequence();
  if (!next) return tl::unexpected(failure_of(next.error()));
  if (!applied) return tl::unexpected(failure_of(applied.error()));
  if (next->value == 0) return fail(ExitCode::BadData, "the journal is empty");

  State state;
  std::set<Sequence> pinned;
  if (applied->value > 0) {
    const auto recent_since = load_header(store, state);
    if (!recent_since) return tl::unexpected(recent_since.error());
    if (auto loaded = load_identities(store, state); !loaded) return tl::unexpected(loaded.error());
    auto tickets = load_open_tickets(store, state);
    if (!tickets) return tl::unexpected(tickets.error());
    pinned = *std::move(tickets);
    if (*recent_since) {
      if (auto loaded = load_recent_tickets(store, **recent_since, state, pinned); !loaded)
        return tl::unexpected(loaded.error());
    }
    if (!engine::is_known_logic(state.logic)) {
      return fail(ExitCode::BadData, "the journal is decided by logic " + std::to_string(state.logic) +
                                         ", this program has none later than " + std::to_string(engine::kNewestLogic));
    }
    if (state.next_sequence != *applied) return fail(ExitCode::BadData, "header and tables are of different times");
  }
  Recovered recovered{std::make_unique<engine::Core>(std::move(state)), 0, 0};
  if (*applied < *next) {
    // What replayed entries may pin a ticket to: the rules that are in force before them, and those that they publish.
    const auto& publications = recovered.core->state().publications;
    if (!publications.empty()) pinned.insert(publications.back().sequence);
    const auto replayed = replay_rest(store, *recovered.core, *applied);
    if (!replayed) return tl::unexpected(replayed.error());
    for (const auto& publication : publications) {
      if (publication.sequence >= *applied) pinned.insert(publication.sequence);
    }
    recovered.replayed = *replayed;
    auto batch = recovered.core->take_batch();
    batch.erased.clear();  // what an entry of the journal erased went with it
    const auto stored = store.commit(batch);
    if (!stored) return tl::unexpected(failure_of(stored.error()));
  }
  if (recovered.core->state().next_sequence != *next) return fail(ExitCode::BadData, "the journal has a gap");
  if (auto installed = install_needed(store, *recovered.core, pinned); !installed)
    return tl::unexpected(installed.error());
  recovered.open_tickets = recovered.core->state().open_ids.size();
  return recovered;
}

}  // namespace whistle::tools::whistled
