#include "engine/open_tally.h"

#include <doctest/doctest.h>

namespace whistle::engine {
namespace {

Ticket led_by(const std::string& party, v1::TicketState state) {
  Ticket ticket;
  ticket.state = state;
  if (!party.empty()) ticket.parts.push_back({party, v1::PART_STATE_ASSIGNED});
  return ticket;
}

std::uint32_t count(const OpenTally& tally, const std::string& party, v1::TicketState state) {
  const auto found = tally.by_lead().find(party);
  return found == tally.by_lead().end() ? 0 : found->second.at(static_cast<std::size_t>(state));
}

}  // namespace

TEST_CASE("tickets are counted by lead and state, and leave as they came") {
  OpenTally tally;
  const auto firm = led_by("F-1", v1::TICKET_STATE_DISPATCHED);
  const auto street = led_by("S-1", v1::TICKET_STATE_ON_SITE);
  tally.add(firm);
  tally.add(firm);
  tally.add(street);
  CHECK(count(tally, "F-1", v1::TICKET_STATE_DISPATCHED) == 2);
  CHECK(count(tally, "S-1", v1::TICKET_STATE_ON_SITE) == 1);
  CHECK(count(tally, "S-1", v1::TICKET_STATE_DISPATCHED) == 0);
  tally.remove(firm);
  tally.remove(street);
  CHECK(count(tally, "F-1", v1::TICKET_STATE_DISPATCHED) == 1);
  CHECK(count(tally, "S-1", v1::TICKET_STATE_ON_SITE) == 0);
}

TEST_CASE("a ticket that nobody leads yet is counted under no party") {
  OpenTally tally;
  tally.add(led_by("", v1::TICKET_STATE_RECEIVED));
  CHECK(count(tally, "", v1::TICKET_STATE_RECEIVED) == 1);
}

}  // namespace whistle::engine
