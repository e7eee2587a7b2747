// bench_load: puts whistles on a server that speaks the engine's wire, and prints one line of JSON.
#include <CLI/CLI.hpp>

#include <cstdio>

#include "bench/load/load.h"

int main(int argc, char** argv) {
  whistle::bench::LoadOptions options;
  CLI::App app("Puts whistles on a server and times the answers");
  app.add_option("--endpoint", options.endpoint)->required();
  app.add_option("--stream", options.stream, "Whistles, JSON lines")->required();
  app.add_option("--member", options.member, "Claimed in plain mode");
  app.add_option("--key-prefix", options.key_prefix, "Of this run's keys")->required();
  app.add_option("--in-flight", options.in_flight);
  app.add_option("--connections", options.connections);
  app.add_option("--rate", options.rate, "A second, from intended send times; 0: closed loop");
  app.add_option("--seconds", options.seconds);
  app.add_option("--count", options.count, "Instead of seconds");
  app.add_option("--server-key", options.server_key, "CURVE, Z85");
  app.add_option("--public-key", options.public_key);
  app.add_option("--secret-key", options.secret_key);
  CLI11_PARSE(app, argc, argv);

  auto result = whistle::bench::run_load(options);
  const auto answered = static_cast<double>(result.latencies.size());
  std::printf(R"({"accepted": %llu, "refused": %llu, "seconds": %.4f, "per_second": %.1f, )"
              R"("p50_us": %.1f, "p90_us": %.1f, "p99_us": %.1f, "p999_us": %.1f, "max_us": %.1f})"
              "\n",
              static_cast<unsigned long long>(result.accepted), static_cast<unsigned long long>(result.refused),
              result.seconds, answered / result.seconds, result.latencies.at(0.5), result.latencies.at(0.9),
              result.latencies.at(0.99), result.latencies.at(0.999), result.latencies.at(1));
  return 0;
}
