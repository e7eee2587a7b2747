#pragma once

#include <filesystem>

namespace whistle::support {

/// A fresh directory for one test, removed with all it holds when this object goes.
///
///   TempDir dir;
///   auto store = open_store(dir.path() / "store");
///
/// It lies under $TMPDIR (/tmp when unset) and no two of them are the same, not even across processes, so tests may
/// run side by side. A directory that can't be made ends the test program. Use from one thread.
class TempDir {
 public:
  TempDir();
  ~TempDir();
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace whistle::support
