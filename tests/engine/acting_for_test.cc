// Who may act in whose stead, what an administrator may not take away, and what is kept of a refusal.
#include <doctest/doctest.h>

#include <string>

#include "engine/core.h"
#include "engine/permission.h"
#include "tests/engine/started_core.h"

namespace whistle::engine {

namespace {

const std::string kAdminKey(32, 'a');
const std::string kOtherKey(32, 'b');
// The sample with people, one of them with a key.
Core peopled_core() {
  auto parts = sample_district();
  parts.people.clear_members();
  add_member(parts, "admin", "DESK", {v1::ROLE_ADMIN});
  add_member(parts, "app", "DESK", {v1::ROLE_DISPATCHER, v1::ROLE_INTAKE});
  add_member(parts, "firm-chief", "FIRM", {v1::ROLE_DISPATCHER});
  add_member(parts, "firm-worker", "FIRM", {v1::ROLE_HANDLER, v1::ROLE_SUPERVISOR});
  add_member(parts, "phone", "DESK", {v1::ROLE_INTAKE});
  auto core = started_core(parts);
  v1::Command admin;
  admin.mutable_register_identity()->set_member("admin");
  admin.mutable_register_identity()->set_curve_public_key(kAdminKey);
  Input input{{}, {}, 0, admin, {}};
  input.actor.set_authentication(v1::AUTHENTICATION_OPERATOR);
  REQUIRE(core.handle(input, kMonday));
  return core;
}

v1::Actor claiming(const std::string& member) {
  v1::Actor actor;
  actor.set_authentication(v1::AUTHENTICATION_PLAIN);
  actor.set_member(member);
  return actor;
}

v1::Actor in_stead_of(const std::string& member, const std::string& acting_for) {
  auto actor = claiming(member);
  actor.set_acting_for(acting_for);
  return actor;
}

v1::Actor for_a_resident(const std::string& member) {
  auto actor = claiming(member);
  actor.set_acting_for_resident(true);
  return actor;
}

Decided<v1::Entry> say(Core& core, const v1::Actor& actor, const v1::Command& command) {
  static int next_key = 0;
  return core.handle(Input{actor, std::to_string(++next_key), 0, command, {}}, kMonday);
}

v1::RefusalCode code_of(const Decided<v1::Entry>& outcome) {
  return outcome ? v1::REFUSAL_CODE_UNSPECIFIED : outcome.error().refusal.code();
}

std::uint64_t blown(Core& core) {
  return say(core, claiming("app"), whistle("B", "E1")).value().ticket();
}

v1::Command revoke(const std::string& key) {
  v1::Command command;
  command.mutable_revoke_identity()->set_curve_public_key(key);
  return command;
}

v1::Command register_key(const std::string& member, const std::string& key) {
  v1::Command command;
  command.mutable_register_identity()->set_member(member);
  command.mutable_register_identity()->set_curve_public_key(key);
  return command;
}

}  // namespace

TEST_CASE("a dispatcher acts for a handler of its own party, as itself, and the entry tells for whom") {
  auto core = peopled_core();
  const auto ticket = blown(core);
  CHECK(code_of(say(core, claiming("firm-chief"), acknowledge(ticket))) == v1::REFUSAL_CODE_NOT_PERMITTED);
  const auto entry = say(core, in_stead_of("firm-chief", "firm-worker"), acknowledge(ticket));
  REQUIRE(entry);
  CHECK(entry->actor().member() == "firm-chief");
  CHECK(entry->actor().acting_for() == "firm-worker");
}

TEST_CASE("who acts for a member has none of that member's other roles, and none of its own") {
  const auto core = peopled_core();
  const auto standing = standing_of(core.state(), in_stead_of("firm-chief", "firm-worker"), core.state().last_time);
  REQUIRE(standing);
  CHECK(standing->has(v1::ROLE_HANDLER));
  CHECK_FALSE(standing->has(v1::ROLE_SUPERVISOR));
  CHECK_FALSE(standing->has(v1::ROLE_DISPATCHER));
}

TEST_CASE("who acts for a member is not the whistle-blower that one is oneself") {
  auto core = peopled_core();
  const auto ticket = blown(core);
  v1::Command withdraw;
  withdraw.mutable_withdraw_whistle()->set_ticket(ticket);
  CHECK(code_of(say(core, in_stead_of("app", "phone"), withdraw)) == v1::REFUSAL_CODE_NOT_PERMITTED);
  CHECK(say(core, claiming("app"), withdraw));
}

TEST_CASE("nobody acts for a member of another party, for somebody unknown, or without being a dispatcher") {
  const auto core = peopled_core();
  for (const auto& [member, acting_for] : {std::pair{"app", "firm-worker"},
                                           {"firm-chief", "admin"},
                                           {"firm-chief", "nobody"},
                                           {"firm-worker", "firm-chief"},
                                           {"admin", "admin"},
                                           {"@plain", "firm-worker"}}) {
    CAPTURE(member);
    CAPTURE(acting_for);
    CHECK_FALSE(standing_of(core.state(), in_stead_of(member, acting_for), core.state().last_time));
  }
}

TEST_CASE("an intake identity that acts for a resident has no right but the whistle-blower's") {
  auto core = peopled_core();
  const auto ticket = blown(core);
  const auto standing = standing_of(core.state(), for_a_resident("app"), core.state().last_time);
  REQUIRE(standing);
  CHECK(standing->roles == 0);
  CHECK(standing->party_code.empty());
  CHECK(sight_of(core.state(), *standing, *core.state().find_open(TicketId{ticket})) == Sight::Resident);
  CHECK_FALSE(standing_of(core.state(), for_a_resident("firm-worker"), core.state().last_time));
  CHECK(code_of(say(core, for_a_resident("app"), acknowledge(ticket))) == v1::REFUSAL_CODE_NOT_PERMITTED);
  v1::Command withdraw;
  withdraw.mutable_withdraw_whistle()->set_ticket(ticket);
  CHECK(code_of(say(core, claiming("firm-chief"), withdraw)) == v1::REFUSAL_CODE_NOT_PERMITTED);
  const auto entry = say(core, for_a_resident("app"), withdraw);
  REQUIRE(entry);
  CHECK(entry->actor().acting_for_resident());
}

TEST_CASE("with the ticket's token a resident urges and disputes through any intake identity") {
  auto core = peopled_core();
  const auto ticket = blown(core);
  CHECK(code_of(say(core, claiming("phone"), urge(ticket))) == v1::REFUSAL_CODE_NOT_PERMITTED);
  CHECK(say(core, for_a_resident("phone"), urge(ticket)));

  v1::Command arrive;
  arrive.mutable_arrive_on_site()->set_ticket(ticket);
  for (const auto& command : {acknowledge(ticket), arrive, resolve(ticket)})
    REQUIRE(say(core, claiming("firm-worker"), command));
  CHECK(code_of(say(core, claiming("phone"), dispute(ticket))) == v1::REFUSAL_CODE_NOT_PERMITTED);
  CHECK(say(core, for_a_resident("phone"), dispute(ticket)));
}

TEST_CASE("the last administrator's key cannot be revoked, by itself or by another") {
  auto core = peopled_core();
  CHECK(code_of(say(core, claiming("admin"), revoke(kAdminKey))) == v1::REFUSAL_CODE_LAST_ADMIN);
  REQUIRE(say(core, claiming("admin"), register_key("firm-worker", kOtherKey)));
  CHECK(code_of(say(core, claiming("admin"), revoke(kAdminKey))) == v1::REFUSAL_CODE_LAST_ADMIN);
  CHECK(say(core, claiming("admin"), revoke(kOtherKey)));
  const std::string spare(32, 'c');
  REQUIRE(say(core, claiming("admin"), register_key("admin", spare)));
  CHECK(say(core, claiming("admin"), revoke(kAdminKey)));
  CHECK(code_of(say(core, claiming("admin"), revoke(spare))) == v1::REFUSAL_CODE_LAST_ADMIN);
}

TEST_CASE("a refusal is recorded by the engine alone, touches no ticket and changes no row") {
  auto core = peopled_core();
  (void)core.take_batch();
  v1::Command record;
  record.mutable_record_refusal()->mutable_sender()->set_member("firm-worker");
  record.mutable_record_refusal()->set_code(v1::REFUSAL_CODE_NOT_PERMITTED);
  CHECK(code_of(say(core, claiming("admin"), record)) == v1::REFUSAL_CODE_NOT_PERMITTED);
  v1::Actor engine;
  engine.set_authentication(v1::AUTHENTICATION_ENGINE);
  const auto entry = core.handle(Input{engine, "", 0, record, {}}, kMonday);
  REQUIRE(entry);
  CHECK_FALSE(entry->has_ticket());
  CHECK(entry->events(0).refusal_recorded().member() == "firm-worker");
  const auto batch = core.take_batch();
  CHECK(batch.entries.size() == 1);
  CHECK(batch.open_tickets.empty());
  CHECK(batch.keys.empty());
}

}  // namespace whistle::engine
