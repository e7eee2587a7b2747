#include <doctest/doctest.h>

#include "engine/invariants.h"

namespace whistle::engine {

namespace {

Ticket sound() {
  Ticket ticket;
  ticket.state = v1::TICKET_STATE_DISPATCHED;
  ticket.parts = {{"FIRM", v1::PART_STATE_ASSIGNED}, {"CO1", v1::PART_STATE_ASSIGNED}};
  Clock clock;
  clock.kind = v1::CLOCK_KIND_TOTAL;
  clock.next = Instant{5};
  ticket.clocks = {clock};
  return ticket;
}

}  // namespace

TEST_CASE("a sound ticket breaks no rule") {
  CHECK_FALSE(broken_invariant(sound()));
}

TEST_CASE("each broken rule is named") {
  auto ticket = sound();
  SUBCASE("no lead") {
    ticket.parts.clear();
  }
  SUBCASE("a lead without a code") {
    ticket.parts[0].party.clear();
  }
  SUBCASE("a party leads and assists") {
    ticket.parts[1].party = "FIRM";
  }
  SUBCASE("a party assists twice") {
    ticket.parts.push_back(ticket.parts[1]);
  }
  SUBCASE("the party complained about assists") {
    ticket.against = "CO1";
  }
  SUBCASE("no clock") {
    ticket.clocks.clear();
  }
  SUBCASE("no clock that still acts") {
    ticket.clocks[0].next.reset();
  }
  SUBCASE("a clock twice") {
    ticket.clocks.push_back(ticket.clocks[0]);
  }
  SUBCASE("open with a closing time") {
    ticket.closed = Instant{1};
  }
  SUBCASE("closed without a time") {
    ticket.state = v1::TICKET_STATE_CLOSED;
    ticket.clocks.clear();
    ticket.parts.pop_back();
  }
  SUBCASE("closed with a running clock") {
    ticket.state = v1::TICKET_STATE_CLOSED;
    ticket.closed = Instant{9};
    ticket.parts.pop_back();
  }
  SUBCASE("closed with an assistant at work") {
    ticket.state = v1::TICKET_STATE_CLOSED;
    ticket.closed = Instant{9};
    ticket.clocks.clear();
  }
  CHECK(broken_invariant(ticket));
}

}  // namespace whistle::engine
