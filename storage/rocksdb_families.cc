#include "storage/rocksdb_families.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include <rocksdb/cache.h>
#include <rocksdb/convenience.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/listener.h>
#include <rocksdb/table.h>

namespace whistle::storage {

namespace {

constexpr std::size_t kMiB = std::size_t{1} << 20;

// Small families pin old logs until they are flushed; past this the oldest is.
constexpr std::uint64_t kWalBytesMax = 128 * kMiB;
// One that is written to and some that wait to be flushed: with RocksDB's two a commit stands still whenever a flush is
// slower than the next memtable fills. The log's limit bounds them all together.
constexpr int kMemtablesMax = 5;
// Below the usual soft limit of 1,024 descriptors, with room for sockets.
constexpr int kOpenFilesMax = 512;
constexpr double kFilterBitsPerKey = 10;

// Whoever gets an error ends the process; nothing is to mend itself behind its back. After a full disk RocksDB would
// start a thread that tries to, against the closing of the database: max_bgerror_resume_count does not reach that one.
class NoMending final : public rocksdb::EventListener {
 public:
  void OnErrorRecoveryBegin(rocksdb::BackgroundErrorReason /*reason*/, rocksdb::Status /*error*/,
                            bool* auto_recovery) override {
    *auto_recovery = false;
  }
};

rocksdb::CompressionType if_linked(rocksdb::CompressionType wanted) {
  const auto linked = rocksdb::GetSupportedCompressions();
  return std::ranges::find(linked, wanted) != linked.end() ? wanted : rocksdb::kNoCompression;
}

rocksdb::BlockBasedTableOptions table_options(const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  table.block_size = 16 << 10;
  table.format_version = 5;
  return table;
}

rocksdb::ColumnFamilyOptions base(const rocksdb::BlockBasedTableOptions& table) {
  rocksdb::ColumnFamilyOptions options;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  options.compression = if_linked(rocksdb::kLZ4Compression);
  options.write_buffer_size = 8 * kMiB;
  options.max_write_buffer_number = kMemtablesMax;
  return options;
}

// Written once in ascending order, never overwritten: files do not overlap, so compaction moves them down without
// rewriting.
rocksdb::ColumnFamilyOptions ascending(const rocksdb::BlockBasedTableOptions& table) {
  auto options = base(table);
  options.write_buffer_size = 32 * kMiB;
  options.target_file_size_base = 64 * kMiB;
  return options;
}

}  // namespace

rocksdb::DBOptions database_options(std::shared_ptr<rocksdb::Logger> log, rocksdb::Env* env) {
  rocksdb::DBOptions options;
  if (env != nullptr) options.env = env;
  options.create_if_missing = true;
  options.create_missing_column_families = true;
  options.info_log = std::move(log);

  // The default mode cuts the log off at the first damage, and with it commits that were acknowledged; this one drops
  // what is cut off at a log's end and refuses all other damage. That closed logs are whole is known from the manifest.
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  options.track_and_verify_wals_in_manifest = true;
  options.recycle_log_file_num = 0;
  options.paranoid_checks = true;
  options.max_total_wal_size = kWalBytesMax;
  options.max_bgerror_resume_count = 0;
  options.listeners.push_back(std::make_shared<NoMending>());

  // One writer: no group to lead, nobody to insert beside.
  options.allow_concurrent_memtable_write = false;
  options.enable_write_thread_adaptive_yield = false;

  options.max_background_jobs = 2;
  options.max_file_opening_threads = 1;
  options.max_open_files = kOpenFilesMax;
  options.stats_dump_period_sec = 0;
  options.stats_persist_period_sec = 0;
  return options;
}

std::vector<rocksdb::ColumnFamilyDescriptor> family_descriptors(std::size_t cache_bytes) {
  const auto table = table_options(rocksdb::NewLRUCache(cache_bytes));

  auto journal = ascending(table);
  journal.bottommost_compression = if_linked(rocksdb::kZSTD);
  auto open = base(table);  // overwritten with each act, deleted on closing: stays small
  open.write_buffer_size = 32 * kMiB;
  auto vault = ascending(table);
  vault.compression = rocksdb::kNoCompression;  // ciphertext

  auto filtered = table;
  filtered.filter_policy.reset(rocksdb::NewBloomFilterPolicy(kFilterBitsPerKey));
  auto keys = base(filtered);  // random, and asked mostly for what it does not hold
  keys.write_buffer_size = 16 * kMiB;

  auto blobs = base(table);
  blobs.compression = if_linked(rocksdb::kZSTD);

  std::vector<rocksdb::ColumnFamilyDescriptor> descriptors;
  const auto add = [&](Family family, const rocksdb::ColumnFamilyOptions& options) {
    descriptors.emplace_back(kFamilyNames[static_cast<std::size_t>(family)], options);
  };
  add(Family::Own, base(table));
  add(Family::Journal, journal);
  add(Family::Open, open);
  add(Family::Closed, ascending(table));
  add(Family::ClosedAt, base(table));
  add(Family::Keys, keys);
  add(Family::Vault, vault);
  add(Family::Blobs, blobs);
  add(Family::Meta, base(table));
  add(Family::Attachments, base(filtered));
  auto tree = base(table);  // hashes; the last tile of each level is put again and again
  tree.compression = rocksdb::kNoCompression;
  add(Family::Tree, tree);
  add(Family::Checkpoints, base(table));
  add(Family::Deliveries, base(table));
  return descriptors;
}

}  // namespace whistle::storage
