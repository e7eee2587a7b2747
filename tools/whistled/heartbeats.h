// Who of the platforms lives: when each has said so last. In no journal, and forgotten with the process.
//
//   heartbeats.beat("platform-1", ahead, now);
//   for (const auto& member : heartbeats.newly_silent(now)) …
//
// A platform is awaited from its first beat on: whoever never beats is not missed. One thread, the core's.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "engine/time.h"

namespace whistle::tools::whistled {

// As the metrics page tells it.
struct HeartbeatFacts {
  std::string member;
  std::chrono::steady_clock::duration age{};  // since the last one
  engine::Duration ahead{};                   // of its clock before the machine's
};

class Heartbeats {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // Zero: nobody is missed.
  explicit Heartbeats(std::chrono::seconds within) : within_(within) {}

  // Whether it had been silent.
  bool beat(const std::string& member, engine::Duration ahead, Time now);
  // Those whose next beat did not come in time, each once.
  [[nodiscard]] std::vector<std::string> newly_silent(Time now);

  [[nodiscard]] std::chrono::seconds within() const { return within_; }
  // By member.
  [[nodiscard]] std::vector<HeartbeatFacts> facts(Time now) const;

 private:
  struct Row {
    Time last;
    engine::Duration ahead{};
    bool silent = false;
  };

  const std::chrono::seconds within_;
  std::map<std::string, Row> rows_;
};

}  // namespace whistle::tools::whistled
