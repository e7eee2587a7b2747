// The directory that one engine lives in. Made by `whistled init`, mode 0700; README.md lists what stands in it.
//
//   data/
//     db/                  journal, tables, vault: the store
//     attachments/         files of tickets, sealed under the tickets' keys; attachments/incoming/ those on their way
//     master.key           wraps the tickets' keys; without it personal data cannot be read
//     master.key.new       while a rotation is under way: the one that comes
//     master.key.former    the one before the last rotation, for backups from before
//     checkpoint.key       signs checkpoints
//     erasures             which tickets' personal data are erased, for backups that are older; see ErasureList
//     server.key           public CURVE certificate, for clients; server.key_secret stays here
//     admin.key, admin.key_secret   the first administrator's, where `init` made them: to be moved to that person's
//     machine
//     endpoints            while an engine runs: where it listens
//     control              while an engine runs: a socket for its own user; see Operations
//     snapshot/            while a backup is taken or the doctor looks: a copy of the store of one moment
//     snapshot.rebuilt/    while the doctor looks deeply: the tables that the copy's journal gives
//
// `endpoints` is lines of name=value: commands, feed (tcp://...), mode (curve, plain), server_public_key (Z85; none in
// plain mode), operations and http (where asked for), pid. It is replaced atomically and removed when the engine
// stops; after a crash it is stale until the next start.
#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <string_view>

#include "tools/whistled/failure.h"

namespace whistle::tools::whistled {

class DataDirectory {
 public:
  explicit DataDirectory(std::filesystem::path root) : root_(std::move(root)) {}

  // Makes the directory, or takes an empty one, and gives it mode 0700. BadData where a journal is there already.
  [[nodiscard]] Result<void> create() const;
  // BadData where there is no journal.
  [[nodiscard]] Result<void> check_exists() const;

  // What is needed besides the store to go on as the same engine; all but server.key are secret.
  static constexpr std::array<const char*, 4> kKeyFiles = {"master.key", "checkpoint.key", "server.key",
                                                           "server.key_secret"};

  const std::filesystem::path& root() const { return root_; }
  std::filesystem::path store() const { return root_ / "db"; }
  std::filesystem::path master_key() const { return root_ / "master.key"; }
  std::filesystem::path new_master_key() const { return root_ / "master.key.new"; }
  std::filesystem::path former_master_key() const { return root_ / "master.key.former"; }
  std::filesystem::path checkpoint_key() const { return root_ / "checkpoint.key"; }
  std::filesystem::path erasures() const { return root_ / "erasures"; }
  std::filesystem::path server_key() const { return root_ / "server.key"; }
  std::filesystem::path admin_key() const { return root_ / "admin.key"; }
  std::filesystem::path attachments() const { return root_ / "attachments"; }
  std::filesystem::path endpoints() const { return root_ / "endpoints"; }
  std::filesystem::path control() const { return root_ / "control"; }
  std::filesystem::path snapshot() const { return root_ / "snapshot"; }

 private:
  std::filesystem::path root_;
};

struct Endpoints {
  std::string commands;
  std::string feed;
  std::string server_public_key;  // 32 bytes; empty: plain mode
  std::string operations{};       // http://...; empty: none
  std::string http{};             // http:// or https://; empty: none
};

// The lines of the file `endpoints`.
[[nodiscard]] std::string to_text(const Endpoints& endpoints);

// Writes beside the file and renames, so that a reader sees the old text or the new one.
[[nodiscard]] Result<void> write_atomically(const std::filesystem::path& path, std::string_view text);

}  // namespace whistle::tools::whistled
