// Which part of the domain a command or an event belongs to: whoever has to tell many of them apart asks this first.
#pragma once

#include "whistle/v1/command.pb.h"
#include "whistle/v1/event.pb.h"

namespace whistle::engine {

enum class Kind {
  None,         // nothing, or nothing that this program knows
  House,        // journal, engine, rulesets, identities, who was refused or has read, what is erased: no ticket's
  Absence,      // who is away: a member's, no ticket's
  Life,         // from the whistle to the closing
  Clock,        // limits that run
  Act,          // what else parties, dispatchers and whistle-blowers do
  Arbitration,  // what waits for an arbiter, what rests meanwhile, and joint handling
  Oversight,    // checks, supervision, whistle-ups, scores, approvals
  Succession,   // other rules for an open ticket
  Recurrence,   // reopening, and several tickets of one matter
  Appeal,
  Holdings,  // who has it in hand, and what files lie with it
};

// Every one of the language has a kind: tests/engine/kind_test.cc.
[[nodiscard]] Kind kind_of(v1::Command::BodyCase command);
[[nodiscard]] Kind kind_of(v1::Event::BodyCase event);

}  // namespace whistle::engine
