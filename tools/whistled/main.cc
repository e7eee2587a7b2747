#include <spdlog/spdlog.h>
#include <CLI/CLI.hpp>

#include <csignal>
#include <iostream>

#include "tools/whistled/backup.h"
#include "tools/whistled/confirm_clock.h"
#include "tools/whistled/deliveries/deliveries_command.h"
#include "tools/whistled/doctor.h"
#include "tools/whistled/exit_code.h"
#include "tools/whistled/init.h"
#include "tools/whistled/log_text.h"
#include "tools/whistled/options.h"
#include "tools/whistled/rebuild.h"
#include "tools/whistled/restore.h"
#include "tools/whistled/rotate_master_key.h"
#include "tools/whistled/run.h"

namespace {

using whistle::tools::whistled::ExitCode;
using whistle::tools::whistled::Failure;

int report(const Failure& failure) {
  std::cerr << "whistled: " << failure.what << '\n';
  return static_cast<int>(failure.code);
}

int print(const whistle::tools::whistled::Result<std::string>& told) {
  if (!told) return report(told.error());
  std::cout << *told << std::flush;
  if (!std::cout) return report({ExitCode::Failed, "what was to be said could not be written"});
  return 0;
}

int print(const whistle::tools::whistled::Result<whistle::tools::whistled::Examination>& examined) {
  if (!examined) return report(examined.error());
  const int printed = print(examined->told);
  return printed == 0 ? static_cast<int>(examined->code) : printed;
}

}  // namespace

int main(int argc, char** argv) {
  namespace daemon = whistle::tools::whistled;
  CLI::App app{"The dispatch engine: takes whistles, sends them to who must answer, and keeps the clocks", "whistled"};
  daemon::CommandLine line;
  daemon::configure(app, line);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : static_cast<int>(ExitCode::Usage);
  }
  // A file that has reached its limit must fail like one on a full disk, as an error to the one who writes.
  std::signal(SIGXFSZ, SIG_IGN);
  std::signal(SIGPIPE, SIG_IGN);
  if (!daemon::start_log(line.run.log_level))
    return report({ExitCode::Usage, "no such log level: " + line.run.log_level});
  if (app.got_subcommand("init")) return print(daemon::init(line.init));
  if (app.got_subcommand("rebuild")) return print(daemon::rebuild(line.rebuild.data));
  if (app.got_subcommand("rotate-master-key")) return print(daemon::rotate_master_key(line.rotate_master_key.data));
  if (app.got_subcommand("backup")) return print(daemon::backup(line.backup));
  if (app.got_subcommand("restore")) return print(daemon::restore(line.restore));
  if (app.got_subcommand("confirm-clock")) return print(daemon::confirm_clock(line.confirm_clock));
  if (app.got_subcommand("deliveries")) return print(daemon::operate_deliveries(line.deliveries));
  if (app.got_subcommand("doctor")) return print(daemon::examine(line.doctor));
  const auto served = daemon::run(line.run);
  if (!served) return report(served.error());
  return 0;
}
