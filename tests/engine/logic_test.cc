// What a journal is decided by is its own matter: a newer program changes nothing until somebody adopts its logic.
#include "engine/logic.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "engine/permission.h"
#include "tests/engine/started_core.h"

namespace whistle::engine {

namespace {

RulesetParts peopled() {
  auto parts = sample_district();
  parts.people.clear_members();
  add_member(parts, "admin", "DESK", {v1::ROLE_ADMIN});
  add_member(parts, "auditor", "DESK", {v1::ROLE_AUDITOR});
  add_member(parts, "chief", "DESK", {v1::ROLE_SUPERVISOR});
  add_member(parts, "desk", "DESK", {v1::ROLE_HANDLER, v1::ROLE_DISPATCHER, v1::ROLE_ARBITER});
  return parts;
}

Decided<v1::Entry> say(Core& core, const v1::Command& command, const std::string& member) {
  Input input{{}, "k" + std::to_string(core.state().next_sequence.value), 0, command, {}};
  input.actor.set_authentication(member == kEngineMember     ? v1::AUTHENTICATION_ENGINE
                                 : member == kOperatorMember ? v1::AUTHENTICATION_OPERATOR
                                                             : v1::AUTHENTICATION_PLAIN);
  input.actor.set_member(member);
  return core.handle(input, kMonday);
}

std::string told(const Decided<v1::Entry>& outcome) {
  if (outcome) return "accepted";
  const auto& refusal = outcome.error().refusal;
  auto text = v1::RefusalCode_Name(refusal.code()).substr(std::string("REFUSAL_CODE_").size());
  for (const auto& argument : refusal.arguments())
    text += " " + argument.name() + "=" + argument.value();
  return text;
}

v1::Command adopt(std::uint32_t logic) {
  v1::Command command;
  command.mutable_adopt_logic()->set_logic(logic);
  return command;
}

v1::Command rotate() {
  v1::Command command;
  command.mutable_rotate_master_key()->set_former_id(std::string(8, 'f'));
  command.mutable_rotate_master_key()->set_id(std::string(8, 'i'));
  return command;
}

// What came with logic 2, each as somebody who may would say it.
struct Said {
  v1::Command command;
  std::string member;
};

std::vector<Said> of_logic_2(std::uint64_t ticket) {
  v1::Command reveal;
  reveal.mutable_reveal_reporter()->set_ticket(ticket);
  reveal.mutable_reveal_reporter()->mutable_personal()->set_text("to call back");
  v1::Command erase;
  erase.mutable_erase_ticket()->set_ticket(ticket);
  erase.mutable_erase_ticket()->set_ground(v1::ERASE_GROUND_RESTORED);
  v1::Command reading;
  reading.mutable_record_reading()->mutable_reader()->set_member("auditor");
  reading.mutable_record_reading()->set_kind(v1::READING_KIND_RAW_ENTRIES);
  return {{reveal, "chief"},
          {erase, std::string(kEngineMember)},
          {reading, std::string(kEngineMember)},
          {rotate(), std::string(kOperatorMember)}};
}

std::vector<v1::Entry> entries_of(const Core& core) {
  std::vector<v1::Entry> entries;
  for (const auto& stored : core.untaken_entries())
    entries.push_back(parse_entry(stored.bytes).value());
  return entries;
}

Core replayed(const Core& core, std::size_t entries) {
  Core again{State{}};  // as a program that was started on what another has written
  again.install(kSampleHash, core.state().rulesets.at(kSampleHash));
  const auto all = entries_of(core);
  for (std::size_t i = 0; i < entries; ++i)
    again.replay(all[i]);
  return again;
}

}  // namespace

TEST_CASE("a journal of logic 1 refuses what came with logic 2, says which it needs, and stays as it is") {
  auto core = started_core(peopled(), /*logic=*/1);
  const auto id = say(core, whistle("A", "E1"), "")->ticket();
  const auto before = header_record(core.state()).SerializeAsString();
  for (const auto& [command, member] : of_logic_2(id)) {
    CAPTURE(member);
    CHECK(logic_needed(command.body_case()) == 2);
    CHECK(told(say(core, command, member)) == "LOGIC_OLD logic=2");
  }
  CHECK(header_record(core.state()).SerializeAsString() == before);
}

TEST_CASE("once logic 2 is adopted, the same people say the same, and are heard") {
  auto core = started_core(peopled(), /*logic=*/1);
  const auto id = say(core, whistle("A", "E1"), "")->ticket();
  REQUIRE(say(core, adopt(2), "admin"));
  for (const auto& [command, member] : of_logic_2(id)) {
    CAPTURE(member);
    CHECK(told(say(core, command, member)) == "accepted");
  }
}

TEST_CASE("a journal that begins today is of the newest logic, and every older command is known to the oldest") {
  CHECK(started_core().state().logic == kNewestLogic);
  CHECK(logic_needed(v1::Command::kBlowWhistle) == kOldestLogic);
  CHECK(logic_needed(v1::Command::kAdoptLogic) == kOldestLogic);  // nobody could adopt another
}

TEST_CASE("an administrator or the operator adopts a logic, and nobody else") {
  for (const auto* member : {"auditor", "chief", "desk", "", "@engine"}) {
    CAPTURE(member);
    auto core = started_core(peopled(), /*logic=*/1);
    CHECK(told(say(core, adopt(2), member)) == "NOT_PERMITTED needs=admin");
    CHECK(core.state().logic == 1);
  }
  for (const auto* member : {"admin", "@operator"}) {
    CAPTURE(member);
    auto core = started_core(peopled(), /*logic=*/1);
    const auto entry = say(core, adopt(2), member);
    REQUIRE(entry);
    REQUIRE(entry->events_size() == 1);
    CHECK(entry->events(0).logic_adopted().logic() == 2);
    CHECK(core.state().logic == 2);
  }
}

TEST_CASE("a logic that this program lacks, that holds already, or that is older is not adopted") {
  auto core = started_core(peopled());
  CHECK(told(say(core, adopt(kNewestLogic + 1), "admin")) == "UNKNOWN_LOGIC newest=4");
  CHECK(told(say(core, adopt(0), "admin")) == "UNKNOWN_LOGIC newest=4");
  CHECK(told(say(core, adopt(kNewestLogic), "admin")) == "NOTHING_CHANGES");
  CHECK(told(say(core, adopt(1), "@operator")) == "INVALID field=logic why=older than the journal's");
  auto old = started_core(peopled(), /*logic=*/1);
  CHECK(told(say(old, adopt(1), "admin")) == "NOTHING_CHANGES");
}

TEST_CASE("entries say what they were decided by: the one that adopts another still the former") {
  auto core = started_core(peopled(), /*logic=*/1);
  REQUIRE(say(core, whistle("A", "E1"), ""));
  const auto adopting = say(core, adopt(2), "admin");
  REQUIRE(adopting);
  REQUIRE(say(core, whistle("A", "E1"), ""));
  REQUIRE(core.fire_due(kMonday + hours(24), 1) == 1);
  std::size_t later = 0;
  for (const auto& entry : entries_of(core)) {
    CAPTURE(entry.sequence());
    const bool after = entry.sequence() > adopting->sequence();
    CHECK(entry.logic() == (after ? 2U : 1U));
    later += after ? 1 : 0;
  }
  CHECK(later == 2);  // a whistle, and a clock of the one before
}

TEST_CASE("a program that replays a journal goes on with the journal's logic, not with its own") {
  auto core = started_core(peopled(), /*logic=*/1);
  REQUIRE(say(core, whistle("A", "E1"), ""));
  const auto before = core.untaken_entries().size();
  REQUIRE(say(core, adopt(2), "admin"));
  auto old = replayed(core, before);
  CHECK(old.state().logic == 1);
  CHECK(told(say(old, rotate(), "@operator")) == "LOGIC_OLD logic=2");
  CHECK(replayed(core, before + 1).state().logic == 2);
  // And so does one that reads the tables.
  State state;
  restore_header(state, header_record(old.state()));
  CHECK(state.logic == 1);
}

}  // namespace whistle::engine
