// The power of an engine is cut in the middle of its work, some hundred times, at any step of its disk: while it opens,
// founds its journal, recovers, writes, syncs, flushes, renames. Each time it starts again everything that it had
// acknowledged is there, once. And the same engine without its syncs is found out.
//
// WHISTLE_CUTS sets how many faults (300), WHISTLE_SEED the choices; the seed is printed. RocksDB flushes on a thread
// of its own, so that a seed repeats the choices, not always the very step that they meet.
#include <doctest/doctest.h>
#include <spdlog/spdlog.h>

#include <cstdlib>
#include <map>
#include <memory>
#include <random>
#include <string>

#include "storage/seeded_random.h"
#include "storage/vault.h"
#include "tests/crash/engine_on_disk.h"
#include "tests/crash/load.h"
#include "tests/crash/witness.h"
#include "tests/storage/cut_disk.h"
#include "tests/support/temp_dir.h"

namespace whistle::crash {

using Fault = storage::CutDisk::Fault;

namespace {

constexpr std::uint64_t kOpeningChanges = 100;  // an opening with recovery makes 50 to 120
constexpr std::uint64_t kWorkingChanges = 40;
constexpr std::uint64_t kBatchesMax = 60;
constexpr std::uint64_t kBatchMax = 12;  // commands
constexpr int kFaultsOfALife = 12;       // on one journal, so that it stays short enough to be read each time

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr ? otherwise : std::strtoull(value, nullptr, 10);
}

std::uint64_t chosen_seed() {
  static const std::uint64_t seed = from_environment("WHISTLE_SEED", std::random_device()());
  return seed;
}

// What one or several lives add up to.
struct Tally {
  std::map<std::string, std::uint64_t> struck;  // by the change that the fault met
  std::uint64_t faults = 0;
  std::uint64_t examinations = 0;
  std::uint64_t asked = 0;         // acknowledgements, each at each examination
  std::uint64_t asked_closed = 0;  // of closed tickets
};

// "sync of 000012.log" as "sync of *.log".
std::string kind_of(const std::string& change) {
  std::string kind;
  for (const char c : change) {
    const bool digit = c >= '0' && c <= '9';
    if (!digit) kind.push_back(c);
    if (digit && (kind.empty() || kind.back() != '*')) kind.push_back('*');
  }
  return kind;
}

// One journal, from its founding through many faults.
class Life {
 public:
  Life(std::uint64_t seed, bool sync, Tally& tally)
      : disk_(dir_.path() / "db", seed),
        random_(seed),
        vault_(*storage::Vault::create(dir_.path() / "master.key", random_)),
        engine_(disk_, vault_, random_, {.sync = sync}),
        witness_(vault_),
        load_(seed),
        tally_(tally) {}

  // Runs until the fault strikes, or a while after; empty, or what is wrong.
  std::vector<std::string> suffer(Fault fault, bool while_opening);
  // Starts without any fault, and is examined.
  std::vector<std::string> rest();

 private:
  std::vector<std::string> start_and_examine();
  bool work();
  bool work_beside_a_slow_sync();
  bool take_some();
  void hear(const std::vector<Answer>& answers);
  void end() {
    engine_.end();
    disk_.power_on();
  }

