#include "tests/storage/cut_disk.h"

#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <random>
#include <utility>
#include <vector>

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

#include "engine/assert.h"

namespace whistle::storage {

namespace fs = std::filesystem;
using rocksdb::FileOptions;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

namespace {

// What a name stands for. A file that has lost its name lies on in the yard beside the directory: the name may come
// back.
struct File {
  fs::path at;
  std::uint64_t size = 0;
  std::uint64_t synced = 0;
  bool spoilt = false;  // a sync has failed: what is not durable will not be
};
using FilePtr = std::shared_ptr<File>;
using Names = std::map<std::string, FilePtr>;

// A change of the directory since it was last synced. Created: from is empty; deleted: to is.
struct NameChange {
  std::string from;
  std::string to;
  FilePtr file;
};

void carry_out(const NameChange& change, Names& names) {
  if (!change.from.empty()) {
    const auto at = names.find(change.from);
    if (at == names.end() || at->second != change.file) return;
    names.erase(at);
  }
  if (!change.to.empty()) names[change.to] = change.file;
}

IOStatus no_power() {
  return IOStatus::IOError("the power is off");
}

}  // namespace

struct CutDisk::Disk {
  enum class Verdict { Go, Off, Cut, SyncFails, Full };

  Disk(fs::path where, std::uint64_t seed) : directory(std::move(where)), yard(directory.string() + ".yard") {
    chance.seed(seed);
    fs::create_directory(yard);
  }

  std::uint64_t below(std::uint64_t end) { return std::uniform_int_distribution<std::uint64_t>(0, end - 1)(chance); }

  // To be asked before each change, under the lock.
  Verdict judge(bool append, bool sync, const std::string& what);
  IOStatus sync(std::unique_lock<std::mutex>& lock, File& file, const std::string& what);
  void to_yard(File& file) {
    const auto away = yard / std::to_string(gone++);
    fs::rename(file.at, away);
    file.at = away;
  }
  void change_names(NameChange change) {
    carry_out(change, names);
    unsynced.push_back(std::move(change));
  }
  Names surviving_names();
  void lay_out(const Names& survivors);

