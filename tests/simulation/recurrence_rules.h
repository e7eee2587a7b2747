// What must hold of the entries by which closed tickets are reopened and tickets of one matter follow one of them.
// Source: DOMAIN, "Repeats and groups", "Life of a ticket", rules 6 and 12.
#pragma once

#include "tests/simulation/entry_rules.h"

namespace whistle::tests {

void require_reopened(const Passage& passage);
void require_linked_tickets(const Passage& passage);
void require_unlinked_tickets(const Passage& passage);
void require_recorded_follower(const Passage& passage);
void require_followed(const Passage& passage);
void require_repeated(const Passage& passage);

}  // namespace whistle::tests
