// bench_floor: a server that does the least, to hold the engine against.
#include <CLI/CLI.hpp>

#include <map>

#include "bench/floor/floor.h"

int main(int argc, char** argv) {
  using whistle::bench::Rows;
  using whistle::bench::Threads;
  const std::map<std::string, Rows> rows = {{"equal", Rows::Equal}, {"lean", Rows::Lean}};
  const std::map<std::string, Threads> threads = {{"1", Threads::One}, {"2", Threads::Two}};
  whistle::bench::FloorOptions options;
  CLI::App app("Takes whistles, writes rows, answers; nothing else");
  app.add_option("--rows", options.rows, "equal: the engine's; lean: two of the request's size")
      ->transform(CLI::CheckedTransformer(rows));
  app.add_option("--threads", options.threads)->transform(CLI::CheckedTransformer(threads));
  app.add_option("--data", options.data, "Directory to make")->required();
  app.add_option("--sample", options.sample, "Store of a stopped engine, for equal rows");
  app.add_option("--ready-file", options.ready_file)->required();
  CLI11_PARSE(app, argc, argv);
  whistle::bench::serve_floor(options);
  return 0;
}