  const fs::path directory;
  const fs::path yard;
  mutable std::mutex mutex;
  std::condition_variable changed;
  // ---- guarded by mutex ----
  std::mt19937_64 chance;
  Names names;
  Names durable;
  std::vector<NameChange> unsynced;
  std::uint64_t gone = 0;
  std::uint64_t changes = 0;
  std::uint64_t armed_at = 0;
  std::optional<Fault> fault;
  std::string struck;
  bool off = false;
  bool full = false;
  bool waits = false;
};

CutDisk::Disk::Verdict CutDisk::Disk::judge(bool append, bool sync, const std::string& what) {
  if (off) return Verdict::Off;
  ++changes;
  if (full && append) return Verdict::Full;
  if (!fault || !struck.empty() || changes < armed_at) return Verdict::Go;
  switch (*fault) {
    case Fault::PowerCut:
      struck = what;
      off = true;
      return Verdict::Cut;
    case Fault::SyncFails:
      if (!sync) return Verdict::Go;
      struck = what;
      return Verdict::SyncFails;
    case Fault::Full:
      if (!append) return Verdict::Go;
      struck = what;
      full = true;
      return Verdict::Full;
    case Fault::SyncWaits:
      if (!sync) return Verdict::Go;
      struck = what;
      waits = true;
      return Verdict::Go;
  }
  return Verdict::Go;
}

IOStatus CutDisk::Disk::sync(std::unique_lock<std::mutex>& lock, File& file, const std::string& what) {
  const auto verdict = judge(/*append=*/false, /*sync=*/true, what);
  if (waits) {
    changed.notify_all();
    changed.wait(lock, [this] { return !waits || off; });
    if (off) return no_power();
  }
  switch (verdict) {
    case Verdict::Off:
      return no_power();
    case Verdict::Cut:
      if (!file.spoilt) file.synced += below(file.size - file.synced + 1);
      return no_power();
    case Verdict::SyncFails:
      file.spoilt = true;
      return IOStatus::IOError("the disk says no");
    case Verdict::Go:
    case Verdict::Full:
      break;
  }
  if (!file.spoilt) file.synced = file.size;
  return IOStatus::OK();
}

Names CutDisk::Disk::surviving_names() {
  auto survivors = durable;
  const auto kind = below(4);
  const auto first = below(unsynced.size() + 1);
  for (std::size_t i = 0; i < unsynced.size(); ++i) {
    const bool kept = kind == 1 || (kind == 2 && i < first) || (kind == 3 && below(2) == 0);
    if (kept) carry_out(unsynced[i], survivors);
  }
  return survivors;
}

// The directory as it is found when the machine starts again: survivors under their names, each as long as it got.
void CutDisk::Disk::lay_out(const Names& survivors) {
  for (const auto& [name, file] : names)
    to_yard(*file);
  if (fs::exists(directory)) {
    for (const auto& rest : fs::directory_iterator(directory))
      fs::remove_all(rest.path());  // the lock, RocksDB's own log
  }
  for (const auto& [name, file] : survivors) {
    const auto tail = file->size - file->synced;
    const auto kind = file->spoilt ? 0 : below(3);
    file->size = file->synced + (kind == 0 ? 0 : kind == 1 ? tail : below(tail + 1));
    file->synced = file->size;
    file->spoilt = false;
    fs::rename(file->at, directory / name);
    file->at = directory / name;
    fs::resize_file(file->at, file->size);
  }
  fs::remove_all(yard);
  fs::create_directory(yard);
  names = survivors;
  durable = survivors;
  unsynced.clear();
}

// ---- RocksDB's side -----------------------------------------------------------------------------------------------

class CutDisk::Files final : public rocksdb::FileSystemWrapper {
 public:
  explicit Files(std::shared_ptr<Disk> disk)
      : rocksdb::FileSystemWrapper(rocksdb::FileSystem::Default()), disk_(std::move(disk)) {}

  const char* Name() const override { return "CutDisk"; }

  IOStatus NewWritableFile(const std::string& path, const FileOptions& options,
                           std::unique_ptr<rocksdb::FSWritableFile>* result, IODebugContext* debug) override;
  IOStatus NewDirectory(const std::string& path, const IOOptions& options,
                        std::unique_ptr<rocksdb::FSDirectory>* result, IODebugContext* debug) override;
  IOStatus DeleteFile(const std::string& path, const IOOptions& options, IODebugContext* debug) override;
  IOStatus RenameFile(const std::string& from, const std::string& to, const IOOptions& options,
                      IODebugContext* debug) override;

  // Ways to change a file that the store never takes; should it one day, these must be modelled.
  IOStatus ReopenWritableFile(const std::string&, const FileOptions&, std::unique_ptr<rocksdb::FSWritableFile>*,
                              IODebugContext*) override {
    return IOStatus::NotSupported("reopening");
  }
  IOStatus ReuseWritableFile(const std::string&, const std::string&, const FileOptions&,
                             std::unique_ptr<rocksdb::FSWritableFile>*, IODebugContext*) override {
    return IOStatus::NotSupported("reusing");
  }
  IOStatus NewRandomRWFile(const std::string&, const FileOptions&, std::unique_ptr<rocksdb::FSRandomRWFile>*,
                           IODebugContext*) override {
    return IOStatus::NotSupported("writing at random");
  }
  IOStatus Truncate(const std::string&, size_t, const IOOptions&, IODebugContext*) override {
    return IOStatus::NotSupported("truncating");
  }
  IOStatus LinkFile(const std::string&, const std::string&, const IOOptions&, IODebugContext*) override {
    return IOStatus::NotSupported("linking");
  }

 private:
  class Writable;
  class Directory;

