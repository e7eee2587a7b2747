// Who is away, kept from the entries alone, and what follows from it: nobody who is away is given anything, and what
// somebody has in hand is given away by itself, by a dispatcher, or by its colleagues once it is away.
#pragma once

#include <map>
#include <string>

#include "engine/state.h"
#include "whistle/v1/entry.pb.h"

namespace whistle::tests {

class Absences {
 public:
  // Throws BrokenRule. `before`: the state that the entry was decided in.
  void follow(const engine::State& before, const v1::Entry& entry);
  // Throws BrokenRule where a state remembers others than those that are not over.
  void require_remembered(const engine::State& state) const;

 private:
  [[nodiscard]] bool away(const engine::Ruleset& rules, const std::string& member, engine::Instant at) const;
  void require_report(const engine::Ruleset& rules, const v1::Entry& entry, const v1::AbsenceReported& event) const;
  void require_handed(const engine::Ruleset& rules, const v1::Entry& entry, const v1::DutyHandedOver& event) const;

  std::map<std::string, engine::Absence> reported_;  // the newest of each member, also when it is over
};

}  // namespace whistle::tests
