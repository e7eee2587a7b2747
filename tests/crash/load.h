// What clients send to an engine that will crash: whistles, and the acts that bring their tickets to an end, while time
// runs on far enough for clocks to be missed.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "engine/time.h"
#include "tests/crash/engine_on_disk.h"
#include "whistle/v1/service.pb.h"

namespace whistle::crash {

class Load {
 public:
  explicit Load(std::uint64_t seed) : chance_(seed) {}

  // The next command; the same calls with the same answers between give the same commands.
  [[nodiscard]] v1::Request next();
  // What was answered moves the ticket on to its next act. A refusal, because a ladder was faster, lets it go.
  void hears(const Answer& answer);

  [[nodiscard]] std::uint64_t below(std::uint64_t end) {
    return std::uniform_int_distribution<std::uint64_t>(0, end - 1)(chance_);
  }

 private:
  enum class Act { Acknowledge, Arrive, Resolve, Confirm };
  struct Live {
    std::uint64_t ticket = 0;
    Act next = Act::Acknowledge;
  };

  [[nodiscard]] v1::Request whistle();
  [[nodiscard]] v1::Request act(const Live& live);

  std::mt19937_64 chance_;
  std::uint64_t number_ = 0;
  engine::Instant now_;
  std::vector<Live> live_;  // none of these has an act on its way
};

}  // namespace whistle::crash
