// What must hold of one act of a dispatcher, a whistle-blower or a party, and of how a ticket begins. Source: DOMAIN's
// "Clocks", "Further acts", "Who may", rules 6 and 10; engine/LIFE.md.
#pragma once

#include "tests/simulation/entry_rules.h"

namespace whistle::tests {

// Throws BrokenRule with the rule and the entry's number. Commands about which there is nothing more to say than
// `require_rules` does pass.
void require_act(const Passage& passage);

}  // namespace whistle::tests
