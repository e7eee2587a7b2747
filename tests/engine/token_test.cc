// Bearer tokens: issued by an administrator, for a time, and residents who act by their ticket's own link.
#include <doctest/doctest.h>

#include "engine/core.h"
#include "engine/logic.h"
#include "engine/permission.h"
#include "tests/engine/started_core.h"

namespace whistle::engine {

namespace {

const std::string kToken(32, 't');
const std::string kKey(32, 'k');
constexpr Duration kDay = hours(24);

RulesetParts peopled() {
  auto parts = sample_district();
  parts.people.clear_members();
  add_member(parts, "admin", "DESK", {v1::ROLE_ADMIN});
  add_member(parts, "app", "DESK", {v1::ROLE_INTAKE});
  add_member(parts, "worker", "FIRM", {v1::ROLE_HANDLER});
  return parts;
}

v1::Actor claiming(const std::string& member) {
  v1::Actor actor;
  actor.set_authentication(v1::AUTHENTICATION_PLAIN);
  actor.set_member(member);
  return actor;
}

v1::Actor by_token(const std::string& sha256) {
  v1::Actor actor;
  actor.set_authentication(v1::AUTHENTICATION_TOKEN);
  actor.set_credential(sha256);
  return actor;
}

v1::Actor by_link() {
  v1::Actor actor;
  actor.set_authentication(v1::AUTHENTICATION_TICKET_TOKEN);
  actor.set_acting_for_resident(true);
  return actor;
}

v1::Command issue(const std::string& member, Instant expires, const std::string& sha256 = kToken) {
  v1::Command command;
  auto& identity = *command.mutable_register_identity();
  identity.set_member(member);
  identity.set_token_sha256(sha256);
  identity.set_expires_us(expires.us);
  return command;
}

v1::Command revoke_token(const std::string& sha256) {
  v1::Command command;
  command.mutable_revoke_identity()->set_token_sha256(sha256);
  return command;
}

Decided<v1::Entry> say(Core& core, const v1::Actor& actor, const v1::Command& command, Instant at = kMonday) {
  static int next_key = 0;
  return core.handle(Input{actor, std::to_string(++next_key), 0, command, {}}, at);
}

std::string told(const Decided<v1::Entry>& outcome) {
  if (outcome) return "accepted";
  auto text = v1::RefusalCode_Name(outcome.error().refusal.code()).substr(std::string("REFUSAL_CODE_").size());
  for (const auto& argument : outcome.error().refusal.arguments())
    text += " " + argument.name() + "=" + argument.value();
  return text;
}

}  // namespace

TEST_CASE("a token speaks for its member until it expires, and no longer") {
  auto core = started_core(peopled());
  const auto expires = kMonday + kDay;
  const auto entry = say(core, claiming("admin"), issue("app", expires));
  REQUIRE(entry);
  CHECK(entry->events(0).identity_registered().token_sha256() == kToken);
  CHECK(entry->events(0).identity_registered().expires_us() == expires.us);

  const auto blown = say(core, by_token(kToken), whistle("B", "E1"), kMonday + minutes(1));
  REQUIRE(blown);
  CHECK(blown->actor().member() == "app");
  CHECK(standing_of(core.state(), by_token(kToken), expires - microseconds(1)));
  CHECK_FALSE(standing_of(core.state(), by_token(kToken), expires));
  CHECK(told(say(core, by_token(kToken), whistle("B", "E1"), expires)) == "UNKNOWN_IDENTITY member=");
}

TEST_CASE("a token is no CURVE key, and a CURVE key no token, though the bytes be the same") {
  auto core = started_core(peopled());
  REQUIRE(say(core, claiming("admin"), issue("app", kMonday + kDay)));
  v1::Command key;
  key.mutable_register_identity()->set_member("app");
  key.mutable_register_identity()->set_curve_public_key(kKey);
  REQUIRE(say(core, claiming("admin"), key));
  auto token_as_key = by_token(kToken);
  token_as_key.set_authentication(v1::AUTHENTICATION_CURVE);
  CHECK_FALSE(standing_of(core.state(), token_as_key, kMonday));
  CHECK_FALSE(standing_of(core.state(), by_token(kKey), kMonday));
  // Nor is one revoked as the other.
  CHECK(told(say(core, claiming("admin"), revoke_token(kKey))) == "UNKNOWN_KEY");
  v1::Command revoke_key;
  revoke_key.mutable_revoke_identity()->set_curve_public_key(kToken);
  CHECK(told(say(core, claiming("admin"), revoke_key)) == "UNKNOWN_KEY");
}

TEST_CASE("a revoked token speaks for nobody at once, and is never bound again") {
  auto core = started_core(peopled());
  REQUIRE(say(core, claiming("admin"), issue("app", kMonday + kDay)));
  CHECK(say(core, claiming("admin"), revoke_token(kToken)));
  CHECK_FALSE(standing_of(core.state(), by_token(kToken), kMonday));
  CHECK(told(say(core, claiming("admin"), revoke_token(kToken))) == "UNKNOWN_KEY");
  CHECK(told(say(core, claiming("admin"), issue("worker", kMonday + kDay))) == "KEY_BOUND member=app");
}

TEST_CASE("a token that has expired may still be revoked") {
  auto core = started_core(peopled());
  REQUIRE(say(core, claiming("admin"), issue("app", kMonday + kDay)));
  CHECK(say(core, claiming("admin"), revoke_token(kToken), kMonday + kDay + kDay));
}

TEST_CASE("a token lasts from now to 400 days") {
  auto core = started_core(peopled());
  const auto most = kMonday + hours(24 * 400);
  for (const auto at : {kMonday - kDay, kInstantMin, most + minutes(1)})
    CHECK(told(say(core, claiming("admin"), issue("app", at))) ==
          "TIME_IMPOSSIBLE field=expires_us time=" + std::to_string(at.us));
  CHECK(say(core, claiming("admin"), issue("app", most)));
}

TEST_CASE("only an administrator or the operator issues and revokes tokens, and only for members") {
  auto core = started_core(peopled());
  for (const auto* member : {"app", "worker"})
    CHECK(told(say(core, claiming(member), issue("app", kMonday + kDay))) == "NOT_PERMITTED needs=admin");
  CHECK(told(say(core, claiming("admin"), issue("nobody", kMonday + kDay))) == "UNKNOWN_MEMBER member=nobody");
  CHECK(say(core, operator_actor(), issue("app", kMonday + kDay)));
  CHECK(told(say(core, claiming("worker"), revoke_token(kToken))) == "NOT_PERMITTED needs=admin");
}

TEST_CASE("tokens expire, so an administrator with nothing else is not the last one's successor") {
  auto core = started_core(peopled());
  v1::Command key;
  key.mutable_register_identity()->set_member("admin");
  key.mutable_register_identity()->set_curve_public_key(kKey);
  REQUIRE(say(core, operator_actor(), key));
  REQUIRE(say(core, operator_actor(), issue("admin", kMonday + kDay)));
  v1::Command revoke;
  revoke.mutable_revoke_identity()->set_curve_public_key(kKey);
  CHECK(told(say(core, operator_actor(), revoke)) == "LAST_ADMIN member=admin");
  CHECK(say(core, operator_actor(), revoke_token(kToken)));
}

TEST_CASE("tables give tokens back as they were") {
  auto core = started_core(peopled());
  REQUIRE(say(core, claiming("admin"), issue("app", kMonday + kDay)));
  State restored;
  for (const auto& [credential, identity] : core.state().identities)
    restore_identity(restored, identity_record(identity));
  REQUIRE(restored.find_token(kToken, kMonday) != nullptr);
  CHECK(identity_record(*restored.find_token(kToken, kMonday)).SerializeAsString() ==
        identity_record(*core.state().find_token(kToken, kMonday)).SerializeAsString());
}

TEST_CASE("a journal of an older logic knows neither tokens nor links, and says which logic it needs") {
  auto core = started_core(peopled(), /*logic=*/2);
  CHECK(told(say(core, claiming("admin"), issue("app", kMonday + kDay))) == "LOGIC_OLD logic=3");
  CHECK(told(say(core, claiming("admin"), revoke_token(kToken))) == "LOGIC_OLD logic=3");
  const auto id = say(core, claiming("app"), whistle("B", "E1"))->ticket();
  CHECK(told(say(core, by_link(), urge(id))) == "LOGIC_OLD logic=3");
}

TEST_CASE("whoever holds a ticket's link may what its whistle-blower may, and nothing by itself") {
  auto core = started_core(peopled());
  const auto id = say(core, claiming("app"), whistle("B", "E1"))->ticket();
  const auto urged = say(core, by_link(), urge(id));
  REQUIRE(urged);
  CHECK(urged->actor().member() == kResidentMember);
  auto without = by_link();
  without.set_acting_for_resident(false);
  CHECK(told(say(core, without, urge(id))) == "UNKNOWN_IDENTITY member=");
  CHECK(told(say(core, by_link(), acknowledge(id))).starts_with("NOT_PERMITTED"));
}

TEST_CASE("nobody in particular commands nothing") {
  auto core = started_core(peopled());
  v1::Actor nobody;
  nobody.set_authentication(v1::AUTHENTICATION_NOBODY);
  CHECK(told(say(core, nobody, whistle("B", "E1"))) == "UNKNOWN_IDENTITY member=@anybody");
  CHECK(standing_of(core.state(), nobody, kMonday)->roles == 0);
}

TEST_CASE("an act on what has changed since is refused to whoever may act, and tells the last entry") {
  auto core = started_core(peopled());
  const auto blown = say(core, claiming("app"), whistle("B", "E1"));
  REQUIRE(blown);
  const auto id = blown->ticket();
  const auto on = [&](std::uint64_t last, const char* member) {
    const auto command = acknowledge(id);
    Input input{claiming(member), "on-" + std::to_string(last) + member, 0, command, {}};
    input.if_last_entry = Sequence{last};
    return told(core.handle(input, kMonday));
  };
  const auto last = core.state().find_ticket(TicketId{id})->last_entry.value;
  CHECK(on(last + 1, "worker") ==
        "TICKET_CHANGED ticket=" + std::to_string(id) + " last_entry=" + std::to_string(last));
  CHECK(on(last + 1, "app").starts_with("NOT_PERMITTED"));
  CHECK(on(last, "worker") == "accepted");
}

}  // namespace whistle::engine
