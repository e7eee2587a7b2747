// What must hold of one entry of a ticket, judged from outside: the ticket before, the ticket after, and the events
// between. Source: DOMAIN's "Rules that hold always", "Clocks", "Who may".
#pragma once

#include <string>

#include "engine/ruleset.h"
#include "engine/ticket.h"
#include "tests/simulation/broken_rule.h"
#include "whistle/v1/entry.pb.h"

namespace whistle::tests {

struct Passage {
  const v1::Entry& entry;
  const engine::Ticket* before = nullptr;  // nullptr: the entry begins the ticket
  const engine::Ticket& after;
  const engine::Ruleset& rules;           // in force when it was decided
  const engine::Ruleset& pinned;          // the ticket's, after the entry
  const engine::Ticket* first = nullptr;  // of a split: the ticket that it leaves; of a link: the lead ticket
};

// Throws BrokenRule with the rule and the entry's number.
inline void expect(const Passage& passage, bool holds, const std::string& rule) {
  require(holds, rule + ": entry " + std::to_string(passage.entry.sequence()));
}
[[nodiscard]] inline engine::Instant at(const Passage& passage) {
  return engine::Instant{passage.entry.time_us()};
}

// All of them.
void require_rules(const Passage& passage);

}  // namespace whistle::tests
