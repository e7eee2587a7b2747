// How long does `whistle report` take over a year's journal? Of WHISTLE_BENCH_TICKETS whistles (a million where nothing
// is said), the command is asked as a person asks it, of the directory that lies there.
//
//   build/release/bin/bench_report
//   WHISTLE_BENCH_TICKETS=100000 build/release/bin/bench_report --benchmark_filter=street
#include <benchmark/benchmark.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "bench/require.h"
#include "bench/scratch_dir.h"
#include "bench/year/year.h"
#include "storage/rocksdb_store.h"
#include "tools/whistle/cli.h"

namespace whistle::bench {
namespace {

constexpr std::uint64_t kTickets = 1'000'000;

// Made once, for all questions.
const std::filesystem::path& data_directory() {
  static const ScratchDir scratch;
  static const bool made = [] {
    auto store = storage::open_rocksdb_store(scratch.path() / "db", {.sync = false});
    require(store.has_value(), "no store");
    const auto tickets = tickets_wanted(kTickets);
    live_year(**store, {.tickets = tickets, .checkpoint_public_key = {}});
    std::cerr << (*store)->next_sequence()->value << " entries of " << tickets << " tickets\n";
    return true;
  }();
  require(made, "no journal");
  return scratch.path();
}

void ask(benchmark::State& state, std::vector<std::string> more) {
  std::vector<std::string> arguments{"--data", data_directory().string(), "report"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  for (auto _ : state) {
    std::istringstream in;
    std::ostringstream out, err;
    tools::Console console{.in = in, .out = out, .err = err, .environment = [](const char*) { return std::string(); }};
    require(tools::run_whistle(arguments, console) == 0, err.str());
    if (std::getenv("WHISTLE_BENCH_SHOW") != nullptr) std::cerr << out.str();
  }
}

BENCHMARK_CAPTURE(ask, district, std::vector<std::string>{})
    ->Unit(benchmark::kSecond)
    ->Iterations(1)
    ->MeasureProcessCPUTime()
    ->UseRealTime();
BENCHMARK_CAPTURE(ask, street_in_march,
                  std::vector<std::string>{"--area", "QC", "--from", "2026-03-01", "--to", "2026-04-01"})
    ->Unit(benchmark::kSecond)
    ->Iterations(1)
    ->MeasureProcessCPUTime()
    ->UseRealTime();

}  // namespace
}  // namespace whistle::bench
