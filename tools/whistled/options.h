// The command line and the configuration file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

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
  std::string operations;  // http://127.0.0.1:PORT; empty: no port
  std::string http;        // where the web comes in; empty: nowhere
  std::filesystem::path http_certificate;
  std::filesystem::path http_key;
  std::string http_url;  // as clients reach it; empty: as bound
  std::string open311_contact;
  std::string open311_key_service;
  std::vector<std::string> http_origins;
  std::size_t http_connections = 4'096;
  std::optional<std::uint64_t> disk_low;  // bytes; 0: the disk is not watched; absent: by the disk's size
  std::filesystem::path deliveries;       // the file of their subscribers; empty: nothing is delivered
  std::string log_level = "info";
  std::uint32_t clients = 0;        // 0: not given; as many as the machine allows
  std::uint32_t member_rate = 200;  // requests a second; 0: no limit, as in the next two
  std::uint32_t system_rate = 0;
  std::uint32_t address_rate = 5'000;
  bool limit_loopback = false;
  std::uint32_t whistle_wait_ms = 2'000;
  std::uint32_t reporter_open = 100;   // tickets; 0: no limit
  std::uint32_t checkpoint_every = 5;  // seconds; 0: when the engine stops alone
  std::uint32_t heartbeat_within = 0;  // seconds; 0: no platform is missed
  std::filesystem::path erasures;      // the list of them; empty: in the data directory
};

struct RebuildOptions {
  std::filesystem::path data;
};

struct RotateMasterKeyOptions {
  std::filesystem::path data;
};

struct BackupOptions {
  std::filesystem::path data;
  std::filesystem::path to;
  bool with_keys = false;
};

struct RestoreOptions {
  std::filesystem::path from;
  std::filesystem::path to;
  std::filesystem::path keys;      // where the key files lie; empty: in the backup, or they are put in place by hand
  std::filesystem::path erasures;  // the newest list of them; empty: beside the keys, if it is there
};

struct ConfirmClockOptions {
  std::filesystem::path data;
};

struct DeliveriesOptions {
  std::filesystem::path data;
  std::string action;           // list, dead, retry, drop
  std::string subscriber;       // of all but list
  std::string sequence;         // of retry and drop: a number, or all
  std::string output = "text";  // text, json
};

struct DoctorOptions {
  std::filesystem::path data;
  bool deep = false;
  std::string output = "text";  // text, json
};

struct CommandLine {
  InitOptions init;
  RunOptions run;
  RebuildOptions rebuild;
  RotateMasterKeyOptions rotate_master_key;
  BackupOptions backup;
  RestoreOptions restore;
  ConfirmClockOptions confirm_clock;
  DeliveriesOptions deliveries;
  DoctorOptions doctor;
};

// Adds the subcommands with their options, the configuration file, and the texts for --help.
void configure(CLI::App& app, CommandLine& line);

}  // namespace whistle::tools::whistled
