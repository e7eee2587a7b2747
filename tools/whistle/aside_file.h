// A file that a command makes, and that is there whole or not at all: written beside its place under another name,
// moved there when it is complete, never over one that is there.
//
//   auto file = AsideFile::open(language, path);
//   while (more()) file->stream() << piece();
//   if (auto kept = file->keep(); !kept) return tl::unexpected(kept.error());
//
// Use from one thread.
#pragma once

#include <filesystem>
#include <fstream>
#include <string_view>

#include "tools/whistle/failure.h"
#include "tools/whistle/language.h"

namespace whistle::tools {

class AsideFile {
 public:
  // Fails where there is a file of that name already, or none can be made beside it.
  [[nodiscard]] static Result<AsideFile> open(Language language, const std::filesystem::path& path);
  AsideFile(AsideFile&& other) noexcept;
  AsideFile& operator=(AsideFile&&) = delete;
  AsideFile(const AsideFile&) = delete;
  AsideFile& operator=(const AsideFile&) = delete;
  // Takes away what was not kept. A program that is killed leaves it, as PATH.part-XXXXXX.
  ~AsideFile();

  [[nodiscard]] std::ofstream& stream() { return stream_; }
  // Synced and moved to its place; never over a file that came there meanwhile.
  [[nodiscard]] Result<void> keep();

 private:
  AsideFile(Language language, std::filesystem::path path, std::filesystem::path aside, int descriptor);
  [[nodiscard]] tl::unexpected<Failure> cannot_write() const;

  Language language_;
  std::filesystem::path path_;
  std::filesystem::path aside_;  // empty: nothing is there to take away
  int descriptor_ = -1;
  std::ofstream stream_;
};

// The same of bytes that are all there.
[[nodiscard]] Result<void> write_new_file(Language language, const std::filesystem::path& path, std::string_view bytes);

}  // namespace whistle::tools
