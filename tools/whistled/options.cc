#include "tools/whistled/options.h"

#include <CLI/CLI.hpp>

namespace whistle::tools::whistled {

namespace {

constexpr const char* kExitCodes =
    "Exit codes: 0 stopped as asked, or made; 1 the machine refused something; 2 usage; 3 the district does not "
    "compile;\n4 the data directory is absent, in use, damaged or of another kind of time; 5 a commit failed: start "
    "again;\n6 no space: make some, then start again; 7 another writer has taken over.\nOf doctor: 8 the gravest "
    "finding is a warning; 9 it is an error.";

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
  run.add_option("--checkpoint-every", options.checkpoint_every,
                 "Seconds between signed checkpoints of the journal, while something happens; 0: one when the engine "
                 "stops alone")
      ->check(CLI::Range(0U, 3'600U))
      ->capture_default_str()
      ->group(group);
  run.add_option("--reporter-open", options.reporter_open,
                 "Open tickets of one reporter, by telephone number; urgent ones are let in all the same; 0: no limit")
      ->capture_default_str()
      ->group(group);
}

void add_http(CLI::App& run, RunOptions& options) {
  constexpr const char* kGroup = "Web";
  run.add_option(
         "--http", options.http,
         "Where the web comes in: https://0.0.0.0:7443 with certificate and key, or http://127.0.0.1:7780 behind "
         "a proxy of this machine; port * takes a free one; without it nowhere")
      ->group(kGroup);
  auto* certificate =
      run.add_option("--http-certificate", options.http_certificate, "Certificate chain in PEM; read again on SIGHUP")
          ->group(kGroup);
  auto* key = run.add_option("--http-key", options.http_key, "The certificate's key in PEM")->group(kGroup);
  certificate->needs(key);
  key->needs(certificate);
  run.add_option("--http-url", options.http_url,
                 "How clients reach it where that is not the address as bound, such as https://whistle.example.org")
      ->group(kGroup);
  run.add_option("--open311-contact", options.open311_contact,
                 "Whom Open311's discovery names for questions, such as 12345 or an address; without it the district")
      ->group(kGroup);
  run.add_option("--open311-key-service", options.open311_key_service,
                 "How a key for Open311 is to be had, in words or as a URL; without it of an administrator")
      ->group(kGroup);
  run.add_option("--http-origin", options.http_origins,
                 "Site whose pages may ask, such as https://map.example.org; may be given several times; *: any")
      ->group(kGroup);
  run.add_option("--http-connections", options.http_connections, "At once; half of them from one address")
      ->check(CLI::Range(2, 100'000))
      ->capture_default_str()
      ->group(kGroup);
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
  run.add_option(
      "--operations", options.operations,
      "Where /-/healthy, /-/ready and /metrics are told, such as http://127.0.0.1:7712; loopback alone, port "
      "* takes a free one; without it nowhere");
  add_http(run, options);
  run.add_option("--disk-low", options.disk_low,
                 "Free bytes below which new whistles are refused, such as 512MB; at a quarter of it the engine stops; "
                 "0: never; default 1 GiB or a twentieth of the disk, whichever is smaller")
      ->transform(CLI::AsSizeValue(/*kb_is_1000=*/false));
  run.add_option("--erasures", options.erasures,
                 "List of tickets whose personal data are erased, better on another disk; default erasures in --data");
  run.add_option("--deliveries", options.deliveries,
                 "File of those who are told what happens, in YAML; read again on SIGHUP; without it nobody is");
  run.add_option(
         "--heartbeat-within", options.heartbeat_within,
         "Seconds within which a platform that has said once that it lives has to say so again, or the log says "
         "that it is silent; 0: nobody is missed")
      ->check(CLI::Range(0U, 86'400U))
      ->capture_default_str();
  run.add_option("--log-level", options.log_level, "trace, debug, info, warn, error, critical, off")
      ->capture_default_str();
  add_limits(run, options);
}

void add_rebuild(CLI::App& app, RebuildOptions& options) {
  auto& rebuild = *app.add_subcommand("rebuild", "Makes the tables again from the journal, where they are damaged");
  rebuild.add_option("--data", options.data, "Data directory that no engine runs on")->required();
}

void add_rotate_master_key(CLI::App& app, RotateMasterKeyOptions& options) {
  auto& rotate = *app.add_subcommand("rotate-master-key",
                                     "Another master key for the vault: wraps every ticket's key anew; call it again "
                                     "where it was cut off");
  rotate.add_option("--data", options.data, "Data directory that no engine runs on")->required();
}

void add_backup(CLI::App& app, BackupOptions& options) {
  auto& backup = *app.add_subcommand("backup", "Copies journal, tables and vault of one moment, also while it serves");
  backup.add_option("--data", options.data, "Data directory")->required();
  backup.add_option("--to", options.to, "Directory to make; best on another disk")->required();
  backup.add_flag("--with-keys", options.with_keys,
                  "Also the keys: whoever has the backup then reads all personal data. Without them it is useless "
                  "unless master.key is kept elsewhere");
}

void add_restore(CLI::App& app, RestoreOptions& options) {
  auto& restore = *app.add_subcommand("restore", "Makes a data directory from a backup, and checks all of it");
  restore.add_option("--from", options.from, "Directory of the backup")->required();
  restore.add_option("--to", options.to, "Data directory to make")->required();
  restore.add_option("--keys", options.keys, "Directory with master.key and the other keys, where the backup has none");
  restore.add_option("--erasures", options.erasures,
                     "The newest list of erasures: what it names is erased again before the restored engine serves; "
                     "default the file erasures in --keys, if it is there");
}

void add_confirm_clock(CLI::App& app, ConfirmClockOptions& options) {
  auto& confirm = *app.add_subcommand("confirm-clock", "After a jump of the machine's time: it is right now, go on");
  confirm.add_option("--data", options.data, "Data directory of the running engine")->required();
}

void add_deliveries(CLI::App& app, DeliveriesOptions& options) {
  auto& deliveries =
      *app.add_subcommand("deliveries", "How deliveries stand, and what is to be done with entries that were refused");
  deliveries.require_subcommand(1);
  const auto add = [&](const char* name, const char* help) {
    auto* action = deliveries.add_subcommand(name, help);
    action->add_option("--data", options.data, "Data directory of the running engine")->required();
    action->callback([&options, name] { options.action = name; });
    return action;
  };
  const auto add_output = [&](CLI::App* action) {
    action->add_option("-o,--output", options.output, "text or json")
        ->check(CLI::IsMember({"text", "json"}))
        ->capture_default_str();
  };
  add_output(add("list", "Every subscriber: how far it is, what waits, what failed last"));
  auto* dead = add("dead", "Dead letters of a subscriber: entries that it refused, each of which holds up its ticket");
  dead->add_option("subscriber", options.subscriber, "Its name")->required();
  add_output(dead);
  for (auto* action : {add("retry", "Tries dead letters again, and what waits behind them"),
                       add("drop", "Gives dead letters up: they are never delivered, what waits behind them is")}) {
    action->add_option("subscriber", options.subscriber, "Its name")->required();
    action->add_option("sequence", options.sequence, "Number of the entry, or all")->required();
  }
}

void add_doctor(CLI::App& app, DoctorOptions& options) {
  auto& doctor = *app.add_subcommand("doctor", "Looks at data directory and machine: what is wrong, and what to do");
  doctor.add_option("--data", options.data, "Data directory")->required();
  doctor.add_flag("--deep", options.deep, "Also reads the whole journal and makes the tables anew to compare them");
  doctor.add_option("-o,--output", options.output, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
}

}  // namespace

void configure(CLI::App& app, CommandLine& line) {
  app.set_version_flag("--version", std::string("whistled ") + WHISTLE_VERSION);
  app.set_config("--config", "", "Configuration file (TOML): options of `run` stand under [run]");
  app.allow_config_extras(CLI::config_extras_mode::error);
  app.require_subcommand(1);
  app.fallthrough();
  app.footer(kExitCodes);
  add_init(app, line.init);
  add_run(app, line.run);
  add_rebuild(app, line.rebuild);
  add_rotate_master_key(app, line.rotate_master_key);
  add_backup(app, line.backup);
  add_restore(app, line.restore);
  add_confirm_clock(app, line.confirm_clock);
  add_deliveries(app, line.deliveries);
  add_doctor(app, line.doctor);
}

}  // namespace whistle::tools::whistled
