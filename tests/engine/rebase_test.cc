#include "engine/rebase.h"

#include <doctest/doctest.h>

#include <string>

#include "tests/engine/started_core.h"

namespace whistle::engine {

namespace {

const std::string kOtherHash(32, 'o');

Decided<v1::Entry> say(Core& core, const v1::Command& command, v1::Authentication who) {
  Input input{{}, {}, 0, command, {}};
  input.actor.set_authentication(who);
  return core.handle(input, kMonday);
}

void publish(Core& core, const RulesetParts& parts) {
  core.install(kOtherHash, load(parts).value());
  v1::Command command;
  command.mutable_publish_ruleset()->set_ruleset_sha256(kOtherHash);
  REQUIRE(say(core, command, v1::AUTHENTICATION_OPERATOR));
}

v1::Command rebase(TicketId ticket) {
  v1::Command command;
  command.mutable_rebase_ticket()->set_ticket(ticket.value);
  return command;
}

}  // namespace

TEST_CASE("a preview tells whom the new rules would name and which limits differ, and changes nothing") {
  auto core = started_core();
  const TicketId id{say(core, whistle("A", "E1"), v1::AUTHENTICATION_PLAIN)->ticket()};
  auto parts = sample_district();
  // Drainage goes to the street's own party no more, and may take a day.
  parts.people.mutable_parties(3)->clear_duties();
  parts.catalogue.mutable_categories(0)->mutable_resolve()->set_count(8);
  publish(core, parts);
  const auto before = to_record(*core.state().find_open(id)).SerializeAsString();
  const auto preview = preview_rebase(core.state(), *core.state().find_open(id));
  CHECK(preview.lead_pinned == "DEP-S1");
  CHECK(preview.lead_newest == "DEP");
  REQUIRE(preview.dues.size() == 1);
  CHECK(preview.dues[0].kind == v1::CLOCK_KIND_RESOLVE);
  CHECK(preview.dues[0].pinned == kMonday + hours(6));  // 4 working hours, over noon
  CHECK(preview.dues[0].newest == kMonday + hours(24));
  CHECK(preview.refused == v1::REFUSAL_CODE_UNSPECIFIED);
  CHECK(to_record(*core.state().find_open(id)).SerializeAsString() == before);
}

TEST_CASE("a limit that the new rules do not give is told as none") {
  auto core = started_core();
  const TicketId id{say(core, whistle("A", "E1"), v1::AUTHENTICATION_PLAIN)->ticket()};
  auto parts = sample_district();
  parts.catalogue.mutable_categories(0)->mutable_resolve()->set_count(0);
  publish(core, parts);
  const auto preview = preview_rebase(core.state(), *core.state().find_open(id));
  REQUIRE(preview.dues.size() == 1);
  CHECK_FALSE(preview.dues[0].newest);
}

TEST_CASE("a ticket whose urgency the new rules lack is told, and stays as it is") {
  auto core = started_core();
  const TicketId id{say(core, whistle("A", "E1"), v1::AUTHENTICATION_PLAIN)->ticket()};
  auto parts = sample_district();
  parts.clocks.mutable_urgencies(1)->set_name("ordinary");
  publish(core, parts);
  CHECK(preview_rebase(core.state(), *core.state().find_open(id)).refused == v1::REFUSAL_CODE_UNKNOWN_URGENCY);
  const auto refused = say(core, rebase(id), v1::AUTHENTICATION_OPERATOR);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().refusal.code() == v1::REFUSAL_CODE_UNKNOWN_URGENCY);
}

TEST_CASE("a rebase moves the pin alone") {
  auto core = started_core();
  const TicketId id{say(core, whistle("A", "E1"), v1::AUTHENTICATION_PLAIN)->ticket()};
  auto parts = sample_district();
  parts.catalogue.mutable_categories(0)->mutable_resolve()->set_count(8);
  publish(core, parts);
  auto before = core.state().find_open(id).value();
  const auto entry = say(core, rebase(id), v1::AUTHENTICATION_OPERATOR);
  REQUIRE(entry);
  const auto after = core.state().find_open(id).value();
  CHECK(after.ruleset == core.state().publications.back().sequence);
  CHECK(entry->events(0).ticket_rebased().former() == before.ruleset.value);
  before.ruleset = after.ruleset;
  before.last_entry = after.last_entry;
  CHECK(to_record(before).SerializeAsString() == to_record(after).SerializeAsString());
}

}  // namespace whistle::engine
