#include "storage/rocksdb_copy.h"

#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <rocksdb/db.h>
#include <rocksdb/utilities/checkpoint.h>

#include "storage/record_format.h"
#include "storage/rocksdb_cursor.h"
#include "storage/rocksdb_families.h"
#include "storage/rocksdb_fault.h"
#include "storage/sha256.h"

namespace whistle::storage {

using engine::Stored;

namespace {

constexpr std::size_t kCacheBytes = std::size_t{1} << 20;

void add_sized(Sha256& hash, std::string_view bytes) {
  hash.add(number_key(bytes.size()));
  hash.add(bytes);
}

Stored<FamilyDigest> digest_of(const OpenDirectory& directory, Family family) {
  FamilyDigest digest{name_of(family), 0, {}};
  Sha256 hash;
  rocksdb::ReadOptions options;
  options.fill_cache = false;
  RowCursor at(*directory.db, directory.family(family), options);
  for (at.seek({}); at.valid(); at.next()) {
    add_sized(hash, at.key());
    add_sized(hash, at.value());
    ++digest.rows;
  }
  if (!at.status().ok()) return tl::unexpected(store_error(at.status(), "scan of " + digest.family));
  digest.sha256 = hash.digest();
  return digest;
}

bool has_log(const std::filesystem::path& path) {
  std::error_code error;
  for (std::filesystem::directory_iterator at(path, error), end; !error && at != end; at.increment(error)) {
    if (at->path().extension() == ".log") return true;
  }
  return false;
}

// Where all is in the tables RocksDB leaves the log out; a store without any is taken for one that has lost it. Opening
// begins a log.
rocksdb::Status begin_log(const std::filesystem::path& path) {
  rocksdb::DB* opened = nullptr;
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  auto status = guarded([&] {
    return rocksdb::DB::Open(database_options(nullptr, /*env=*/nullptr), path.string(), family_descriptors(kCacheBytes),
                             &handles, &opened);
  });
  if (!status.ok()) return status;
  const std::unique_ptr<rocksdb::DB> db(opened);
  for (auto* handle : handles)
    db->DestroyColumnFamilyHandle(handle).PermitUncheckedError();
  return db->Close();
}

}  // namespace

Stored<void> copy_directory(const OpenDirectory& directory, const std::filesystem::path& to) {
  rocksdb::Checkpoint* made = nullptr;
  auto status = rocksdb::Checkpoint::Create(directory.db.get(), &made);
  const std::unique_ptr<rocksdb::Checkpoint> checkpoint(made);
  // It flushes first, so that little log has to be copied; what is committed meanwhile comes with the log.
  if (status.ok()) status = checkpoint->CreateCheckpoint(to.string());
  if (status.ok() && !has_log(to)) {
    status = begin_log(to);
    std::error_code ignored;
    if (!status.ok()) std::filesystem::remove_all(to, ignored);
  }
  if (!status.ok()) return tl::unexpected(store_error(status, to.string()));
  return {};
}

Stored<std::vector<FamilyDigest>> digest_families(const OpenDirectory& directory) {
  std::vector<FamilyDigest> digests;
  for (std::size_t i = 0; i < kFamilyNames.size(); ++i) {
    const auto family = static_cast<Family>(i);
    if (family == Family::Own) continue;
    auto digest = digest_of(directory, family);
    if (!digest) return tl::unexpected(digest.error());
    digests.push_back(*std::move(digest));
  }
  return digests;
}

}  // namespace whistle::storage
