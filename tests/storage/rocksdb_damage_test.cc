// Damage to a store that lies still: bytes that turn, files that go, files that change places. It refuses to open and
// names the place; or what was touched meant nothing, and everything is there.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <random>
#include <vector>

#include <rocksdb/metadata.h>

#include "storage/record_format.h"
#include "storage/rocksdb_directory.h"
#include "storage/rocksdb_store.h"
#include "tests/storage/batches.h"
#include "tests/support/temp_dir.h"

namespace whistle::storage {

using engine::Sequence;
using engine::StoreFault;

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kGenerations = 3;  // of tables
constexpr std::uint64_t kOfEach = 40;      // entries
constexpr std::uint64_t kEntries = kGenerations * kOfEach;
constexpr std::size_t kFiller = 1500;
constexpr int kBytesOfAFile = 40;
// The end of a table says where its index is, unguarded: turned, it can make RocksDB ask for all memory, and leak what
// it had opened. tests/crash/damage_test.py turns it in a process of its own.
constexpr std::uint64_t kFooter = 53;

std::vector<fs::path> files(const fs::path& directory, const std::string& start, const std::string& extension) {
  std::vector<fs::path> found;
  for (const auto& file : fs::directory_iterator(directory)) {
    const auto& path = file.path();
    if (path.filename().string().starts_with(start) && path.extension() == extension) found.push_back(path);
  }
  std::ranges::sort(found);
  return found;
}

void exchange(const fs::path& one, const fs::path& other) {
  fs::rename(one, one.string() + ".away");
  fs::rename(other, one);
  fs::rename(one.string() + ".away", other);
}

// A store that was closed three times, so that each family has some tables.
struct Still {
  support::TempDir dir;
  fs::path path = dir.path() / "store";
  fs::path touched = dir.path() / "touched";

  Still() {
    for (std::uint64_t generation = 0; generation < kGenerations; ++generation) {
      const auto opened = open_rocksdb_store(path, {.sync = false});
      REQUIRE(opened.has_value());
      for (std::uint64_t i = 0; i < kOfEach; ++i)
        REQUIRE((*opened)->commit(whistle_batch(generation * kOfEach + i, kFiller)).has_value());
    }
  }

  // Names of the tables of each family, as "/000012.sst". Looked at without opening for writing, which might compact.
  std::map<std::string, std::vector<std::string>> tables() const {
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    rocksdb::DB* opened = nullptr;
    const auto status = rocksdb::DB::OpenForReadOnly(database_options(nullptr, nullptr), path.string(),
                                                     family_descriptors(/*cache_bytes=*/0), &handles, &opened);
    REQUIRE_MESSAGE(status.ok(), status.ToString());
    const std::unique_ptr<rocksdb::DB> db(opened);
    std::vector<rocksdb::LiveFileMetaData> live;
    db->GetLiveFilesMetaData(&live);
    std::map<std::string, std::vector<std::string>> names;
    for (const auto& file : live)
      names[file.column_family_name].push_back(file.name);
    for (auto* handle : handles)
      REQUIRE(db->DestroyColumnFamilyHandle(handle).ok());
    return names;
  }

  // A fresh copy, to be touched.
  void copy() const {
    fs::remove_all(touched);
    fs::copy(path, touched);
  }

  // What the touched copy says on opening; empty: it opened, and everything is there.
  std::string refusal() const {
    const auto opened = open_rocksdb_store(touched, {});
    if (!opened) {
      CHECK_MESSAGE(opened.error().fault == StoreFault::Damaged, opened.error().what);
      return opened.error().what;
    }
    const auto entries = all_entries(**opened);
    CHECK(entries.size() == kEntries);
    for (std::uint64_t i = 0; i < entries.size(); ++i)
      CHECK(entries[i] == entry_with(i, kFiller));
    return {};
  }
};

// By its number: of a table that is gone RocksDB tells under the extension that it had in LevelDB.
bool names(const std::string& refusal, const fs::path& file) {
  return refusal.find(file.stem().string()) != std::string::npos;
}

}  // namespace

TEST_CASE_FIXTURE(Still,
                  "a byte that turns in a table of the journal refuses to open, with the file and the entry before") {
  std::mt19937 chance(1);
  int refused = 0;
  int with_entry = 0;
  int turned = 0;
  const auto journal = tables().at("journal");
  for (const auto& name : journal) {
    const auto size = fs::file_size(path.string() + name) - kFooter;
    for (int i = 0; i < kBytesOfAFile; ++i, ++turned) {
      copy();
      turn_byte(touched.string() + name, chance() % size);
      const auto said = refusal();
      if (said.empty()) continue;
      ++refused;
      CHECK_MESSAGE(names(said, name), said);
      with_entry += said.find("after entry ") != std::string::npos ? 1 : 0;
    }
  }
  MESSAGE(refused << " of " << turned << " refused, " << with_entry << " with the entry before the damage");
  CHECK(refused > turned * 9 / 10);
  CHECK(with_entry > turned / 4);  // the others lie before a table's first entry is read
}

