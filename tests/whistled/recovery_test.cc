#include "tools/whistled/recovery.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <set>

#include "engine/evaluation_facts.h"
#include "engine/state.h"
#include "storage/memory_store.h"
#include "storage/rocksdb_directory.h"
#include "storage/rocksdb_store.h"
#include "tests/whistled/engine_in_process.h"
#include "tests/whistled/gated_store.h"
#include "tests/whistled/lived.h"
#include "tools/whistled/founding.h"
#include "tools/whistled/rebuild.h"

namespace whistle::tools::whistled {
namespace {

using engine::Sequence;

// Every row of every family, as it lies in the database; by family.
using Rows = std::map<std::string, std::map<std::string, std::string>>;

Rows rows_of(const std::filesystem::path& directory) {
  Rows rows;
  auto opened = storage::open_directory(directory, /*create_if_missing=*/false, 1 << 20);
  REQUIRE_MESSAGE(opened.has_value(), opened.error().what);
  for (std::size_t i = 0; i < storage::kFamilyNames.size(); ++i) {
    const std::unique_ptr<rocksdb::Iterator> at(opened->db->NewIterator({}, opened->handles[i]));
    for (at->SeekToFirst(); at->Valid(); at->Next())
      rows[storage::kFamilyNames[i]][at->key().ToString()] = at->value().ToString();
    CHECK(at->status().ok());
  }
  storage::close_directory(*opened, /*flush=*/false);
  return rows;
}

// What an engine that serves does not write: a rotation is done while it stands, and its journal begins by the newest
// logic.
constexpr std::array kOfNoService = {v1::Event::kMasterKeyRotated, v1::Event::kLogicAdopted};

// Every kind of event that an engine writes; the evaluation knows what to do with each.
void check_every_kind_of_event(EngineInProcess& engine) {
  std::set<int> seen;
  engine::EvaluationFacts facts;
  for (const auto& entry : engine.journal()) {
    facts.take(entry);
    for (const auto& event : entry.events())
      seen.insert(event.body_case());
  }
  const auto* body = v1::Event::descriptor()->FindOneofByName("body");
  for (int i = 0; i < body->field_count(); ++i) {
    const auto number = static_cast<v1::Event::BodyCase>(body->field(i)->number());
    if (std::ranges::find(kOfNoService, number) != kOfNoService.end()) continue;
    CHECK_MESSAGE(seen.contains(body->field(i)->number()), "no " << body->field(i)->name() << " in the journal");
  }
}

// An engine on RocksDB whose journal has everything, stopped.
struct Lived {
  std::filesystem::path directory;
  EngineInProcess engine;

  Lived() : engine(options()) {
    live(engine);
    live_on(engine);
  }

