#include "tools/whistle/new_file.h"

#include <fstream>
#include <system_error>

#include "tools/whistle/wording_files.h"
#include "tools/whistle/wording_message.h"

namespace whistle::tools {

Result<void> write_new_file(Language language, const std::filesystem::path& path, std::string_view bytes) {
  std::error_code ignored;
  if (std::filesystem::exists(path, ignored))
    return file_failure(worded(language, phrases::kFileThere, {path.string()}));
  std::ofstream file(path, std::ios::binary);
  file << bytes;
  file.close();
  if (file) return {};
  std::filesystem::remove(path, ignored);
  return file_failure(worded(language, phrases::kCannotWrite, {path.string()}));
}

}  // namespace whistle::tools
