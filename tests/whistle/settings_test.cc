#include "tools/whistle/settings.h"

#include <doctest/doctest.h>

#include <fstream>
#include <map>

#include "adapters/zeromq/curve_key_file.h"
#include "storage/seeded_random.h"
#include "tests/support/temp_dir.h"

namespace whistle::tools {

namespace {

namespace zeromq = adapters::zeromq;

Environment environment_of(std::map<std::string, std::string> values) {
  return [values = std::move(values)](const char* name) {
    const auto found = values.find(name);
    return found == values.end() ? std::string{} : found->second;
  };
}

void write(const std::filesystem::path& path, std::string_view text) {
  std::ofstream(path) << text;
}

zeromq::CurveKeys write_keys(const std::filesystem::path& path, std::uint64_t seed) {
  storage::SeededRandom random(seed);
  const auto keys = zeromq::make_curve_keys(random);
  REQUIRE(zeromq::write_curve_key_files(path, keys, {}));
  return keys;
}

}  // namespace

TEST_CASE("flags beat the environment, which beats the file") {
  SettingsLayer flags, environment, file;
  flags.server = "tcp://flag:1";
  environment.server = "tcp://environment:1";
  environment.key = "environment.key";
  file.key = "file.key";
  file.language = "zh";
  const auto settings = combined(flags, combined(environment, file));
  CHECK(settings.server == "tcp://flag:1");
  CHECK(settings.key == "environment.key");
  CHECK(settings.language == "zh");
}

TEST_CASE("a data directory on the command line makes the environment's address and key void") {
  SettingsLayer flags, environment;
  flags.data = "data";
  environment.server = "tcp://far:1";
  environment.server_key = "key";
  const auto settings = combined(flags, environment);
  CHECK(settings.data == "data");
  CHECK_FALSE(settings.server);
  CHECK_FALSE(settings.server_key);
}

TEST_CASE("a server on the command line makes the file's data directory void") {
  SettingsLayer flags, file;
  flags.server = "tcp://far:1";
  file.data = "data";
  CHECK_FALSE(combined(flags, file).data);
}

TEST_CASE("the configuration file gives every setting, and names what it does not know") {
  const support::TempDir dir;
  const auto path = dir.path() / "config.toml";
  write(path,
        "server = \"tcp://10.0.0.1:7710\"\nserver-key = \"K\"\nplain = true\ntimeout = 5\nlang = \"zh\"\noutput = "
        "\"json\"\n");
  const auto settings = settings_of_file(path, Language::English);
  REQUIRE(settings);
  CHECK(settings->server == "tcp://10.0.0.1:7710");
  CHECK(settings->server_key == "K");
  CHECK(settings->plain == true);
  CHECK(settings->timeout_seconds == 5U);
  CHECK(settings->language == "zh");
  CHECK(settings->output == "json");

  for (const char* wrong :
       {"sever = \"x\"\n", "timeout = 0\n", "lang = \"fr\"\n", "[blow]\nserver = \"x\"\n", "plain = maybe\n"}) {
    CAPTURE(wrong);
    write(path, wrong);
    const auto refused = settings_of_file(path, Language::English);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().exit == ExitCode::Usage);
  }
}

TEST_CASE("an absent configuration file says nothing") {
  const support::TempDir dir;
  const auto settings = settings_of_file(dir.path() / "none.toml", Language::English);
  REQUIRE(settings);
  CHECK_FALSE(settings->server);
}

TEST_CASE("notices are looked for at the port after the engine's") {
  CHECK(next_port("tcp://10.0.0.1:7710") == "tcp://10.0.0.1:7711");
  CHECK_FALSE(next_port("tcp://10.0.0.1"));
  CHECK_FALSE(next_port("tcp://10.0.0.1:65535"));
}

TEST_CASE("a connection needs an address, the engine's key and one's own, and says which is lacking") {
  const support::TempDir dir;
  const auto environment = environment_of({{"XDG_CONFIG_HOME", dir.path().string()}});
  SettingsLayer settings;
  CHECK(connection_of(settings, environment, Language::English).error().message == "no engine is named");
  settings.server = "tcp://127.0.0.1:7710";
  CHECK(connection_of(settings, environment, Language::English).error().message ==
        "the engine's public key is not known");
  const auto server = write_keys(dir.path() / "server.key", 1);
  settings.server_key = zeromq::to_z85(server.public_key);
  CHECK(connection_of(settings, environment, Language::English).error().exit == ExitCode::LocalFile);

  std::filesystem::create_directories(dir.path() / "whistle");
  const auto own = write_keys(dir.path() / "whistle" / "whistle.key", 2);
  const auto connection = connection_of(settings, environment, Language::English);
  REQUIRE(connection);
  REQUIRE(connection->curve);
  CHECK(connection->curve->server_public_key == server.public_key);
  CHECK(connection->curve->client.secret_key == own.secret_key);
  CHECK(connection->feed_endpoint == "tcp://127.0.0.1:7711");
}

TEST_CASE("the engine's key may be a certificate file, and a public file leads to the secret one beside it") {
  const support::TempDir dir;
  const auto server = write_keys(dir.path() / "server.key", 1);
  const auto own = write_keys(dir.path() / "own.key", 2);
  SettingsLayer settings;
  settings.server = "tcp://127.0.0.1:7710";
  settings.server_key = (dir.path() / "server.key").string();
  settings.key = (dir.path() / "own.key").string();
  const auto connection = connection_of(settings, environment_of({}), Language::English);
  REQUIRE(connection);
  CHECK(connection->curve->server_public_key == server.public_key);
  CHECK(connection->curve->client.secret_key == own.secret_key);
}

TEST_CASE("a member is claimed in plain mode alone") {
  SettingsLayer settings;
  settings.server = "tcp://127.0.0.1:7710";
  settings.as_member = "intake-app";
  CHECK(connection_of(settings, environment_of({}), Language::English).error().exit == ExitCode::Usage);
  settings.plain = true;
  const auto connection = connection_of(settings, environment_of({}), Language::English);
  REQUIRE(connection);
  CHECK_FALSE(connection->curve);
  CHECK(connection->claimed_member == "intake-app");
}

TEST_CASE("a data directory tells address, feed and key of the engine that runs on it") {
  const support::TempDir dir;
  SettingsLayer settings;
  settings.data = dir.path().string();
  CHECK(connection_of(settings, environment_of({}), Language::English).error().exit == ExitCode::LocalFile);
  write(dir.path() / "endpoints", "commands=tcp://127.0.0.1:4001\nfeed=tcp://127.0.0.1:4009\nmode=plain\npid=1\n");
  const auto connection = connection_of(settings, environment_of({}), Language::English);
  REQUIRE(connection);
  CHECK(connection->endpoint == "tcp://127.0.0.1:4001");
  CHECK(connection->feed_endpoint == "tcp://127.0.0.1:4009");
  CHECK_FALSE(connection->curve);
  write(dir.path() / "endpoints", "commands=tcp://127.0.0.1:4001\nmode=curve\n");
  CHECK(connection_of(settings, environment_of({}), Language::English).error().exit == ExitCode::LocalFile);
}

}  // namespace whistle::tools
