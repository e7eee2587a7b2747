// Whether a command that has just arrived is let in, or told to come back later, before anything is spent on it.
//
//   Admission admission({});
//   if (const auto later = admission.ask(Lane::Whistle, lanes, now)) refuse(BUSY, *later);
//   ...
//   admission.measured(commands_of_the_turn, how_long_it_took);
//
// A new whistle is let in while what goes before it will be done within a bound: as many commands as wait, times what
// one has cost lately, and no less than the oldest has waited already. Acts are let in as long as there is room, so
// that whoever works on tickets is not shut out by those who open them. One thread; time is an argument.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>

#include "tools/whistled/request_lanes.h"

namespace whistle::tools::whistled {

struct AdmissionLimits {
  // A client takes an engine that is silent for 5 s for dead and sends again, so whoever is let in is answered long
  // before.
  std::chrono::milliseconds whistle_wait_max{2'000};
  // Urgent ones go before the others, so this much of them alone is a catastrophe of the district, or abuse.
  std::chrono::milliseconds urgent_wait_max{4'000};
  std::size_t waiting_max = 65'536;  // of all lanes: memory
};

class Admission {
 public:
  using Time = std::chrono::steady_clock::time_point;
  static constexpr std::chrono::milliseconds kRetryMin{50};
  static constexpr std::chrono::milliseconds kRetryMax{30'000};

  explicit Admission(AdmissionLimits limits) : limits_(limits) {}

  // nullopt: let in. Otherwise when to come back: those that are refused one after the other are given one place after
  // the other behind what waits, so that they do not all come back at once.
  [[nodiscard]] std::optional<std::chrono::milliseconds> ask(Lane lane, const RequestLanes& lanes, Time now);

  // What a turn decided and made durable, and how long it took. Small turns are no measure of what a command costs
  // under load: they pay a sync for a few.
  void measured(std::size_t commands, std::chrono::nanoseconds took);

  // By the latest measure, how long so many commands take.
  [[nodiscard]] std::chrono::nanoseconds cost_of(std::size_t commands) const;

 private:
  [[nodiscard]] std::chrono::nanoseconds wait_in(Lane lane, const RequestLanes& lanes, Time now) const;

  AdmissionLimits limits_;
  // Sums over the last turns, older ones with less weight.
  std::chrono::nanoseconds took_{std::chrono::microseconds{50 * 1'024}};
  std::size_t commands_ = 1'024;
  Time booked_until_{};  // the last place that was given to somebody refused
};

}  // namespace whistle::tools::whistled
