#include "tools/whistle/evidence_file.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include "adapters/district/sha256.h"
#include "tools/whistle/wording_files.h"
#include "tools/whistle/wording_message.h"

namespace whistle::tools {

namespace {

constexpr std::uintmax_t kFileBytesMax = std::uintmax_t{16} << 20U;

}  // namespace

Result<LocalFile> local_file(Language language, const std::string& path) {
  std::error_code failed;
  const auto size = std::filesystem::file_size(path, failed);
  std::ifstream file(path, std::ios::binary);
  if (failed || !file) return file_failure(worded(language, phrases::kCannotRead, {path}));
  if (size > kFileBytesMax) return file_failure(worded(language, phrases::kFileTooLarge, {path}));
  const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (bytes.empty()) return file_failure(worded(language, phrases::kEvidenceEmpty, {path}));
  return LocalFile{path, bytes.size(), adapters::district::to_bytes(adapters::district::sha256(bytes))};
}

}  // namespace whistle::tools
