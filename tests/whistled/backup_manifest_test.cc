#include "tools/whistled/backup_manifest.h"

#include <doctest/doctest.h>

namespace whistle::tools::whistled {
namespace {

BackupManifest sample() {
  BackupManifest manifest;
  manifest.made_by = "0.1.0";
  manifest.made = engine::Instant{1'772'416'800'000'000};
  manifest.district = "370700";
  manifest.journal_id = std::string(16, '\x01');
  manifest.master_key_id = std::string(8, '\xfe');
  manifest.keys = true;
  manifest.families = {{"journal", 12, std::string(32, 'j')}, {"vault", 0, std::string(32, 'v')}};
  manifest.files = {{"db/CURRENT", 16, std::string(32, 'c')}};
  return manifest;
}

}  // namespace

TEST_CASE("a manifest is read as it was written") {
  const auto text = to_text(sample());
  const auto manifest = parse_backup_manifest(text);
  REQUIRE(manifest.has_value());
  CHECK(to_text(*manifest) == text);
  CHECK(manifest->family("journal")->rows == 12);
  CHECK(manifest->family("open") == nullptr);
  CHECK(manifest->files.front().name == "db/CURRENT");
}

TEST_CASE("a manifest that is cut off, changed or of another format is refused with its line") {
  const auto text = to_text(sample());
  for (std::size_t size = 0; size < text.size(); ++size) {
    CAPTURE(size);
    const auto manifest = parse_backup_manifest(std::string_view(text).substr(0, size));
    CHECK_FALSE(manifest.has_value());
  }
  const auto refused = [&](const std::string& from, const std::string& to) {
    auto changed = text;
    changed.replace(changed.find(from), from.size(), to);
    const auto manifest = parse_backup_manifest(changed);
    REQUIRE_MESSAGE(!manifest.has_value(), to);
    return manifest.error().what;
  };
  CHECK(refused("format=1", "format=2") == "line 1 of the manifest");
  CHECK(refused("made_us=1", "made_us=x") == "line 3 of the manifest");
  CHECK(refused("keys=included", "keys=some") == "line 7 of the manifest");
  CHECK(refused("family=journal 12", "family=journal") == "line 8 of the manifest");
  CHECK(refused("file=db", "fill=db") == "line 10 of the manifest");
}

}  // namespace whistle::tools::whistled
