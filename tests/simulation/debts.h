// Rule 11: missing a clock never rids a party of its work. Who loses the lead by a ladder, or while it stands charged
// with a missed clock, owes its part from then on, until it has finished it, is released by a resolution, or leads
// again. No amendment rids it of that, and an amendment keeps nobody else.
//
// Kept over all entries of all tickets, from events alone.
#pragma once

#include <map>
#include <set>
#include <string>

#include "tests/simulation/entry_rules.h"

namespace whistle::tests {

class Debts {
 public:
  // Throws BrokenRule where a dispatch rids somebody of what it owes, or an amendment keeps somebody who owes nothing.
  void follow(const Passage& passage);

 private:
  static void inherit(const Passage& passage, std::set<std::string>& owed);
  std::map<engine::TicketId, std::set<std::string>> owed_;  // assistants that led and were kept
};

}  // namespace whistle::tests
