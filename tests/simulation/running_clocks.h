// A ticket's clocks as the events of one entry leave them, kept by other means than the core's: each event is judged
// as it comes, and what they lead to is compared with the ticket.
//
//   RunningClocks clocks(passage);
//   for (const auto& event : passage.entry.events()) clocks.see(event);
//   clocks.compare();
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/time.h"
#include "tests/simulation/entry_rules.h"

namespace whistle::tests {

class RunningClocks {
 public:
  // The passage outlives it.
  explicit RunningClocks(const Passage& passage);

  // Throws BrokenRule where the event does not follow from those before it.
  void see(const v1::Event& event);
  // Throws BrokenRule where the ticket's clocks are others.
  void compare() const;

 private:
  using Key = std::pair<std::uint32_t, v1::ClockKind>;

  void check_verifier(const std::string& party) const;
  void expect(bool holds, const std::string& rule) const;
  engine::Clock& named(const v1::ClockName& name);
  void start(const v1::ClockStarted& event);
  void stop(const v1::ClockStopped& event);
  void warn(const v1::ClockWarned& event);
  void miss(const v1::ClockMissed& event);
  void set(const v1::ClockSet& event);
  void dispatch(const v1::TicketDispatched& event);
  void hand_over(const v1::TicketHandedOver& event);
  void pause(const v1::ClockPaused& event);
  void resume(const v1::ClockResumed& event);
  void extend(const v1::ClockExtended& event);
  [[nodiscard]] v1::LimitUnit unit_of(v1::ClockKind kind) const;

  const Passage& passage_;
  const engine::Instant at_;
  std::map<Key, engine::Clock> clocks_;
  std::vector<std::string> parties_;  // by part
  std::string arbiter_;               // who decides what waits
};

}  // namespace whistle::tests
