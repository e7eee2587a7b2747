#include "engine/open_tally.h"

#include <doctest/doctest.h>

namespace whistle::engine {
namespace {

std::uint32_t count(const OpenTally& tally, const std::string& party, v1::TicketState state) {
  const auto found = tally.by_lead().find(party);
  return found == tally.by_lead().end() ? 0 : found->second.at(static_cast<std::size_t>(state));
}

}  // namespace

TEST_CASE("tickets are counted by lead and state, and leave as they came") {
  OpenTally tally;
  tally.add("F-1", v1::TICKET_STATE_DISPATCHED);
  tally.add("F-1", v1::TICKET_STATE_DISPATCHED);
  tally.add("S-1", v1::TICKET_STATE_ON_SITE);
  CHECK(count(tally, "F-1", v1::TICKET_STATE_DISPATCHED) == 2);
  CHECK(count(tally, "S-1", v1::TICKET_STATE_ON_SITE) == 1);
  CHECK(count(tally, "S-1", v1::TICKET_STATE_DISPATCHED) == 0);
  tally.remove("F-1", v1::TICKET_STATE_DISPATCHED);
  tally.remove("S-1", v1::TICKET_STATE_ON_SITE);
  CHECK(count(tally, "F-1", v1::TICKET_STATE_DISPATCHED) == 1);
  CHECK(count(tally, "S-1", v1::TICKET_STATE_ON_SITE) == 0);
}

TEST_CASE("a ticket that nobody leads yet is counted under no party") {
  OpenTally tally;
  tally.add("", v1::TICKET_STATE_RECEIVED);
  CHECK(count(tally, "", v1::TICKET_STATE_RECEIVED) == 1);
}

}  // namespace whistle::engine
