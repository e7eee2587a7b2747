// A core that runs on given rules, for targets whose input is rules or commands.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <utility>

#include "engine/core.h"
#include "tests/engine/sample_district.h"

namespace whistle::fuzz {

inline const std::string kRulesHash(32, 'r');
// 2026-09-28 09:00 in the sample district, a Monday: working time.
inline constexpr engine::Instant kMonday{1'790'557'200'000'000};

// The sample district with a member for each party and role, so that every act has somebody who may.
[[nodiscard]] inline engine::RulesetParts peopled_district() {
  auto parts = engine::sample_district();
  for (int i = 0; i < parts.people.parties_size(); ++i) {
    auto& member = *parts.people.add_members();
    member.set_code("P-" + parts.people.parties(i).code());
    member.set_party_index(static_cast<std::uint32_t>(i));
    for (const auto role : {v1::ROLE_HANDLER, v1::ROLE_GRID_MEMBER, v1::ROLE_DISPATCHER, v1::ROLE_ARBITER})
      member.add_roles(role);
  }
  const std::array<std::pair<const char*, v1::Role>, 3> others{
      {{"R-ADMIN", v1::ROLE_ADMIN}, {"R-INTAKE", v1::ROLE_INTAKE}, {"R-SUPERVISOR", v1::ROLE_SUPERVISOR}}};
  for (const auto& [code, role] : others) {
    auto& member = *parts.people.add_members();
    member.set_code(code);
    member.set_party_index(4);  // the desk
    member.add_roles(role);
  }
  return parts;
}

// Its journal made, the rules published, the engine started.
[[nodiscard]] inline engine::Core core_on(const std::shared_ptr<const engine::Ruleset>& rules) {
  engine::Core core{engine::State{}};
  core.install(kRulesHash, rules);
  v1::Command create;
  create.mutable_create_journal()->set_journal_id("j");
  create.mutable_create_journal()->set_district_code(rules->manifest.district_code());
  v1::Command publish;
  publish.mutable_publish_ruleset()->set_ruleset_sha256(kRulesHash);
  v1::Command start;
  start.mutable_start_engine()->set_clock_mode(v1::CLOCK_MODE_FOLLOW);
  for (const auto* command : {&create, &publish, &start}) {
    engine::Input input{{}, {}, 0, *command, {}};
    input.actor.set_authentication(v1::AUTHENTICATION_OPERATOR);
    static_cast<void>(core.handle(input, engine::Instant{}));
  }
  return core;
}

}  // namespace whistle::fuzz
