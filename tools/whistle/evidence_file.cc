#include "tools/whistle/evidence_file.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include "adapters/district/sha256.h"
#include "tools/whistle/wording_message.h"

namespace whistle::tools {

namespace {

constexpr std::uintmax_t kEvidenceBytesMax = std::uintmax_t{256} << 20U;  // a photo is far smaller; a film is no photo

}  // namespace

Result<std::string> evidence_sha256(Language language, const std::string& path) {
  std::error_code failed;
  const auto size = std::filesystem::file_size(path, failed);
  std::ifstream file(path, std::ios::binary);
  if (failed || !file) return file_failure(worded(language, phrases::kCannotRead, {path}));
  if (size > kEvidenceBytesMax) return file_failure(worded(language, phrases::kEvidenceTooLarge, {path}));
  const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (bytes.empty()) return file_failure(worded(language, phrases::kEvidenceEmpty, {path}));
  return adapters::district::to_bytes(adapters::district::sha256(bytes));
}

}  // namespace whistle::tools
