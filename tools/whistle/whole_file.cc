#include "tools/whistle/whole_file.h"

#include <array>
#include <fstream>

#include "tools/whistle/wording_message.h"

namespace whistle::tools {

std::optional<std::string> read_whole_file(const std::filesystem::path& path) {
  // Not by iterators of the stream's buffer, which throw where a read fails.
  std::ifstream file(path, std::ios::binary);
  std::array<char, std::size_t{64} << 10> piece;
  std::string bytes;
  while (file) {
    file.read(piece.data(), piece.size());
    bytes.append(piece.data(), static_cast<std::size_t>(file.gcount()));
  }
  return file.eof() && !file.bad() ? std::optional(std::move(bytes)) : std::nullopt;
}

Result<std::string> read_whole_file(Language language, const std::filesystem::path& path) {
  if (auto bytes = read_whole_file(path)) return *std::move(bytes);
  return file_failure(worded(language, phrases::kCannotRead, {path.string()}));
}

}  // namespace whistle::tools
