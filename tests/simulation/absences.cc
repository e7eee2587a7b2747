#include "tests/simulation/absences.h"

#include "tests/simulation/broken_rule.h"

namespace whistle::tests {

namespace {

using engine::Instant;
using engine::Ruleset;

constexpr std::int64_t kLongestDays = 366;

std::string name_of(const v1::Entry& entry) {
  return ": entry " + std::to_string(entry.sequence());
}

const std::string& speaker(const v1::Entry& entry) {
  return entry.actor().acting_for().empty() ? entry.actor().member() : entry.actor().acting_for();
}

// Whether the actor is a dispatcher of the member's party.
bool dispatches_for(const Ruleset& rules, const v1::Entry& entry, const std::string& member) {
  const auto actor = rules.find_member(speaker(entry));
  const auto other = rules.find_member(member);
  return actor && other && rules.member(*actor).has(v1::ROLE_DISPATCHER) &&
         rules.member(*actor).party == rules.member(*other).party;
}

}  // namespace

bool Absences::away(const Ruleset& rules, const std::string& member, Instant at) const {
  const auto found = reported_.find(member);
  if (found != reported_.end() && found->second.from <= at && at < found->second.until) return true;
  return !rules.find_member(member);
}

void Absences::require_report(const Ruleset& rules, const v1::Entry& entry, const v1::AbsenceReported& event) const {
  const Instant at{entry.time_us()};
  const Instant until{event.until_us()};
  require(event.member() == speaker(entry) || dispatches_for(rules, entry, event.member()),
          "an absence is reported by oneself or by a dispatcher of the party" + name_of(entry));
  require(at < until && Instant{event.from_us()} < until && until < at + engine::hours(24 * (kLongestDays + 1)),
          "an absence has an end, within a year" + name_of(entry));
}

void Absences::require_handed(const Ruleset& rules, const v1::Entry& entry, const v1::DutyHandedOver& event) const {
  const Instant at{entry.time_us()};
  require(!away(rules, event.member(), at), "nobody who is away is given anything" + name_of(entry));
  require(event.former() == speaker(entry) || event.former().empty() || away(rules, event.former(), at) ||
              dispatches_for(rules, entry, event.member()),
          "what somebody has in hand is its own, or its dispatcher's, to give" + name_of(entry));
}

void Absences::follow(const engine::State& before, const v1::Entry& entry) {
  const auto* rules = before.in_force();
  for (const auto& event : entry.events()) {
    if (event.has_absence_reported()) {
      const auto& report = event.absence_reported();
      require_report(*rules, entry, report);
      reported_[report.member()] = {Instant{report.from_us()}, Instant{report.until_us()}};
    } else if (event.has_absence_ended()) {
      const auto& member = event.absence_ended().member();
      const auto found = reported_.find(member);
      require(found != reported_.end() && found->second.until > Instant{entry.time_us()},
              "who is back had been reported away" + name_of(entry));
      require(member == speaker(entry) || dispatches_for(*rules, entry, member),
              "an absence is ended by oneself or by a dispatcher of the party" + name_of(entry));
      reported_.erase(found);
    } else if (event.has_duty_handed_over()) {
      require_handed(*rules, entry, event.duty_handed_over());
    }
  }
}

void Absences::require_remembered(const engine::State& state) const {
  std::size_t going_on = 0;
  for (const auto& [member, absence] : reported_) {
    if (absence.until <= state.last_time) continue;
    ++going_on;
    const auto found = state.absences.find(member);
    require(found != state.absences.end() && found->second.from == absence.from && found->second.until == absence.until,
            "the absence of " + member + " is remembered as it was reported");
  }
  require(state.absences.size() == going_on, "absences that are over are forgotten");
}

}  // namespace whistle::tests
