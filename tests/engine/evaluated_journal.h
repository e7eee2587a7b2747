// A journal that the core writes while a test speaks, and the facts that the evaluation takes from it; and what is
// said.
#pragma once

#include <doctest/doctest.h>

#include <cstdint>
#include <memory>
#include <string>

#include "engine/core.h"
#include "engine/evaluation.h"
#include "tests/engine/started_core.h"

namespace whistle::engine {

// The sample with people for every act; codes ascend.
[[nodiscard]] RulesetParts peopled();

// A core, and the facts of what it wrote.
class EvaluatedJournal {
 public:
  explicit EvaluatedJournal(const RulesetParts& parts = peopled())
      : core_(started_core(parts)), ruleset_(load(parts).value()) {
    read();
  }

  // The ticket; 0: refused.
  std::uint64_t try_to(const v1::Command& command, const char* member, Instant at) {
    Input input{{}, "k" + std::to_string(++keys_), 0, command, {}};
    if (const auto* personal = personal_in(command); personal != nullptr && !personal->text().empty()) {
      input.commitments.set_text(std::string(32, 'c'));
    }
    input.actor.set_authentication(v1::AUTHENTICATION_PLAIN);
    input.actor.set_member(member);
    const auto entry = core_.handle(input, at);
    read();
    return entry ? entry->ticket() : 0;
  }
  std::uint64_t must(const v1::Command& command, const char* member, Instant at) {
    const auto ticket = try_to(command, member, at);
    REQUIRE_MESSAGE(ticket != 0, command.ShortDebugString());
    return ticket;
  }
  void pass(Instant until) {
    while (core_.fire_due(until, 100) > 0) {
    }
    read();
  }
  std::string arbiter_of(std::uint64_t ticket) const {
    return core_.state().find_open(TicketId{ticket})->request->arbiter;
  }

  const Ruleset& ruleset() const { return *ruleset_; }
  const EvaluationFacts& facts() const { return facts_; }
  Evaluation evaluated(const Selection& selection = {}) const { return evaluate(facts_, *ruleset_, selection); }
  Selection in(const char* area) const { return {.from = {}, .until = {}, .area = ruleset_->find_area(area)}; }

 private:
  void read() {
    for (const auto& entry : core_.take_batch().entries)
      facts_.take(parse_entry(entry.bytes).value());
  }

  Core core_;
  std::shared_ptr<const Ruleset> ruleset_;
  EvaluationFacts facts_;
  std::uint64_t keys_ = 0;
};

[[nodiscard]] v1::Command at_grid(const char* category, const char* grid);
[[nodiscard]] v1::Command community_whistle(const char* category, const char* grid);
[[nodiscard]] v1::Command arrive(std::uint64_t ticket);
[[nodiscard]] v1::Command confirm(std::uint64_t ticket, std::uint32_t rating);
[[nodiscard]] v1::Command fail_check(std::uint64_t ticket);
[[nodiscard]] v1::Command contact(std::uint64_t ticket, bool reached);
[[nodiscard]] v1::Command return_wanted(std::uint64_t ticket);
[[nodiscard]] v1::Command return_granted(std::uint64_t ticket, const char* party);
[[nodiscard]] v1::Command reassigned(std::uint64_t ticket, const char* party);
[[nodiscard]] v1::Command appeal(std::uint64_t ticket, v1::AppealSubject subject);
[[nodiscard]] v1::Command review(std::uint64_t ticket, const char* party, v1::AppealSubject subject, bool granted);
[[nodiscard]] v1::Command score(std::uint64_t ticket, const char* party, std::uint32_t score);

}  // namespace whistle::engine
