// Seeds × steps. WHISTLE_SEED=n runs that seed alone; WHISTLE_SEEDS=n so many of them; WHISTLE_STEPS=n so many steps;
// WHISTLE_COMPARE=n compares memory, tables and journal every n steps; WHISTLE_SHRINK=0 leaves a run that broke long.
#include "tests/simulation/simulation.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>

#include "tests/simulation/actors.h"
#include "tests/simulation/shrink.h"
#include "tests/support/load.h"

namespace whistle::tests {
namespace {

constexpr std::uint64_t kSeeds = kFast ? 16 : 3;
constexpr std::uint64_t kSteps = kFast ? 2'500 : 1'000;

const Setting& setting() {
  static const Setting kSetting;
  return kSetting;
}

struct Counts {
  std::map<int, std::uint64_t> commands, events;
  std::uint64_t entries = 0, told = 0, told_again = 0, refused = 0, crashes = 0, closed = 0;

  void add(const Simulation& simulation) {
    for (const auto& [command, times] : simulation.witness().commands())
      commands[command] += times;
    for (const auto& [event, times] : simulation.witness().events())
      events[event] += times;
    entries += simulation.witness().state().next_sequence.value;
    closed += simulation.witness().closed().size();
    told += simulation.clients().told_accepted;
    told_again += simulation.clients().told_again;
    refused += simulation.clients().told_refused;
    crashes += simulation.crashes();
  }
};

// A command or an event that no run brings about is not simulated at all.
void require_all_seen(const google::protobuf::Descriptor& message, const std::map<int, std::uint64_t>& seen) {
  for (int i = 0; i < message.field_count(); ++i) {
    INFO(message.name(), " ", message.field(i)->name());
    CHECK(seen.contains(message.field(i)->number()));
  }
}

// At once, because making it shorter takes a while.
void report(const Course& course, const BrokenRun& broken) {
  std::printf("%s\n%s\n", broken.trace.c_str(), broken.what.c_str());
  std::fflush(stdout);
  if (given("WHISTLE_SHRINK", 1) == 0) {
    FAIL_CHECK("WHISTLE_SEED=" << course.seed << " WHISTLE_STEPS=" << course.steps << " breaks at step " << broken.step
                               << ": " << broken.what);
    return;
  }
  const auto shortest = shrunk(setting(), course, broken);
  FAIL_CHECK("WHISTLE_SEED=" << course.seed << " WHISTLE_STEPS=" << course.steps << " breaks at step " << broken.step
                             << ": " << broken.what << "\nIn " << shortest.steps << " steps of those:\n"
                             << shortest.broken.what << "\n"
                             << shortest.broken.trace);
}

TEST_CASE("whatever clients, members, clocks, rules and crashes do, the rules hold and nothing is lost") {
  const auto steps = static_cast<std::uint32_t>(given("WHISTLE_STEPS", kSteps));
  const auto first = given("WHISTLE_SEED", 1);
  const auto seeds = given("WHISTLE_SEEDS", std::getenv("WHISTLE_SEED") == nullptr ? kSeeds : 1);
  Counts counts;
  for (auto seed = first; seed < first + seeds; ++seed) {
    Course course{seed, steps, static_cast<std::uint32_t>(given("WHISTLE_COMPARE", 20)), 1000, {}};
    Simulation simulation(setting(), course);
    if (const auto broken = simulation.run()) report(course, *broken);
    counts.add(simulation);
  }
  std::printf(
      "seeds %llu to %llu, %u steps each: %llu entries, %llu tickets closed, told accepted %llu (again %llu), "
      "told refused %llu, crashes %llu\n",
      static_cast<unsigned long long>(first), static_cast<unsigned long long>(first + seeds - 1), steps,
      static_cast<unsigned long long>(counts.entries), static_cast<unsigned long long>(counts.closed),
      static_cast<unsigned long long>(counts.told), static_cast<unsigned long long>(counts.told_again),
      static_cast<unsigned long long>(counts.refused), static_cast<unsigned long long>(counts.crashes));
  if (seeds < kSeeds || steps < kSteps) return;
  require_all_seen(*v1::Command::descriptor(), counts.commands);
  require_all_seen(*v1::Event::descriptor(), counts.events);
}

TEST_CASE("every command that a client may send has an actor") {
  std::map<int, std::uint64_t> sent;
  for (const auto& row : actors())
    ++sent[static_cast<int>(row.command)];
  // The engine's own and the operator's, which the codec refuses from anybody (proto/whistle/v1/command.proto, "journal
  // only"). The engine speaks them here too: clocks fire, splits are linked, refusals and readings recorded, engines
  // made and started, keys rotated.
  constexpr std::array kOwn = {
      v1::Command::kRecordRefusal,  v1::Command::kLinkSplitTicket, v1::Command::kCreateJournal,
      v1::Command::kStartEngine,    v1::Command::kFireClock,       v1::Command::kPutRulesetInForce,
      v1::Command::kHandOverTicket, v1::Command::kRecordFollower,  v1::Command::kFollowLeadTicket,
      v1::Command::kRecordRepeat,   v1::Command::kRecordReading,   v1::Command::kRotateMasterKey};
  const auto& commands = *v1::Command::descriptor();
  for (int i = 0; i < commands.field_count(); ++i) {
    const auto number = commands.field(i)->number();
    const bool own = std::ranges::find(kOwn, static_cast<v1::Command::BodyCase>(number)) != kOwn.end();
    INFO(commands.field(i)->name());
    CHECK(sent[number] == (own ? 0 : 1));
  }
}

TEST_CASE("the same seed gives the same journal") {
  std::string journals[2];
  for (auto& journal : journals) {
    Simulation simulation(setting(), {.seed = 5, .steps = 600});
    const auto broken = simulation.run();
    REQUIRE_MESSAGE(!broken, (broken ? broken->what + "\n" + broken->trace : std::string()));
    REQUIRE(simulation.store().scan_entries(engine::Sequence{0}, [&](engine::Sequence, std::string_view bytes) {
      journal.append(bytes);
      return true;
    }));
  }
  CHECK(journals[0].size() > 10'000);
  CHECK(journals[0] == journals[1]);
}

}  // namespace
}  // namespace whistle::tests
