#include "storage/ordered_names.h"

#include <filesystem>
#include <string>

#include <rocksdb/file_system.h>

namespace whistle::storage {

namespace {

using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;

class OrderedNames final : public rocksdb::FileSystemWrapper {
 public:
  using rocksdb::FileSystemWrapper::FileSystemWrapper;

  const char* Name() const override { return "OrderedNames"; }

  IOStatus RenameFile(const std::string& from, const std::string& to, const IOOptions& options,
                      IODebugContext* debug) override {
    const std::filesystem::path target(to);
    if (target.filename() == "CURRENT") {
      std::unique_ptr<rocksdb::FSDirectory> directory;
      auto status = target_->NewDirectory(target.parent_path().string(), options, &directory, debug);
      if (status.ok()) status = directory->Fsync(options, debug);
      if (!status.ok()) return status;
    }
    return target_->RenameFile(from, to, options, debug);
  }
};

}  // namespace

std::unique_ptr<rocksdb::Env> with_ordered_names(rocksdb::Env* base) {
  const auto* env = base != nullptr ? base : rocksdb::Env::Default();
  return rocksdb::NewCompositeEnv(std::make_shared<OrderedNames>(env->GetFileSystem()));
}

}  // namespace whistle::storage
