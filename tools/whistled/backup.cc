#include "tools/whistled/backup.h"

#include <algorithm>
#include <sstream>
#include <system_error>
#include <utility>
#include <vector>

#include "adapters/clock.h"
#include "engine/hexadecimal.h"
#include "storage/attachment_files.h"
#include "storage/vault.h"
#include "tools/whistled/backup_manifest.h"
#include "tools/whistled/data_directory.h"
#include "tools/whistled/file_copy.h"
#include "tools/whistled/store_snapshot.h"
#include "whistle/v1/record.pb.h"

namespace whistle::tools::whistled {

namespace {

namespace fs = std::filesystem;
using engine::hexadecimal;

Result<void> check_unused(const fs::path& to) {
  std::error_code error;
  if (fs::exists(to, error) && !fs::is_empty(to, error))
    return fail(ExitCode::Failed, to.string() + " is not empty; nothing was changed");
  return {};
}

Result<void> make_target(const fs::path& to) {
  std::error_code error;
  fs::create_directories(to / "db", error);
  if (!error) fs::permissions(to, fs::perms::owner_all, error);
  if (error) return fail(ExitCode::Failed, to.string() + ": " + error.message());
  return {};
}

Result<BackupManifest> describe(const DataDirectory& data, const storage::CopyableStore& store) {
  const auto vault = storage::Vault::open(data.master_key());
  if (!vault) return fail(ExitCode::BadData, vault.error().what);
  auto families = store.digests();
  if (!families) return fail(ExitCode::BadData, families.error().what);
  const auto row = store.meta("header");
  v1::HeaderRecord header;
  if (!row || !*row || !header.ParseFromString(**row))
    return fail(ExitCode::BadData, data.store().string() + ": the tables have no header");
  BackupManifest manifest;
  manifest.made_by = WHISTLE_VERSION;
  manifest.made = adapters::system_time()();
  manifest.district = header.district_code();
  manifest.journal_id = header.journal_id();
  manifest.master_key_id = vault->master_key_id();
  manifest.families = *std::move(families);
  return manifest;
}

// RocksDB's own lock and diaries are no part of a store.
bool belongs(const std::string& name) {
  return name != "LOCK" && !name.starts_with("LOG");
}

Result<void> add_file(BackupManifest& manifest, const fs::path& from, const fs::path& to, const std::string& name) {
  auto copied = copy_file_synced(from, to / name);
  if (!copied) return tl::unexpected(copied.error());
  manifest.files.push_back({name, copied->bytes, std::move(copied->sha256)});
  return {};
}

Result<void> copy_snapshot(BackupManifest& manifest, const DataDirectory& data, const fs::path& to) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator at(data.snapshot(), error), end; !error && at != end; at.increment(error)) {
    if (at->is_regular_file() && belongs(at->path().filename().string()))
      names.push_back(at->path().filename().string());
  }
  if (error) return fail(ExitCode::Failed, data.snapshot().string() + ": " + error.message());
  std::ranges::sort(names);
  for (const auto& name : names) {
    if (auto added = add_file(manifest, data.snapshot() / name, to, "db/" + name); !added) return added;
  }
  return sync_directory(to / "db");
}

// Those that the snapshot's entries name: a file is durable before its entry is, so each of them is there.
Result<std::vector<std::string>> named_files(const storage::CopyableStore& store) {
  std::vector<std::string> names;
  const auto scanned = store.scan_attachments({}, [&](const engine::AttachmentRow& row) {
    names.push_back(storage::AttachmentFiles::name_of(row.sealed_sha256).string());
    return true;
  });
  if (!scanned) return fail(ExitCode::BadData, scanned.error().what);
  std::ranges::sort(names);
  return names;
}

Result<void> copy_files(BackupManifest& manifest, const DataDirectory& data, const std::vector<std::string>& names,
                        const fs::path& to) {
  fs::path before;
  for (const auto& name : names) {
    const auto directory = (to / "attachments" / name).parent_path();
    std::error_code error;
    fs::create_directories(directory, error);
    if (error) return fail(ExitCode::Failed, directory.string() + ": " + error.message());
    if (auto added = add_file(manifest, data.attachments() / name, to, "attachments/" + name); !added) return added;
    if (directory != before && !before.empty()) {
      if (auto synced = sync_directory(before); !synced) return synced;
    }
    before = directory;
  }
  if (before.empty()) return {};
  if (auto synced = sync_directory(before); !synced) return synced;
  return sync_directory(to / "attachments");
}

Result<void> copy_keys(BackupManifest& manifest, const DataDirectory& data, const fs::path& to) {
  std::error_code error;
  fs::create_directory(to / "keys", error);
  if (error) return fail(ExitCode::Failed, (to / "keys").string() + ": " + error.message());
  for (const auto* name : DataDirectory::kKeyFiles) {
    if (auto added = add_file(manifest, data.root() / name, to, std::string("keys/") + name); !added) return added;
  }
  manifest.keys = true;
  return sync_directory(to / "keys");
}

std::string told(const BackupManifest& manifest, const fs::path& to) {
  std::ostringstream out;
  const auto* journal = manifest.family("journal");
  out << "Backed up to " << to.string() << ": " << journal->rows << " entries, " << manifest.family("open")->rows
      << " open and " << manifest.family("closed")->rows << " closed tickets, " << manifest.family("vault")->rows
      << " vault rows, " << manifest.family("attachments")->rows << " files of tickets.\n"
      << "  journal SHA-256  " << hexadecimal(journal->sha256) << '\n';
  if (manifest.keys) {
    out << "  keys             included: whoever has this backup can read all personal data. Lock it away.\n";
  } else {
    out << "  keys             NOT included: master.key (id " << hexadecimal(manifest.master_key_id)
        << ") and the others must be kept elsewhere;\n"
           "                   without master.key no text, address or reporter can be read again.\n";
  }
  out << "Check it now and then: whistled restore --from " << to.string() << " --to DIR\n";
  return out.str();
}

Result<std::string> back_up(const DataDirectory& data, const BackupOptions& options) {
  if (auto made = make_target(options.to); !made) return tl::unexpected(made.error());
  auto snapshot = StoreSnapshot::take(data);
  if (!snapshot) return tl::unexpected(snapshot.error());
  auto manifest = describe(data, **snapshot);
  const auto files = named_files(**snapshot);
  snapshot->close();  // its log is in its tables now: what is copied is at rest
  if (!manifest) return tl::unexpected(manifest.error());
  if (!files) return tl::unexpected(files.error());
  if (auto copied = copy_snapshot(*manifest, data, options.to); !copied) return tl::unexpected(copied.error());
  if (auto copied = copy_files(*manifest, data, *files, options.to); !copied) return tl::unexpected(copied.error());
  if (options.with_keys) {
    if (auto copied = copy_keys(*manifest, data, options.to); !copied) return tl::unexpected(copied.error());
  }
  if (auto written = write_atomically(options.to / "manifest", to_text(*manifest)); !written)
    return tl::unexpected(written.error());
  if (auto synced = sync_directory(options.to); !synced) return tl::unexpected(synced.error());
  return told(*manifest, options.to);
}

}  // namespace

Result<std::string> backup(const BackupOptions& options) {
  const DataDirectory data(options.data);
  if (auto checked = data.check_exists(); !checked) return tl::unexpected(checked.error());
  if (auto unused = check_unused(options.to); !unused) return tl::unexpected(unused.error());
  auto told = back_up(data, options);
  // What is not whole does not stay, keys least of all; the directory itself may have been there before.
  if (!told) empty_directory(options.to);
  return told;
}

}  // namespace whistle::tools::whistled
