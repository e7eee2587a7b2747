#include "tools/whistle/settings.h"

#include <CLI/CLI.hpp>
#include <charconv>
#include <fstream>

#include "tools/whistle/data_directory.h"
#include "tools/whistle/token_text.h"
#include "tools/whistle/wording.h"
#include "tools/whistle/wording_message.h"

namespace whistle::tools {

namespace {

namespace zeromq = adapters::zeromq;

std::optional<std::string> given(std::string value) {
  if (value.empty()) return std::nullopt;
  return value;
}

template <typename T>
void prefer(std::optional<T>& value, const std::optional<T>& stronger) {
  if (stronger) value = stronger;
}

std::filesystem::path home_directory(const Environment& environment, const char* variable, const char* below_home) {
  if (const auto directory = environment(variable); !directory.empty()) {
    return std::filesystem::path(directory) / "whistle";
  }
  const auto home = environment("HOME");
  return home.empty() ? std::filesystem::path{} : std::filesystem::path(home) / below_home / "whistle";
}

std::optional<unsigned> seconds_of(const std::string& text) {
  unsigned seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error != std::errc{} || end != text.data() + text.size() || seconds < 1 || seconds > kTimeoutSecondsMax) {
    return std::nullopt;
  }
  return seconds;
}

// False: an unknown name, or a value that makes no sense under it.
bool put(SettingsLayer& layer, const std::string& name, const std::string& value) {
  if (name == "server")
    layer.server = value;
  else if (name == "server-key")
    layer.server_key = value;
  else if (name == "key")
    layer.key = value;
  else if (name == "feed")
    layer.feed = value;
  else if (name == "data")
    layer.data = value;
  else if (name == "as")
    layer.as_member = value;
  else if (name == "lang" && (value == "zh" || value == "en" || value == "auto"))
    layer.language = value;
  else if (name == "output" && (value == "text" || value == "json"))
    layer.output = value;
  else if (name == "plain" && (value == "true" || value == "false"))
    layer.plain = value == "true";
  else if (name == "timeout" && seconds_of(value))
    layer.timeout_seconds = seconds_of(value);
  else
    return false;
  return true;
}

Result<void> put_stead(const SettingsLayer& settings, ConnectionSettings& connection, Language language) {
  if (settings.token && settings.acting_for)
    return usage_failure(std::string(phrase(language, phrases::kTokenOrMember)));
  if (settings.acting_for) connection.acting_for.emplace().set_member(*settings.acting_for);
  if (!settings.token) return {};
  const auto token = parse_token(*settings.token);
  if (!token) {
    return usage_failure(worded(language, phrases::kBadOption, {"--token", *settings.token}),
                         std::string(phrase(language, phrases::kTokenHint)));
  }
  connection.acting_for.emplace().set_ticket_token(*token);
  return {};
}

// The file itself, or the secret half beside a public certificate.
Result<zeromq::CurveKeys> own_keys(const std::filesystem::path& path, Language language) {
  const auto secret = zeromq::secret_file_of(path);
  std::error_code ignored;
  const auto& chosen = std::filesystem::exists(secret, ignored) ? secret : path;
  if (!std::filesystem::exists(chosen, ignored)) {
    return file_failure(worded(language, phrases::kNoKeyFile, {chosen.string()}),
                        worded(language, phrases::kNoKeyFileHint, {}));
  }
  auto file = zeromq::read_curve_key_file(chosen);
  if (!file) return file_failure(file.error().what);
  if (file->keys.secret_key.empty()) {
    return file_failure(worded(language, phrases::kKeyFileIsPublic, {chosen.string()}),
                        worded(language, phrases::kNoKeyFileHint, {}));
  }
  return file->keys;
}

Result<std::string> public_key_of(const std::string& text, Language language) {
  if (auto key = zeromq::from_z85(text)) return *key;
  std::error_code ignored;
  if (!std::filesystem::exists(text, ignored)) {
    return usage_failure(worded(language, phrases::kNotAKey, {text}), worded(language, phrases::kNotAKeyHint, {}));
  }
  auto file = zeromq::read_curve_key_file(text);
  if (!file) return file_failure(file.error().what);
  return file->keys.public_key;
}

}  // namespace

SettingsLayer settings_of_environment(const Environment& environment) {
  SettingsLayer layer;
  layer.server = given(environment("WHISTLE_SERVER"));
  layer.server_key = given(environment("WHISTLE_SERVER_KEY"));
  layer.key = given(environment("WHISTLE_KEY"));
  return layer;
}

