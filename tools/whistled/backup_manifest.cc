#include "tools/whistled/backup_manifest.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <sstream>

#include "engine/hexadecimal.h"

namespace whistle::tools::whistled {

namespace {

using engine::from_hexadecimal;
using engine::hexadecimal;

constexpr std::string_view kFormat = "1";
constexpr std::size_t kSha256Bytes = 32;
constexpr std::size_t kJournalIdBytes = 16;
constexpr std::size_t kMasterKeyIdBytes = 8;

template <typename Number>
std::optional<Number> parse_whole(std::string_view text) {
  Number number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// Name, number and hash, with a blank between; a name has none.
struct Counted {
  std::string name;
  std::uint64_t count = 0;
  std::string sha256;
};

std::optional<Counted> parse_counted(std::string_view text) {
  const auto first = text.find(' ');
  const auto second = text.find(' ', first + 1);
  if (first == 0 || first == std::string_view::npos || second == std::string_view::npos) return std::nullopt;
  const auto count = parse_whole<std::uint64_t>(text.substr(first + 1, second - first - 1));
  auto sha256 = from_hexadecimal(text.substr(second + 1));
  if (!count || !sha256 || sha256->size() != kSha256Bytes) return std::nullopt;
  return Counted{std::string(text.substr(0, first)), *count, *std::move(sha256)};
}

bool take_bytes(std::string& into, std::string_view text, std::size_t size) {
  auto bytes = from_hexadecimal(text);
  if (!bytes || bytes->size() != size) return false;
  into = *std::move(bytes);
  return true;
}

// False: the line is none of a manifest.
bool take_line(BackupManifest& manifest, std::string_view name, std::string_view value) {
  if (name == "format") return value == kFormat;
  if (name == "made_by") return manifest.made_by = value, true;
  if (name == "district") return manifest.district = value, true;
  if (name == "journal_id") return take_bytes(manifest.journal_id, value, kJournalIdBytes);
  if (name == "master_key_id") return take_bytes(manifest.master_key_id, value, kMasterKeyIdBytes);
  if (name == "keys") return manifest.keys = value == "included", value == "included" || value == "none";
  if (name == "made_us") {
    const auto us = parse_whole<std::int64_t>(value);
    manifest.made = engine::Instant{us.value_or(0)};
    return us.has_value();
  }
  auto counted = parse_counted(value);
  if (!counted) return false;
  if (name == "family") {
    manifest.families.push_back({counted->name, counted->count, counted->sha256});
  } else if (name == "file") {
    manifest.files.push_back({counted->name, counted->count, counted->sha256});
  } else {
    return false;
  }
  return true;
}

}  // namespace

const storage::FamilyDigest* BackupManifest::family(std::string_view name) const {
  const auto found = std::ranges::find(families, name, &storage::FamilyDigest::family);
  return found == families.end() ? nullptr : &*found;
}

std::string to_text(const BackupManifest& manifest) {
  std::ostringstream out;
  out << "format=" << kFormat << "\nmade_by=" << manifest.made_by << "\nmade_us=" << manifest.made.us
      << "\ndistrict=" << manifest.district << "\njournal_id=" << hexadecimal(manifest.journal_id)
      << "\nmaster_key_id=" << hexadecimal(manifest.master_key_id) << "\nkeys=" << (manifest.keys ? "included" : "none")
      << '\n';
  for (const auto& [name, rows, sha256] : manifest.families)
    out << "family=" << name << ' ' << rows << ' ' << hexadecimal(sha256) << '\n';
  for (const auto& [name, bytes, sha256] : manifest.files)
    out << "file=" << name << ' ' << bytes << ' ' << hexadecimal(sha256) << '\n';
  return out.str();
}

Result<BackupManifest> parse_backup_manifest(std::string_view text) {
  BackupManifest manifest;
  std::size_t number = 0;
  const auto wrong = [&] { return fail(ExitCode::BadData, "line " + std::to_string(number) + " of the manifest"); };
  while (!text.empty()) {
    ++number;
    const auto end = text.find('\n');
    const auto line = text.substr(0, end);
    const auto equals = line.find('=');
    if (end == std::string_view::npos || equals == std::string_view::npos) return wrong();
    if (number == 1 && line.substr(0, equals) != "format") return wrong();
    if (!take_line(manifest, line.substr(0, equals), line.substr(equals + 1))) return wrong();
    text.remove_prefix(end + 1);
  }
  ++number;
  const bool whole = !manifest.journal_id.empty() && !manifest.master_key_id.empty() && !manifest.families.empty() &&
                     !manifest.files.empty();
  if (!whole) return wrong();
  return manifest;
}

}  // namespace whistle::tools::whistled
