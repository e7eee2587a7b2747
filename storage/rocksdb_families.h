// The column families of the store, one for each pattern of access, and the options of RocksDB that follow from it.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <vector>

#include <rocksdb/db.h>
#include <rocksdb/options.h>

namespace whistle::storage {

// The order is that of the handles. Own is RocksDB's default family: layout, epoch, applied sequence.
enum class Family : std::size_t {
  Own,
  Journal,
  Open,
  Closed,
  ClosedAt,
  Keys,
  Vault,
  Blobs,
  Meta,
  Attachments,
  Tree,
  Checkpoints,
  Deliveries
};

inline constexpr std::array<const char*, 13> kFamilyNames = {
    "default", "journal", "open",        "closed", "closed_at",   "keys",      "vault",
    "blobs",   "meta",    "attachments", "tree",   "checkpoints", "deliveries"};

// What follows from the journal and can be made again from it.
inline constexpr std::array<Family, 6> kDerivedFamilies = {Family::Open, Family::Closed, Family::ClosedAt,
                                                           Family::Keys, Family::Meta,   Family::Attachments};

// Options of the whole database. It creates what is missing, so the caller looks first.
// `env` null: the system's.
[[nodiscard]] rocksdb::DBOptions database_options(std::shared_ptr<rocksdb::Logger> log, rocksdb::Env* env);

// One for each family, in the order of `Family`.
[[nodiscard]] std::vector<rocksdb::ColumnFamilyDescriptor> family_descriptors(std::size_t cache_bytes);

}  // namespace whistle::storage