  const std::shared_ptr<Disk> disk_;
};

class CutDisk::Files::Writable final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  Writable(std::unique_ptr<rocksdb::FSWritableFile> target, std::shared_ptr<Disk> disk, FilePtr file, std::string name)
      : rocksdb::FSWritableFileOwnerWrapper(std::move(target)),
        disk_(std::move(disk)),
        file_(std::move(file)),
        name_(std::move(name)) {}

  using rocksdb::FSWritableFileOwnerWrapper::Append;
  IOStatus Append(const Slice& bytes, const IOOptions& options, IODebugContext* debug) override {
    const std::scoped_lock lock(disk_->mutex);
    const auto verdict = disk_->judge(/*append=*/true, /*sync=*/false, "append to " + name_);
    if (verdict == Disk::Verdict::Off) return no_power();
    const bool whole = verdict == Disk::Verdict::Go;
    const Slice written(bytes.data(), whole ? bytes.size() : disk_->below(bytes.size() + 1));
    auto status = target()->Append(written, options, debug);
    if (!status.ok()) return status;
    file_->size += written.size();
    if (whole) return status;
    return verdict == Disk::Verdict::Full ? IOStatus::NoSpace("the disk is full") : no_power();
  }
  IOStatus Append(const Slice& bytes, const IOOptions& options, const rocksdb::DataVerificationInfo&,
                  IODebugContext* debug) override {
    return Append(bytes, options, debug);
  }
  IOStatus Sync(const IOOptions&, IODebugContext*) override {
    std::unique_lock lock(disk_->mutex);
    return disk_->sync(lock, *file_, "sync of " + name_);
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override { return Sync(options, debug); }
  // Only asks the system to begin.
  IOStatus RangeSync(uint64_t, uint64_t, const IOOptions&, IODebugContext*) override { return IOStatus::OK(); }
  IOStatus Truncate(uint64_t size, const IOOptions&, IODebugContext*) override {
    WHISTLE_ASSERT(size == file_->size);  // a buffer's end that was never written
    return IOStatus::OK();
  }
  IOStatus Allocate(uint64_t, uint64_t, const IOOptions&, IODebugContext*) override { return IOStatus::OK(); }

 private:
  const std::shared_ptr<Disk> disk_;
  const FilePtr file_;
  const std::string name_;
};

class CutDisk::Files::Directory final : public rocksdb::FSDirectoryWrapper {
 public:
  Directory(std::unique_ptr<rocksdb::FSDirectory> target, std::shared_ptr<Disk> disk)
      : rocksdb::FSDirectoryWrapper(std::move(target)), disk_(std::move(disk)) {}

  IOStatus Fsync(const IOOptions&, IODebugContext*) override {
    const std::scoped_lock lock(disk_->mutex);
    if (disk_->judge(/*append=*/false, /*sync=*/false, "sync of the directory") != Disk::Verdict::Go) {
      return no_power();  // of what was not synced yet any choice survives, here as ever
    }
    disk_->durable = disk_->names;
    disk_->unsynced.clear();
    return IOStatus::OK();
  }
  IOStatus FsyncWithDirOptions(const IOOptions& options, IODebugContext* debug,
                               const rocksdb::DirFsyncOptions&) override {
    return Fsync(options, debug);
  }

