// What was confided to each ticket, as its senders said it, against what the vault holds for a ticket that was split
// off: nothing is lost on the way, and nothing of another ticket comes along.
#pragma once

#include <map>

#include "engine/ids.h"
#include "whistle/v1/entry.pb.h"

namespace whistle::tests {

class Confided {
 public:
  // `command` is the entry's as it was sent; `sealed` what the vault holds of the entry, opened, whole. Throws
  // BrokenRule.
  void follow(const v1::Entry& entry, const v1::Command& command, const v1::PersonalData& sealed);
  // What was confided to the ticket cannot be told any more.
  void forget(engine::TicketId ticket) { words_.erase(ticket); }

 private:
  std::map<engine::TicketId, v1::PersonalData> words_;  // reporter, address and point, as the ticket stands
};

}  // namespace whistle::tests