TEST_CASE_FIXTURE(Still, "a byte that turns in the list of the files refuses to open, with the list's name") {
  const auto lists = files(path, "MANIFEST-", "");
  REQUIRE(lists.size() == 1);
  std::mt19937 chance(1);
  int refused = 0;
  for (int i = 0; i < kBytesOfAFile; ++i) {
    copy();
    turn_byte(touched / lists[0].filename(), chance() % (fs::file_size(lists[0]) - 100));
    const auto said = refusal();
    CHECK_MESSAGE(names(said, "MANIFEST-"), said);
    refused += said.empty() ? 0 : 1;
  }
  CHECK(refused == kBytesOfAFile);
}

TEST_CASE_FIXTURE(Still, "a table that is gone refuses to open, whichever it is, and is named") {
  int dropped = 0;
  const auto all = tables();
  for (const auto& [family, names_of_family] : all) {
    for (const auto& name : names_of_family) {
      CAPTURE(family);
      copy();
      fs::remove(touched.string() + name);
      const auto said = refusal();
      CHECK_MESSAGE(names(said, name), said);
      ++dropped;
    }
  }
  CHECK(dropped > 5);
}

TEST_CASE_FIXTURE(Still, "two tables that have changed places refuse to open; one of them is named, or the list") {
  std::vector<std::string> all;
  const auto by_family = tables();
  for (const auto& [family, names_of_family] : by_family)
    all.insert(all.end(), names_of_family.begin(), names_of_family.end());
  const auto journal = by_family.at("journal");
  REQUIRE(journal.size() > 1);
  for (const auto& one : journal) {
    for (const auto& other : all) {
      if (one == other) continue;
      copy();
      exchange(touched.string() + one, touched.string() + other);
      const auto said = refusal();
      CHECK_FALSE(said.empty());
      CHECK_MESSAGE((names(said, one) || names(said, other) || names(said, "MANIFEST-")), said);
    }
  }
}

TEST_CASE("two logs that have changed places refuse to open, and one of them is named") {
  const support::TempDir dir;
  const auto path = dir.path() / "store";
  REQUIRE(open_rocksdb_store(path, {}).has_value());
  auto directory = open_directory(path, /*create_if_missing=*/false, 1 << 20);
  REQUIRE(directory.has_value());
  const auto put = [&](std::uint64_t sequence) {
    rocksdb::WriteOptions options;
    options.sync = true;
    const auto entry = entry_with(sequence, kFiller);
    REQUIRE(directory->db->Put(options, directory->family(Family::Journal), number_key(sequence), entry).ok());
  };
  for (std::uint64_t i = 0; i < 10; ++i)
    put(i);
  // A small family is flushed, and the log goes on in a new file; the old one still holds the journal's.
  REQUIRE(directory->db->Put({}, directory->family(Family::Own), "other", "row").ok());
  REQUIRE(directory->db->Flush({}, directory->family(Family::Own)).ok());
  for (std::uint64_t i = 10; i < 15; ++i)
    put(i);
  fs::copy(path, dir.path() / "copy");
  close_directory(*directory, /*flush=*/false);

  auto logs = files(dir.path() / "copy", "", ".log");
  std::erase_if(logs, [](const auto& log) { return fs::file_size(log) == 0; });
  REQUIRE(logs.size() == 2);
  exchange(logs[0], logs[1]);
  const auto opened = open_rocksdb_store(dir.path() / "copy", {});
  REQUIRE_FALSE(opened.has_value());
  CHECK(opened.error().fault == StoreFault::Damaged);
  // Without its zeros: RocksDB tells the log's number here.
  const auto number = [](const fs::path& log) { return "log number: " + std::to_string(std::stoul(log.stem())); };
  const auto& what = opened.error().what;
  CHECK_MESSAGE((what.find(number(logs[0])) != std::string::npos || what.find(number(logs[1])) != std::string::npos),
                what);
}

TEST_CASE_FIXTURE(Still, "after a stop that was asked for the log holds nothing, so damage to it loses nothing") {
  const auto logs = files(path, "", ".log");
  REQUIRE_FALSE(logs.empty());
  for (const auto& log : logs) {
    copy();
    fs::resize_file(touched / log.filename(), 0);
    CHECK(refusal() == "");
    for (std::uint64_t at = 0; at < std::min<std::uint64_t>(fs::file_size(log), 200); ++at) {
      copy();
      turn_byte(touched / log.filename(), at);
      (void)refusal();  // refused, or all is there
    }
  }
}

}  // namespace whistle::storage
