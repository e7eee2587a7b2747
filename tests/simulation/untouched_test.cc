// A hundred lives, each another, that nobody has touched afterwards: an audit has nothing to say of them.
#include <doctest/doctest.h>

#include <algorithm>
#include <memory>

#include "storage/checkpoint_key.h"
#include "storage/memory_store.h"
#include "storage/rocksdb_store.h"
#include "storage/seeded_random.h"
#include "tests/simulation/simulation.h"
#include "tests/support/forwarding_store.h"
#include "tests/support/load.h"
#include "tests/support/temp_dir.h"
#include "tools/whistle/audit/verification.h"
#include "tools/whistled/journal_tree.h"

namespace whistle::tests {
namespace {

constexpr std::uint64_t kLives = kFast ? 100 : 10;
constexpr std::uint32_t kSteps = 400;

// The journal and what follows from it, as an engine puts it on the disk.
std::unique_ptr<storage::CopyableStore> on_disk(const engine::Store& lived, const Setting& setting,
                                                const std::filesystem::path& path) {
  engine::Core core(engine::State{});
  engine::Batch rules;
  for (const auto& variant : setting.variants) {
    core.install(variant.rules.sha256, variant.rules.ruleset);
    for (const auto& blob : variant.rules.blobs) {
      const auto same = [&](const engine::Blob& other) { return other.sha256 == blob.sha256; };
      if (std::ranges::none_of(rules.blobs, same)) rules.blobs.push_back(blob);
    }
  }
  std::vector<engine::EntryBytes> entries;
  const auto scanned = lived.scan_entries(engine::Sequence{0}, [&](engine::Sequence sequence, std::string_view bytes) {
    core.replay(engine::parse_entry(bytes).value());
    entries.push_back({sequence, std::string(bytes)});
    return true;
  });
  REQUIRE(scanned.has_value());
  auto store = storage::open_rocksdb_store(path, {.sync = false});
  REQUIRE_MESSAGE(store.has_value(), store.error().what);
  auto batch = core.take_batch();
  batch.entries = std::move(entries);
  batch.blobs = std::move(rules.blobs);
  REQUIRE((*store)->commit(batch).has_value());
  return *std::move(store);
}

engine::Batch journal_of(const engine::Store& store) {
  engine::Batch batch;
  const auto scanned = store.scan_entries(engine::Sequence{0}, [&](engine::Sequence sequence, std::string_view bytes) {
    batch.entries.push_back({sequence, std::string(bytes)});
    return true;
  });
  REQUIRE(scanned.has_value());
  return batch;
}

void sign(engine::Store& store, const engine::State& state, const storage::CheckpointKey& key) {
  auto tree = tools::whistled::JournalTree::open(store, state, key);
  REQUIRE_MESSAGE(tree.has_value(), tree.error().what);
  auto growth = (*tree)->grow(state.next_sequence);
  REQUIRE(growth.has_value());
  engine::Batch batch;
  batch.tiles = std::move(growth->tiles);
  batch.checkpoints = {growth->checkpoint};
  REQUIRE(store.commit(batch).has_value());
}

TEST_CASE("no alarm is raised over a journal that nobody has touched") {
  const Setting setting;
  const support::TempDir dir;
  storage::SeededRandom random(3);
  const auto key = storage::CheckpointKey::create(dir.path() / "key", random).value();
  const auto first = given("WHISTLE_SEED", 1'000);
  std::uint64_t entries = 0;
  for (auto seed = first; seed < first + given("WHISTLE_SEEDS", kLives); ++seed) {
    CAPTURE(seed);
    Course course{.seed = seed,
                  .steps = kSteps,
                  .compare_every = kSteps,
                  .rebuild_every = kSteps,
                  .without = {},
                  .long_silence = seed % 10 == 0,
                  .checkpoint_public_key = key.public_key()};
    Simulation simulation(setting, course);
    REQUIRE_FALSE(simulation.run().has_value());
    auto store = on_disk(simulation.store(), setting, dir.path() / std::to_string(seed));
    sign(*store, simulation.witness().state(), key);
    const auto source = tools::store_journal(std::move(store));
    const auto done = tools::verify_journal(*source, {}, [](std::uint64_t) {});
    REQUIRE(done.has_value());
    for (const auto& finding : done->findings)
      FAIL_CHECK(tools::name_of(finding.kind) << " " << finding.sequence << " " << finding.what);
    CHECK(done->decided == done->entries);
    entries += done->entries;
  }
  MESSAGE(entries << " entries");
}

// As if a later program had decided from there on.
class LaterLogic final : public support::ForwardingStore {
 public:
  LaterLogic(engine::Store& lived, std::uint64_t from) : ForwardingStore(lived), from_(from) {}

  engine::Stored<void> scan_entries(engine::Sequence from, const engine::EntryVisitor& visit) const override {
    return ForwardingStore::scan_entries(from, [&](engine::Sequence sequence, std::string_view bytes) {
      auto entry = engine::parse_entry(bytes).value();
      if (sequence.value >= from_) entry.set_logic(engine::kNewestLogic + 1);
      return visit(sequence, engine::entry_bytes(entry));
    });
  }

 private:
  const std::uint64_t from_;
};

TEST_CASE("what another logic decided is counted, and nothing is claimed of it") {
  const Setting setting;
  const support::TempDir dir;
  storage::SeededRandom random(3);
  const auto key = storage::CheckpointKey::create(dir.path() / "key", random).value();
  Simulation simulation(setting, {.seed = 1, .steps = kSteps, .checkpoint_public_key = key.public_key()});
  REQUIRE_FALSE(simulation.run().has_value());
  storage::MemoryStore lived;
  REQUIRE(lived.commit(journal_of(simulation.store())).has_value());
  const auto entries = simulation.witness().state().next_sequence.value;
  auto store = on_disk(LaterLogic(lived, entries - 7), setting, dir.path() / "db");
  sign(*store, simulation.witness().state(), key);
  const auto source = tools::store_journal(std::move(store));
  const auto done = tools::verify_journal(*source, {}, [](std::uint64_t) {});
  REQUIRE(done.has_value());
  CHECK(done->outcome() == tools::ExitCode::Usage);  // 2: cannot tell
  REQUIRE(done->findings.size() == 1);
  CHECK(done->findings[0] ==
        tools::Finding{tools::FindingKind::UnknownLogic, entries - 7, entries - 1, done->findings[0].what});
  CHECK(done->signed_size == entries);
  CHECK(done->decided == entries - 7);
}

}  // namespace
}  // namespace whistle::tests
