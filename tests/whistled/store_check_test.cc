// A whole store passes; each thing that can be wrong with one is found, and named.
#include "tools/whistled/store_check.h"

#include <doctest/doctest.h>

#include <optional>

#include "engine/core.h"
#include "storage/rocksdb_store.h"
#include "tests/whistled/engine_in_process.h"

namespace whistle::tools::whistled {
namespace {

using engine::Sequence;
using engine::TicketId;

// A small life in RocksDB, stopped; the test changes its store behind the engine's back.
class Kept {
 public:
  Kept() {
    EngineInProcess::Options options;
    options.open_store = [this](const std::filesystem::path& path) -> std::unique_ptr<engine::Store> {
      return open(path);
    };
    engine_.emplace(options);
    engine_->start();
    auto intake = engine_->member("intake-app");
    auto handler = engine_->member("f-xiangrui-handler-1");
    first_ = intake->act("w-1", whistle()).accepted().ticket();
    second_ = intake->act("w-2", whistle("P01", kFounded.us + engine::minutes(5).us)).accepted().ticket();
    REQUIRE(told(handler->act("a-1", acknowledge(first_))) == "accepted");
    REQUIRE(told(handler->act("r-1", resolve(first_, "done"))) == "accepted");
    REQUIRE(engine_->stop().has_value());
    auto vault = storage::Vault::open(path_.parent_path() / "master.key");
    REQUIRE(vault.has_value());
    vault_.emplace(*std::move(vault));
  }

  // What the check says, "whole" if nothing, after the change.
  std::string after(const std::function<void(engine::Batch&, engine::Store&)>& change, bool with_key = true) {
    const auto store = open(path_);
    engine::Batch batch;
    change(batch, *store);
    REQUIRE(store->commit(batch).has_value());
    const auto found = check_store(*store, with_key ? &*vault_ : nullptr, path_.parent_path() / "scratch");
    CHECK_FALSE(std::filesystem::exists(path_.parent_path() / "scratch"));
    if (!found) CHECK(found.error().code == ExitCode::BadData);
    return found ? "whole" : found.error().what;
  }
  StoreCheck check() {
    const auto store = open(path_);
    auto found = check_store(*store, &*vault_, path_.parent_path() / "scratch");
    REQUIRE_MESSAGE(found.has_value(), found.error().what);
    return *std::move(found);
  }

  TicketId first() const { return TicketId{first_}; }
  TicketId second() const { return TicketId{second_}; }

 private:
  std::unique_ptr<storage::CopyableStore> open(const std::filesystem::path& path) {
    path_ = path;
    auto store = storage::open_rocksdb_store(path, {.sync = false});
    REQUIRE_MESSAGE(store.has_value(), store.error().what);
    return *std::move(store);
  }

  std::filesystem::path path_;
  std::optional<EngineInProcess> engine_;
  std::optional<storage::Vault> vault_;
  std::uint64_t first_ = 0;
  std::uint64_t second_ = 0;
};

// An entry that would follow, as the last one's ticket had it.
v1::Entry next_entry(const engine::Store& store) {
  const auto next = *store.next_sequence();
  auto entry = engine::parse_entry(**store.entry(Sequence{next.value - 1})).value();
  entry.set_sequence(next.value);
  entry.set_time_us(entry.time_us() + 1);
  entry.clear_events();
  return entry;
}

}  // namespace

TEST_CASE("a whole store passes, each of its vault rows opened") {
  Kept kept;
  const auto found = kept.check();
  CHECK(found.entries >= 7);
  CHECK(found.vault_rows == 3);  // two whistles and the note of the resolution
  CHECK(found.opened_rows == 3);
  CHECK(found.families.size() == 12);
  CHECK(kept.after([](auto&, auto&) {}, /*with_key=*/false) == "whole");
}

TEST_CASE("a table that is not what the journal gives is named") {
  Kept kept;
  const auto told = kept.after([&](engine::Batch& batch, engine::Store& store) {
    (void)store.scan_open_tickets([&](TicketId id, std::string_view row) {
      v1::TicketRecord record;
      REQUIRE(record.ParseFromArray(row.data(), static_cast<int>(row.size())));
      record.set_category("E01");
      batch.open_tickets.push_back({id, record.SerializeAsString(), {}});
      return false;
    });
    batch.meta.push_back({"header", **store.meta("header")});
  });
  CHECK(told.starts_with("table open "));
}

TEST_CASE("a vault row of another ticket, or damaged, is found with the key") {
  Kept kept;
  const auto place = [&](TicketId from, TicketId to) {
    return [=](engine::Batch& batch, engine::Store& store) {
      batch.vault.push_back({to, Sequence{to.value}, **store.vault_row(from, Sequence{from.value})});
    };
  };
  CHECK(kept.after(place(kept.first(), kept.second())).find("has another's row in the vault") != std::string::npos);
  CHECK(kept.after([&](engine::Batch& batch, engine::Store&) {
              batch.vault.push_back({kept.second(), Sequence{kept.second().value}, "nonsense"});
            })
            .find("does not open") != std::string::npos);
}

TEST_CASE("an entry without its vault row, without its link, or earlier than the last is named") {
  const auto appended = [](const std::function<void(v1::Entry&)>& change) {
    Kept kept;
    return kept.after([&](engine::Batch& batch, engine::Store& store) {
      auto entry = next_entry(store);
      change(entry);
      batch.entries.push_back({Sequence{entry.sequence()}, engine::entry_bytes(entry)});
    });
  };
  CHECK(appended([](v1::Entry& entry) {
          entry.set_ticket(entry.sequence());
          entry.clear_previous();
          entry.mutable_command()->mutable_blow_whistle();
        }).find("has no row in the vault") != std::string::npos);
  CHECK(appended([](v1::Entry& entry) { entry.set_previous(2); }).find("does not follow entry") != std::string::npos);
  CHECK(appended([](v1::Entry& entry) { entry.set_ticket(1); }).find("has no beginning") != std::string::npos);
  CHECK(appended([](v1::Entry& entry) { entry.set_time_us(1); }).find("is not later") != std::string::npos);
}

}  // namespace whistle::tools::whistled
