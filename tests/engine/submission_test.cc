// Rules that a platform wants: handed in, read, agreed to by the two who have to, or taken back; and what else a
// platform orders.
#include <doctest/doctest.h>

#include <string>

#include "engine/core.h"
#include "engine/logic.h"
#include "tests/engine/started_core.h"

namespace whistle::engine {

namespace {

const std::string kWanted(32, 'w');
const std::string kOther(32, 'o');

RulesetParts peopled() {
  auto parts = sample_district();
  add_member(parts, "admin", "DESK", {v1::ROLE_ADMIN});
  add_member(parts, "auditor", "DESK", {v1::ROLE_AUDITOR});
  add_member(parts, "chief", "DESK", {v1::ROLE_SUPERVISOR});
  add_member(parts, "platform", "DESK", {v1::ROLE_PLATFORM});
  add_member(parts, "platform-2", "DESK", {v1::ROLE_PLATFORM});
  return parts;
}

Decided<v1::Entry> say(Core& core, const v1::Command& command, const std::string& member) {
  Input input{{}, {}, 0, command, {}};
  input.actor.set_authentication(v1::AUTHENTICATION_PLAIN);
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

v1::Command submit(const std::string& sha256, const std::string& base = kSampleHash) {
  v1::Command command;
  command.mutable_submit_ruleset()->set_ruleset_sha256(sha256);
  command.mutable_submit_ruleset()->set_base_sha256(base);
  command.mutable_submit_ruleset()->add_paths("calendar.yaml");
  return command;
}

v1::Command publish(const std::string& sha256) {
  v1::Command command;
  command.mutable_publish_ruleset()->set_ruleset_sha256(sha256);
  return command;
}

v1::Command withdraw(const std::string& sha256) {
  v1::Command command;
  command.mutable_withdraw_ruleset()->set_ruleset_sha256(sha256);
  return command;
}

v1::Command order() {
  auto command = whistle("A", "E1");
  command.mutable_blow_whistle()->set_source(v1::SOURCE_PLATFORM);
  return command;
}

v1::Command supervise(std::uint64_t ticket) {
  v1::Command command;
  command.mutable_supervise_ticket()->set_ticket(ticket);
  command.mutable_supervise_ticket()->mutable_personal()->set_text("市里在盯");
  return command;
}

std::string in_force(const Core& core) {
  return core.state().publications.back().sha256;
}

Core core_with(const std::string& sha256) {
  auto core = started_core(peopled());
  core.install(sha256, load(peopled()).value());
  return core;
}

}  // namespace

TEST_CASE("what a platform submits waits in its name, and changes nothing else") {
  auto core = started_core(peopled());
  const auto entry = say(core, submit(kWanted), "platform");
  REQUIRE(entry);
  REQUIRE(entry->events_size() == 1);
  CHECK(entry->events(0).ruleset_submitted().member() == "platform");
  CHECK(in_force(core) == kSampleHash);
  CHECK_FALSE(core.state().proposal);
  CHECK_FALSE(core.state().scheduled);
  REQUIRE(core.state().submissions.contains("platform"));
  const auto& waits = core.state().submissions.at("platform");
  CHECK(waits.sha256 == kWanted);
  CHECK(waits.base_sha256 == kSampleHash);
  CHECK(waits.sequence == Sequence{entry->sequence()});
  CHECK(waits.paths == std::vector<std::string>{"calendar.yaml"});
}

TEST_CASE("a submission is nobody's agreement: an administrator and a supervisor have both still to publish it") {
  auto core = core_with(kWanted);
  REQUIRE(say(core, submit(kWanted), "chief"));
  REQUIRE(say(core, submit(kWanted), "platform"));
  const auto first = say(core, publish(kWanted), "admin");
  REQUIRE(first);
  CHECK(first->events(0).has_ruleset_proposed());
  CHECK(in_force(core) == kSampleHash);
  CHECK(told(say(core, publish(kWanted), "platform")) == "NOT_PERMITTED needs=admin or supervisor");
  const auto second = say(core, publish(kWanted), "chief");
  REQUIRE(second);
  CHECK(second->events(0).has_ruleset_published());
  CHECK(in_force(core) == kWanted);
  CHECK(core.state().submissions.empty());
}

TEST_CASE("of a member the newest submission waits alone, beside those of others") {
  auto core = started_core(peopled());
  REQUIRE(say(core, submit(kWanted), "platform"));
  REQUIRE(say(core, submit(kWanted), "platform-2"));
  REQUIRE(say(core, submit(kOther), "platform"));
  CHECK(core.state().submissions.at("platform").sha256 == kOther);
  CHECK(core.state().submissions.at("platform-2").sha256 == kWanted);
}

TEST_CASE("what is submitted has to differ, and to be made from the rules that are in force") {
  auto core = core_with(kOther);
  REQUIRE(say(core, submit(kWanted), "platform"));
  CHECK(told(say(core, submit(kWanted), "platform")) == "RULESET_UNCHANGED");
  CHECK(told(say(core, submit(kSampleHash), "platform")) == "RULESET_UNCHANGED");
  REQUIRE(say(core, publish(kOther), "admin"));
  REQUIRE(say(core, publish(kOther), "chief"));
  const auto in_hex = "6f6f6f6f6f6f6f6f6f6f6f6f6f6f6f6f6f6f6f6f6f6f6f6f6f6f6f6f6f6f6f6f";
  CHECK(told(say(core, submit(kWanted), "platform")) == std::string("RULESET_OUTDATED in_force=") + in_hex);
  // What waits keeps saying what it was made from.
  CHECK(core.state().submissions.at("platform").base_sha256 == kSampleHash);
  CHECK(told(say(core, submit(kWanted, kOther), "platform")) == "accepted");
}

TEST_CASE("others than platforms, administrators and supervisors submit nothing") {
  auto core = started_core(peopled());
  for (const auto* member : {"auditor", "M1"}) {
    CAPTURE(member);
    CHECK(told(say(core, submit(kWanted), member)) == "NOT_PERMITTED needs=platform, admin or supervisor");
  }
  for (const auto* member : {"admin", "chief", "platform"}) {
    CAPTURE(member);
    CHECK(told(say(core, submit(kWanted), member)) == "accepted");
  }
}

TEST_CASE("a submission is taken back by who made it, an administrator or a supervisor, and by nobody else") {
  for (const auto* member : {"platform", "admin", "chief"}) {
    CAPTURE(member);
    auto core = started_core(peopled());
    REQUIRE(say(core, submit(kWanted), "platform"));
    CHECK(told(say(core, withdraw(kWanted), "platform-2")) == "NOT_PERMITTED needs=admin or supervisor");
    const auto entry = say(core, withdraw(kWanted), member);
    REQUIRE(entry);
    CHECK(entry->events(0).ruleset_withdrawn().in_force_from_us() == 0);
    CHECK(core.state().submissions.empty());
    CHECK(told(say(core, withdraw(kWanted), "admin")) == "NOT_SCHEDULED");
  }
}

TEST_CASE("what waits is in the header's row, and comes back from it") {
  auto core = started_core(peopled());
  REQUIRE(say(core, submit(kWanted), "platform"));
  const auto record = header_record(core.state());
  State again;
  restore_header(again, record);
  CHECK(again.submissions.at("platform").paths == core.state().submissions.at("platform").paths);
  CHECK(header_record(again).SerializeAsString() == record.SerializeAsString());
}

TEST_CASE("a journal of an older logic knows no submissions, and withdraws what is scheduled alone") {
  auto core = started_core(peopled(), kPlatformLogic - 1);
  CHECK(told(say(core, submit(kWanted), "platform")) == "LOGIC_OLD logic=4");
  CHECK(told(say(core, withdraw(kWanted), "admin")) == "NOT_SCHEDULED");
  CHECK(told(say(core, withdraw(kWanted), "platform")) == "NOT_PERMITTED needs=admin or supervisor");
}

TEST_CASE("a platform takes an order that it pushed under supervision, and no other") {
  auto core = started_core(peopled());
  const auto own = say(core, order(), "platform")->ticket();
  const auto others = say(core, order(), "platform-2")->ticket();
  const auto resident = say(core, whistle("A", "E1"), "")->ticket();
  const auto entry = say(core, supervise(own), "platform");
  REQUIRE(entry);
  CHECK(entry->events(0).ticket_supervised().party() == "DESK");
  CHECK(told(say(core, supervise(others), "platform")) == "NOT_PERMITTED needs=supervisor");
  CHECK(told(say(core, supervise(resident), "platform")) == "NOT_PERMITTED needs=supervisor");
  CHECK(told(say(core, supervise(others), "chief")) == "accepted");
}

TEST_CASE("a journal of an older logic lets supervisors alone supervise") {
  auto core = started_core(peopled(), kPlatformLogic - 1);
  const auto own = say(core, order(), "platform")->ticket();
  CHECK(told(say(core, supervise(own), "platform")) == "NOT_PERMITTED needs=supervisor");
}

}  // namespace whistle::engine
