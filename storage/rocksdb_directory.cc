#include "storage/rocksdb_directory.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include <rocksdb/env.h>
#include <rocksdb/sst_file_reader.h>
#include <rocksdb/table_properties.h>

#include "storage/forgiving_log.h"
#include "storage/ordered_names.h"
#include "storage/record_format.h"
#include "storage/rocksdb_cursor.h"
#include "storage/rocksdb_fault.h"

namespace whistle::storage {

using engine::Sequence;
using engine::Stored;
using engine::StoreError;
using engine::StoreFault;

namespace {

constexpr std::size_t kLogBytesMax = 4 << 20;

StoreError fault(StoreFault kind, const std::filesystem::path& path, const std::string& what) {
  return {kind, path.string() + ": " + what};
}

bool holds_database(const std::filesystem::path& path) {
  std::error_code ignored;
  return std::filesystem::exists(path / "CURRENT", ignored);
}

// None where the directory does not exist.
Stored<std::vector<std::string>> file_names(const std::filesystem::path& path) {
  std::vector<std::string> names;
  std::error_code error;
  for (std::filesystem::directory_iterator at(path, error), end; !error && at != end; at.increment(error)) {
    names.push_back(at->path().filename().string());
  }
  if (!error || error == std::errc::no_such_file_or_directory) return names;
  return tl::unexpected(fault(StoreFault::Io, path, error.message()));
}

// Without its CURRENT file RocksDB would start anew and delete what it takes for leftovers: a directory that holds
// anything but the beginnings of a store is none.
Stored<void> check_unused(const std::filesystem::path& path) {
  // The last two become IDENTITY and CURRENT.
  static constexpr std::array<std::string_view, 6> kBeginnings = {"LOCK",      "LOG",          "IDENTITY",
                                                                  "MANIFEST-", "000000.dbtmp", "000001.dbtmp"};
  const auto files = file_names(path);
  if (!files) return tl::unexpected(files.error());
  for (const auto& name : *files) {
    const bool beginning = std::ranges::any_of(kBeginnings, [&](auto start) { return name.starts_with(start); });
    if (!beginning)
      return tl::unexpected(fault(StoreFault::Io, path, "is not empty (" + name + ") and holds no store"));
  }
  return {};
}

std::shared_ptr<RememberingLog> open_log(const std::filesystem::path& path) {
  return std::make_shared<RememberingLog>(std::make_shared<ForgivingLog>(path, kLogBytesMax));
}

// What went wrong on opening, with the file that is to blame, as far as that can be told: what recovery warned of, and
// a table.
StoreError open_error(const std::filesystem::path& path, const rocksdb::Status& status, const RememberingLog& log,
                      rocksdb::Env* env) {
  auto error = store_error(status, path.string());
  if (error.fault != StoreFault::Damaged) return error;
  const auto table = damaged_table(path, env);
  for (const auto& why : {log.first_warning(), table}) {
    if (!why.empty()) error.what += " (" + why + ")";
  }
  return error;
}

// Whether the directory is free, with the process that is in the way. RocksDB locks it again; this comes before
// anything is read.
Stored<void> check_lock(const std::filesystem::path& path) {
  auto* env = rocksdb::Env::Default();
  rocksdb::FileLock* lock = nullptr;
  const auto status = env->LockFile((path / "LOCK").string(), &lock);
  if (status.ok()) {
    env->UnlockFile(lock).PermitUncheckedError();
    return {};
  }
  // RocksDB knows its own locks. To look at the file from the process that holds the lock would give it up.
  const bool ours = status.ToString().find("current process") != std::string::npos;
  const long holder = ours ? 0 : lock_holder(path);
  if (!ours && holder == 0) return tl::unexpected(store_error(status, path.string()));
  const std::string who = ours ? "this process already" : "process " + std::to_string(holder);
  return tl::unexpected(fault(StoreFault::Io, path, "the store is in use by " + who));
}

Stored<std::optional<std::uint64_t>> own_number(rocksdb::DB& db, rocksdb::ColumnFamilyHandle* own, const char* name) {
  std::string value;
  const auto status = guarded([&] { return db.Get(rocksdb::ReadOptions(), own, name, &value); });
  if (status.IsNotFound()) return std::nullopt;
  if (!status.ok()) return tl::unexpected(store_error(status, std::string("read of ") + name));
  const auto number = parse_number(value);
  if (!number) return tl::unexpected(StoreError{StoreFault::Damaged, std::string(name) + " is no number"});
  return number;
}

// What the store's own rows say of it, read without the other families.
struct OwnRows {
  std::optional<std::uint64_t> layout;  // nullopt: being created, it is the last thing that this writes
  bool applied = false;                 // the tables hold something of the journal
};

Stored<OwnRows> read_own_rows(const std::filesystem::path& path, const rocksdb::DBOptions& options) {
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* db = nullptr;
  const std::vector<rocksdb::ColumnFamilyDescriptor> own = {{rocksdb::kDefaultColumnFamilyName, {}}};
  const auto opened = guarded([&] { return rocksdb::DB::OpenForReadOnly(options, path.string(), own, &handles, &db); });
  if (!opened.ok()) return tl::unexpected(store_error(opened, path.string()));
  const std::unique_ptr<rocksdb::DB> closer(db);
  const auto layout = own_number(*db, handles.front(), kLayoutName);
  const auto applied = own_number(*db, handles.front(), kAppliedName);
  db->DestroyColumnFamilyHandle(handles.front()).PermitUncheckedError();
  if (!layout) return tl::unexpected(layout.error());
  if (!applied) return tl::unexpected(applied.error());
  return OwnRows{*layout, applied->value_or(0) > 0};
}

bool is_derived(std::string_view name) {
  return std::ranges::any_of(kDerivedFamilies, [&](Family family) { return name == name_of(family); });
}

// RocksDB makes anew what it misses, and where its newest log is gone it starts without what was in it. That is right
// only for a directory whose creation was cut off, for tables that are being rebuilt, and for what an earlier layout
// did not have.
Stored<void> check_complete(const std::filesystem::path& path, const rocksdb::DBOptions& options) {
  std::vector<std::string> present;
  const auto listed = rocksdb::DB::ListColumnFamilies(options, path.string(), &present);
  if (!listed.ok()) return tl::unexpected(store_error(listed, path.string()));
  for (const auto& name : present) {
    if (std::ranges::find(kFamilyNames, name) == kFamilyNames.end()) {
      return tl::unexpected(
          fault(StoreFault::Io, path, "holds the family " + name + ", which this program does not know"));
    }
  }
  std::vector<std::string_view> missing;
  std::ranges::copy_if(kFamilyNames, std::back_inserter(missing),
                       [&](auto name) { return std::ranges::find(present, name) == present.end(); });
  const auto files = file_names(path);
  if (!files) return tl::unexpected(files.error());
  const bool log = std::ranges::any_of(*files, [](const auto& name) { return name.ends_with(".log"); });
  if (missing.empty() && log) return {};
  const auto own = read_own_rows(path, options);
  if (!own) return tl::unexpected(own.error());
  if (!own->layout) return {};
  if (!log) return tl::unexpected(fault(StoreFault::Damaged, path, "its log is missing"));
  if (!own->applied && std::ranges::all_of(missing, is_derived)) return {};
  if (*own->layout <= kLayoutWithoutAttachments) std::erase(missing, name_of(Family::Attachments));
  if (*own->layout <= kLayoutWithoutTree) {
    std::erase(missing, name_of(Family::Tree));
    std::erase(missing, name_of(Family::Checkpoints));
  }
  if (*own->layout <= kLayoutWithoutDeliveries) std::erase(missing, name_of(Family::Deliveries));
  if (missing.empty()) return {};
  return tl::unexpected(fault(StoreFault::Damaged, path, "the family " + std::string(missing.front()) + " is missing"));
}

// The number after the last key of the journal.
Stored<Sequence> journal_end(const OpenDirectory& directory) {
  RowCursor at(*directory.db, directory.family(Family::Journal), {});
  at.seek_to_last();
  if (!at.status().ok()) return tl::unexpected(store_error(at.status(), "read of journal"));
  if (!at.valid()) return Sequence{0};
  const auto last = parse_number(at.key());
  if (!last) return tl::unexpected(StoreError{StoreFault::Damaged, "the journal's last key is no sequence number"});
  return Sequence{*last + 1};
}

// Each key of the journal is written once, so the rows that files and memory tell of are its entries: a gap shows
// without a scan.
Stored<std::uint64_t> journal_count(const OpenDirectory& directory) {
  auto* journal = directory.family(Family::Journal);
  rocksdb::TablePropertiesCollection tables;
  const auto status = guarded([&] { return directory.db->GetPropertiesOfAllTables(journal, &tables); });
  if (!status.ok()) return tl::unexpected(store_error(status, "read of journal"));
  std::uint64_t count = 0;
  directory.db->GetIntProperty(journal, rocksdb::DB::Properties::kNumEntriesActiveMemTable, &count);
  for (const auto& [file, properties] : tables)
    count += properties->num_entries;
  return count;
}

// A reader that scans finds a gap by itself, and says where; without `counted` it is left to that.
Stored<void> read_head(OpenDirectory& directory, bool counted) {
  auto* own = directory.family(Family::Own);
  const auto layout = own_number(*directory.db, own, kLayoutName);
  if (!layout) return tl::unexpected(layout.error());
  const auto epoch = own_number(*directory.db, own, kEpochName);
  if (!epoch) return tl::unexpected(epoch.error());
  const auto applied = own_number(*directory.db, own, kAppliedName);
  if (!applied) return tl::unexpected(applied.error());
  const auto unscrubbed = own_number(*directory.db, own, kUnscrubbedName);
  if (!unscrubbed) return tl::unexpected(unscrubbed.error());
  const auto next = journal_end(directory);
  if (!next) return tl::unexpected(next.error());
  const auto count = counted ? journal_count(directory) : Stored<std::uint64_t>(next->value);
  if (!count) return tl::unexpected(count.error());

  if (layout->value_or(kLayout) > kLayout || layout->value_or(kLayout) < kLayoutWithoutAttachments) {
    return tl::unexpected(StoreError{StoreFault::Io, "layout " + std::to_string(**layout) + " is not of this program"});
  }
  if (*count != next->value) {
    return tl::unexpected(StoreError{StoreFault::Damaged, "the journal ends at " + std::to_string(next->value) +
                                                              " but holds " + std::to_string(*count) + " entries"});
  }
  directory.epoch = epoch->value_or(0);
  directory.applied = Sequence{applied->value_or(0)};
  directory.next = *next;
  directory.unscrubbed = unscrubbed->has_value();
  if (directory.applied > directory.next) {
    return tl::unexpected(StoreError{StoreFault::Damaged, "the tables are ahead of the journal"});
  }
  if (layout->value_or(0) == kLayout) return {};
  // Into a table at once: it is what tells a lost log from one that never was.
  auto status = directory.db->Put(rocksdb::WriteOptions(), own, kLayoutName, number_key(kLayout));
  if (status.ok()) status = directory.db->Flush(rocksdb::FlushOptions(), own);
  if (!status.ok()) return tl::unexpected(store_error(status, "write of layout"));
  return {};
}

}  // namespace

std::string damaged_table(const std::filesystem::path& path, rocksdb::Env* env) {
  const rocksdb::Options options(database_options(nullptr, env), rocksdb::ColumnFamilyOptions());
  auto names = file_names(path).value_or(std::vector<std::string>{});
  std::ranges::sort(names);
  for (const auto& name : names) {
    if (!name.ends_with(".sst")) continue;
    const auto status = guarded([&] { return rocksdb::SstFileReader(options).Open((path / name).string()); });
    if (!status.ok()) return name + ": " + status.ToString();
  }
  return {};
}

const char* name_of(Family family) {
  return kFamilyNames[static_cast<std::size_t>(family)];
}

Stored<OpenDirectory> open_directory(const std::filesystem::path& path, bool create_if_missing, std::size_t cache_bytes,
                                     rocksdb::Env* env) {
  const bool exists = holds_database(path);
  if (!exists && !create_if_missing) return tl::unexpected(fault(StoreFault::Io, path, "holds no store"));
  auto checked = exists ? check_lock(path) : check_unused(path);
  if (checked && exists) checked = check_complete(path, database_options(nullptr, env));
  if (!checked) return tl::unexpected(checked.error());

  OpenDirectory directory;
  directory.env = with_ordered_names(env);
  env = directory.env.get();
  const auto log = open_log(path);
  rocksdb::DB* db = nullptr;
  const auto status = guarded([&] {
    return rocksdb::DB::Open(database_options(log, env), path.string(), family_descriptors(cache_bytes),
                             &directory.handles, &db);
  });
  if (!status.ok()) return tl::unexpected(open_error(path, status, *log, env));
  directory.db.reset(db);
  const auto read = read_head(directory, /*counted=*/true);
  if (!read) {
    close_directory(directory, /*flush=*/false);
    return tl::unexpected(StoreError{read.error().fault, path.string() + ": " + read.error().what});
  }
  return directory;
}

Stored<OpenDirectory> open_directory_read_only(const std::filesystem::path& path, std::size_t cache_bytes,
                                               rocksdb::Env* env) {
  if (!holds_database(path)) return tl::unexpected(fault(StoreFault::Io, path, "holds no store"));
  // RocksDB locks nothing for reading, and what an engine writes meanwhile would be half there.
  if (const long holder = lock_holder(path); holder != 0)
    return tl::unexpected(fault(StoreFault::Io, path, "the store is in use by process " + std::to_string(holder)));
  auto checked = check_complete(path, database_options(nullptr, env));
  if (!checked) return tl::unexpected(checked.error());
  const auto own = read_own_rows(path, database_options(nullptr, env));
  if (!own) return tl::unexpected(own.error());
  if (own->layout.value_or(kLayout) < kLayout) {
    return tl::unexpected(fault(StoreFault::Io, path,
                                "layout " + std::to_string(*own->layout) +
                                    " is of an earlier program: a start of the engine brings it up to date"));
  }

  OpenDirectory directory;
  const auto log = std::make_shared<RememberingLog>(nullptr);
  rocksdb::DB* db = nullptr;
  const auto status = guarded([&] {
    return rocksdb::DB::OpenForReadOnly(database_options(log, env), path.string(), family_descriptors(cache_bytes),
                                        &directory.handles, &db);
  });
  if (!status.ok()) return tl::unexpected(open_error(path, status, *log, env));
  directory.db.reset(db);
  const auto read = read_head(directory, /*counted=*/false);
  if (read) return directory;
  close_directory(directory, /*flush=*/false);
  return tl::unexpected(StoreError{read.error().fault, path.string() + ": " + read.error().what});
}

Stored<void> empty_tables(OpenDirectory& directory) {
  auto& db = *directory.db;
  auto* own = directory.family(Family::Own);
  const auto descriptors = family_descriptors(/*cache_bytes=*/0);
  // Into a table: it is asked for before the log is looked at.
  auto status = db.Put(rocksdb::WriteOptions(), own, kAppliedName, number_key(0));
  if (status.ok()) status = db.Flush(rocksdb::FlushOptions(), own);
  for (const auto family : kDerivedFamilies) {
    auto*& handle = directory.handles[static_cast<std::size_t>(family)];
    const auto& descriptor = descriptors[static_cast<std::size_t>(family)];
    if (status.ok()) status = db.DropColumnFamily(handle);
    if (!status.ok()) break;
    db.DestroyColumnFamilyHandle(handle).PermitUncheckedError();
    status = db.CreateColumnFamily(descriptor.options, descriptor.name, &handle);
    if (!status.ok()) handle = nullptr;
  }
  directory.applied = Sequence{0};
  if (!status.ok()) return tl::unexpected(store_error(status, "emptying of tables"));
  return {};
}

void close_directory(OpenDirectory& directory, bool flush) {
  if (!directory.db) return;
  if (flush) directory.db->Flush(rocksdb::FlushOptions(), directory.handles).PermitUncheckedError();
  for (auto* handle : directory.handles) {
    if (handle != nullptr) directory.db->DestroyColumnFamilyHandle(handle).PermitUncheckedError();
  }
  directory.handles.clear();
  directory.db->Close().PermitUncheckedError();
  directory.db.reset();
}

}  // namespace whistle::storage
