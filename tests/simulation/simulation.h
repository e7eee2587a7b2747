// One run of the engine under a virtual clock: every step from a seed, every rule checked after it.
//
//   Simulation simulation(setting, {.seed = 7, .steps = 3000});
//   if (auto fault = simulation.run()) ... fault->what, fault->step, fault->trace
//
// The same seed and length give the same journal, byte for byte. One thread.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "adapters/clock.h"
#include "storage/memory_store.h"
#include "tests/simulation/clients.h"
#include "tests/simulation/daemon.h"
#include "tests/simulation/setting.h"
#include "tests/simulation/witness.h"
#include "tests/support/temp_dir.h"

namespace whistle::tests {

struct Course {
  std::uint64_t seed = 1;
  std::uint32_t steps = 1000;
  // Every so many steps memory is compared with tables and journal; once they differ they stay different, so that 1
  // finds the step and more costs less. Checks change nothing of the run.
  std::uint32_t compare_every = 20;
  std::uint32_t rebuild_every = 1000;
  std::set<std::uint32_t> without{};                         // steps left out
  bool long_silence = true;                                  // after the last step, two months in which nobody acts
  std::string checkpoint_public_key = std::string(32, 'c');  // of entry 0
};

struct BrokenRun {
  std::uint32_t step = 0;  // the last that was taken
  std::string what;
  std::string trace;  // the last steps in words
};

class Simulation {
 public:
  Simulation(const Setting& setting, Course course);
  ~Simulation();
  Simulation(const Simulation&) = delete;
  Simulation& operator=(const Simulation&) = delete;

  // nullopt: every rule held at every step. To be called once. A broken assertion of the engine ends the process, after
  // the trace has been written to the standard error.
  [[nodiscard]] std::optional<BrokenRun> run();

  const Witness& witness() const { return witness_; }
  const Clients& clients() const { return clients_; }
  const storage::MemoryStore& store() const { return store_; }
  std::uint64_t crashes() const { return crashes_; }
  // What a reader of a trace sees: seed, step, and the last steps in words.
  [[nodiscard]] std::string trace() const;

 private:
  void found();
  void take_step(std::uint32_t number);
  void want(Chance& chance, std::uint32_t number);
  void arrive(Chance& chance);
  void ask_again(Chance& chance);
  void move_time(Chance& chance);
  void set_time(engine::Instant at);
  void fire(std::size_t most);
  void act_in_last_instant(Chance& chance);
  void persist(Chance& chance);
  void crash(Chance& chance);
  void reload(Chance& chance);
  void read_journal(Chance& chance);
  void check(std::uint32_t number);
  void compare_memory();
  void be_silent();
  void say(const std::string& line);
  std::string time_in_words(engine::Instant at) const;

  const Setting& setting_;
  const Course course_;
  engine::Instant wall_;
  adapters::RealClock clock_;
  support::TempDir scratch_;
  storage::MemoryStore store_;
  Clients clients_;
  Witness witness_;
  std::unique_ptr<Daemon> daemon_;
  std::uint32_t step_ = 0;
  std::uint64_t crashes_ = 0;
  std::deque<std::string> lines_;
};

}  // namespace whistle::tests
