#include "tools/whistle/directory_upload.h"

#include <utility>

#include "adapters/district/source_files.h"
#include "tools/whistle/wording_message.h"

namespace whistle::tools {

namespace {

constexpr std::size_t kUploadBytesMax = std::size_t{24} << 20U;  // what the engine takes in one message

}  // namespace

Result<DirectoryFiles> directory_upload(const std::string& directory, Language language, const std::string& hint) {
  auto files = adapters::district::read_directory(directory);
  if (!files) {
    std::string lines;
    for (const auto& diagnostic : files.error())
      lines += (lines.empty() ? "" : "\n  ") + to_text(diagnostic, language);
    return file_failure(lines, hint);
  }
  DirectoryFiles upload;
  std::size_t bytes = 0;
  for (auto& file : *files) {
    bytes += file.bytes.size();
    auto& row = *upload.Add();
    row.set_path(std::move(file.path));
    row.set_content(std::move(file.bytes));
  }
  if (bytes > kUploadBytesMax) return file_failure(worded(language, phrases::kDirectoryTooLarge, {directory}));
  return upload;
}

}  // namespace whistle::tools
