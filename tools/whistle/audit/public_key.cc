#include "tools/whistle/audit/public_key.h"

#include <filesystem>
#include <fstream>

#include "storage/checkpoint.h"
#include "tools/whistle/audit/wording_audit.h"

namespace whistle::tools {

Result<std::string> read_note_file(Language language, const std::string& path) {
  std::error_code ignored;
  std::ifstream file(path, std::ios::binary);
  if (!file || std::filesystem::is_directory(path, ignored))
    return file_failure(worded(language, phrases::kFileUnreadable, {path}));
  std::string text(storage::kNoteBytesMax + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (file.bad() || text.size() > storage::kNoteBytesMax)
    return file_failure(worded(language, phrases::kFileUnreadable, {path}));
  return text;
}

Result<PublicKey> read_public_key(Language language, const std::string& text) {
  std::string line = text;
  std::error_code ignored;
  if (std::filesystem::exists(text, ignored)) {
    auto file = read_note_file(language, text);
    if (!file) return tl::unexpected(file.error());
    line = *std::move(file);
  }
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r'))
    line.pop_back();
  auto key = storage::parse_verifier_key(line);
  if (!key) return usage_failure(worded(language, phrases::kBadPublicKey, {text}));
  return PublicKey{std::move(key->name), std::move(key->public_key)};
}

Result<PublicKey> own_key(JournalSource& source) {
  const auto journal = source.identity();
  if (!journal) return tl::unexpected(failure_of(journal.error()));
  return PublicKey{storage::checkpoint_origin(journal->district_code, journal->journal_id),
                   journal->checkpoint_public_key};
}

}  // namespace whistle::tools