Result<SettingsLayer> settings_of_file(const std::filesystem::path& path, Language language) {
  SettingsLayer layer;
  std::error_code ignored;
  if (path.empty() || !std::filesystem::exists(path, ignored)) return layer;
  std::ifstream file(path);
  if (!file) return file_failure(worded(language, phrases::kCannotRead, {path.string()}));
  std::vector<CLI::ConfigItem> items;
  try {
    items = CLI::ConfigTOML().from_config(file);
  } catch (const CLI::Error& error) {
    return usage_failure(path.string() + ": " + error.what());
  }
  if (file.bad()) return file_failure(worded(language, phrases::kCannotRead, {path.string()}));
  for (const auto& item : items) {
    const bool known = item.parents.empty() && item.inputs.size() == 1 && put(layer, item.name, item.inputs.front());
    if (!known) {
      return usage_failure(worded(language, phrases::kBadConfigItem, {path.string(), item.fullname()}),
                           worded(language, phrases::kBadConfigItemHint, {}));
    }
  }
  return layer;
}

SettingsLayer combined(const SettingsLayer& stronger, const SettingsLayer& weaker) {
  auto result = weaker;
  if (stronger.data) {
    result.server.reset();
    result.server_key.reset();
    result.feed.reset();
    result.plain.reset();
  }
  if (stronger.server) {
    result.data.reset();
    result.feed.reset();
  }
  prefer(result.server, stronger.server);
  prefer(result.feed, stronger.feed);
  prefer(result.server_key, stronger.server_key);
  prefer(result.key, stronger.key);
  prefer(result.data, stronger.data);
  prefer(result.as_member, stronger.as_member);
  prefer(result.token, stronger.token);
  prefer(result.acting_for, stronger.acting_for);
  prefer(result.plain, stronger.plain);
  prefer(result.timeout_seconds, stronger.timeout_seconds);
  prefer(result.language, stronger.language);
  prefer(result.output, stronger.output);
  return result;
}

std::filesystem::path config_directory(const Environment& environment) {
  return home_directory(environment, "XDG_CONFIG_HOME", ".config");
}

std::filesystem::path cache_directory(const Environment& environment) {
  return home_directory(environment, "XDG_CACHE_HOME", ".cache");
}

std::optional<std::string> next_port(const std::string& endpoint) {
  const auto colon = endpoint.rfind(':');
  if (colon == std::string::npos) return std::nullopt;
  unsigned port = 0;
  const auto* first = endpoint.data() + colon + 1;
  const auto* last = endpoint.data() + endpoint.size();
  const auto [end, error] = std::from_chars(first, last, port);
  if (error != std::errc{} || end != last || port == 0 || port >= 65'535) return std::nullopt;
  return endpoint.substr(0, colon + 1) + std::to_string(port + 1);
}

Result<ConnectionSettings> connection_of(const SettingsLayer& settings, const Environment& environment,
                                         Language language) {
  ConnectionSettings connection;
  connection.timeout = std::chrono::seconds{settings.timeout_seconds.value_or(kTimeoutSeconds)};
  bool plain = settings.plain.value_or(false);
  if (auto stead = put_stead(settings, connection, language); !stead) return tl::unexpected(stead.error());
  std::string server_key;
  if (settings.data) {
    auto local = read_data_directory(*settings.data, language);
    if (!local) return tl::unexpected(local.error());
    connection.endpoint = local->commands;
    connection.feed_endpoint = local->feed;
    server_key = local->server_public_key;
    plain = plain || local->plain;
  } else if (settings.server) {
    connection.endpoint = *settings.server;
    connection.feed_endpoint = next_port(*settings.server).value_or("");
  } else {
    return usage_failure(worded(language, phrases::kNoServer, {}), worded(language, phrases::kNoServerHint, {}));
  }
  if (settings.feed) connection.feed_endpoint = *settings.feed;
  if (plain) {
    connection.claimed_member = settings.as_member.value_or("");
    return connection;
  }
  if (settings.as_member) return usage_failure(worded(language, phrases::kAsNeedsPlain, {}));
  if (settings.server_key) {
    auto key = public_key_of(*settings.server_key, language);
    if (!key) return tl::unexpected(key.error());
    server_key = *key;
  }
  if (server_key.empty()) {
    return usage_failure(worded(language, phrases::kNoServerKey, {}), worded(language, phrases::kNoServerKeyHint, {}));
  }
  auto keys = own_keys(settings.key.value_or((config_directory(environment) / "whistle.key").string()), language);
  if (!keys) return tl::unexpected(keys.error());
  connection.curve = zeromq::CurveLogin{server_key, *keys};
  return connection;
}

}  // namespace whistle::tools
