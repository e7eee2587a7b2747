#include "tools/whistled/options.h"

#include <CLI/CLI.hpp>

namespace whistle::tools::whistled {

namespace {

constexpr const char* kExitCodes =
    "Exit codes: 0 stopped as asked, or made; 1 the machine refused something; 2 usage; 3 the district does not "
    "compile;\n4 the data directory is absent, in use, damaged or of another kind of time; 5 a commit failed: start "
    "again;\n6 no space: make some, then start again; 7 another writer has taken over.";

void add_init(CLI::App& app, InitOptions& options) {
  auto& init =
      *app.add_subcommand("init", "Makes a data directory: keys, the journal's first entries, an administrator");
  init.add_option("--data", options.data, "Directory to make")->required();
  init.add_option("--district", options.district, "District directory with the rules")->required();
  init.add_option("--admin", options.admin, "Member code of the first administrator")->capture_default_str();
  init.add_option("--admin-key", options.admin_key,
                  "Public certificate of the administrator; without it a pair is made");
  init.add_option("--clock-start", options.clock_start,
                  "Time of the first entries, RFC 3339, before whistles that will be loaded; default now");
  init.add_option("--seed", options.seed, "Keys from a seed: for tests on a driven clock alone; needs --clock-start");
}

void add_limits(CLI::App& run, RunOptions& options) {
  const char* group = "Limits";
  run.add_option("--clients", options.clients,
                 "Clients at once that must be possible; fails where the machine allows fewer open files")
      ->check(CLI::Range(1, 1'000'000))
      ->group(group);
  run.add_option("--member-rate", options.member_rate,
                 "Requests a second of one identity, ten seconds' worth at once; 0: no limit")
      ->capture_default_str()
      ->group(group);
  run.add_option("--system-rate", options.system_rate,
                 "The same for intake and platform identities, which speak for many; 0: no limit")
      ->capture_default_str()
      ->group(group);
  run.add_option("--address-rate", options.address_rate,
                 "Requests a second from one address, two seconds' worth at once; 0: no limit")
      ->capture_default_str()
      ->group(group);
  run.add_flag("--limit-loopback", options.limit_loopback, "The address rate holds for loopback too")->group(group);
  run.add_option("--whistle-wait-ms", options.whistle_wait_ms,
                 "New whistles that would wait longer are refused, with a time to come back")
      ->check(CLI::Range(10, 60'000))
      ->capture_default_str()
      ->group(group);
  run.add_option("--reporter-open", options.reporter_open,
                 "Open tickets of one reporter, by telephone number; urgent ones are let in all the same; 0: no limit")
      ->capture_default_str()
      ->group(group);
}

void add_run(CLI::App& app, RunOptions& options) {
  auto& run = *app.add_subcommand("run", "Serves until SIGTERM or SIGINT; SIGHUP publishes --district anew");
  run.add_option("--data", options.data, "Data directory")->required();
  run.add_option("--bind", options.bind, "Where commands come in; port * takes a free one")->capture_default_str();
  run.add_option("--feed", options.feed, "Where notices go out")->capture_default_str();
  run.add_flag("--plain", options.plain, "No CURVE: everybody is who they claim to be; loopback alone");
  run.add_option("--clock", options.clock, "Civil time: real, or follow (the newest occurred_at accepted)")
      ->check(CLI::IsMember({"real", "follow"}))
      ->capture_default_str();
  run.add_option("--clock-speed", options.clock_speed, "Civil time runs this many times faster")
      ->check(CLI::Range(1, 1'000'000));
  run.add_option("--clock-start", options.clock_start, "Civil time to start at, RFC 3339, with a driven clock");
  run.add_option("--seed", options.seed, "Randomness from a seed, with a driven clock");
  run.add_option("--district", options.district, "District directory to publish on SIGHUP");
  run.add_option("--ready-file", options.ready_file,
                 "Written when the engine serves, with the addresses it is bound to");
  run.add_option("--log-level", options.log_level, "trace, debug, info, warn, error, critical, off")
      ->capture_default_str();
  add_limits(run, options);
}

void add_rebuild(CLI::App& app, RebuildOptions& options) {
  auto& rebuild = *app.add_subcommand("rebuild", "Makes the tables again from the journal, where they are damaged");
  rebuild.add_option("--data", options.data, "Data directory that no engine runs on")->required();
}

}  // namespace

void configure(CLI::App& app, InitOptions& init, RunOptions& run, RebuildOptions& rebuild) {
  app.set_version_flag("--version", std::string("whistled ") + WHISTLE_VERSION);
  app.set_config("--config", "", "Configuration file (TOML): options of `run` stand under [run]");
  app.allow_config_extras(CLI::config_extras_mode::error);
  app.require_subcommand(1);
  app.fallthrough();
  app.footer(kExitCodes);
  add_init(app, init);
  add_run(app, run);
  add_rebuild(app, rebuild);
}

}  // namespace whistle::tools::whistled
