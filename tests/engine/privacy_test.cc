// Who is told who reported it, and what is forgotten when. Source: DOMAIN, "Privacy and audit duties", rule 10.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "engine/core.h"
#include "engine/permission.h"
#include "tests/engine/started_core.h"

namespace whistle::engine {

namespace {

constexpr int kFirm = 6;             // in the sample's parties
constexpr std::uint32_t kDays = 30;  // that what is not property service is kept

const std::string kOtherHash(32, 'o');

// At E1: "A" is led by the street, the firm assists; "B" is the firm's; "C" is a complaint about it.
RulesetParts peopled() {
  auto parts = sample_district();
  parts.people.clear_members();
  add_member(parts, "admin", "DESK", {v1::ROLE_ADMIN});
  add_member(parts, "app", "DESK", {v1::ROLE_INTAKE});
  add_member(parts, "auditor", "DESK", {v1::ROLE_AUDITOR});
  add_member(parts, "chief", "DESK", {v1::ROLE_SUPERVISOR});
  add_member(parts, "committee", "CM11", {v1::ROLE_HANDLER, v1::ROLE_DISPATCHER});
  add_member(parts, "desk", "DESK", {v1::ROLE_DISPATCHER, v1::ROLE_ARBITER});
  add_member(parts, "firm", "FIRM", {v1::ROLE_HANDLER});
  add_member(parts, "firm-chief", "FIRM", {v1::ROLE_SUPERVISOR});
  add_member(parts, "firm-desk", "FIRM", {v1::ROLE_DISPATCHER});
  add_member(parts, "firm-walks", "FIRM", {v1::ROLE_GRID_MEMBER});
  add_member(parts, "group", "GROUP", {v1::ROLE_HANDLER});
  add_member(parts, "platform", "DESK", {v1::ROLE_PLATFORM});
  add_member(parts, "street", "ST1", {v1::ROLE_HANDLER});
  add_member(parts, "street-chief", "ST1", {v1::ROLE_SUPERVISOR});
  parts.routes = routes({rule("joint").category("A").lead(party("ST1")).assist(estate_party()),
                         rule("not-its-own-judge").category("C").lead(party("CM11")).against(estate_party()),
                         rule("rest").lead(by_catalogue())});
  parts.catalogue.mutable_categories(0)->set_urgency_index(2);  // of "A": so that a withdrawal closes it
  auto& kept = *parts.retention.emplace().add_classes();
  kept.set_class_(v1::CATEGORY_CLASS_EVENT);
  kept.set_days(kDays);
  return parts;
}

v1::Command reveal(std::uint64_t ticket, const char* why = "to call back") {
  v1::Command command;
  command.mutable_reveal_reporter()->set_ticket(ticket);
  command.mutable_reveal_reporter()->mutable_personal()->set_text(why);
  return command;
}

v1::Command erase(std::uint64_t ticket, v1::EraseGround ground = v1::ERASE_GROUND_REQUEST) {
  v1::Command command;
  auto& said = *command.mutable_erase_ticket();
  said.set_ticket(ticket);
  said.set_ground(ground);
  if (ground == v1::ERASE_GROUND_REQUEST) said.set_reference("file 7");
  return command;
}

struct Stage {
  Core core = started_core(peopled());
  std::uint64_t keys = 0;

