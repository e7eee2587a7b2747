#include "tools/whistle/evidence_file.h"

#include <filesystem>

#include "adapters/district/sha256.h"
#include "tools/whistle/whole_file.h"
#include "tools/whistle/wording_files.h"
#include "tools/whistle/wording_message.h"

namespace whistle::tools {

namespace {

constexpr std::uintmax_t kFileBytesMax = std::uintmax_t{16} << 20U;

}  // namespace

Result<LocalFile> local_file(Language language, const std::string& path) {
  std::error_code failed;
  const auto size = std::filesystem::file_size(path, failed);
  if (failed) return file_failure(worded(language, phrases::kCannotRead, {path}));
  if (size > kFileBytesMax) return file_failure(worded(language, phrases::kFileTooLarge, {path}));
  const auto bytes = read_whole_file(language, path);
  if (!bytes) return tl::unexpected(bytes.error());
  if (bytes->empty()) return file_failure(worded(language, phrases::kEvidenceEmpty, {path}));
  return LocalFile{path, bytes->size(), adapters::district::to_bytes(adapters::district::sha256(*bytes))};
}

}  // namespace whistle::tools
