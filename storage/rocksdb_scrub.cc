#include "storage/rocksdb_scrub.h"

#include <algorithm>
#include <chrono>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <rocksdb/db.h>
#include <rocksdb/options.h>

#include "storage/record_format.h"
#include "storage/rocksdb_fault.h"

namespace whistle::storage {

using engine::Sequence;
using engine::Stored;
using engine::TicketId;

namespace {

// RocksDB removes files behind the work that makes them superfluous.
constexpr std::chrono::milliseconds kWait{10};
constexpr int kWaits = 100;

using Names = std::set<std::string>;

Stored<Names> files_with(const OpenDirectory& directory, std::string_view ending) {
  std::vector<std::string> all;
  const auto status = directory.db->GetEnv()->GetChildren(directory.db->GetName(), &all);
  if (!status.ok()) return tl::unexpected(store_error(status, "list of " + directory.db->GetName()));
  Names names;
  for (const auto& name : all) {
    if (name.ends_with(ending)) names.insert(name);
  }
  return names;
}

Names tables_in_use(const OpenDirectory& directory) {
  std::vector<rocksdb::LiveFileMetaData> live;
  directory.db->GetLiveFilesMetaData(&live);
  Names names;
  for (const auto& file : live)
    names.insert(file.name.substr(file.name.find_last_of('/') + 1));
  return names;
}

// What is no longer needed is usually found when a job ends that knows of it. Files of an earlier process are found by
// looking at all of them, which this does; not while a copy of the store is being made.
rocksdb::Status purge(const OpenDirectory& directory) {
  const auto status = directory.db->DisableFileDeletions();
  return status.ok() ? directory.db->EnableFileDeletions(/*force=*/false) : status;
}

// Logs of before, but for empty ones, and tables that the database does not use any more.
Stored<bool> has_leftovers(const OpenDirectory& directory, const Names& logs_before) {
  const auto logs = files_with(directory, ".log");
  if (!logs) return tl::unexpected(logs.error());
  auto* env = directory.db->GetEnv();
  for (const auto& name : *logs) {
    std::uint64_t size = 0;
    const auto status = env->GetFileSize(directory.db->GetName() + '/' + name, &size);
    if (status.ok() && size > 0 && logs_before.contains(name)) return true;
  }
  const auto tables = files_with(directory, ".sst");
  if (!tables) return tl::unexpected(tables.error());
  const auto used = tables_in_use(directory);
  return std::ranges::any_of(*tables, [&](const auto& name) { return !used.contains(name); });
}

// Each family's memory into a table, whereupon no log is needed any more but a new one. That begins when there is
// something to write in the family that is flushed; a removal of what no key can be is something.
rocksdb::Status flush(const OpenDirectory& directory) {
  auto status = directory.db->Delete(rocksdb::WriteOptions(), directory.family(Family::Vault), rocksdb::Slice());
  return status.ok() ? directory.db->Flush(rocksdb::FlushOptions(), directory.handles) : status;
}

rocksdb::Status rewrite(const OpenDirectory& directory, const TicketRange& tickets) {
  rocksdb::CompactRangeOptions options;
  options.exclusive_manual_compaction = false;
  options.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;
  const auto first = vault_key(tickets.first, Sequence{0});
  const auto last = vault_key(tickets.last, Sequence{std::numeric_limits<std::uint64_t>::max()});
  const rocksdb::Slice begin(first);
  const rocksdb::Slice end(last);
  return directory.db->CompactRange(options, directory.family(Family::Vault), &begin, &end);
}

}  // namespace

TicketRange joined(const std::optional<TicketRange>& one, const TicketRange& other) {
  if (!one) return other;
  return {std::min(one->first, other.first), std::max(one->last, other.last)};
}

Stored<bool> scrub_vault(const OpenDirectory& directory, const TicketRange& tickets) {
  const auto logs = files_with(directory, ".log");
  if (!logs) return tl::unexpected(logs.error());
  auto status = guarded([&] { return flush(directory); });
  if (status.ok()) status = guarded([&] { return rewrite(directory, tickets); });
  if (status.ok()) status = guarded([&] { return purge(directory); });
  if (!status.ok()) return tl::unexpected(store_error(status, "rewriting of the vault"));
  for (int i = 0; i < kWaits; ++i) {
    const auto left = has_leftovers(directory, *logs);
    if (!left) return tl::unexpected(left.error());
    if (!*left) return true;
    std::this_thread::sleep_for(kWait);
  }
  return false;
}

}  // namespace whistle::storage
