#include "tests/engine/started_core.h"

#include <doctest/doctest.h>

#include <utility>

namespace whistle::engine {

void add_member(RulesetParts& parts, const char* code, const char* party, std::initializer_list<v1::Role> roles) {
  auto& member = *parts.people.add_members();
  member.set_code(code);
  for (int i = 0; i < parts.people.parties_size(); ++i) {
    if (parts.people.parties(i).code() == party) member.set_party_index(static_cast<std::uint32_t>(i));
  }
  for (const auto role : roles)
    member.add_roles(role);
}

Core started_core(const RulesetParts& parts, std::uint32_t logic) {
  State state;
  state.logic = logic;
  Core core{std::move(state)};
  core.install(kSampleHash, load(parts).value());
  v1::Command create;
  create.mutable_create_journal()->set_journal_id("j");
  v1::Command publish;
  publish.mutable_publish_ruleset()->set_ruleset_sha256(kSampleHash);
  v1::Command start;
  start.mutable_start_engine()->set_clock_mode(v1::CLOCK_MODE_FOLLOW);
  for (const auto* command : {&create, &publish, &start}) {
    Input input{{}, {}, 0, *command, {}};
    input.actor.set_authentication(v1::AUTHENTICATION_OPERATOR);
    REQUIRE(core.handle(input, Instant{}));
  }
  return core;
}

v1::Command whistle(const char* category, const char* estate) {
  v1::Command command;
  auto& blow = *command.mutable_blow_whistle();
  blow.set_kind(v1::WHISTLE_KIND_RESIDENT);
  blow.set_source(v1::SOURCE_RESIDENT);
  blow.set_category(category);
  blow.mutable_location()->set_estate(estate);
  return command;
}

v1::Command acknowledge(std::uint64_t ticket) {
  v1::Command command;
  command.mutable_acknowledge_ticket()->set_ticket(ticket);
  return command;
}

v1::Command finish(std::uint64_t ticket) {
  v1::Command command;
  command.mutable_finish_part()->set_ticket(ticket);
  return command;
}

v1::Command resolve(std::uint64_t ticket) {
  v1::Command command;
  command.mutable_resolve_ticket()->set_ticket(ticket);
  command.mutable_resolve_ticket()->set_outcome(v1::OUTCOME_FIXED);
  command.mutable_resolve_ticket()->mutable_personal()->set_text("done");
  return command;
}

v1::Command dispute(std::uint64_t ticket) {
  v1::Command command;
  command.mutable_dispute_resolution()->set_ticket(ticket);
  command.mutable_dispute_resolution()->mutable_personal()->set_text("not done");
  return command;
}

v1::Command urge(std::uint64_t ticket) {
  v1::Command command;
  command.mutable_urge_ticket()->set_ticket(ticket);
  return command;
}

}  // namespace whistle::engine
