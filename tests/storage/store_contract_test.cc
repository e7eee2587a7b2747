// What every store must do. A new implementation adds itself to the list of fixtures.
#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <functional>
#include <memory>

#include "storage/memory_store.h"
#include "storage/rocksdb_store.h"
#include "storage/sha256.h"
#include "tests/storage/batches.h"
#include "tests/support/temp_dir.h"

namespace whistle::storage {

using engine::Batch;
using engine::Instant;
using engine::Sequence;
using engine::StoreFault;
using engine::TicketId;

namespace {

struct InMemory {
  std::unique_ptr<engine::Store> store = std::make_unique<MemoryStore>();
};

struct OnRocksdb {
  support::TempDir dir;
  std::unique_ptr<engine::Store> store = open();

  std::unique_ptr<engine::Store> open() const {
    auto opened = open_rocksdb_store(dir.path() / "store", {.sync = false});
    if (!opened) FAIL(opened.error().what);
    return std::move(*opened);
  }
};

void commit(engine::Store& store, const Batch& batch) {
  const auto committed = store.commit(batch);
  if (!committed) FAIL(committed.error().what);
}

// Closes the ticket with an entry of its own.
Batch closing_batch(std::uint64_t sequence, std::uint64_t ticket, Instant closed) {
  Batch batch;
  batch.entries.push_back({Sequence{sequence}, entry_with(sequence)});
  batch.closed_tickets.push_back({TicketId{ticket}, "closed " + std::to_string(ticket), closed});
  return batch;
}

// The signal that ended a child in which the commit was tried; 0: it ended by itself. Nothing is ever written: the
// batch is looked at before.
int signal_of_commit(engine::Store& store, const Batch& batch) {
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    std::signal(SIGABRT, SIG_DFL);  // doctest's own handler would tell of a failed test
    std::freopen("/dev/null", "w", stderr);
    static_cast<void>(store.commit(batch));
    ::_exit(0);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

}  // namespace

#define STORES InMemory, OnRocksdb

TEST_CASE_TEMPLATE("an empty store holds nothing and starts at 0", Fixture, STORES) {
  const Fixture fixture;
  const auto& store = *fixture.store;
  CHECK(store.next_sequence() == Sequence{0});
  CHECK(store.applied_sequence() == Sequence{0});
  CHECK(*store.entry(Sequence{0}) == std::nullopt);
  CHECK(all_entries(store).empty());
  CHECK(open_ids(store).empty());
  CHECK(closed_ids(store).empty());
  CHECK(*store.closed_ticket(TicketId{0}) == std::nullopt);
  CHECK(*store.key("a", "b") == std::nullopt);
  CHECK(*store.vault_row(TicketId{0}, Sequence{0}) == std::nullopt);
  CHECK(*store.blob(sha256("x")) == std::nullopt);
  CHECK(*store.meta("header") == std::nullopt);
  CHECK(store.scan_meta("")->empty());
}

TEST_CASE_TEMPLATE("a commit makes everything in its batch readable", Fixture, STORES) {
  const Fixture fixture;
  auto& store = *fixture.store;
  Batch batch = whistle_batch(0);
  batch.keys.push_back({"member", "key-1", Sequence{0}});
  batch.blobs.push_back({sha256("rules"), "rules"});
  batch.meta.push_back({"header", "head"});
  commit(store, batch);

  CHECK(store.next_sequence() == Sequence{1});
  CHECK(store.applied_sequence() == Sequence{1});
  CHECK(**store.entry(Sequence{0}) == entry_with(0));
  CHECK(open_ids(store) == std::vector<std::uint64_t>{0});
  CHECK(**store.key("member", "key-1") == Sequence{0});
  CHECK(**store.vault_row(TicketId{0}, Sequence{0}) == "vault 0");
  CHECK(**store.blob(sha256("rules")) == "rules");
  CHECK(**store.meta("header") == "head");
}

TEST_CASE_TEMPLATE("what is erased of a ticket leaves the vault, row by row, and nothing else does", Fixture, STORES) {
  Fixture fixture;
  auto& store = *fixture.store;
  for (std::uint64_t i = 0; i < 3; ++i)
    commit(store, whistle_batch(i));
  Batch notes;
  notes.entries.push_back({Sequence{3}, entry_with(3)});
  notes.vault.push_back({TicketId{1}, Sequence{3}, "note of 1"});
  notes.vault.push_back({TicketId{2}, Sequence{3}, "note of 2"});
  commit(store, notes);
  CHECK_FALSE(store.needs_scrub());

  Batch erasing;
  erasing.entries.push_back({Sequence{4}, entry_with(4)});
  erasing.vault.push_back({TicketId{1}, Sequence{4}, "sealed a moment before"});
  erasing.erased.push_back(TicketId{1});
  commit(store, erasing);
  std::vector<std::string> left;
  REQUIRE(store.scan_vault(TicketId{0}, [&](const engine::VaultRow& row) {
    left.push_back(std::to_string(row.ticket.value) + "/" + std::to_string(row.entry.value) + " " + row.row);
    return true;
  }));
  CHECK(left == std::vector<std::string>{"0/0 vault 0", "2/2 vault 2", "2/3 note of 2"});
  CHECK(store.needs_scrub());
  REQUIRE(store.scrub() == true);
  CHECK_FALSE(store.needs_scrub());
  CHECK(**store.vault_row(TicketId{2}, Sequence{3}) == "note of 2");
  CHECK(all_entries(store).size() == 5);
}

TEST_CASE_TEMPLATE("the vault is scanned from where it is asked, until the visitor has enough", Fixture, STORES) {
  Fixture fixture;
  auto& store = *fixture.store;
  for (std::uint64_t i = 0; i < 4; ++i)
    commit(store, whistle_batch(i));
  std::vector<std::uint64_t> seen;
  REQUIRE(store.scan_vault(TicketId{1}, [&](const engine::VaultRow& row) {
    seen.push_back(row.ticket.value);
    return seen.size() < 2;
  }));
  CHECK(seen == std::vector<std::uint64_t>{1, 2});
}

TEST_CASE_TEMPLATE("entries are scanned in order, from where it is asked, until the visitor has enough", Fixture,
                   STORES) {
  const Fixture fixture;
  auto& store = *fixture.store;
  constexpr std::uint64_t kEntries = 300;  // past one byte of the key
  Batch batch;
  for (std::uint64_t i = 0; i < kEntries; ++i)
    batch.entries.push_back({Sequence{i}, entry_with(i)});
  commit(store, batch);

  std::vector<std::uint64_t> seen;
  const auto scanned = store.scan_entries(Sequence{254}, [&](Sequence sequence, std::string_view bytes) {
    CHECK(bytes == entry_with(sequence.value));
    seen.push_back(sequence.value);
    return seen.size() < 4;
  });
  REQUIRE(scanned.has_value());
  CHECK(seen == std::vector<std::uint64_t>{254, 255, 256, 257});
  CHECK(all_entries(store).size() == kEntries);

  bool any = false;
  REQUIRE(store.scan_entries(Sequence{kEntries}, [&](Sequence, std::string_view) { return any = true; }).has_value());
  CHECK_FALSE(any);
}

TEST_CASE_TEMPLATE("tiles are put again as they grow, checkpoints are found by their size", Fixture, STORES) {
  const Fixture fixture;
  auto& store = *fixture.store;
  CHECK(*store.tile(0, 0) == std::nullopt);
  CHECK(*store.last_checkpoint() == std::nullopt);
  Batch batch = whistle_batch(0);
  batch.tiles = {{0, 0, std::string(32, 'a')}, {1, 300, std::string(64, 'b')}};
  batch.checkpoints = {{1, "note 1"}};
  commit(store, batch);
  Batch later = whistle_batch(1);
  later.entries.push_back({Sequence{2}, entry_with(2)});
  later.tiles = {{0, 0, std::string(96, 'a')}};
  later.checkpoints = {{2, "note 2"}, {3, "note 3"}};
  commit(store, later);

  CHECK(**store.tile(0, 0) == std::string(96, 'a'));
  CHECK(**store.tile(1, 300) == std::string(64, 'b'));
  CHECK(*store.tile(1, 0) == std::nullopt);
  CHECK(**store.last_checkpoint() == engine::CheckpointRow{3, "note 3"});
  std::vector<std::string> notes;
  const auto scanned = store.scan_checkpoints(2, [&](const engine::CheckpointRow& row) {
    notes.push_back(std::to_string(row.size) + " " + row.note);
    return true;
  });
  REQUIRE(scanned.has_value());
  CHECK(notes == std::vector<std::string>{"2 note 2", "3 note 3"});
  REQUIRE(store.scan_checkpoints(0, [&](const auto&) { return notes.empty(); }).has_value());
}

TEST_CASE_TEMPLATE("a batch of nothing but the tree leaves the tables where they are", Fixture, STORES) {
  const Fixture fixture;
  auto& store = *fixture.store;
  commit(store, whistle_batch(0));
  Batch batch;
  batch.tiles = {{0, 0, std::string(32, 'a')}};
  batch.checkpoints = {{1, "note"}};
  CHECK_FALSE(batch.empty());
  commit(store, batch);
  CHECK(store.next_sequence() == Sequence{1});
  CHECK(store.applied_sequence() == Sequence{1});
  CHECK(**store.tile(0, 0) == std::string(32, 'a'));
}

TEST_CASE_TEMPLATE("a closed ticket is found among the closed and no longer among the open", Fixture, STORES) {
  const Fixture fixture;
  auto& store = *fixture.store;
  for (std::uint64_t i = 0; i < 3; ++i)
    commit(store, whistle_batch(i));
  commit(store, closing_batch(3, 1, Instant{5}));

  CHECK(open_ids(store) == std::vector<std::uint64_t>{0, 2});
  CHECK(closed_ids(store) == std::vector<std::uint64_t>{1});
  CHECK(**store.closed_ticket(TicketId{1}) == "closed 1");
  CHECK(*store.closed_ticket(TicketId{0}) == std::nullopt);
}

TEST_CASE_TEMPLATE("a ticket that opens and closes in one batch is closed", Fixture, STORES) {
  const Fixture fixture;
  auto& store = *fixture.store;
  Batch batch = whistle_batch(0);
  batch.closed_tickets.push_back({TicketId{0}, "closed 0", Instant{1}});
  commit(store, batch);
  CHECK(open_ids(store).empty());
  CHECK(closed_ids(store) == std::vector<std::uint64_t>{0});
}

TEST_CASE_TEMPLATE("a reopened ticket is among the open, and at its closing time no more", Fixture, STORES) {
  const Fixture fixture;
  auto& store = *fixture.store;
  for (std::uint64_t i = 0; i < 2; ++i)
    commit(store, whistle_batch(i));
  commit(store, closing_batch(2, 0, Instant{5}));
  commit(store, closing_batch(3, 1, Instant{6}));
  Batch reopening;
  reopening.entries.push_back({Sequence{4}, entry_with(4)});
  reopening.reopened_tickets.push_back({TicketId{0}, Instant{5}});
  reopening.open_tickets.push_back({TicketId{0}, "open again", {}});
  commit(store, reopening);
  CHECK(open_ids(store) == std::vector<std::uint64_t>{0});
  CHECK(closed_ids(store) == std::vector<std::uint64_t>{1});
  CHECK(closed_since(store, Instant{0}) == std::vector<std::uint64_t>{1});
  commit(store, closing_batch(5, 0, Instant{9}));
  CHECK(open_ids(store).empty());
  CHECK(closed_since(store, Instant{0}) == std::vector<std::uint64_t>{1, 0});
}

TEST_CASE_TEMPLATE("a ticket that is reopened and closed in one batch is closed at its later time", Fixture, STORES) {
  const Fixture fixture;
  auto& store = *fixture.store;
  commit(store, whistle_batch(0));
  commit(store, closing_batch(1, 0, Instant{5}));
  auto batch = closing_batch(2, 0, Instant{7});
  batch.reopened_tickets.push_back({TicketId{0}, Instant{5}});
  commit(store, batch);
  CHECK(closed_since(store, Instant{0}) == std::vector<std::uint64_t>{0});
  CHECK(closed_since(store, Instant{7}) == std::vector<std::uint64_t>{0});
  CHECK(closed_since(store, Instant{8}).empty());
}

TEST_CASE_TEMPLATE("closed tickets are found by when they closed", Fixture, STORES) {
  const Fixture fixture;
  auto& store = *fixture.store;
  for (std::uint64_t i = 0; i < 3; ++i)
    commit(store, whistle_batch(i));
  commit(store, closing_batch(3, 2, Instant{10}));
  commit(store, closing_batch(4, 0, Instant{20}));
  commit(store, closing_batch(5, 1, Instant{20}));
  CHECK(closed_since(store, Instant{10}) == std::vector<std::uint64_t>{2, 0, 1});
  CHECK(closed_since(store, Instant{11}) == std::vector<std::uint64_t>{0, 1});
  CHECK(closed_since(store, Instant{21}).empty());
  std::string row;
  REQUIRE(store
              .scan_closed_since(Instant{11},
                                 [&](TicketId, std::string_view found) {
                                   row = found;
                                   return false;
                                 })
              .has_value());
  CHECK(row == "closed 0");
}

TEST_CASE_TEMPLATE("an open ticket's row is replaced by its newer one", Fixture, STORES) {
  const Fixture fixture;
  auto& store = *fixture.store;
  commit(store, whistle_batch(0));
  Batch batch;
  batch.entries.push_back({Sequence{1}, entry_with(1)});
  batch.open_tickets.push_back({TicketId{0}, "newer", {}});
  commit(store, batch);
  std::string row;
  REQUIRE(store
              .scan_open_tickets([&](TicketId, std::string_view found) {
                row = found;
                return true;
              })
              .has_value());
  CHECK(row == "newer");
}

TEST_CASE_TEMPLATE("closed tickets are scanned by id, after the one that is named", Fixture, STORES) {
  const Fixture fixture;
  auto& store = *fixture.store;
  for (std::uint64_t i = 0; i < 4; ++i)
    commit(store, whistle_batch(i));
  // Closed in another order than that of their ids.
  commit(store, closing_batch(4, 3, Instant{10}));
  commit(store, closing_batch(5, 0, Instant{20}));
  commit(store, closing_batch(6, 2, Instant{30}));

  std::vector<std::uint64_t> seen;
  const auto collect = [&](TicketId id, std::string_view) {
    seen.push_back(id.value);
    return true;
  };
  REQUIRE(store.scan_closed_tickets(std::nullopt, collect).has_value());
  CHECK(seen == std::vector<std::uint64_t>{0, 2, 3});
  seen.clear();
  REQUIRE(store.scan_closed_tickets(TicketId{0}, collect).has_value());
  CHECK(seen == std::vector<std::uint64_t>{2, 3});
  seen.clear();
  REQUIRE(store
              .scan_closed_tickets(TicketId{1},
                                   [&](TicketId id, std::string_view row) {
                                     collect(id, row);
                                     return false;
                                   })
              .has_value());
  CHECK(seen == std::vector<std::uint64_t>{2});
  seen.clear();
  REQUIRE(store.scan_closed_before(TicketId{3}, collect).has_value());
  CHECK(seen == std::vector<std::uint64_t>{2, 0});
  seen.clear();
  REQUIRE(store.scan_closed_before(TicketId{~std::uint64_t{0}}, collect).has_value());
  CHECK(seen == std::vector<std::uint64_t>{3, 2, 0});
  seen.clear();
  REQUIRE(store.scan_closed_before(TicketId{0}, collect).has_value());
  CHECK(seen.empty());
}

TEST_CASE_TEMPLATE("keys of different clients do not meet", Fixture, STORES) {
  const Fixture fixture;
  auto& store = *fixture.store;
  Batch batch = whistle_batch(0);
  batch.keys.push_back({"ab", "c", Sequence{0}});
  commit(store, batch);
  CHECK(*store.key("a", "bc") == std::nullopt);
  CHECK(**store.key("ab", "c") == Sequence{0});
}

TEST_CASE_TEMPLATE("attachments are found by their hash, ascending by ticket, and all of them by none", Fixture,
                   STORES) {
  const Fixture fixture;
  auto& store = *fixture.store;
  for (std::uint64_t i = 0; i < 3; ++i)
    commit(store, whistle_batch(i));
  const std::string one(32, '\xff');
  const std::string other(32, '\x01');
  Batch batch;
  for (std::uint64_t i = 3; i < 6; ++i)
    batch.entries.push_back({Sequence{i}, entry_with(i)});
  batch.attachments = {{one, TicketId{2}, Sequence{3}, sha256("a")},
                       {one, TicketId{0}, Sequence{4}, sha256("b")},
                       {other, TicketId{1}, Sequence{5}, sha256("c")}};
  commit(store, batch);
  std::string told;
  const auto tell = [&](const engine::AttachmentRow& row) {
    CHECK(row.sealed_sha256.size() == 32);
    told += std::to_string(row.ticket.value) + "@" + std::to_string(row.entry.value) + " ";
    return true;
  };
  REQUIRE(store.scan_attachments(one, tell).has_value());
  CHECK(told == "0@4 2@3 ");
  REQUIRE(store.scan_attachments(std::string(32, 'x'), tell).has_value());
  CHECK(told == "0@4 2@3 ");
  told.clear();
  REQUIRE(store.scan_attachments({}, tell).has_value());
  CHECK(told == "1@5 0@4 2@3 ");
  told.clear();
  REQUIRE(store.scan_attachments({}, [&](const auto& row) { return tell(row) && false; }).has_value());
  CHECK(told == "1@5 ");
}

TEST_CASE_TEMPLATE("named rows are found by prefix, ascending by bytes", Fixture, STORES) {
  const Fixture fixture;
  auto& store = *fixture.store;
  Batch batch;
  batch.meta = {
      {"identity/\xff\x01", "c"}, {"header", "h"}, {"identity/a", "a"}, {"identity0", "x"}, {"identity/b", "b"}};
  commit(store, batch);
  const auto rows = store.scan_meta("identity/");
  REQUIRE(rows.has_value());
  REQUIRE(rows->size() == 3);
  CHECK((*rows)[0].row == "a");
  CHECK((*rows)[1].row == "b");
  CHECK((*rows)[2].name == "identity/\xff\x01");
}

TEST_CASE_TEMPLATE("rows may hold any bytes, none at all, and more than a megabyte", Fixture, STORES) {
  const Fixture fixture;
  auto& store = *fixture.store;
  const std::string large(std::size_t{3} << 20, '\x80');
  Batch batch;
  batch.blobs = {{sha256(large), large}, {sha256(""), ""}};
  batch.meta.push_back({std::string("zero\0byte", 9), std::string("\0\xff", 2)});
  commit(store, batch);
  CHECK(**store.blob(sha256(large)) == large);
  CHECK(**store.blob(sha256("")) == "");
  CHECK(**store.meta(std::string("zero\0byte", 9)) == std::string("\0\xff", 2));
  CHECK(*store.meta("zero") == std::nullopt);
}

TEST_CASE_TEMPLATE("blobs alone leave the applied sequence as it is", Fixture, STORES) {
  const Fixture fixture;
  auto& store = *fixture.store;
  commit(store, whistle_batch(0));
  Batch batch;
  batch.blobs.push_back({sha256("x"), "x"});
  commit(store, batch);
  CHECK(store.next_sequence() == Sequence{1});
  CHECK(store.applied_sequence() == Sequence{1});
}

TEST_CASE_TEMPLATE("a writer of an older epoch is refused and changes nothing", Fixture, STORES) {
  const Fixture fixture;
  auto& store = *fixture.store;
  Batch first = whistle_batch(0);
  first.epoch = 7;
  commit(store, first);

  Batch stale = whistle_batch(1);
  stale.epoch = 6;
  const auto refused = store.commit(stale);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().fault == StoreFault::StaleEpoch);
  CHECK(refused.error().what.find('7') != std::string::npos);
  CHECK(store.next_sequence() == Sequence{1});