  Decided<v1::Entry> say(const v1::Command& command, const std::string& member, Instant at = kMonday,
                         const std::string& acting_for = {}) {
    Input input{{}, "k" + std::to_string(++keys), 0, command, {}};
    input.actor.set_authentication(member == kEngineMember     ? v1::AUTHENTICATION_ENGINE
                                   : member == kOperatorMember ? v1::AUTHENTICATION_OPERATOR
                                                               : v1::AUTHENTICATION_PLAIN);
    input.actor.set_member(member);
    input.actor.set_acting_for(acting_for);
    return core.handle(input, at);
  }
  std::string told(const v1::Command& command, const std::string& member, Instant at = kMonday,
                   const std::string& acting_for = {}) {
    const auto before = header_record(core.state()).SerializeAsString();
    const auto outcome = say(command, member, at, acting_for);
    if (outcome) return "accepted";
    CHECK(header_record(core.state()).SerializeAsString() == before);
    const auto& refusal = outcome.error().refusal;
    auto text = v1::RefusalCode_Name(refusal.code()).substr(std::string("REFUSAL_CODE_").size());
    for (const auto& argument : refusal.arguments())
      if (argument.name() == "needs" || argument.name() == "party") text += ", " + argument.value();
    return text;
  }
  std::uint64_t blown(const char* category, bool anonymous = false) {
    auto command = whistle(category, "E1");
    command.mutable_blow_whistle()->set_anonymous(anonymous);
    const auto entry = say(command, "app");
    REQUIRE(entry);
    return entry->ticket();
  }
  void withdraw(std::uint64_t ticket, Instant at = kMonday) {
    v1::Command command;
    command.mutable_withdraw_whistle()->set_ticket(ticket);
    REQUIRE(say(command, "app", at));
    REQUIRE_FALSE(core.state().find_open(TicketId{ticket}));
  }
  Ticket ticket(std::uint64_t id) const { return core.state().find_ticket(TicketId{id}).value(); }
};

std::string party_of(const Stage& stage, const char* member) {
  const auto& rules = *stage.core.state().in_force();
  return rules.party(rules.member(*rules.find_member(member)).party).code;
}

// The firm under another code.
void succeed(Stage& stage) {
  auto parts = peopled();
  parts.people.mutable_parties(kFirm)->set_code("FIRMB");
  auto& successor = *parts.people.add_successors();
  successor.set_party("FIRM");
  successor.set_successor_index(kFirm);
  stage.core.install(kOtherHash, load(parts).value());
  v1::Command publish;
  publish.mutable_publish_ruleset()->set_ruleset_sha256(kOtherHash);
  REQUIRE(stage.say(publish, "@operator"));
}

// The row that a ticket's erasure leaves, and nothing else of it.
v1::ErasureRecord erasure_in(const Batch& batch, std::uint64_t ticket) {
  const auto name = erasure_name(TicketId{ticket});
  const auto row = std::ranges::find(batch.meta, name, &NamedRow::name);
  REQUIRE(row != batch.meta.end());
  v1::ErasureRecord record;
  REQUIRE(record.ParseFromString(row->row));
  return record;
}

}  // namespace

// ---- who is told ----

TEST_CASE("who works on a ticket and a supervisor are told who reported it, and the entry names who was told") {
  for (const auto* member : {"street", "firm", "firm-walks", "chief", "street-chief", "firm-chief"}) {
    CAPTURE(member);
    Stage stage;
    const auto id = stage.blown("A");
    const auto entry = stage.say(reveal(id), member);
    REQUIRE(entry);
    CHECK(entry->ticket() == id);
    REQUIRE(entry->events_size() == 1);
    CHECK(entry->events(0).reporter_revealed().member() == member);
    CHECK(entry->events(0).reporter_revealed().party() == party_of(stage, member));
  }
}

TEST_CASE("being told changes nothing of the ticket but that it was so") {
  Stage stage;
  const auto id = stage.blown("A");
  auto before = to_record(stage.ticket(id));
  const auto entry = stage.say(reveal(id), "street");
  REQUIRE(entry);
  auto after = to_record(stage.ticket(id));
  CHECK(after.last_entry() == entry->sequence());
  for (auto* row : {&before, &after}) {
    row->clear_last_entry();
    row->clear_keys();
    row->clear_notes();
  }
  CHECK(after.SerializeAsString() == before.SerializeAsString());
}

TEST_CASE("nobody else is told, whatever it reads, administers, passes on or dispatches") {
  Stage stage;
  const auto id = stage.blown("A");
  CHECK(stage.told(reveal(id), "group") == "NOT_PERMITTED, lead or assistant");
  CHECK(stage.told(reveal(id), "committee") == "NOT_PERMITTED, lead or assistant");
  for (const auto* member : {"auditor", "admin", "platform", "desk", "app", "@operator", "@engine"}) {
    CAPTURE(member);
    CHECK(stage.told(reveal(id), member) == "NOT_PERMITTED, handler or grid_member");
  }
  CHECK(stage.told(reveal(id), "") == "NOT_PERMITTED, lead or assistant");  // a claim that names nobody
}

TEST_CASE("in a handler's stead a dispatcher of its party may, and it is the dispatcher who was told") {
  Stage stage;
  const auto id = stage.blown("A");
  CHECK(stage.told(reveal(id), "firm-desk") == "NOT_PERMITTED, handler or grid_member");
  const auto entry = stage.say(reveal(id), "firm-desk", kMonday, "firm");
  REQUIRE(entry);
  CHECK(entry->events(0).reporter_revealed().member() == "firm-desk");
  CHECK(entry->actor().acting_for() == "firm");
}

TEST_CASE("nobody is told without a reason") {
  Stage stage;
  const auto id = stage.blown("A");
  CHECK(stage.told(reveal(id, ""), "street") == "MISSING");
  CHECK(stage.told(reveal(id, ""), "chief") == "MISSING");
}

TEST_CASE("of an anonymous whistle there is nobody to tell") {
  Stage stage;
  const auto id = stage.blown("A", /*anonymous=*/true);
  CHECK(stage.told(reveal(id), "street") == "NO_REPORTER");
  CHECK(stage.told(reveal(id), "chief") == "NO_REPORTER");
}

TEST_CASE("the party complained about is never told who complained, by none of its people, under no code") {
  Stage stage;
  const auto id = stage.blown("C");
  REQUIRE(stage.ticket(id).against == "FIRM");
  for (const auto* member : {"firm", "firm-walks", "firm-chief"}) {
    CAPTURE(member);
    CHECK(stage.told(reveal(id), member) == "COMPLAINED_ABOUT, FIRM");
  }
  CHECK(stage.told(reveal(id), "firm-desk", kMonday, "firm") == "COMPLAINED_ABOUT, FIRM");
  CHECK(stage.told(reveal(id), "committee") == "accepted");
  succeed(stage);
  for (const auto* member : {"firm", "firm-walks", "firm-chief"}) {
    CAPTURE(member);
    CHECK(stage.told(reveal(id), member) == "COMPLAINED_ABOUT, FIRM");
  }
  stage.withdraw(id);
  CHECK(stage.told(reveal(id), "firm-chief") == "COMPLAINED_ABOUT, FIRM");
}

TEST_CASE("who led a ticket that has closed lately may still have to call back; whose part ended, no more") {
  Stage stage;
  const auto id = stage.blown("A");
  stage.withdraw(id);
  REQUIRE(stage.core.state().recent.contains(TicketId{id}));
  CHECK(stage.told(reveal(id), "street") == "accepted");
  CHECK(stage.told(reveal(id), "chief") == "accepted");
  CHECK(stage.told(reveal(id), "firm") == "NOT_PERMITTED, lead or assistant");
  CHECK(stage.told(reveal(id), "auditor") == "NOT_PERMITTED, handler or grid_member");
}

TEST_CASE("an administrator sees nothing of a ticket, open or closed") {
  Stage stage;
  const auto id = stage.blown("A");
  v1::Actor admin;
  admin.set_authentication(v1::AUTHENTICATION_PLAIN);
  admin.set_member("admin");
  const auto standing = standing_of(stage.core.state(), admin, stage.core.state().last_time);
  REQUIRE(standing);
  CHECK(sight_of(stage.core.state(), *standing, stage.ticket(id)) == Sight::Nothing);
  stage.withdraw(id);
  CHECK(sight_of(stage.core.state(), *standing, stage.ticket(id)) == Sight::Nothing);
  CHECK_FALSE(reads_raw_journal(*standing));
}

// ---- what is forgotten ----

TEST_CASE("a closed ticket is forgotten when a supervisor of the desk says that somebody asked for it") {
  Stage stage;
  const auto id = stage.blown("B");
  stage.withdraw(id);
  (void)stage.core.take_batch();
  const auto entry = stage.say(erase(id), "chief");
  REQUIRE(entry);
  CHECK_FALSE(entry->has_ticket());
  REQUIRE(entry->events_size() == 1);
  CHECK(entry->events(0).personal_data_erased().ticket() == id);
  CHECK(entry->events(0).personal_data_erased().ground() == v1::ERASE_GROUND_REQUEST);
  const auto batch = stage.core.take_batch();
  REQUIRE(batch.erased.size() == 1);
  CHECK(batch.erased.front() == TicketId{id});
  const auto record = erasure_in(batch, id);
  CHECK(record.ticket() == id);
  CHECK(record.sequence() == entry->sequence());
  CHECK(record.time_us() == entry->time_us());
  CHECK(record.ground() == v1::ERASE_GROUND_REQUEST);
  CHECK(record.member() == "chief");
  CHECK(stage.core.take_batch().erased.empty());
}

TEST_CASE("an open ticket is not forgotten on request: somebody has to work with what was said") {
  Stage stage;
  CHECK(stage.told(erase(stage.blown("B")), "chief") == "WRONG_STATE");
}

TEST_CASE("nobody else has a ticket forgotten on request") {
  Stage stage;
  const auto id = stage.blown("B");
  stage.withdraw(id);
  for (const auto* member : {"app", "firm", "firm-chief", "street-chief", "admin", "auditor", "platform", "desk",
                             "@operator", "@engine", ""}) {
    CAPTURE(member);
    CHECK(stage.told(erase(id), member) == "NOT_PERMITTED, supervisor of the desk");
  }
}

TEST_CASE("what does not exist yet cannot be forgotten, and not without a ground") {
  Stage stage;
  CHECK(stage.told(erase(stage.core.state().next_sequence.value), "chief") == "UNKNOWN_TICKET");
  CHECK(stage.told(erase(1, v1::ERASE_GROUND_UNSPECIFIED), "chief") == "MISSING");
}

TEST_CASE("the other grounds are the engine's, and nobody's to claim") {
  Stage stage;
  const auto id = stage.blown("A");
  stage.withdraw(id);
  for (const auto ground : {v1::ERASE_GROUND_RETENTION, v1::ERASE_GROUND_RESTORED}) {
    for (const auto* member : {"chief", "admin", "auditor", "desk", "@operator", ""}) {
      CAPTURE(member);
      CHECK(stage.told(erase(id, ground), member, kMonday + hours(24 * 400)) == "NOT_PERMITTED, engine");
    }
  }
}

TEST_CASE("what falls due is forgotten by the engine at its instant and not before, and what the rules keep never") {
  Stage stage;
  const auto id = stage.blown("A");
  stage.withdraw(id);
  auto command = erase(id, v1::ERASE_GROUND_RETENTION);
  command.mutable_erase_ticket()->set_category("A");
  command.mutable_erase_ticket()->set_closed_us(stage.ticket(id).closed->us);
  const auto due = *stage.ticket(id).closed + hours(24 * kDays);
  CHECK(stage.told(command, "@engine", due - microseconds(1)) == "NOT_PERMITTED, the end of its retention");
  CHECK(stage.told(command, "@engine", due) == "accepted");
  command.mutable_erase_ticket()->set_category("B");  // property service
  CHECK(stage.told(command, "@engine", kMonday + hours(24 * 4'000)) == "NOT_PERMITTED, the end of its retention");
}

TEST_CASE("what had been forgotten and came back with a backup is forgotten again, open or not") {
  Stage stage;
  const auto open = stage.blown("B");
  const auto entry = stage.say(erase(open, v1::ERASE_GROUND_RESTORED), "@engine");
  REQUIRE(entry);
  const auto record = erasure_in(stage.core.take_batch(), open);
  CHECK(record.member() == "@engine");
  CHECK(record.ground() == v1::ERASE_GROUND_RESTORED);
  CHECK(stage.core.state().find_open(TicketId{open}));
}

TEST_CASE("a replayed journal forgets the same tickets and leaves the same rows") {
  Stage stage;
  const auto id = stage.blown("B");
  stage.withdraw(id);
  REQUIRE(stage.say(erase(id), "chief"));
  Core again{State{}};
  again.install(kSampleHash, stage.core.state().rulesets.at(kSampleHash));
  for (const auto& stored : stage.core.untaken_entries())
    again.replay(parse_entry(stored.bytes).value());
  const auto decided = stage.core.take_batch();
  const auto replayed = again.take_batch();
  CHECK(replayed.erased == decided.erased);
  CHECK(erasure_in(replayed, id).SerializeAsString() == erasure_in(decided, id).SerializeAsString());
}

// ---- who has read, and under which key it lies ----

TEST_CASE("that somebody reads is the engine's to record, and names who") {
  Stage stage;
  v1::Command command;
  auto& reading = *command.mutable_record_reading();
  reading.mutable_reader()->set_member("auditor");
  reading.set_kind(v1::READING_KIND_PUBLISHED_RULESET);
  for (const auto* member : {"auditor", "admin", "chief", "@operator"})
    CHECK(stage.told(command, member) == "NOT_PERMITTED, engine");
  const auto entry = stage.say(command, "@engine");
  REQUIRE(entry);
  CHECK(entry->events(0).reading_recorded().member() == "auditor");
  CHECK(entry->events(0).reading_recorded().kind() == v1::READING_KIND_PUBLISHED_RULESET);
}

TEST_CASE("another master key is the operator's to name, and the header remembers which") {
  Stage stage;
  v1::Command command;
  auto& rotate = *command.mutable_rotate_master_key();
  rotate.set_former_id(std::string(8, 'f'));
  rotate.set_id(std::string(8, 'i'));
  for (const auto* member : {"admin", "chief", "auditor", "@engine"})
    CHECK(stage.told(command, member) == "NOT_PERMITTED, operator");
  CHECK(stage.told(command, "@operator") == "accepted");
  CHECK(header_record(stage.core.state()).master_key_id() == std::string(8, 'i'));
  rotate.set_former_id(rotate.id());
  CHECK(stage.told(command, "@operator") == "INVALID");
  rotate.set_id("short");
  CHECK(stage.told(command, "@operator") == "INVALID");
}

}  // namespace whistle::engine
