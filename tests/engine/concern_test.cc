#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "engine/concern.h"

namespace whistle::engine {

namespace {

using Parties = std::vector<std::string>;

Ticket led_by(const std::string& lead) {
  Ticket ticket;
  ticket.parts.push_back({lead, v1::PART_STATE_ASSIGNED});
  return ticket;
}

}  // namespace

TEST_CASE("lead, assistants, informed and supervising parties hear of an entry, each once and in order") {
  auto ticket = led_by("STREET");
  ticket.parts.push_back({"FIRM", v1::PART_STATE_RELEASED});
  ticket.inform = {"COMMUNITY", "FIRM"};
  ticket.supervised_by = {"DESK"};
  CHECK(parties_concerned({}, ticket, nullptr) == Parties{"COMMUNITY", "DESK", "FIRM", "STREET"});
}

TEST_CASE("whom an entry's events name hears of it, though the ticket has gone on without them") {
  v1::Entry entry;
  entry.add_events()->mutable_clock_missed()->set_party("FIRM");
  entry.add_events()->mutable_clock_warned()->set_party("WARNED");
  auto& dispatched = *entry.add_events()->mutable_ticket_dispatched();
  dispatched.set_lead("COMMUNITY");
  dispatched.add_assist()->set_party("HELPER");
  dispatched.add_inform("TOLD");
  entry.add_events()->mutable_ladder_step_taken()->set_party("STREET");
  entry.add_events()->mutable_ladder_step_taken();  // reminded nobody by name
  CHECK(parties_concerned(entry, led_by("COMMUNITY"), nullptr) ==
        Parties{"COMMUNITY", "FIRM", "HELPER", "STREET", "TOLD", "WARNED"});
}

TEST_CASE("the party complained about is told nothing, but a desk that leads the complaint about itself is") {
  auto ticket = led_by("COMMUNITY");
  ticket.against = "FIRM";
  ticket.inform = {"FIRM"};
  CHECK(parties_concerned({}, ticket, nullptr) == Parties{"COMMUNITY"});
  auto of_the_desk = led_by("DESK");
  of_the_desk.against = "DESK";
  CHECK(parties_concerned({}, of_the_desk, nullptr) == Parties{"DESK"});
}

}  // namespace whistle::engine
