#include "engine/succession.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "engine/concern.h"
#include "engine/permission.h"
#include "tests/engine/started_core.h"

namespace whistle::engine {

namespace {

constexpr int kFirm = 6;  // in the sample's parties; "FIRMB" stands where "FIRM" does

const std::string kOtherHash(32, 'o');

Decided<v1::Entry> say(Core& core, const v1::Command& command, Instant at, const std::string& key,
                       const std::string& member = "") {
  Input input{{}, key, 0, command, {}};
  input.actor.set_authentication(v1::AUTHENTICATION_PLAIN);
  input.actor.set_member(member);
  return core.handle(input, at);
}

// By the operator of the machine, who needs nobody's agreement.
Decided<v1::Entry> publish(Core& core, const RulesetParts& parts, Instant at = kMonday) {
  core.install(kOtherHash, load(parts).value());
  v1::Command command;
  command.mutable_publish_ruleset()->set_ruleset_sha256(kOtherHash);
  Input input{{}, {}, 0, command, {}};
  input.actor.set_authentication(v1::AUTHENTICATION_OPERATOR);
  return core.handle(input, at);
}

RulesetParts renamed() {
  auto parts = sample_district();
  parts.people.mutable_parties(kFirm)->set_code("FIRMB");
  return parts;
}

v1::Successor& add_successor(RulesetParts& parts, int successor = kFirm) {
  auto& added = *parts.people.add_successors();
  added.set_party("FIRM");
  added.set_successor_index(static_cast<std::uint32_t>(successor));
  return added;
}

RulesetParts succeeded() {
  auto parts = renamed();
  add_successor(parts);
  return parts;
}

// Where silence confirms, so that verifying has a clock.
RulesetParts confirming(RulesetParts parts) {
  parts.clocks.mutable_silence_confirms()->set_count(3);
  parts.clocks.mutable_silence_confirms()->set_unit(v1::LIMIT_UNIT_CALENDAR_DAYS);
  return parts;
}

std::uint64_t blown(Core& core, const std::string& key) {
  return say(core, whistle("B", "E1"), kMonday, key)->ticket();
}

}  // namespace

TEST_CASE("a party with open tickets cannot vanish without a successor, and the refusal counts them") {
  auto core = started_core();
  const auto first = blown(core, "1");
  blown(core, "2");
  const auto before = core.state().find_open(TicketId{first})->lead();
  REQUIRE(before == "FIRM");
  const auto refused = publish(core, renamed());
  REQUIRE_FALSE(refused);
  const auto& refusal = refused.error().refusal;
  CHECK(refusal.code() == v1::REFUSAL_CODE_PARTY_WITHOUT_SUCCESSOR);
  REQUIRE(refusal.arguments_size() == 2);
  CHECK(refusal.arguments(0).value() == "FIRM");
  CHECK(refusal.arguments(1).value() == "2");
  CHECK(core.state().publications.size() == 1);
}

TEST_CASE("a party that nothing is open of may vanish as it likes") {
  auto core = started_core();
  REQUIRE(publish(core, renamed()));
  CHECK(core.state().in_force()->find_party("FIRMB"));
}

TEST_CASE("every party that nobody follows is counted, by code") {
  State state;
  state.by_party["GONE-2"].insert(TicketId{1});
  state.by_party["GONE-1"].insert(TicketId{1});
  state.by_party["GONE-1"].insert(TicketId{2});
  state.by_party["DESK"].insert(TicketId{3});
  const auto orphaned = orphaned_by(state, *load(sample_district()).value());
  REQUIRE(orphaned.size() == 2);
  CHECK(orphaned[0].party == "GONE-1");
  CHECK(orphaned[0].tickets == 2);
  CHECK(orphaned[1].party == "GONE-2");
}

TEST_CASE("tickets go over some at a time, in turns, and before anybody acts on one") {
  auto core = started_core();
  std::vector<std::uint64_t> tickets;
  tickets.reserve(10);
  for (int i = 0; i < 10; ++i)
    tickets.push_back(blown(core, std::to_string(i)));
  REQUIRE(publish(core, succeeded()));
  CHECK(tickets_to_hand_over(core.state(), 4).size() == 4);
  CHECK(core.next_due() <= core.state().last_time);

  REQUIRE(say(core, acknowledge(tickets.back()), kMonday, "ack", "M1"));
  CHECK(core.state().find_open(TicketId{tickets.back()})->lead() == "FIRMB");
  CHECK(core.state().find_open(TicketId{tickets.front()})->lead() == "FIRM");

  CHECK(core.fire_due(kMonday, 4) == 4);
  CHECK(core.fire_due(kMonday, 100) == 5);
  CHECK(core.fire_due(kMonday, 100) == 0);
  CHECK(core.next_due() > kMonday);
  CHECK_FALSE(core.state().by_party.contains("FIRM"));
  CHECK(core.state().by_party.at("FIRMB").size() == 10);
}

TEST_CASE("what goes over goes over as it stands: dues, what was missed, whose turn it was") {
  auto core = started_core();
  const TicketId id{blown(core, "1")};
  const auto late = kMonday + hours(216);
  while (core.fire_due(late, 100) == 100) {
  }
  const auto before = core.state().find_open(id).value();
  REQUIRE(publish(core, succeeded(), late));
  REQUIRE(core.fire_due(late, 1) == 1);
  const auto after = core.state().find_open(id).value();
  CHECK(after.state == before.state);
  REQUIRE(after.clocks.size() == before.clocks.size());
  for (std::size_t i = 0; i < after.clocks.size(); ++i) {
    CHECK(after.clocks[i].due == before.clocks[i].due);
    CHECK(after.clocks[i].next == before.clocks[i].next);
    CHECK(after.clocks[i].phase == before.clocks[i].phase);
  }
  CHECK(after.hops.size() == before.hops.size() + 1);
  CHECK(after.hops.back().party == "FIRMB");
  CHECK(after.hops.back().cause == v1::DISPATCH_CAUSE_SUCCEEDED);
}

TEST_CASE("where a scheduled ruleset names nobody for what has been opened since, the desk takes over") {
  auto core = started_core();
  auto parts = renamed();
  parts.manifest.set_in_force_from_us((kMonday + hours(1)).us);
  REQUIRE(publish(core, parts));
  const TicketId id{blown(core, "1")};
  CHECK(core.fire_due(kMonday + hours(1), 100) == 2);
  CHECK(core.state().find_open(id)->lead() == "DESK");
}

TEST_CASE("whoever takes over the lead assists no more") {
  const auto rules = routes({rule("both").lead(estate_party()).assist(of_tier(v1::TIER_COMMUNITY))});
  auto parts = sample_district();
  parts.routes = rules;
  auto core = started_core(parts);
  const TicketId id{blown(core, "1")};
  REQUIRE(core.state().find_open(id)->part_of("CM11") == 1);
  parts = renamed();
  parts.routes = rules;
  add_successor(parts, 0);  // CM11
  REQUIRE(publish(core, parts));
  REQUIRE(core.fire_due(kMonday, 10) == 1);
  const auto after = core.state().find_open(id).value();
  CHECK(after.lead() == "CM11");
  CHECK(after.parts[1].state == v1::PART_STATE_RELEASED);
  CHECK(after.find_clock(1, v1::CLOCK_KIND_RESOLVE) == nullptr);
  CHECK_FALSE(to_hand_over(*core.state().in_force(), after));
}

TEST_CASE("two assistants with the same heir become one") {
  const auto rules = routes({rule("three").lead(party("DESK")).assist(estate_party()).assist(party("GROUP"))});
  auto parts = sample_district();
  parts.routes = rules;
  auto core = started_core(parts);
  const TicketId id{blown(core, "1")};
  REQUIRE(core.state().find_open(id)->unfinished_assistants() == 2);
  parts = succeeded();
  parts.routes = rules;
  parts.people.mutable_parties(kFirm + 1)->set_code("GROUPB");
  auto& second = *parts.people.add_successors();
  second.set_party("GROUP");
  second.set_successor_index(kFirm);
  REQUIRE(publish(core, parts));
  REQUIRE(core.fire_due(kMonday, 10) == 1);
  const auto after = core.state().find_open(id).value();
  CHECK(after.parts[1].party == "FIRMB");
  CHECK(after.parts[1].active());
  CHECK(after.parts[2].state == v1::PART_STATE_RELEASED);
}

TEST_CASE("where the lead takes over the last part that was waited for, the verification begins, and once alone") {
  const auto rules = routes({rule("two").lead(party("DESK")).assist(estate_party())});
  auto parts = confirming(sample_district());
  add_member(parts, "M2", "DESK", {v1::ROLE_HANDLER});
  parts.routes = rules;
  auto core = started_core(parts);
  const TicketId id{blown(core, "1")};
  REQUIRE(say(core, acknowledge(id.value), kMonday, "a", "M2"));
  REQUIRE(say(core, resolve(id.value), kMonday, "r", "M2"));
  REQUIRE(core.state().find_open(id)->state != v1::TICKET_STATE_VERIFYING);
  parts = confirming(renamed());
  add_member(parts, "M2", "DESK", {v1::ROLE_HANDLER});
  parts.routes = rules;
  add_successor(parts, 4);  // DESK
  REQUIRE(publish(core, parts));
  REQUIRE(core.fire_due(kMonday, 10) == 1);
  CHECK(core.state().find_open(id)->state == v1::TICKET_STATE_VERIFYING);
  CHECK(core.state().find_open(id)->find_clock(0, v1::CLOCK_KIND_SILENCE) != nullptr);
}

TEST_CASE("a ticket that is verified goes over too, and its verification goes on") {
  auto core = started_core(confirming(sample_district()));
  const TicketId id{blown(core, "1")};
  REQUIRE(say(core, acknowledge(id.value), kMonday, "a", "M1"));
  REQUIRE(say(core, resolve(id.value), kMonday, "r", "M1"));
  const auto before = core.state().find_open(id).value();
  REQUIRE(before.state == v1::TICKET_STATE_VERIFYING);
  REQUIRE(publish(core, confirming(succeeded())));
  REQUIRE(core.fire_due(kMonday, 10) == 1);
  const auto after = core.state().find_open(id).value();
  CHECK(after.lead() == "FIRMB");
  CHECK(after.find_clock(0, v1::CLOCK_KIND_SILENCE)->due == before.find_clock(0, v1::CLOCK_KIND_SILENCE)->due);
}

TEST_CASE("a complaint stays one about the party under its successor's code") {
  const auto rules = load(succeeded()).value();
  Ticket ticket;
  ticket.parts.push_back({"CM11"});
  CHECK_FALSE(is_complained_about(*rules, ticket, "FIRMB"));
  ticket.against = "FIRM";
  CHECK(is_complained_about(*rules, ticket, "FIRM"));
  CHECK(is_complained_about(*rules, ticket, "FIRMB"));
  CHECK_FALSE(is_complained_about(*rules, ticket, "CM11"));
  CHECK_FALSE(is_complained_about(*rules, ticket, ""));
  ticket.parts.push_back({"FIRMB"});
  CHECK_FALSE(is_complained_about(*rules, ticket, "FIRMB"));  // which had a part before
}

TEST_CASE("whose return was granted is known under its successor's code, but not against who leads already") {
  const auto rules = load(succeeded()).value();
  Ticket ticket;
  ticket.parts.push_back({"CM11"});
  CHECK_FALSE(was_returned(*rules, ticket, "FIRMB"));
  ticket.returned.push_back("FIRM");
  CHECK(was_returned(*rules, ticket, "FIRM"));
  CHECK(was_returned(*rules, ticket, "FIRMB"));
  CHECK_FALSE(was_returned(*rules, ticket, "CM11"));
  ticket.parts[0].party = "FIRMB";
  CHECK_FALSE(was_returned(*rules, ticket, "FIRMB"));
  // What leads by a final ruling, or while a consult is about it, is followed as it stands.
  ticket.parts[0].party = "FIRM";
  CHECK_FALSE(was_returned(*rules, ticket, "FIRMB"));
}

TEST_CASE("what concerns a party that is gone, its successor hears, and no party complained about under another name") {
  const auto rules = load(succeeded()).value();
  Ticket ticket;
  ticket.parts.push_back({"CM11"});
  ticket.inform = {"FIRM"};
  using Parties = std::vector<std::string>;
  CHECK(parties_concerned({}, ticket, rules.get()) == Parties{"CM11", "FIRMB"});
  ticket.supervised_by = {"FIRMB"};  // each once
  CHECK(parties_concerned({}, ticket, rules.get()) == Parties{"CM11", "FIRMB"});
  ticket.against = "FIRM";
  CHECK(parties_concerned({}, ticket, rules.get()) == Parties{"CM11"});
}

TEST_CASE("whoever is informed or supervises is found under its successor's code") {
  const auto rules = load(succeeded()).value();
  CHECK(is_among(*rules, {"CM11", "FIRM"}, "FIRM"));
  CHECK(is_among(*rules, {"CM11", "FIRM"}, "FIRMB"));
  CHECK_FALSE(is_among(*rules, {"CM11"}, "FIRMB"));
}

}  // namespace whistle::engine
