// What the transcripts of the acts do not show: that the tables follow from the journal, what is at the edges of a
// limit, and what a district without limits gets.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "engine/core.h"
#include "engine/permission.h"
#include "tests/engine/started_core.h"

namespace whistle::engine {

namespace {

// The sample with people for every act; codes ascend.
RulesetParts peopled() {
  auto parts = sample_district();
  add_member(parts, "M2-DESK", "DESK", {v1::ROLE_HANDLER, v1::ROLE_DISPATCHER, v1::ROLE_INTAKE});
  add_member(parts, "M3-CM11", "CM11", {v1::ROLE_HANDLER, v1::ROLE_DISPATCHER});
  add_member(parts, "M4-DEP", "DEP-S1", {v1::ROLE_HANDLER});
  return parts;
}

// A core on a district, its journal made.
struct Stage {
  Core core;
  std::uint64_t keys = 0;

  explicit Stage(const RulesetParts& parts) : core(started_core(parts)) {}

  Decided<v1::Entry> say(const v1::Command& command, const char* member, Instant at = kMonday) {
    Input input{{}, "k" + std::to_string(++keys), 0, command, {}};
    if (const auto* personal = personal_in(command); personal != nullptr && !personal->text().empty()) {
      input.commitments.set_text(std::string(32, 'c'));
    }
    input.actor.set_authentication(v1::AUTHENTICATION_PLAIN);
    input.actor.set_member(member);
    return core.handle(input, at);
  }
  std::uint64_t must(const v1::Command& command, const char* member, Instant at = kMonday) {
    const auto entry = say(command, member, at);
    REQUIRE_MESSAGE(entry, entry.error().refusal.ShortDebugString());
    return entry->ticket();
  }
  Ticket ticket(std::uint64_t id) const { return *core.state().find_open(TicketId{id}); }
};

v1::Command progress(std::uint64_t ticket) {
  v1::Command command;
  command.mutable_report_progress()->set_ticket(ticket);
  command.mutable_report_progress()->mutable_personal()->set_text("half way");
  return command;
}

v1::Command reassign(std::uint64_t ticket, const char* party) {
  v1::Command command;
  command.mutable_reassign_ticket()->set_ticket(ticket);
  command.mutable_reassign_ticket()->set_party(party);
  command.mutable_reassign_ticket()->mutable_personal()->set_text("why");
  return command;
}

v1::Command amend(std::uint64_t ticket, const char* category) {
  v1::Command command;
  command.mutable_amend_ticket()->set_ticket(ticket);
  command.mutable_amend_ticket()->set_category(category);
  command.mutable_amend_ticket()->mutable_personal()->set_text("why");
  return command;
}

v1::Command split(std::uint64_t ticket, const char* category) {
  v1::Command command;
  command.mutable_split_ticket()->set_ticket(ticket);
  command.mutable_split_ticket()->set_category(category);
  command.mutable_split_ticket()->mutable_personal()->set_text("the second matter");
  return command;
}

v1::Command contact(std::uint64_t ticket, bool reached) {
  v1::Command command;
  command.mutable_contact_reporter()->set_ticket(ticket);
  command.mutable_contact_reporter()->set_reached(reached);
  return command;
}

RulesetParts with_resolve_limit(std::uint32_t count, v1::LimitUnit unit) {
  auto parts = peopled();
  auto& limit = *parts.catalogue.mutable_categories(2)->mutable_resolve();  // of B
  limit.set_count(count);
  limit.set_unit(unit);
  return parts;
}

// What the lead gets after a dispute of what it resolved at `resolved`; blown, signed and disputed at kMonday's hour.
Instant rework_due(const RulesetParts& parts, Instant resolved, Instant disputed) {
  Stage stage(parts);
  const auto id = stage.must(whistle("B", "E1"), "M2-DESK");
  stage.must(acknowledge(id), "M1");
  stage.must(resolve(id), "M1", resolved);
  stage.must(dispute(id), "M2-DESK", disputed);
  return stage.ticket(id).find_clock(0, v1::CLOCK_KIND_RESOLVE)->due;
}

v1::RefusalCode refused(const Decided<v1::Entry>& outcome) {
  REQUIRE_FALSE(outcome);
  return outcome.error().refusal.code();
}

}  // namespace

TEST_CASE(
    "rework has what was left of the resolve clock, in time of the limit's own kind, and at least a fifth of it") {
  const auto friday = kMonday + hours(4 * 24);
  SUBCASE("continuous hours pass at night") {
    const auto parts = with_resolve_limit(10, v1::LIMIT_UNIT_CONTINUOUS_HOURS);
    CHECK(rework_due(parts, kMonday + hours(3), friday) == friday + hours(7));
    CHECK(rework_due(parts, kMonday + hours(9), friday) == friday + hours(2));
    CHECK(rework_due(parts, kMonday + hours(30), friday) == friday + hours(2));
  }
  SUBCASE("minutes, to the microsecond") {
    const auto parts = with_resolve_limit(1, v1::LIMIT_UNIT_MINUTES);
    CHECK(rework_due(parts, kMonday + seconds(59), friday) == friday + seconds(12));
  }
  SUBCASE("working hours wait for the office") {
    const auto parts = with_resolve_limit(5, v1::LIMIT_UNIT_WORKING_HOURS);
    // Three of five hours are left; Friday evening at 20:00 is followed by Monday.
    CHECK(rework_due(parts, kMonday + hours(2), friday + hours(11)) == kMonday + hours(7 * 24 + 2));
  }
  SUBCASE("a fifth of five working days is one working day") {
    const auto parts = with_resolve_limit(5, v1::LIMIT_UNIT_WORKING_DAYS);
    CHECK(rework_due(parts, friday + hours(3 * 24), friday + hours(3 * 24 + 1)) == friday + hours(4 * 24 + 1));
  }
  SUBCASE("calendar days") {
    const auto parts = with_resolve_limit(5, v1::LIMIT_UNIT_CALENDAR_DAYS);
    CHECK(rework_due(parts, kMonday + hours(4 * 24 + 23), friday + hours(24)) == friday + hours(48));
  }
}

TEST_CASE("where nothing limits a resolution, a dispute leaves the reminder of rule 1") {
  auto parts = peopled();
  for (auto& urgency : *parts.clocks.mutable_urgencies()) {
    urgency.clear_resolve();
    urgency.clear_total();
  }
  Stage stage(parts);
  const auto id = stage.must(whistle("B", "E1"), "M2-DESK");
  // The acknowledge clock alone would leave nothing behind it.
  stage.must(acknowledge(id), "M1");
  CHECK(stage.ticket(id).find_clock(0, v1::CLOCK_KIND_TOTAL) != nullptr);
  stage.must(resolve(id), "M1");
  stage.must(dispute(id), "M2-DESK");
  CHECK(stage.ticket(id).find_clock(0, v1::CLOCK_KIND_RESOLVE) == nullptr);
  CHECK(stage.ticket(id).first_to_act() != nullptr);
  stage.must(reassign(id, "CM11"), "M2-DESK");
  CHECK(stage.ticket(id).first_to_act() != nullptr);
}

TEST_CASE("replaying every act gives the same tables, byte for byte") {
  Stage stage(peopled());
  const auto id = stage.must(whistle("B", "E1"), "M2-DESK");
  stage.must(contact(id, false), "M1");
  stage.must(contact(id, true), "M1", kMonday + minutes(3));
  stage.must(acknowledge(id), "M1");
  stage.must(progress(id), "M1");
  stage.must(urge(id), "M2-DESK");
  stage.must(resolve(id), "M1", kMonday + minutes(20));
  stage.must(dispute(id), "M2-DESK", kMonday + minutes(30));
  stage.must(split(id, "A"), "M2-DESK", kMonday + minutes(31));
  stage.must(amend(id, "C"), "M2-DESK", kMonday + minutes(32));
  stage.must(reassign(id, "ST1"), "M2-DESK", kMonday + minutes(33));
  Core again{State{}};
  again.install(kSampleHash, stage.core.state().rulesets.at(kSampleHash));
  for (const auto& stored : stage.core.untaken_entries())
    again.replay(parse_entry(stored.bytes).value());
  const auto decided = stage.core.take_batch();
  const auto replayed = again.take_batch();
  REQUIRE(decided.open_tickets.size() == 2);
  REQUIRE(replayed.open_tickets.size() == 2);
  for (std::size_t i = 0; i < 2; ++i) {
    CHECK(replayed.open_tickets[i].row == decided.open_tickets[i].row);
    v1::TicketRecord record;
    REQUIRE(record.ParseFromString(decided.open_tickets[i].row));
    CHECK(to_record(from_record(record)).SerializeAsString() == decided.open_tickets[i].row);
  }
  CHECK(replayed.meta.back().row == decided.meta.back().row);
  const auto& ticket = stage.ticket(id);
  CHECK(ticket.contacts == 2);
  CHECK(ticket.first_contact == kMonday + minutes(3));
  CHECK(ticket.notes.size() == 5);  // progress, resolution, dispute, amendment, reassignment
}

TEST_CASE("a split is two entries of one turn: the new ticket's first, and the first ticket's, which names it") {
  Stage stage(peopled());
  const auto id = stage.must(whistle("B", "E1"), "M2-DESK");
  (void)stage.core.take_batch();
  const auto born = stage.say(split(id, "A"), "M2-DESK");
  REQUIRE(born);
  CHECK(born->ticket() == born->sequence());
  CHECK_FALSE(born->has_previous());
  const auto& entries = stage.core.untaken_entries();
  REQUIRE(entries.size() == 2);
  const auto second = parse_entry(entries[1].bytes).value();
  CHECK(second.ticket() == id);
  CHECK(second.previous() == id);
  CHECK(second.actor().member() == kEngineMember);
  CHECK(stage.ticket(id).split_into == std::vector{TicketId{born->ticket()}});
  CHECK(stage.ticket(born->ticket()).split_from == TicketId{id});
  CHECK(stage.ticket(born->ticket()).day_counter == 2);
}

TEST_CASE("a ticket is split sixteen times at most") {
  Stage stage(peopled());
  const auto id = stage.must(whistle("B", "E1"), "M2-DESK");
  for (std::size_t i = 0; i < kSplitsPerTicket; ++i)
    stage.must(split(id, "A"), "M2-DESK");
  CHECK(refused(stage.say(split(id, "A"), "M2-DESK")) == v1::REFUSAL_CODE_TOO_MANY_SPLITS);
}

TEST_CASE("a ticket names its last thirty-two notes") {
  Stage stage(peopled());
  const auto id = stage.must(whistle("B", "E1"), "M2-DESK");
  stage.must(acknowledge(id), "M1");
  for (std::size_t i = 0; i < kNotesPerTicket; ++i)
    stage.must(progress(id), "M1");
  const auto second = stage.ticket(id).notes[1];
  stage.must(progress(id), "M1");
  CHECK(stage.ticket(id).notes.size() == kNotesPerTicket);
  CHECK(stage.ticket(id).notes.front() == second);
}

TEST_CASE("a dispatcher of the party complained about decides nothing and is given nothing") {
  auto parts = peopled();
  parts.routes = routes(
      {rule("complaint").category("C").lead(party("ST1")).against(party("CM11")), rule("rest").lead(by_catalogue())});
  Stage stage(parts);
  const auto id = stage.must(whistle("C", "E1"), "M2-DESK");
  for (const auto& command : {reassign(id, "FIRM"), amend(id, "B"), split(id, "A"), urge(id)}) {
    CHECK(refused(stage.say(command, "M3-CM11")) == v1::REFUSAL_CODE_COMPLAINED_ABOUT);
  }
  CHECK(refused(stage.say(reassign(id, "CM11"), "M2-DESK")) == v1::REFUSAL_CODE_COMPLAINED_ABOUT);
}

TEST_CASE("a party that turns out to be complained about loses its part, whatever it has missed") {
  auto parts = peopled();
  parts.routes =
      routes({rule("complaint").category("C").lead(party("ST1")).assist(estate_party()).against(estate_party()),
              rule("rest").lead(by_catalogue())});
  Stage stage(parts);
  const auto id = stage.must(whistle("B", "E1"), "M2-DESK");
  const auto late = kMonday + hours(24 * 20);
  stage.must(amend(id, "C"), "M2-DESK", late);
  const auto& ticket = stage.ticket(id);
  CHECK(ticket.lead() == "ST1");
  CHECK(ticket.against == "FIRM");
  CHECK_FALSE(ticket.part_of("FIRM"));
  CHECK(std::ranges::none_of(ticket.clocks, [](const Clock& clock) { return clock.part != 0; }));
}

TEST_CASE("who is kept for a missed clock by one amendment is kept by the next, until it has finished its part") {
  Stage stage(peopled());
  const auto id = stage.must(whistle("C", "E1"), "M2-DESK");  // the community's
  const auto due = stage.ticket(id).find_clock(0, v1::CLOCK_KIND_ACK)->due;
  const auto late = due + minutes(1);
  stage.must(amend(id, "A"), "M2-DESK", late);
  REQUIRE(stage.ticket(id).lead() != "CM11");
  REQUIRE(stage.ticket(id).part_of("CM11"));
  stage.must(amend(id, "P"), "M2-DESK", late);
  CHECK(stage.ticket(id).part_of("CM11"));
  stage.must(acknowledge(id), "M3-CM11", late);
  stage.must(amend(id, "A"), "M2-DESK", late);
  CHECK(stage.ticket(id).part_of("CM11"));
  stage.must(finish(id), "M3-CM11", late);
  CHECK_FALSE(stage.ticket(id).part_of("CM11"));
}

TEST_CASE("who led without missing a clock and assists because a routing says so is released by the next one") {
  auto parts = peopled();
  parts.routes =
      routes({rule("both").category("A").lead(party("ST2")).assist(estate_party()), rule("rest").lead(by_catalogue())});
  Stage stage(parts);
  const auto id = stage.must(whistle("B", "E1"), "M2-DESK");
  stage.must(reassign(id, "ST1"), "M2-DESK");
  REQUIRE_FALSE(stage.ticket(id).part_of("FIRM"));
  stage.must(amend(id, "A"), "M2-DESK");
  REQUIRE(stage.ticket(id).part_of("FIRM"));
  stage.must(amend(id, "P"), "M2-DESK");
  CHECK_FALSE(stage.ticket(id).part_of("FIRM"));
}

TEST_CASE("who led a ticket once goes on seeing what became of it, but not whose words it was") {
  Stage stage(peopled());
  const auto id = stage.must(whistle("B", "E1"), "M2-DESK");
  stage.must(reassign(id, "ST1"), "M2-DESK");
  Standing firm;
  firm.member = "M1";
  firm.party_code = "FIRM";
  CHECK(sight_of(stage.core.state(), firm, stage.ticket(id)) == Sight::Record);
}

}  // namespace whistle::engine
