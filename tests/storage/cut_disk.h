// A disk whose power can be cut: a RocksDB file system over real files that knows of every byte and every name whether
// it was synced, and forgets the others.
//
//   CutDisk disk(dir.path() / "store", seed);
//   auto store = open_rocksdb_store(disk.directory(), {.env = disk.env()});
//   disk.arm(CutDisk::Fault::PowerCut, 40);          // in the middle of the 40th change from now
//   ... commit until it fails ...
//   store->reset();
//   disk.power_on();                                 // what the platters held, laid out in the directory
//
// What survives a cut: of each file what was synced, and of what follows a prefix of any length, also one that ends in
// the middle of a block; of the names in the directory those that stood when the directory was last synced, and of the
// files created, renamed and deleted since then none, all, the first few, or any choice of them. That a file was synced
// says nothing of its name. Nothing is ever really synced, so a thousand cuts take seconds.
//
// Not modelled: pages of one unsynced tail that reach the disk out of order, so that a hole lies before bytes that were
// kept. The directory itself stands.
//
// All choices follow from the seed and the order of the changes. Any thread; arm, power_on and end from one.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

namespace rocksdb {
class Env;
}

namespace whistle::storage {

class CutDisk {
 public:
  enum class Fault {
    PowerCut,   // the change is carried out in part, or not; everything after it fails
    SyncFails,  // the next sync of a file fails once; what it was to make durable never will be
    Full,       // the next append writes a part and says that there is no space, and so do all that follow
    SyncWaits,  // the next sync of a file waits for `release`, or for the cut
  };

  // For the store at `directory`, which must not exist yet; its parent must.
  CutDisk(std::filesystem::path directory, std::uint64_t seed);
  ~CutDisk();
  CutDisk(const CutDisk&) = delete;
  CutDisk& operator=(const CutDisk&) = delete;

  [[nodiscard]] const std::filesystem::path& directory() const;
  [[nodiscard]] rocksdb::Env* env();

  // One fault, at the `change`th change from now, or the first after it that can have this fault. Changes are appends,
  // syncs, and creating, renaming and deleting files.
  void arm(Fault fault, std::uint64_t change);
  // The power goes off now, between two changes.
  void cut();
  // Lets go a sync that waits.
  void release();
  // Blocks until a sync waits.
  void wait_for_sync();

  // What the fault met, such as "sync of 000012.log"; empty: it has not come yet.
  [[nodiscard]] std::string struck() const;

  // Ends the fault, whatever it was. After a cut the directory holds what survived; after anything else the machine was
  // never off, and nothing is forgotten. The store must be closed.
  void power_on();

 private:
  struct Disk;
  class Files;

  std::shared_ptr<Disk> disk_;
  std::unique_ptr<rocksdb::Env> env_;
};

}  // namespace whistle::storage