  support::TempDir dir_;
  storage::CutDisk disk_;
  storage::SeededRandom random_;
  storage::Vault vault_;
  EngineOnDisk engine_;
  Witness witness_;
  Load load_;
  Tally& tally_;
};

std::vector<std::string> Life::start_and_examine() {
  const auto started = engine_.start();
  if (!started) {
    if (!disk_.struck().empty()) return {};
    return {"it refuses to start: " + started.error().what};
  }
  auto complaints = witness_.examine(engine_);
  ++tally_.examinations;
  tally_.asked += witness_.acknowledged().size();
  tally_.asked_closed += witness_.closed_keys();
  return complaints;
}

bool Life::take_some() {
  for (auto left = 1 + load_.below(kBatchMax); left > 0; --left) {
    const auto request = load_.next();
    witness_.sends(request);
    if (!engine_.take(request)) return false;
  }
  return true;
}

void Life::hear(const std::vector<Answer>& answers) {
  for (const auto& answer : answers) {
    witness_.hears(answer);
    load_.hears(answer);
  }
}

// False: the engine has ended.
bool Life::work() {
  for (const auto& request : witness_.unanswered()) {
    if (!engine_.take(request)) return false;
  }
  for (std::uint64_t batch = 0; batch < kBatchesMax; ++batch) {
    if (!take_some()) return false;
    const auto durable = engine_.commit();
    if (!durable) return false;
    hear(*durable);
  }
  return true;
}

// Commands are taken while the sync of those before them waits; then it is done after all, or the power goes.
bool Life::work_beside_a_slow_sync() {
  // What was asked before alone leaves nothing to sync, and the armed fault would meet the closing.
  while (!engine_.dirty()) {
    if (!take_some()) return false;
  }
  engine_.hand_over();
  disk_.wait_for_sync();
  const bool alive = take_some();
  const auto early = engine_.finished();
  CHECK_MESSAGE(!early.has_value(), "durable before the disk said so");
  if (load_.below(2) == 0) disk_.cut();
  disk_.release();
  const auto durable = engine_.wait();
  if (!durable || !alive) return false;
  hear(*durable);
  return work();
}

std::vector<std::string> Life::suffer(Fault fault, bool while_opening) {
  if (while_opening) disk_.arm(fault, 1 + load_.below(kOpeningChanges));
  auto complaints = start_and_examine();
  if (complaints.empty() && disk_.struck().empty()) {
    if (!while_opening) disk_.arm(fault, fault == Fault::SyncWaits ? 1 : 1 + load_.below(kWorkingChanges));
    const bool alive = fault == Fault::SyncWaits ? work_beside_a_slow_sync() : work();
    if (!alive && disk_.struck().empty()) complaints.emplace_back("it ended without a fault");
  }
  ++tally_.faults;
  ++tally_.struck[disk_.struck().empty() ? "nothing: closed, then cut" : kind_of(disk_.struck())];
  if (disk_.struck().empty() || load_.below(2) == 0) {
    // The process ends by itself, or because of the fault; then the power goes.
    engine_.end();
    disk_.cut();
  }
  end();
  return complaints;
}

std::vector<std::string> Life::rest() {
  auto complaints = start_and_examine();
  end();
  return complaints;
}

Fault choose(std::mt19937_64& chance) {
  switch (std::uniform_int_distribution<int>(0, 9)(chance)) {
    case 0:
      return Fault::SyncFails;
    case 1:
      return Fault::Full;
    case 2:
      return Fault::SyncWaits;
    default:
      return Fault::PowerCut;
  }
}

void print(const Tally& tally) {
  std::string text = std::to_string(tally.faults) + " faults, " + std::to_string(tally.examinations) +
                     " examinations that asked for " + std::to_string(tally.asked) + " acknowledgements, " +
                     std::to_string(tally.asked_closed) + " of them of closed tickets; the faults met:";
  for (const auto& [change, times] : tally.struck)
    text += "\n  " + std::to_string(times) + " " + change;
  MESSAGE(text);
}

}  // namespace

TEST_CASE("whatever happens to the disk, and whenever, nothing that was acknowledged is lost, and nothing is doubled") {
  spdlog::set_level(spdlog::level::off);
  MESSAGE("seed " << chosen_seed());
  std::mt19937_64 chance(chosen_seed());
  const auto faults = from_environment("WHISTLE_CUTS", 300);
  Tally tally;
  while (tally.faults < faults) {
    const auto seed = chance();
    Life life(seed, /*sync=*/true, tally);
    std::vector<std::string> complaints;
    for (int i = 0; i < kFaultsOfALife && complaints.empty(); ++i) {
      const auto fault = choose(chance);
      const bool while_opening = fault != Fault::SyncWaits && chance() % 2 == 0;
      complaints = life.suffer(fault, while_opening);
    }
    if (complaints.empty()) complaints = life.rest();
    for (const auto& complaint : complaints)
      FAIL_CHECK("after " << tally.faults << " faults: " << complaint);
    if (!complaints.empty()) break;
  }
  print(tally);
  CHECK(tally.asked_closed > 0);
}

TEST_CASE("without syncs the same faults are found out") {
  spdlog::set_level(spdlog::level::off);
  MESSAGE("seed " << chosen_seed());
  std::mt19937_64 chance(chosen_seed());
  Tally tally;
  std::uint64_t lost = 0;
  constexpr std::uint64_t kLives = 5;
  for (std::uint64_t i = 0; i < kLives; ++i) {
    Life life(chance(), /*sync=*/false, tally);
    std::vector<std::string> complaints;
    for (int cut = 0; cut < kFaultsOfALife && complaints.empty(); ++cut)
      complaints = life.suffer(Fault::PowerCut, /*while_opening=*/false);
    if (complaints.empty()) complaints = life.rest();
    if (complaints.empty()) continue;
    ++lost;
    MESSAGE("found: " << complaints.front());
  }
  CHECK_MESSAGE(lost == kLives, "a disk that forgets what was not synced, and nobody noticed");
}

}  // namespace whistle::crash
