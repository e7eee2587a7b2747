// With which engine to speak and as whom: from flags, the environment and the configuration file, in that order.
//
//   server = "tcp://10.1.2.3:7710"      # WHISTLE_SERVER
//   server-key = "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7"   # WHISTLE_SERVER_KEY: Z85, or a certificate file
//   key = "/home/me/whistle.key_secret"  # WHISTLE_KEY
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

#include "adapters/zeromq/client_connection.h"
#include "tools/whistle/failure.h"
#include "tools/whistle/language.h"

namespace whistle::tools {

inline constexpr unsigned kTimeoutSeconds = 20;  // where nobody says another
inline constexpr unsigned kTimeoutSecondsMax = 3'600;

// What one source of settings says; nullopt: nothing.
struct SettingsLayer {
  std::optional<std::string> server;      // endpoint of commands
  std::optional<std::string> feed;        // endpoint of notices; else the server's with the next port
  std::optional<std::string> server_key;  // Z85, or a certificate file
  std::optional<std::string> key;         // the own certificate file
  std::optional<std::string> data;        // data directory of an engine on this machine
  std::optional<std::string> as_member;   // plain mode alone
  std::optional<std::string> token;       // a resident's, as parse_token reads it; of the command line alone
  std::optional<std::string> acting_for;  // a member code; of the command line alone
  std::optional<bool> plain;
  std::optional<unsigned> timeout_seconds;
  std::optional<std::string> language;
  std::optional<std::string> output;
};

[[nodiscard]] SettingsLayer settings_of_environment(const Environment& environment);
// An absent file says nothing. Fails on names that it does not know and values that make no sense.
[[nodiscard]] Result<SettingsLayer> settings_of_file(const std::filesystem::path& path, Language language);
// The stronger layer wins name by name; where it names an engine by its data directory, the weaker one's address does
// not count.
[[nodiscard]] SettingsLayer combined(const SettingsLayer& stronger, const SettingsLayer& weaker);

// $XDG_CONFIG_HOME/whistle, or ~/.config/whistle; empty without a home.
[[nodiscard]] std::filesystem::path config_directory(const Environment& environment);
// $XDG_CACHE_HOME/whistle, or ~/.cache/whistle; empty without a home.
[[nodiscard]] std::filesystem::path cache_directory(const Environment& environment);

struct ConnectionSettings {
  std::string endpoint;
  std::string feed_endpoint;
  std::optional<adapters::zeromq::CurveLogin> curve;  // nullopt: plain
  std::string claimed_member;                         // plain alone
  std::optional<v1::ActingFor> acting_for;            // nullopt: for oneself
  std::chrono::milliseconds timeout{std::chrono::seconds{kTimeoutSeconds}};
};

// Reads the files that the settings name.
[[nodiscard]] Result<ConnectionSettings> connection_of(const SettingsLayer& settings, const Environment& environment,
                                                       Language language);
// tcp://host:7710 -> tcp://host:7711; nullopt: no port in it.
[[nodiscard]] std::optional<std::string> next_port(const std::string& endpoint);

}  // namespace whistle::tools
