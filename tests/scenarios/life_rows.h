// How each command is asked for the tables of engine/LIFE.md: in which state of the ticket, under which circumstances,
// and what it says. To add a command, add its row to one of the lists.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "tests/scenarios/staged_ticket.h"

namespace whistle::tests {

struct Row {
  std::string name;
  v1::TicketState asked_in = v1::TICKET_STATE_DISPATCHED;
  std::function<v1::Command(const StagedTicket&)> command;
  bool of_ticket = true;
  v1::RequestKind waits = v1::REQUEST_KIND_UNSPECIFIED;  // for an arbiter, when it is asked
  v1::Source source = v1::SOURCE_RESIDENT;               // from which the ticket was blown
  StagedRules rules = StagedRules::AsDispatched;
  StagedGroup group = StagedGroup::Alone;
  StagedCharge charge = StagedCharge::Nothing;
  StagedLogic logic = StagedLogic::Newest;

  [[nodiscard]] StagedTicket staged(v1::TicketState state) const {
    return StagedTicket(state, waits, source, rules, group, charge, logic);
  }
};

// Of one command, by its field's name; empty: nobody has written its row yet, and the tables' tests fail.
[[nodiscard]] std::vector<Row> rows_of(const std::string& field);

}  // namespace whistle::tests
