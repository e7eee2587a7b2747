// Rows of tables that somebody has been at are named; so is what was done to the journal in its store.
#include "tools/whistle/audit/table_check.h"

#include <doctest/doctest.h>

#include <functional>
#include <random>

#include "storage/record_format.h"
#include "storage/rocksdb_directory.h"
#include "storage/rocksdb_store.h"
#include "tests/whistle/audit/lived_journal.h"

namespace whistle::tools {
namespace {

using storage::Family;

// A copy of the lived journal's store.
class Tampered {
 public:
  Tampered() {
    auto store = storage::open_rocksdb_store(lived_journal().store(), {.create_if_missing = false, .read_only = true});
    REQUIRE_MESSAGE(store.has_value(), store.error().what);
    std::filesystem::copy(lived_journal().store(), path(), std::filesystem::copy_options::recursive);
  }

  using Change = std::function<void(rocksdb::DB&, const storage::OpenDirectory&)>;
  // What verifying says after the change.
  std::string after(const Change& change) {
    auto directory = storage::open_directory(path(), /*create_if_missing=*/false, 1 << 20);
    REQUIRE_MESSAGE(directory.has_value(), directory.error().what);
    change(*directory->db, *directory);
    storage::close_directory(*directory, /*flush=*/true);
    return found_in(verified(*open_stored(path())));
  }

 private:
  std::filesystem::path path() const { return dir_.path() / "db"; }
  support::TempDir dir_;
};

struct Row {
  std::string key;
  std::string value;
};

std::vector<Row> rows_of(rocksdb::DB& db, const storage::OpenDirectory& directory, Family family) {
  std::vector<Row> rows;
  const std::unique_ptr<rocksdb::Iterator> at(db.NewIterator({}, directory.family(family)));
  for (at->SeekToFirst(); at->Valid(); at->Next())
    rows.push_back({at->key().ToString(), at->value().ToString()});
  return rows;
}

std::string number(std::string_view key) {
  return std::to_string(storage::parse_number(key.substr(0, 8)).value());
}

TEST_CASE("a row that has changed, is gone, or is one too many is named") {
  struct Case {
    Family family;
    const char* word;  // that a changed row is told with
    bool by_number;    // and a row's key is a ticket's number
  };
  const Case cases[] = {{Family::Open, "row_changed open ", true},
                        {Family::Closed, "row_changed closed ", true},
                        {Family::Keys, "row_changed keys ", false},
                        {Family::Meta, "row_changed meta ", false},
                        {Family::Attachments, "row_changed attachments ", false}};
  for (const auto& [family, word, by_number] : cases) {
    CAPTURE(word);
    Tampered changed;
    std::string which;
    const auto found = changed.after([&, family = family](rocksdb::DB& db, const storage::OpenDirectory& directory) {
      auto row = rows_of(db, directory, family).at(0);
      which = row.key;
      row.value.back() = static_cast<char>(row.value.back() ^ 1);
      REQUIRE(db.Put({}, directory.family(family), row.key, row.value).ok());
    });
    CAPTURE(found);
    CHECK(found.starts_with(by_number ? word + number(which) : std::string(word)));

    Tampered without;
    const auto missing = without.after([family = family](rocksdb::DB& db, const storage::OpenDirectory& directory) {
      REQUIRE(db.Delete({}, directory.family(family), rows_of(db, directory, family).at(0).key).ok());
    });
    CAPTURE(missing);
    CHECK_FALSE(missing.empty());

    Tampered extra;
    const auto more = extra.after([family = family](rocksdb::DB& db, const storage::OpenDirectory& directory) {
      auto row = rows_of(db, directory, family).back();
      row.key.back() = static_cast<char>(row.key.back() + 1);
      REQUIRE(db.Put({}, directory.family(family), row.key, row.value).ok());
    });
    CAPTURE(more);
    CHECK(more.find("row_extra ") != std::string::npos);
  }
}

TEST_CASE("when a ticket closed is compared too") {
  Tampered tampered;
  const auto found = tampered.after([](rocksdb::DB& db, const storage::OpenDirectory& directory) {
    const auto row = rows_of(db, directory, Family::ClosedAt).at(0);
    auto other = row.key;
    other[7] = static_cast<char>(other[7] ^ 1);
    REQUIRE(db.Delete({}, directory.family(Family::ClosedAt), row.key).ok());
    REQUIRE(db.Put({}, directory.family(Family::ClosedAt), other, "").ok());
  });
  CHECK(found == "row_changed closed_at");
}

TEST_CASE("an entry that has changed in the store is named, and so is a tile or a checkpoint") {
  Tampered entry;
  CHECK(entry
            .after([](rocksdb::DB& db, const storage::OpenDirectory& directory) {
              auto row = rows_of(db, directory, Family::Journal).at(44);
              row.value.back() = static_cast<char>(row.value.back() ^ 4);
              REQUIRE(db.Put({}, directory.family(Family::Journal), row.key, row.value).ok());
            })
            .starts_with("bytes_changed 44"));
  Tampered tile;
  CHECK(tile.after([](rocksdb::DB& db, const storage::OpenDirectory& directory) {
              auto row = rows_of(db, directory, Family::Tree).at(0);
              row.value[32 * 12] = static_cast<char>(row.value[32 * 12] ^ 4);
              REQUIRE(db.Put({}, directory.family(Family::Tree), row.key, row.value).ok());
            })
            .starts_with("bytes_changed 12"));
  Tampered checkpoint;
  std::string size;
  const auto found = checkpoint.after([&](rocksdb::DB& db, const storage::OpenDirectory& directory) {
    auto row = rows_of(db, directory, Family::Checkpoints).at(0);
    size = number(row.key);
    row.value.back() = '!';
    REQUIRE(db.Put({}, directory.family(Family::Checkpoints), row.key, row.value).ok());
  });
  CHECK(found == "other_key " + size);
}

}  // namespace
}  // namespace whistle::tools
