// The command line and the configuration file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include <CLI/App.hpp>

namespace whistle::tools::whistled {

struct InitOptions {
  std::filesystem::path data;
  std::filesystem::path district;
  std::string admin = "@admin";
  std::filesystem::path admin_key;    // a public certificate; empty: a pair is made
  std::optional<std::uint64_t> seed;  // with a driven clock alone
  std::string clock_start;            // RFC 3339; empty: now
};

struct RunOptions {
  std::filesystem::path data;
  std::string bind = "tcp://127.0.0.1:7710";
  std::string feed = "tcp://127.0.0.1:7711";
  bool plain = false;
  std::string clock = "real";     // real, follow
  std::uint32_t clock_speed = 0;  // 0: not given
  std::string clock_start;        // RFC 3339; empty: where the journal ends
  std::optional<std::uint64_t> seed;
  std::filesystem::path district;  // what SIGHUP compiles
  std::filesystem::path ready_file;
  std::string operations;                 // http://127.0.0.1:PORT; empty: no port
  std::optional<std::uint64_t> disk_low;  // bytes; 0: the disk is not watched; absent: by the disk's size
  std::string log_level = "info";
};

struct BackupOptions {
  std::filesystem::path data;
  std::filesystem::path to;
  bool with_keys = false;
};

struct RestoreOptions {
  std::filesystem::path from;
  std::filesystem::path to;
  std::filesystem::path keys;  // where the key files lie; empty: in the backup, or they are put in place by hand
};

struct ConfirmClockOptions {
  std::filesystem::path data;
};

struct DoctorOptions {
  std::filesystem::path data;
  bool deep = false;
  std::string output = "text";  // text, json
};

struct CommandLine {
  InitOptions init;
  RunOptions run;
  BackupOptions backup;
  RestoreOptions restore;
  ConfirmClockOptions confirm_clock;
  DoctorOptions doctor;
};

// Adds the subcommands with their options, the configuration file, and the texts for --help.
void configure(CLI::App& app, CommandLine& line);

}  // namespace whistle::tools::whistled
