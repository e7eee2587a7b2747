#include "adapters/district/source_files.h"

#include <algorithm>
#include <fstream>
#include <string_view>
#include <system_error>
#include <utility>

#include "adapters/district/limits.h"
#include "adapters/district/utf8.h"

namespace whistle::adapters::district {
namespace {

namespace fs = std::filesystem;

// Walks the directory within the limits; `total` counts the bytes read.
class DirectoryReader {
 public:
  explicit DirectoryReader(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  void read_folder(const fs::path& folder, const std::string& prefix) {
    std::error_code failure;
    fs::directory_iterator entries(folder, failure);
    if (failure) return report(prefix, Fault::FileUnreadable, {failure.message()});
    std::vector<fs::path> names;
    for (const fs::directory_iterator end; entries != end; entries.increment(failure)) {
      names.push_back(entries->path().filename());
      if (failure || names.size() > 2 * kFilesMax) break;
    }
    if (failure) return report(prefix, Fault::FileUnreadable, {failure.message()});
    std::sort(names.begin(), names.end());
    for (const fs::path& name : names)
      read_entry(folder / name, prefix + name.string());
  }

  std::vector<SourceFileBytes> files;

 private:
  void read_entry(const fs::path& path, const std::string& name) {
    if (path.filename().string().starts_with('.')) return;
    std::error_code failure;
    const fs::file_status status = fs::status(path, failure);
    if (fs::is_directory(status)) {
      if (name == "tests") return read_folder(path, "tests/");
      return report(name, Fault::UnknownFolder, {});
    }
    if (failure || !fs::is_regular_file(status)) return report(name, Fault::NotAFile, {});
    if (files.size() == kFilesMax) return report("", Fault::TooManyFiles, {std::to_string(kFilesMax)});
    const std::uintmax_t size = fs::file_size(path, failure);
    if (failure) return report(name, Fault::FileUnreadable, {failure.message()});
    if (size > kFileBytesMax) return report(name, Fault::FileTooLarge, {std::to_string(kFileBytesMax)});
    total_ += size;
    if (total_ > kDirectoryBytesMax)
      return report(name, Fault::DirectoryTooLarge, {std::to_string(kDirectoryBytesMax)});
    read_bytes(path, name, static_cast<std::size_t>(size));
  }

  void read_bytes(const fs::path& path, const std::string& name, std::size_t size) {
    std::string bytes(size, '\0');
    std::ifstream stream(path, std::ios::binary);
    stream.read(bytes.data(), static_cast<std::streamsize>(size));
    if (!stream || static_cast<std::size_t>(stream.gcount()) != size) {
      return report(name, Fault::FileUnreadable, {"read error"});
    }
    files.push_back({name, std::move(bytes)});
  }

  void report(std::string_view name, Fault fault, std::vector<std::string> args) {
    FileReport(diagnostics_, name).error({}, fault, std::move(args));
  }

  Diagnostics& diagnostics_;
  std::uintmax_t total_ = 0;
};

SourcePosition position_at(std::string_view bytes, std::size_t offset) {
  const std::string_view before = bytes.substr(0, offset);
  const std::size_t line_start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
  const auto line = static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n')) + 1;
  return {line, static_cast<std::uint32_t>(character_count(before.substr(line_start))) + 1};
}

}  // namespace

tl::expected<std::vector<SourceFileBytes>, std::vector<Diagnostic>> read_directory(const fs::path& directory) {
  Diagnostics diagnostics;
  DirectoryReader reader(diagnostics);
  std::error_code failure;
  if (!fs::is_directory(directory, failure)) {
    FileReport(diagnostics, "").error({}, Fault::NotADirectory, {directory.string()});
  } else {
    reader.read_folder(directory, "");
  }
  if (diagnostics.has_errors()) return tl::unexpected(diagnostics.take(Severity::Error));
  std::sort(reader.files.begin(), reader.files.end(),
            [](const SourceFileBytes& a, const SourceFileBytes& b) { return a.path < b.path; });
  return std::move(reader.files);
}

bool check_text(const FileReport& report, std::string_view bytes) {
  if (const auto bad = first_invalid_utf8(bytes)) {
    report.error(position_at(bytes, *bad), Fault::NotUtf8);
    return false;
  }
  if (const auto control = first_control_character(bytes)) {
    report.error(position_at(bytes, *control), Fault::ControlCharacter);
    return false;
  }
  return true;
}

}  // namespace whistle::adapters::district
