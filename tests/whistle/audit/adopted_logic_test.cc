// A journal that an older logic began, and that has adopted a newer one since, is lived through by each in its turn;
// what claims to be decided by another than the journal's is found.
#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/core.h"
#include "storage/checkpoint_key.h"
#include "storage/rocksdb_store.h"
#include "storage/seeded_random.h"
#include "tests/whistle/audit/lived_journal.h"
#include "tests/whistled/engine_in_process.h"
#include "tools/whistled/journal_tree.h"

namespace whistle::tools {
namespace {

constexpr std::uint64_t kAdopting = 4;  // the entry
constexpr std::uint64_t kEntries = 7;

v1::Command blow_whistle() {
  v1::Command command;
  auto& blow = *command.mutable_blow_whistle();
  blow.set_kind(v1::WHISTLE_KIND_RESIDENT);
  blow.set_source(v1::SOURCE_RESIDENT);
  blow.set_category("P03");
  return command;
}

// Of the operator, but for the two whistles, before the adoption and after it.
std::vector<v1::Command> said(const std::string& checkpoint_public_key) {
  std::vector<v1::Command> commands(3);
  auto& create = *commands[0].mutable_create_journal();
  create.set_journal_id(std::string(16, 'j'));
  create.set_district_code(whistled::demonstration_rules().district_code);
  create.set_hash_algorithm("SHA-256");
  create.set_format(1);
  create.set_checkpoint_public_key(checkpoint_public_key);
  commands[1].mutable_publish_ruleset()->set_ruleset_sha256(whistled::demonstration_rules().sha256);
  commands[2].mutable_start_engine()->set_clock_mode(v1::CLOCK_MODE_FOLLOW);
  commands.push_back(blow_whistle());
  commands.emplace_back().mutable_adopt_logic()->set_logic(2);
  commands.push_back(blow_whistle());
  commands.emplace_back().mutable_rotate_master_key()->set_id(std::string(8, 'i'));
  return commands;
}

class OldJournal {
 public:
  OldJournal() {
    storage::SeededRandom random(3);
    key_.emplace(storage::CheckpointKey::create(dir_.path() / "key", random).value());
    engine::State state;
    state.logic = 1;
    engine::Core core(std::move(state));
    install(core);
    std::uint64_t key = 0;
    for (const auto& command : said(key_->public_key())) {
      engine::Input input{{}, "k" + std::to_string(++key), 0, command, {}};
      input.actor.set_authentication(command.has_blow_whistle() ? v1::AUTHENTICATION_PLAIN
                                                                : v1::AUTHENTICATION_OPERATOR);
      auto entry = core.handle(input, whistled::kFounded);
      REQUIRE_MESSAGE(entry.has_value(), entry.error().refusal.ShortDebugString());
      entries.push_back(*std::move(entry));
    }
    REQUIRE(entries.size() == kEntries);
  }

  // On a disk with its tables, finished and signed for: whoever changed an entry had the key.
  Verification verified() {
    engine::Core core(engine::State{});
    install(core);
    engine::Batch journal;
    for (const auto& entry : entries) {
      core.replay(entry);
      journal.entries.push_back({engine::Sequence{entry.sequence()}, engine::entry_bytes(entry)});
    }
    auto batch = core.take_batch();
    batch.entries = std::move(journal.entries);
    batch.blobs = whistled::demonstration_rules().blobs;
    auto store = storage::open_rocksdb_store(dir_.path() / "db", {.sync = false});
    REQUIRE_MESSAGE(store.has_value(), store.error().what);
    REQUIRE((*store)->commit(batch).has_value());
    auto tree = whistled::JournalTree::open(**store, core.state(), *key_);
    REQUIRE_MESSAGE(tree.has_value(), tree.error().what);
    auto growth = (*tree)->grow(core.state().next_sequence);
    REQUIRE(growth.has_value());
    engine::Batch grown;
    grown.tiles = std::move(growth->tiles);
    grown.checkpoints = {growth->checkpoint};
    REQUIRE((*store)->commit(grown).has_value());
    const auto source = store_journal(*std::move(store));
    auto done = verify_journal(*source, {}, [](std::uint64_t) {});
    REQUIRE_MESSAGE(done.has_value(), done.error().what);
    return *std::move(done);
  }

  std::vector<v1::Entry> entries;

 private:
  static void install(engine::Core& core) {
    core.install(whistled::demonstration_rules().sha256, whistled::demonstration_rules().ruleset);
  }

  support::TempDir dir_;
  std::optional<storage::CheckpointKey> key_;
};

// What is found where an entry claims to be of another logic than it is.
std::string found_where(std::uint64_t sequence, std::uint32_t claimed) {
  OldJournal journal;
  journal.entries.at(sequence).set_logic(claimed);
  return found_in(journal.verified());
}

TEST_CASE("a journal that began by an older logic and adopted another is proven, decisions and tables") {
  OldJournal journal;
  CHECK(journal.entries.at(kAdopting).logic() == 1);
  CHECK(journal.entries.at(kAdopting + 1).logic() == 2);
  const auto done = journal.verified();
  CHECK(found_in(done) == "");
  CHECK(done.outcome() == ExitCode::Ok);
  CHECK(done.decided == kEntries);
  CHECK(done.signed_size == kEntries);
  CHECK(done.rows > 0);
}

TEST_CASE("a logic that is claimed and is not the journal's is found, on either side of the adoption") {
  CHECK(found_where(kAdopting - 1, 2).starts_with("decided_otherwise 3"));
  CHECK(found_where(kAdopting, 2).starts_with("decided_otherwise 4"));
  CHECK(found_where(kAdopting + 1, 1).starts_with("decided_otherwise 5"));
  // The first entry is believed, and the second does not follow from it.
  CHECK(found_where(0, 2).starts_with("decided_otherwise 1"));
}

TEST_CASE("a journal that never adopted the logic of what stands in it is found") {
  OldJournal journal;
  auto& adopting = journal.entries.at(kAdopting);
  adopting.mutable_command()->mutable_adopt_logic()->set_logic(1);
  adopting.mutable_events(0)->mutable_logic_adopted()->set_logic(1);
  CHECK(found_in(journal.verified()).starts_with("decided_otherwise 4"));
}

TEST_CASE("of what a logic that nobody here has decided from there on, nothing is claimed") {
  OldJournal journal;
  auto& adopting = journal.entries.at(kAdopting);
  adopting.mutable_command()->mutable_adopt_logic()->set_logic(engine::kNewestLogic + 1);
  adopting.mutable_events(0)->mutable_logic_adopted()->set_logic(engine::kNewestLogic + 1);
  for (auto at = kAdopting + 1; at < kEntries; ++at)
    journal.entries.at(at).set_logic(engine::kNewestLogic + 1);
  const auto done = journal.verified();
  CHECK(done.outcome() == ExitCode::Usage);  // 2: cannot tell
  CHECK(found_in(done).starts_with("unknown_logic 4 to 6"));
  CHECK(done.decided == kAdopting);
}

}  // namespace
}  // namespace whistle::tools