  EngineInProcess::Options options() {
    EngineInProcess::Options options;
    options.open_store = [this](const std::filesystem::path& path) {
      directory = path;
      auto store = storage::open_rocksdb_store(path, {});
      REQUIRE_MESSAGE(store.has_value(), store.error().what);
      return std::move(*store);
    };
    return options;
  }
};

TEST_CASE_FIXTURE(Lived, "tables that are missing are rebuilt from the journal, byte for byte, in every family") {
  check_every_kind_of_event(engine);
  engine.close_store();
  const auto before = rows_of(directory);
  for (const auto family : storage::kDerivedFamilies)
    CHECK_MESSAGE(before.contains(storage::name_of(family)), storage::name_of(family) << " has no row");
  REQUIRE(storage::drop_rocksdb_tables(directory).has_value());
  const auto dropped = rows_of(directory);
  for (const auto family : storage::kDerivedFamilies)
    CHECK_FALSE(dropped.contains(storage::name_of(family)));
  {
    const auto store = options().open_store(directory);
    const auto recovered = recover(*store);
    REQUIRE_MESSAGE(recovered.has_value(), recovered.error().what);
    CHECK(recovered->replayed == before.at("journal").size());
    CHECK(recover(*store)->replayed == 0);
  }
  CHECK(rows_of(directory) == before);
  engine.start();
  const auto first = engine.member("intake-app")->act("w-0", whistle("P01", (kFounded + engine::minutes(40)).us));
  CHECK(told(first) == "accepted");
  CHECK(first.accepted().sequence() < before.at("journal").size());
}

TEST_CASE_FIXTURE(Lived, "damage in a table that follows from the journal is named, and a rebuild mends it") {
  engine.close_store();
  const auto before = rows_of(directory);
  std::string table;
  {
    auto opened = storage::open_directory(directory, /*create_if_missing=*/false, 1 << 20);
    REQUIRE(opened.has_value());
    rocksdb::ColumnFamilyMetaData files;
    opened->db->GetColumnFamilyMetaData(opened->family(storage::Family::Open), &files);
    for (const auto& level : files.levels) {
      if (!level.files.empty()) table = level.files.front().name;
    }
    storage::close_directory(*opened, /*flush=*/false);
  }
  REQUIRE_FALSE(table.empty());
  {
    std::fstream file(directory.string() + table, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(20);  // in its first block
    file << "damage";
    REQUIRE(file.flush().good());
  }
  {
    const auto store = options().open_store(directory);
    const auto refused = recover(*store);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == ExitCode::BadData);
    CHECK_MESSAGE(refused.error().what.find(table) != std::string::npos, refused.error().what);
  }
  const auto rebuilt = rebuild(directory.parent_path());
  REQUIRE_MESSAGE(rebuilt.has_value(), rebuilt.error().what);
  CHECK(rows_of(directory) == before);
  CHECK(rebuild(directory / "elsewhere").error().code == ExitCode::BadData);
}

TEST_CASE("what is loaded is what was there: identities, open tickets, the next clock, the day's counter") {
  EngineInProcess engine;
  live(engine);
  const auto recovered = recover(engine.store());
  REQUIRE(recovered.has_value());
  const auto& state = recovered->core->state();
  CHECK(state.identities.size() == 7);
  CHECK(state.find_identity(engine.admin_keys().public_key) != nullptr);
  CHECK(recovered->open_tickets == state.open_ids.size());
  CHECK(state.open_ids.size() == 18);
  CHECK(state.due.size() > 0);
  CHECK(state.in_force() != nullptr);
  CHECK(state.day_counter == 20);
  CHECK(state.lived_on_driven_time);
}

TEST_CASE("a journal that nobody founded is no journal") {
  storage::MemoryStore store;
  const auto recovered = recover(store);
  REQUIRE_FALSE(recovered.has_value());
  CHECK(recovered.error().code == ExitCode::BadData);
}

// A disk that gives back other bytes than it was given.
class WrongBlobs final : public GatedStore {
 public:
  engine::Stored<std::optional<std::string>> blob(std::string_view) const override { return "not what was written"; }
};

void found(engine::Store& store) {
  REQUIRE(found_journal(store, {.journal_id = std::string(16, 'j'),
                                .checkpoint_public_key = std::string(32, 'c'),
                                .rules = demonstration_rules(),
                                .admin_member = "@admin",
                                .admin_public_key = std::string(32, 'a'),
                                .at = kFounded})
              .has_value());
}

TEST_CASE("rows and blobs that are not what was written are damage, not data") {
  const auto spoilt = [](const engine::Batch& batch) {
    storage::MemoryStore store;
    found(store);
    REQUIRE(recover(store).has_value());
    REQUIRE(store.commit(batch).has_value());
    const auto recovered = recover(store);
    return recovered ? ExitCode::Ok : recovered.error().code;
  };
  engine::Batch batch;
  batch.meta = {{"header", "\xff\xff"}};
  CHECK(spoilt(batch) == ExitCode::BadData);
  batch.meta = {{"identity/" + std::string(32, 'b'), "\xff"}};
  CHECK(spoilt(batch) == ExitCode::BadData);
  batch.meta.clear();
  batch.open_tickets = {{engine::TicketId{1}, "\xff", {}}};
  CHECK(spoilt(batch) == ExitCode::BadData);
  v1::TicketRecord another;
  another.set_id(2);
  another.add_parts()->set_party("DESK");
  batch.open_tickets = {{engine::TicketId{1}, another.SerializeAsString(), {}}};
  CHECK(spoilt(batch) == ExitCode::BadData);

  WrongBlobs store;
  found(store);
  CHECK(recover(store).error().code == ExitCode::BadData);
}

TEST_CASE("the first administrator is a member with that role, or the engine's own word") {
  const auto outcome = [](const std::string& member) {
    storage::MemoryStore store;
    const auto founded = found_journal(store, {.journal_id = std::string(16, 'j'),
                                               .checkpoint_public_key = std::string(32, 'c'),
                                               .rules = demonstration_rules(),
                                               .admin_member = member,
                                               .admin_public_key = std::string(32, 'a'),
                                               .at = kFounded});
    return founded ? "founded" : founded.error().what;
  };
  CHECK(outcome("@admin") == "founded");
  CHECK(outcome("admin-1") == "founded");
  CHECK(outcome("nobody") == "members.csv has no member 'nobody'");
  CHECK(outcome("auditor-1") == "members.csv gives 'auditor-1' no role admin");
}

}  // namespace
}  // namespace whistle::tools::whistled
