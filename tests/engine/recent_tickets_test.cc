#include <doctest/doctest.h>

#include "engine/recent_tickets.h"

namespace whistle::engine {

namespace {

Ticket closed(std::uint64_t id, std::int64_t at, std::int64_t reopen_until, std::int64_t appeal_until) {
  Ticket ticket;
  ticket.id = TicketId{id};
  ticket.state = v1::TICKET_STATE_CLOSED;
  ticket.category = "G";
  ticket.closed = Instant{at};
  if (reopen_until != 0) ticket.reopen_until = Instant{reopen_until};
  if (appeal_until != 0) ticket.appeal_until = Instant{appeal_until};
  ticket.parts.push_back({"FIRM"});
  return ticket;
}

}  // namespace

TEST_CASE("a closed ticket stays until the later of its two times is over") {
  RecentTickets recent;
  recent.put(closed(1, 10, 20, 30));
  recent.put(closed(2, 11, 40, 15));
  CHECK(recent.size() == 2);
  CHECK(recent.since() == Instant{10});
  CHECK_FALSE(recent.over(Instant{30}));  // at its last instant it may still be appealed for
  CHECK(recent.over(Instant{31}) == TicketId{1});
  CHECK(recent.erase(TicketId{1}));
  CHECK_FALSE(recent.erase(TicketId{1}));
  CHECK(recent.since() == Instant{11});
  CHECK_FALSE(recent.over(Instant{40}));
  CHECK(recent.over(Instant{41}) == TicketId{2});
}

TEST_CASE("what no act may concern is not kept") {
  RecentTickets recent;
  recent.put(closed(1, 10, 0, 0));
  CHECK(recent.size() == 0);
  CHECK_FALSE(recent.since());
}

TEST_CASE("an appeal that waits keeps its ticket, whatever the time") {
  RecentTickets recent;
  auto ticket = closed(1, 10, 20, 30);
  ticket.appeals.push_back({"FIRM", v1::APPEAL_SUBJECT_MISSES, v1::APPEAL_GROUND_WRONG_FACTS, Instant{12}});
  recent.put(ticket);
  CHECK_FALSE(recent.over(kInstantMax));
  ticket.appeals.front().decided = Instant{99};
  recent.put(ticket);
  CHECK(recent.size() == 1);
  CHECK(recent.over(Instant{100}) == TicketId{1});
}

TEST_CASE("a ticket that was put again is there once, as it is now") {
  RecentTickets recent;
  recent.put(closed(1, 10, 20, 30));
  auto again = closed(1, 50, 60, 70);
  again.rating = 4;
  recent.put(again);
  CHECK(recent.size() == 1);
  CHECK(recent.find(TicketId{1})->rating == 4);
  CHECK(recent.since() == Instant{50});
  CHECK_FALSE(recent.over(Instant{31}));
  CHECK(recent.find_matter(TicketId{1})->category == "G");
}

}  // namespace whistle::engine
