// What does an audit cost? Beside the least that any must do: every stored byte read and hashed once. Of the journal of
// WHISTLE_BENCH_TICKETS whistles (50,000 where nothing is said, near a million entries), on disk, warm.
//
//   build/release/bin/bench_audit
//
// scan_and_hash   RocksDB's iterator over the journal, SHA-256 of each value: the floor
// rebuild         the state made again by `apply` alone
// verify          bytes, tree, signatures, every decision again, every row of the tables
#include <benchmark/benchmark.h>

#include <cstdint>
#include <iostream>
#include <memory>
#include <string>
#include <utility>

#include "adapters/district/compile.h"
#include "bench/require.h"
#include "bench/scratch_dir.h"
#include "bench/year/year.h"
#include "engine/core.h"
#include "engine/ruleset.h"
#include "storage/checkpoint_key.h"
#include "storage/rocksdb_store.h"
#include "storage/sha256.h"
#include "storage/system_random.h"
#include "tools/whistle/audit/journal_source.h"
#include "tools/whistle/audit/verification.h"
#include "tools/whistle/entry_batches.h"
#include "tools/whistled/journal_tree.h"

namespace whistle::bench {
namespace {

constexpr std::uint64_t kTickets = 50'000;

struct Lived {
  ScratchDir scratch;
  std::uint64_t entries = 0;
};

std::unique_ptr<storage::CopyableStore> open_store(const Lived& lived, bool read_only) {
  auto store = storage::open_rocksdb_store(lived.scratch.path() / "db", {.sync = false, .read_only = read_only});
  require(store.has_value(), "no store");
  return *std::move(store);
}

void sign(engine::Store& store, const storage::CheckpointKey& key) {
  engine::State state;
  state.journal_id = "bench";
  state.district_code = "370790";
  state.checkpoint_public_key = key.public_key();
  state.next_sequence = *store.next_sequence();
  auto tree = tools::whistled::JournalTree::open(store, state, key);
  require(tree.has_value(), "no tree");
  auto growth = (*tree)->grow(state.next_sequence);
  require(growth.has_value(), "no growth");
  engine::Batch batch;
  batch.tiles = std::move(growth->tiles);
  batch.checkpoints = {growth->checkpoint};
  require(store.commit(batch).has_value(), "no commit");
}

// Made once, for all questions.
const Lived& lived() {
  static const auto made = [] {
    auto lived = std::make_unique<Lived>();
    storage::SystemRandom random;
    const auto key = storage::CheckpointKey::create(lived->scratch.path() / "key", random);
    require(key.has_value(), "no key");
    const auto store = open_store(*lived, /*read_only=*/false);
    live_year(*store, {.tickets = tickets_wanted(kTickets), .checkpoint_public_key = key->public_key()});
    sign(*store, *key);
    lived->entries = store->next_sequence()->value;
    std::cerr << lived->entries << " entries\n";
    return lived;
  }();
  return *made;
}

void tell(benchmark::State& state) {
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * static_cast<std::int64_t>(lived().entries));
}

void scan_and_hash(benchmark::State& state) {
  const auto store = open_store(lived(), /*read_only=*/true);
  for (auto _ : state) {
    const auto scanned = store->scan_entries(engine::Sequence{0}, [](engine::Sequence, std::string_view bytes) {
      benchmark::DoNotOptimize(storage::sha256(bytes));
      return true;
    });
    require(scanned.has_value(), "no scan");
  }
  tell(state);
}

void install(engine::Core& core, const engine::Store& store, const std::string& sha256) {
  const auto blob = [&](std::string_view wanted) { return store.blob(wanted).value_or(std::nullopt); };
  auto ruleset = engine::Ruleset::load(blob(sha256).value(), blob, engine::LoadGeometry::No);
  require(ruleset.has_value(), "no ruleset");
  core.install(sha256, *std::move(ruleset));
}

void rebuild(benchmark::State& state) {
  const auto store = open_store(lived(), /*read_only=*/true);
  for (auto _ : state) {
    engine::Core core(engine::State{});
    tools::EntryBatches batches(*store);
    while (const auto batch = batches.next()) {
      for (const auto* entry : batch->entries) {
        if (entry->command().has_publish_ruleset())
          install(core, *store, entry->command().publish_ruleset().ruleset_sha256());
        core.replay(*entry);
      }
      core.forget_changes();
    }
    require(core.state().next_sequence.value == lived().entries, "entries are missing");
  }
  tell(state);
}

void verify(benchmark::State& state) {
  for (auto _ : state) {
    const auto source = tools::store_journal(open_store(lived(), /*read_only=*/true));
    const auto done = tools::verify_journal(*source, {}, [](std::uint64_t) {});
    require(done.has_value() && done->outcome() == tools::ExitCode::Ok, "not proven");
  }
  tell(state);
}

BENCHMARK(scan_and_hash)->Unit(benchmark::kSecond)->UseRealTime();
BENCHMARK(rebuild)->Unit(benchmark::kSecond)->UseRealTime();
BENCHMARK(verify)->Unit(benchmark::kSecond)->UseRealTime();

}  // namespace
}  // namespace whistle::bench
