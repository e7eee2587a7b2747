// Configuration files: that of the daemon and that of the client. All of it is read, and nothing that it names is
// opened.
#include <spdlog/spdlog.h>
#include <CLI/CLI.hpp>

#include "engine/assert.h"
#include "tests/fuzz/memory_file.h"
#include "tests/fuzz/target.h"
#include "tools/whistle/settings.h"
#include "tools/whistled/options.h"

namespace whistle::fuzz {

namespace {

void read_of_daemon(const MemoryFile& file) {
  CLI::App app;
  tools::whistled::CommandLine line;
  tools::whistled::configure(app, line);
  try {
    // The last argument comes first.
    app.parse(std::vector<std::string>{file.path().string(), "--config", "/data", "--data", "run"});
  } catch (const CLI::Error&) {
    return;
  }
  WHISTLE_ASSERT(app.got_subcommand("run") && line.run.data == "/data");
}

void read_of_client(const MemoryFile& file) {
  const auto layer = tools::settings_of_file(file.path(), tools::Language::English);
  if (!layer) {
    WHISTLE_ASSERT(layer.error().exit == tools::ExitCode::Usage && !layer.error().message.empty());
    return;
  }
  WHISTLE_ASSERT(!layer->token && !layer->acting_for);  // of the command line alone
  WHISTLE_ASSERT(!layer->timeout_seconds || *layer->timeout_seconds <= tools::kTimeoutSecondsMax);
}

}  // namespace

void read(std::string_view input) {
  const MemoryFile file(input);
  read_of_daemon(file);
  read_of_client(file);
  WHISTLE_ASSERT(file.bytes() == input);
}

}  // namespace whistle::fuzz
