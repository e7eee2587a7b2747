#include "engine/applicable.h"

#include <doctest/doctest.h>

#include "engine/apply.h"

namespace whistle::engine {
namespace {

v1::Entry entry_of(const v1::Event& event) {
  v1::Entry entry;
  entry.set_ticket(3);
  *entry.add_events() = event;
  return entry;
}

v1::Event dispatched(std::uint32_t first_assistant) {
  v1::Event event;
  event.mutable_ticket_dispatched()->set_lead("FIRM");
  auto& added = *event.mutable_ticket_dispatched()->add_assist();
  added.set_part(first_assistant);
  added.set_party("DEP");
  return event;
}

v1::Event started(v1::ClockKind kind) {
  v1::Event event;
  event.mutable_clock_started()->mutable_clock()->set_kind(kind);
  return event;
}

TEST_CASE("a clock starts that does not run, and only one that runs stops") {
  Ticket ticket;
  v1::Event stopped;
  stopped.mutable_clock_stopped()->mutable_clock()->set_kind(v1::CLOCK_KIND_RESOLVE);
  CHECK_FALSE(is_applicable(stopped, ticket));
  REQUIRE(apply_if_applicable(entry_of(started(v1::CLOCK_KIND_RESOLVE)), ticket));
  CHECK_FALSE(is_applicable(started(v1::CLOCK_KIND_RESOLVE), ticket));
  CHECK(is_applicable(started(v1::CLOCK_KIND_TOTAL), ticket));
  CHECK(is_applicable(stopped, ticket));
  v1::Event closed;
  closed.mutable_ticket_closed();
  CHECK_FALSE(is_applicable(closed, ticket));
  REQUIRE(apply_if_applicable(entry_of(stopped), ticket));
  CHECK(is_applicable(closed, ticket));
}

TEST_CASE("parts are numbered on, and only a part that is there does anything") {
  Ticket ticket;
  v1::Event arrived;
  arrived.mutable_arrived_on_site()->set_part(1);
  CHECK_FALSE(is_applicable(dispatched(2), ticket));
  CHECK_FALSE(is_applicable(arrived, ticket));
  REQUIRE(apply_if_applicable(entry_of(dispatched(1)), ticket));
  CHECK(is_applicable(arrived, ticket));
  CHECK_FALSE(is_applicable(dispatched(1), ticket));
  CHECK(is_applicable(dispatched(2), ticket));
}

TEST_CASE("a request ends that waits, and a part passes on from who has it") {
  Ticket ticket;
  REQUIRE(apply_if_applicable(entry_of(dispatched(1)), ticket));
  v1::Event refused;
  refused.mutable_request_refused();
  CHECK_FALSE(is_applicable(refused, ticket));
  v1::Event made;
  made.mutable_request_made()->set_kind(v1::REQUEST_KIND_RETURN);
  REQUIRE(apply_if_applicable(entry_of(made), ticket));
  CHECK_FALSE(is_applicable(made, ticket));
  CHECK(is_applicable(refused, ticket));

  v1::Event handed;
  auto& part = *handed.mutable_ticket_handed_over()->add_parts();
  part.set_former("GROUP");
  part.set_party("NEW");
  CHECK_FALSE(is_applicable(handed, ticket));
  part.set_former("FIRM");
  CHECK(is_applicable(handed, ticket));
  *handed.mutable_ticket_handed_over()->add_parts() = part;  // it has passed on already
  CHECK_FALSE(is_applicable(handed, ticket));
}

TEST_CASE("of an entry that cannot be applied nothing is") {
  Ticket ticket;
  auto entry = entry_of(started(v1::CLOCK_KIND_RESOLVE));
  entry.add_events()->mutable_ticket_closed();
  CHECK_FALSE(apply_if_applicable(entry, ticket));
  CHECK(ticket.clocks.empty());
  CHECK_FALSE(apply_if_applicable(entry_of({}), ticket));
}

}  // namespace
}  // namespace whistle::engine
