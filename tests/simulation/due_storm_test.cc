// A million clocks come due at one instant, and the engine goes on taking commands.
//
// WHISTLE_STORM=n storms with n clocks.
#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <set>
#include <string>
#include <tuple>

#include "engine/core.h"
#include "tests/simulation/chance.h"
#include "tests/simulation/daemon.h"
#include "tests/simulation/setting.h"
#include "tests/support/load.h"

namespace whistle::tests {
namespace {

using engine::Core;
using engine::Input;
using engine::Instant;
using engine::TicketId;
using std::chrono::steady_clock;

constexpr std::size_t kFireMax = 256;  // clocks a turn, as the service
constexpr std::size_t kCommandsATurn = 4;
constexpr std::size_t kClocksATicket = 4;           // acknowledge, on site, resolve, total
constexpr Instant kNight{1'790'604'000'000'000};    // 2026-09-28 22:00 in the district
constexpr Instant kMorning{1'790'643'600'000'000};  // 09:00 of the next day: one working hour has passed

constexpr std::uint64_t kClocks = kFast ? 1'000'000 : 100'000;

double seconds_since(steady_clock::time_point start) {
  return std::chrono::duration<double>(steady_clock::now() - start).count();
}

// Of this process, in MiB; 0 where the system does not tell.
std::size_t resident_mib() {
  std::ifstream statm("/proc/self/statm");
  std::size_t whole = 0;
  std::size_t resident = 0;
  statm >> whole >> resident;
  return resident * 4096 >> 20;
}

// Where a clock stands among those that are due at one instant.
using Place = std::tuple<TicketId, std::uint32_t, v1::ClockKind>;

// The engine in memory; each turn's batch is made and dropped.
class Storm {
 public:
  explicit Storm(std::size_t tickets) : rules_(load_simulated("storm")), core_(engine::State{}) {
    core_.install(rules_.rules.sha256, rules_.rules.ruleset);
    v1::Command create;
    create.mutable_create_journal()->set_journal_id(std::string(16, 'j'));
    v1::Command publish;
    publish.mutable_publish_ruleset()->set_ruleset_sha256(rules_.rules.sha256);
    REQUIRE(handle(create, engine::operator_actor(), kNight));
    REQUIRE(handle(publish, engine::operator_actor(), kNight));
    for (std::size_t i = 0; i < tickets; ++i) {
      REQUIRE(blow(kNight));
      if (i % 1024 == 0) (void)core_.take_batch();
    }
    (void)core_.take_batch();
  }

  const Core& core() const { return core_; }
  std::size_t missed() const { return missed_.size(); }
  std::size_t early() const { return early_; }
  std::size_t twice() const { return twice_; }
  bool in_order() const { return in_order_; }
  std::size_t commands() const { return commands_; }
  std::size_t by_commands() const { return by_commands_; }

  // Commands, then as much of the storm as one turn may fire; returns how much that was.
  std::size_t turn(Instant now, bool with_commands) {
    for (std::size_t i = 0; with_commands && i < kCommandsATurn; ++i)
      act(now);
    const auto from = core_.untaken_entries().size();
    const auto fired = core_.fire_due(now, kFireMax);
    const auto& entries = core_.untaken_entries();
    REQUIRE(entries.size() - from == fired);
    for (std::size_t i = 0; i < entries.size(); ++i) {
      const auto entry = engine::parse_entry(entries[i].bytes).value();
      if (i >= from) follow_order(entry);
      count(entry);
    }
    (void)core_.take_batch();
    return fired;
  }

 private:
  bool handle(const v1::Command& command, const v1::Actor& actor, Instant now) {
    return core_.handle(Input{actor, {}, 0, command, {}}, now).has_value();
  }
  static v1::Actor speaker(const char* member) {
    v1::Actor actor;
    actor.set_authentication(v1::AUTHENTICATION_PLAIN);
    actor.set_member(member);
    return actor;
  }
  bool blow(Instant now) {
    v1::Command command;
    auto& blow = *command.mutable_blow_whistle();
    blow.set_kind(v1::WHISTLE_KIND_RESIDENT);
    blow.set_source(v1::SOURCE_RESIDENT);
    blow.set_category("RUBBISH");
    blow.mutable_location()->set_estate("E-GARDEN");
    return handle(command, speaker("app"), now);
  }
  // A whistle, or the next act on any ticket. An act fires the clocks of its own ticket first, and no others.
  void act(Instant now) {
    ++commands_;
    if (chance_.one_in(4)) {
      REQUIRE(blow(now));
      return;
    }
    const auto& open = core_.state().open_ids;
    auto at = open.upper_bound(TicketId{chance_.below(core_.state().next_sequence.value)});
    if (at == open.end()) at = open.begin();
    const auto ticket = *at;
    const auto before = core_.untaken_entries().size();
    const bool accepted = handle(next_act(*core_.state().find_open(ticket)), speaker("firm-1"), now);
    const auto fired = core_.untaken_entries().size() - before - (accepted ? 1 : 0);
    REQUIRE(fired <= kClocksATicket);
    by_commands_ += fired;
  }
  static v1::Command next_act(const engine::Ticket& ticket) {
    v1::Command command;
    if (ticket.state == v1::TICKET_STATE_DISPATCHED) {
      command.mutable_acknowledge_ticket()->set_ticket(ticket.id.value);
    } else if (ticket.state == v1::TICKET_STATE_ACKNOWLEDGED) {
      command.mutable_arrive_on_site()->set_ticket(ticket.id.value);
    } else {
      command.mutable_resolve_ticket()->set_ticket(ticket.id.value);
      command.mutable_resolve_ticket()->set_outcome(v1::OUTCOME_FIXED);
    }
    return command;
  }
  // All are due at one instant, so that what a turn fires ascends by ticket, part and kind.
  void follow_order(const v1::Entry& entry) {
    const auto& name = entry.command().fire_clock().clock();
    const Place place{TicketId{entry.ticket()}, name.part(), name.kind()};
    in_order_ = in_order_ && last_ < place;
    last_ = place;
  }
  void count(const v1::Entry& entry) {
    for (const auto& event : entry.events()) {
      if (!event.has_clock_missed()) continue;
      const auto& name = event.clock_missed().clock();
      early_ += Instant{entry.time_us()} > kMorning ? 0 : 1;
      twice_ += missed_.emplace(TicketId{entry.ticket()}, name.part(), name.kind()).second ? 0 : 1;
    }
  }

  Variant rules_;
  Core core_;
  Chance chance_{1, 1};
  Place last_{};
  bool in_order_ = true;
  std::size_t early_ = 0;
  std::size_t twice_ = 0;
  std::size_t by_commands_ = 0;
  std::size_t commands_ = 0;
  std::set<Place> missed_;
};

TEST_CASE("a storm of clocks that are due at one instant fires in order, once each, and commands go on") {
  const auto tickets = static_cast<std::size_t>(given("WHISTLE_STORM", kClocks)) / kClocksATicket;
  auto start = steady_clock::now();
  Storm storm(tickets);
  const auto made = seconds_since(start);
  const auto memory = resident_mib();
  REQUIRE(storm.core().next_due() == kMorning);
  CHECK(storm.turn(kMorning, /*with_commands=*/false) == 0);  // in time until the very instant

  start = steady_clock::now();
  std::size_t turns = 0;
  double longest = 0;
  for (auto now = kMorning + engine::microseconds(1);; now = now + engine::microseconds(1000)) {
    const auto turn_start = steady_clock::now();
    const auto fired = storm.turn(now, /*with_commands=*/true);
    longest = std::max(longest, seconds_since(turn_start));
    REQUIRE(fired <= kFireMax);
    ++turns;
    if (fired < kFireMax) break;
  }
  const auto stormed = seconds_since(start);
  CHECK(storm.in_order());
  CHECK(storm.early() == 0);
  CHECK(storm.twice() == 0);
  // What was acknowledged, reached or resolved in the storm has been missed before: nothing is kept that was late.
  CHECK(storm.missed() == tickets * kClocksATicket);
  std::printf(
      "%zu clocks of %zu tickets due at one instant: fired in %.1f s (%.0f/s), %zu turns, the longest %.1f ms, between "
      "them %zu commands that fired %zu of their own first; %.1f s to make, %zu MiB resident before, %zu after\n",
      tickets * kClocksATicket, tickets, stormed, static_cast<double>(storm.missed()) / stormed, turns, longest * 1e3,
      storm.commands(), storm.by_commands(), made, memory, resident_mib());
}

}  // namespace
}  // namespace whistle::tests
