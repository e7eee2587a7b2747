#include "tools/whistled/recovery.h"

#include <doctest/doctest.h>

#include <map>

#include "engine/state.h"
#include "storage/memory_store.h"
#include "storage/rocksdb_store.h"
#include "tests/whistled/engine_in_process.h"
#include "tests/whistled/gated_store.h"
#include "tools/whistled/founding.h"

namespace whistle::tools::whistled {
namespace {

using engine::Sequence;

constexpr const char* kHandler = "f-xiangrui-handler-1";

// Every row of the tables that follow from the journal.
std::map<std::string, std::string> tables_of(const engine::Store& store) {
  std::map<std::string, std::string> rows;
  const auto keep = [&](const char* table) {
    return [&rows, table](engine::TicketId id, std::string_view row) {
      rows[table + std::to_string(id.value)] = row;
      return true;
    };
  };
  REQUIRE(store.scan_open_tickets(keep("open ")).has_value());
  REQUIRE(store.scan_closed_tickets(std::nullopt, keep("closed ")).has_value());
  const auto meta = store.scan_meta("");
  REQUIRE(meta.has_value());
  for (const auto& row : *meta)
    rows["meta " + row.name] = row.row;
  return rows;
}

// Open, closed, acknowledged and missed ones, identities and a revocation.
void live(EngineInProcess& engine) {
  engine.start();
  auto intake = engine.member("intake-app");
  auto handler = engine.member(kHandler);
  auto at = kFounded;
  for (int i = 0; i < 20; ++i) {
    at = at + engine::minutes(40);
    const auto key = std::to_string(i);
    const auto ticket = intake->act("w-" + key, whistle(i % 4 == 0 ? "P01" : "P03", at.us)).accepted().ticket();
    if (i % 3 == 0) REQUIRE(told(handler->act("a-" + key, acknowledge(ticket))) == "accepted");
    if (i % 6 == 0) REQUIRE(told(handler->act("r-" + key, resolve(ticket, "done"))) == "accepted");
    if (i % 12 == 0) REQUIRE(told(intake->act("c-" + key, confirm(ticket))) == "accepted");
  }
  const auto gone = engine.make_keys();
  auto admin = engine.client(engine.admin_keys());
  v1::Command bind;
  bind.mutable_register_identity()->set_member("intake-hotline");
  bind.mutable_register_identity()->set_curve_public_key(gone.public_key);
  REQUIRE(told(admin->act("bind", bind)) == "accepted");
  v1::Command revoke;
  revoke.mutable_revoke_identity()->set_curve_public_key(gone.public_key);
  REQUIRE(told(admin->act("revoke", revoke)) == "accepted");
  REQUIRE(engine.stop().has_value());
}

TEST_CASE("tables that are missing are rebuilt from the journal, byte for byte, and keys of old commands with them") {
  std::filesystem::path directory;
  EngineInProcess::Options options;
  options.open_store = [&](const std::filesystem::path& path) {
    directory = path;
    auto store = storage::open_rocksdb_store(path, {});
    REQUIRE(store.has_value());
    return std::move(*store);
  };
  EngineInProcess engine(options);
  live(engine);
  std::map<std::string, std::string> before;
  std::uint64_t entries = 0;
  {
    const auto store = options.open_store(directory);
    before = tables_of(*store);
    entries = store->next_sequence()->value;
  }
  REQUIRE(storage::drop_rocksdb_tables(directory).has_value());
  {
    const auto store = options.open_store(directory);
    CHECK(tables_of(*store).size() < before.size());
    const auto recovered = recover(*store);
    REQUIRE_MESSAGE(recovered.has_value(), recovered.error().what);
    CHECK(recovered->replayed == entries);
    CHECK(tables_of(*store) == before);
    CHECK(recovered->core->state().next_sequence == Sequence{entries});
    CHECK(recover(*store)->replayed == 0);
  }
  engine.start();
  const auto first = engine.member("intake-app")->act("w-0", whistle("P01", (kFounded + engine::minutes(40)).us));
  CHECK(told(first) == "accepted");
  CHECK(first.accepted().sequence() < entries);
}

TEST_CASE("what is loaded is what was there: identities, open tickets, the next clock, the day's counter") {
  EngineInProcess engine;
  live(engine);
  const auto recovered = recover(engine.store());
  REQUIRE(recovered.has_value());
  const auto& state = recovered->core->state();
  CHECK(state.identities.size() == 4);
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