 private:
  const std::shared_ptr<Disk> disk_;
};

IOStatus CutDisk::Files::NewWritableFile(const std::string& path, const FileOptions& options,
                                         std::unique_ptr<rocksdb::FSWritableFile>* result, IODebugContext* debug) {
  const std::scoped_lock lock(disk_->mutex);
  const auto name = fs::path(path).filename().string();
  if (disk_->judge(/*append=*/false, /*sync=*/false, "creation of " + name) != Disk::Verdict::Go) return no_power();
  const auto old = disk_->names.find(name);
  if (old != disk_->names.end()) {
    const auto file = old->second;
    disk_->to_yard(*file);
    disk_->change_names({name, "", file});
  }
  std::unique_ptr<rocksdb::FSWritableFile> target;
  auto status = target_->NewWritableFile(path, options, &target, debug);
  if (!status.ok()) return status;
  const auto file = std::make_shared<File>(File{path});
  disk_->change_names({"", name, file});
  *result = std::make_unique<Writable>(std::move(target), disk_, file, name);
  return status;
}

IOStatus CutDisk::Files::NewDirectory(const std::string& path, const IOOptions& options,
                                      std::unique_ptr<rocksdb::FSDirectory>* result, IODebugContext* debug) {
  std::unique_ptr<rocksdb::FSDirectory> target;
  auto status = target_->NewDirectory(path, options, &target, debug);
  if (status.ok()) *result = std::make_unique<Directory>(std::move(target), disk_);
  return status;
}

IOStatus CutDisk::Files::DeleteFile(const std::string& path, const IOOptions& options, IODebugContext* debug) {
  const std::scoped_lock lock(disk_->mutex);
  const auto name = fs::path(path).filename().string();
  const auto at = disk_->names.find(name);
  if (at == disk_->names.end()) return disk_->off ? no_power() : target_->DeleteFile(path, options, debug);
  if (disk_->judge(/*append=*/false, /*sync=*/false, "deletion of " + name) != Disk::Verdict::Go) return no_power();
  const auto file = at->second;
  disk_->to_yard(*file);
  disk_->change_names({name, "", file});
  return IOStatus::OK();
}

IOStatus CutDisk::Files::RenameFile(const std::string& from, const std::string& to, const IOOptions& options,
                                    IODebugContext* debug) {
  const std::scoped_lock lock(disk_->mutex);
  const auto name = fs::path(from).filename().string();
  const auto new_name = fs::path(to).filename().string();
  const auto at = disk_->names.find(name);
  if (at == disk_->names.end()) return disk_->off ? no_power() : target_->RenameFile(from, to, options, debug);
  const auto what = "renaming of " + name + " to " + new_name;
  if (disk_->judge(/*append=*/false, /*sync=*/false, what) != Disk::Verdict::Go) return no_power();
  const auto file = at->second;
  const auto replaced = disk_->names.find(new_name);
  if (replaced != disk_->names.end()) disk_->to_yard(*replaced->second);
  fs::rename(file->at, to);
  file->at = to;
  disk_->change_names({name, new_name, file});
  return IOStatus::OK();
}

// ---- The test's side ----------------------------------------------------------------------------------------------

CutDisk::CutDisk(fs::path directory, std::uint64_t seed)
    : disk_(std::make_shared<Disk>(std::move(directory), seed)),
      env_(rocksdb::NewCompositeEnv(std::make_shared<Files>(disk_))) {}

CutDisk::~CutDisk() = default;

const fs::path& CutDisk::directory() const {
  return disk_->directory;
}

rocksdb::Env* CutDisk::env() {
  return env_.get();
}

void CutDisk::arm(Fault fault, std::uint64_t change) {
  const std::scoped_lock lock(disk_->mutex);
  WHISTLE_ASSERT(!disk_->fault);
  disk_->fault = fault;
  disk_->armed_at = disk_->changes + change;
}

void CutDisk::cut() {
  const std::scoped_lock lock(disk_->mutex);
  disk_->off = true;
  disk_->changed.notify_all();
}

void CutDisk::release() {
  const std::scoped_lock lock(disk_->mutex);
  disk_->waits = false;
  disk_->changed.notify_all();
}

void CutDisk::wait_for_sync() {
  std::unique_lock lock(disk_->mutex);
  disk_->changed.wait(lock, [this] { return disk_->waits; });
}

std::string CutDisk::struck() const {
  const std::scoped_lock lock(disk_->mutex);
  return disk_->struck;
}

void CutDisk::power_on() {
  const std::scoped_lock lock(disk_->mutex);
  if (disk_->off) disk_->lay_out(disk_->surviving_names());
  disk_->fault.reset();
  disk_->struck.clear();
  disk_->off = false;
  disk_->full = false;
  disk_->waits = false;
}

}  // namespace whistle::storage
