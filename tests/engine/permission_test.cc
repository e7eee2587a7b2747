#include "engine/permission.h"

#include <doctest/doctest.h>

#include "tests/engine/sample_district.h"

namespace whistle::engine {

namespace {

const std::string kHash(32, 'r');
constexpr Instant kNow{1'000'000};

State state() {
  State made;
  made.rulesets[kHash] = load(sample_district()).value();
  made.publications.push_back({Sequence{1}, kHash});
  made.identities["key"] = {"M1", "key", "phone", false, Sequence{2}};
  made.identities["old"] = {"M1", "old", "lost phone", true, Sequence{3}};
  made.identities["gone"] = {"M-GONE", "gone", "", false, Sequence{4}};
  made.identities["admin"] = {"@admin", "admin", "", false, Sequence{5}};
  return made;
}

v1::Actor actor(v1::Authentication how, const std::string& member, const std::string& credential = {}) {
  v1::Actor made;
  made.set_authentication(how);
  made.set_member(member);
  made.set_credential(credential);
  return made;
}

Ticket ticket() {
  Ticket made;
  made.parts = {{"FIRM", v1::PART_STATE_ASSIGNED}};
  made.area = "G1";
  made.blower = "app";
  return made;
}

Standing standing(const char* party, v1::PartyKind kind, std::initializer_list<v1::Role> roles) {
  static const auto kRuleset = load(sample_district()).value();
  Standing made;
  made.member = "somebody";
  made.party_code = party;
  made.party = kRuleset->find_party(party);
  made.party_kind = kind;
  for (const auto role : roles)
    made.roles |= 1U << static_cast<unsigned>(role);
  return made;
}

}  // namespace

TEST_CASE("a CURVE key stands for its member, with the roles of the ruleset in force") {
  const auto found = standing_of(state(), actor(v1::AUTHENTICATION_CURVE, "", "key"), kNow);
  REQUIRE(found);
  CHECK(found->member == "M1");
  CHECK(found->party_code == "FIRM");
  CHECK(found->has(v1::ROLE_HANDLER));
  CHECK_FALSE(found->has(v1::ROLE_ADMIN));
}

TEST_CASE("an unknown key, a revoked one, and one whose member has left the ruleset are nobody") {
  for (const char* key : {"other", "old", "gone", ""}) {
    CAPTURE(key);
    const auto found = standing_of(state(), actor(v1::AUTHENTICATION_CURVE, "M1", key), kNow);
    REQUIRE_FALSE(found);
    CHECK(found.error().refusal.code() == v1::REFUSAL_CODE_UNKNOWN_IDENTITY);
  }
}

TEST_CASE("a claim in plain mode may name a member, but none of the engine's own words") {
  CHECK(standing_of(state(), actor(v1::AUTHENTICATION_PLAIN, "M1"), kNow)->member == "M1");
  CHECK(standing_of(state(), actor(v1::AUTHENTICATION_PLAIN, ""), kNow)->member == kPlainMember);
  for (const auto word : {kEngineMember, kOperatorMember, kAdminMember}) {
    CHECK_FALSE(standing_of(state(), actor(v1::AUTHENTICATION_PLAIN, std::string(word)), kNow));
  }
  CHECK_FALSE(standing_of(state(), actor(v1::AUTHENTICATION_UNSPECIFIED, "M1"), kNow));
}

TEST_CASE("the first administrator may register identities and nothing of a ticket") {
  const auto found = standing_of(state(), actor(v1::AUTHENTICATION_CURVE, "", "admin"), kNow);
  REQUIRE(found);
  CHECK(found->has(v1::ROLE_ADMIN));
  CHECK(sight_of(state(), *found, ticket()) == Sight::Nothing);
}

TEST_CASE("who works on a ticket sees its words; who oversees or is told sees the record; nobody else sees it") {
  const auto rules = state();
  CHECK(sight_of(rules, standing("FIRM", v1::PARTY_KIND_PROPERTY_FIRM, {v1::ROLE_HANDLER}), ticket()) == Sight::Work);
  CHECK(sight_of(rules, standing("GROUP", v1::PARTY_KIND_OWNERS_GROUP, {v1::ROLE_HANDLER}), ticket()) ==
        Sight::Nothing);
  CHECK(sight_of(rules, standing("CM11", v1::PARTY_KIND_COMMUNITY, {v1::ROLE_DISPATCHER}), ticket()) == Sight::Record);
  CHECK(sight_of(rules, standing("CM11", v1::PARTY_KIND_COMMUNITY, {v1::ROLE_HANDLER}), ticket()) == Sight::Nothing);
  CHECK(sight_of(rules, standing("ST1", v1::PARTY_KIND_STREET, {v1::ROLE_ARBITER}), ticket()) == Sight::Record);
  CHECK(sight_of(rules, standing("CM12", v1::PARTY_KIND_COMMUNITY, {v1::ROLE_DISPATCHER}), ticket()) == Sight::Nothing);
  CHECK(sight_of(rules, standing("DESK", v1::PARTY_KIND_DESK, {v1::ROLE_DISPATCHER}), ticket()) == Sight::Record);
  CHECK(sight_of(rules, standing("DESK", v1::PARTY_KIND_DESK, {v1::ROLE_AUDITOR}), ticket()) == Sight::Work);
  auto told = ticket();
  told.inform = {"LAMPS"};
  CHECK(sight_of(rules, standing("LAMPS", v1::PARTY_KIND_DEPARTMENT, {v1::ROLE_HANDLER}), told) == Sight::Record);
}

TEST_CASE("the party complained about is told number and category only, whatever else it is") {
  auto complaint = ticket();
  complaint.against = "GROUP";
  complaint.inform = {"GROUP"};
  complaint.blower = "somebody";
  CHECK(sight_of(state(), standing("GROUP", v1::PARTY_KIND_OWNERS_GROUP, {v1::ROLE_SUPERVISOR}), complaint) ==
        Sight::Mention);
}

TEST_CASE("the journal as it is belongs to auditors and supervisors") {
  CHECK(reads_raw_journal(standing("DESK", v1::PARTY_KIND_DESK, {v1::ROLE_AUDITOR})));
  CHECK(reads_raw_journal(standing("DESK", v1::PARTY_KIND_DESK, {v1::ROLE_SUPERVISOR})));
  CHECK_FALSE(reads_raw_journal(standing("DESK", v1::PARTY_KIND_DESK, {v1::ROLE_ADMIN, v1::ROLE_DISPATCHER})));
}

}  // namespace whistle::engine