  Batch current = whistle_batch(1);
  current.epoch = 7;
  commit(store, current);
  CHECK(open_ids(store) == std::vector<std::uint64_t>{0, 1});
}

TEST_CASE_TEMPLATE("a visitor may ask the store", Fixture, STORES) {
  const Fixture fixture;
  auto& store = *fixture.store;
  commit(store, whistle_batch(0));
  std::string vault;
  REQUIRE(store
              .scan_open_tickets([&](TicketId id, std::string_view) {
                vault = **store.vault_row(id, Sequence{id.value});
                return true;
              })
              .has_value());
  CHECK(vault == "vault 0");
}

TEST_CASE_TEMPLATE("a batch that breaks the journal's rules ends the process before anything is written", Fixture,
                   STORES) {
  const Fixture fixture;
  auto& store = *fixture.store;
  commit(store, whistle_batch(0));

  CHECK(signal_of_commit(store, {}) == 0);
  CHECK(signal_of_commit(store, whistle_batch(2)) == SIGABRT);  // a gap
  CHECK(signal_of_commit(store, whistle_batch(0)) == SIGABRT);  // again
  Batch batch = whistle_batch(1);
  batch.entries[0].bytes = entry_with(2);  // another entry's bytes
  CHECK(signal_of_commit(store, batch) == SIGABRT);
  batch.entries[0].bytes = entry_with(1).substr(1);  // no format byte
  CHECK(signal_of_commit(store, batch) == SIGABRT);
  batch = whistle_batch(1);
  batch.open_tickets[0].id = TicketId{2};  // a ticket of the future
  CHECK(signal_of_commit(store, batch) == SIGABRT);
  batch = whistle_batch(1);
  batch.blobs.push_back({sha256("a"), "b"});
  CHECK(signal_of_commit(store, batch) == SIGABRT);

  CHECK(store.next_sequence() == Sequence{1});
}

}  // namespace whistle::storage
