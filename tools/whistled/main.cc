#include <spdlog/spdlog.h>
#include <CLI/CLI.hpp>

#include <csignal>
#include <iostream>

#include "tools/whistled/exit_code.h"
#include "tools/whistled/init.h"
#include "tools/whistled/log_text.h"
#include "tools/whistled/options.h"
#include "tools/whistled/rebuild.h"
#include "tools/whistled/run.h"

namespace {

using whistle::tools::whistled::ExitCode;
using whistle::tools::whistled::Failure;

int report(const Failure& failure) {
  std::cerr << "whistled: " << failure.what << '\n';
  return static_cast<int>(failure.code);
}

}  // namespace

int main(int argc, char** argv) {
  namespace daemon = whistle::tools::whistled;
  CLI::App app{"The dispatch engine: takes whistles, sends them to who must answer, and keeps the clocks", "whistled"};
  daemon::InitOptions init;
  daemon::RunOptions run;
  daemon::RebuildOptions rebuild;
  daemon::configure(app, init, run, rebuild);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : static_cast<int>(ExitCode::Usage);
  }
  // A file that has reached its limit must fail like one on a full disk, as an error to the one who writes.
  std::signal(SIGXFSZ, SIG_IGN);
  std::signal(SIGPIPE, SIG_IGN);
  if (!daemon::start_log(run.log_level)) return report({ExitCode::Usage, "no such log level: " + run.log_level});
  if (app.got_subcommand("init")) {
    const auto made = daemon::init(init);
    if (!made) return report(made.error());
    std::cout << *made;
    return 0;
  }
  if (app.got_subcommand("rebuild")) {
    const auto made = daemon::rebuild(rebuild.data);
    if (!made) return report(made.error());
    std::cout << *made;
    return 0;
  }
  const auto served = daemon::run(run);
  if (!served) return report(served.error());
  return 0;
}
