#include "tools/whistled/restore.h"

#include <algorithm>
#include <fstream>
#include <optional>
#include <sstream>
#include <system_error>
#include <vector>

#include "engine/hexadecimal.h"
#include "storage/attachment_files.h"
#include "storage/erasure_list.h"
#include "storage/rocksdb_store.h"
#include "storage/vault.h"
#include "tools/whistled/backup_manifest.h"
#include "tools/whistled/data_directory.h"
#include "tools/whistled/file_copy.h"
#include "tools/whistled/store_check.h"
#include "whistle/v1/record.pb.h"

namespace whistle::tools::whistled {

namespace {

constexpr const char* kAttachments = "attachments";

namespace fs = std::filesystem;
using engine::hexadecimal;

Result<BackupManifest> read_manifest(const fs::path& from) {
  const auto path = from / "manifest";
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail(ExitCode::BadData, path.string() + " is missing: no backup, or one that was cut off");
  std::ostringstream text;
  text << file.rdbuf();  // fails where reading does
  if (!text) return fail(ExitCode::BadData, path.string() + " cannot be read");
  auto manifest = parse_backup_manifest(std::move(text).str());
  if (!manifest) return fail(ExitCode::BadData, path.string() + ": " + manifest.error().what + " cannot be read");
  return manifest;
}

// Names come from a file that somebody may have changed: one that leads elsewhere is none.
bool is_name_in(std::string_view name, std::string_view folder) {
  return name.starts_with(folder) && name.find('/', folder.size()) == std::string_view::npos &&
         name.substr(folder.size()) != ".." && name.size() > folder.size();
}

Result<void> copy_checked(const BackupFile& file, const fs::path& from, const fs::path& to) {
  const auto path = from / file.name;
  std::error_code error;
  if (!fs::exists(path, error)) return fail(ExitCode::BadData, path.string() + " is missing");
  const auto copied = copy_file_synced(path, to);
  if (!copied) return tl::unexpected(copied.error());
  if (copied->bytes != file.bytes || copied->sha256 != file.sha256)
    return fail(ExitCode::BadData, path.string() + " is not what was backed up");
  return {};
}

// A file of a ticket has its ciphertext's hash for a name.
bool is_attachment(const BackupFile& file) {
  return file.name == "attachments/" + storage::AttachmentFiles::name_of(file.sha256).string();
}

Result<void> copy_attachments(const BackupManifest& manifest, const fs::path& from, const DataDirectory& data) {
  fs::path before;
  for (const auto& file : manifest.files) {
    if (!is_attachment(file)) continue;
    const auto to = data.root() / file.name;
    std::error_code error;
    fs::create_directories(to.parent_path(), error);
    if (!error) fs::permissions(data.attachments(), fs::perms::owner_all, error);
    if (!error) fs::permissions(to.parent_path(), fs::perms::owner_all, error);
    if (error) return fail(ExitCode::Failed, to.parent_path().string() + ": " + error.message());
    if (auto copied = copy_checked(file, from, to); !copied) return copied;
    if (to.parent_path() != before && !before.empty()) {
      if (auto synced = sync_directory(before); !synced) return synced;
    }
    before = to.parent_path();
  }
  if (before.empty()) return {};
  if (auto synced = sync_directory(before); !synced) return synced;
  return sync_directory(data.attachments());
}

// Every file that an entry names was in the backup; its bytes were compared when it was copied.
Result<void> check_attachments(const storage::CopyableStore& store, const DataDirectory& data) {
  const auto files = storage::AttachmentFiles::at(data.attachments());
  std::string missing;
  const auto scanned = store.scan_attachments({}, [&](const engine::AttachmentRow& row) {
    const auto there = files.has(row.sealed_sha256);
    if (!there || !*there) missing = storage::AttachmentFiles::name_of(row.sealed_sha256).string();
    return missing.empty();
  });
  if (!scanned) return fail(ExitCode::BadData, scanned.error().what);
  if (!missing.empty()) return fail(ExitCode::BadData, "the backup lacks attachments/" + missing);
  return {};
}

Result<void> copy_store(const BackupManifest& manifest, const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::create_directory(to, error);
  if (error) return fail(ExitCode::Failed, to.string() + ": " + error.message());
  for (const auto& file : manifest.files) {
    if (is_name_in(file.name, "keys/") || is_attachment(file)) continue;
    if (!is_name_in(file.name, "db/")) return fail(ExitCode::BadData, "the manifest names " + file.name);
    const auto name = file.name.substr(3);
    if (auto copied = copy_checked(file, from, to / name); !copied) return copied;
  }
  return sync_directory(to);
}

// From the backup, or from the directory that the operator names; true: they are there.
Result<bool> place_keys(const BackupManifest& manifest, const RestoreOptions& options, const DataDirectory& data) {
  if (!manifest.keys && options.keys.empty()) return false;
  for (const auto* name : DataDirectory::kKeyFiles) {
    const auto to = data.root() / name;
    if (!options.keys.empty()) {
      if (const auto copied = copy_file_synced(options.keys / name, to); !copied) return tl::unexpected(copied.error());
      continue;
    }
    const auto found = std::ranges::find(manifest.files, std::string("keys/") + name, &BackupFile::name);
    if (found == manifest.files.end()) return fail(ExitCode::BadData, std::string("the backup lacks keys/") + name);
    if (auto copied = copy_checked(*found, options.from, to); !copied) return tl::unexpected(copied.error());
  }
  return true;
}

// What the backup does not know of: erasures since it was made.
Result<bool> place_erasures(const RestoreOptions& options, const DataDirectory& data) {
  auto from = options.erasures;
  std::error_code error;
  if (from.empty() && !options.keys.empty() && fs::exists(options.keys / "erasures", error))
    from = options.keys / "erasures";
  if (from.empty()) return false;
  if (const auto copied = copy_file_synced(from, data.erasures()); !copied) return tl::unexpected(copied.error());
  if (const auto list = storage::ErasureList::open(data.erasures()); !list)
    return fail(ExitCode::BadData, list.error().what);
  return true;
}

Result<std::optional<storage::Vault>> open_vault(const BackupManifest& manifest, const DataDirectory& data) {
  auto vault = storage::Vault::open(data.master_key());
  if (!vault) return fail(ExitCode::BadData, vault.error().what);
  if (vault->master_key_id() != manifest.master_key_id) {
    return fail(ExitCode::BadData, "master.key has the id " + hexadecimal(vault->master_key_id()) +
                                       ", the backup needs " + hexadecimal(manifest.master_key_id));
  }
  return std::optional<storage::Vault>(*std::move(vault));
}

Result<void> compare(const BackupManifest& manifest, const storage::CopyableStore& store,
                     const std::vector<storage::FamilyDigest>& families) {
  for (const auto& [name, rows, sha256] : families) {
    const auto* backed_up = manifest.family(name);
    if (backed_up != nullptr && backed_up->rows == rows && backed_up->sha256 == sha256) continue;
    if (backed_up == nullptr && name == kAttachments && rows == 0) continue;  // made before there were any
    return fail(ExitCode::BadData, "family " + name + " is not what the manifest says");
  }
  const auto row = store.meta("header");
  v1::HeaderRecord header;
  if (!row || !*row || !header.ParseFromString(**row)) return fail(ExitCode::BadData, "the tables have no header");
  if (header.journal_id() != manifest.journal_id || header.district_code() != manifest.district)
    return fail(ExitCode::BadData, "the journal is another than the manifest says");
  return {};
}

Result<StoreCheck> check(const BackupManifest& manifest, const fs::path& store_path, const DataDirectory& data,
                         const storage::Vault* vault) {
  const auto store = storage::open_rocksdb_store(store_path, {.create_if_missing = false});
  if (!store) return fail(ExitCode::BadData, store.error().what);
  auto found = check_store(**store, vault, data.root() / "db.rebuilt");
  if (!found) return found;
  if (auto compared = compare(manifest, **store, found->families); !compared) return tl::unexpected(compared.error());
  if (auto there = check_attachments(**store, data); !there) return tl::unexpected(there.error());
  return found;
}

std::string told(const BackupManifest& manifest, const StoreCheck& found, const DataDirectory& data, bool keys,
                 bool erasures) {
  const auto* attachments = manifest.family(kAttachments);
  const auto files = attachments == nullptr ? 0 : attachments->rows;
  std::ostringstream out;
  out << "Restored to " << data.root().string() << ": " << found.entries << " entries, "
      << manifest.family("open")->rows << " open and " << manifest.family("closed")->rows
      << " closed tickets; tables are what the journal gives, to the byte.\n"
      << "  journal SHA-256  " << hexadecimal(manifest.family("journal")->sha256) << '\n'
      << "  files            " << files << " of tickets, each compared with its hash\n"
      << "  vault            " << found.vault_rows << " rows, "
      << (keys ? "each opened and compared with its entry" : "present; not opened, master.key is not here") << '\n'
      << "  erasures         "
      << (erasures ? "the list is here: what it names is erased again before the engine serves"
                   : "NO LIST: what was erased after this backup is readable again; put the newest erasures file here")
      << '\n';
  if (keys) {
    out << "Next: whistled run --data " << data.root().string() << '\n';
  } else {
    out << "Next: put master.key (id " << hexadecimal(manifest.master_key_id)
        << "), checkpoint.key, server.key and server.key_secret into " << data.root().string()
        << ", each of mode 0600,\n      then whistled run --data " << data.root().string() << '\n';
  }
  return out.str();
}

// All but the last step: until it, the store has another name and no engine would serve it.
Result<std::string> restore_into(const RestoreOptions& options, const BackupManifest& manifest,
                                 const DataDirectory& data) {
  const auto restoring = data.root() / "db.restoring";
  if (auto copied = copy_store(manifest, options.from, restoring); !copied) return tl::unexpected(copied.error());
  if (auto copied = copy_attachments(manifest, options.from, data); !copied) return tl::unexpected(copied.error());
  const auto keys = place_keys(manifest, options, data);
  if (!keys) return tl::unexpected(keys.error());
  const auto erasures = place_erasures(options, data);
  if (!erasures) return tl::unexpected(erasures.error());
  std::optional<storage::Vault> vault;
  if (*keys) {
    auto opened = open_vault(manifest, data);
    if (!opened) return tl::unexpected(opened.error());
    vault = *std::move(opened);
  }
  const auto found = check(manifest, restoring, data, vault ? &*vault : nullptr);
  if (!found) return tl::unexpected(found.error());
  std::error_code error;
  fs::rename(restoring, data.store(), error);
  if (error) return fail(ExitCode::Failed, data.store().string() + ": " + error.message());
  if (auto synced = sync_directory(data.root()); !synced) return tl::unexpected(synced.error());
  return told(manifest, *found, data, *keys, *erasures);
}

}  // namespace

Result<std::string> restore(const RestoreOptions& options) {
  const auto manifest = read_manifest(options.from);
  if (!manifest) return tl::unexpected(manifest.error());
  const DataDirectory data(options.to);
  if (auto made = data.create(); !made) return tl::unexpected(made.error());
  auto restored = restore_into(options, *manifest, data);
  // What is not whole does not stay, keys least of all; the directory itself may have been there before.
  if (!restored) empty_directory(data.root());
  return restored;
}

}  // namespace whistle::tools::whistled
