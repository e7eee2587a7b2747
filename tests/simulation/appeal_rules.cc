#include "tests/simulation/appeal_rules.h"

#include <algorithm>

#include "tests/simulation/broken_rule.h"

namespace whistle::tests {

namespace {

bool worked_on(const engine::Ticket& ticket, const std::string& party) {
  return std::ranges::any_of(ticket.parts, [&](const engine::Part& part) { return part.party == party; }) ||
         std::ranges::any_of(ticket.hops, [&](const engine::Hop& hop) { return hop.party == party; });
}

// In the journal stands who has done it; who that did it for says `acting_for`.
const std::string& doer(const v1::Entry& entry) {
  return entry.actor().acting_for().empty() ? entry.actor().member() : entry.actor().acting_for();
}

const engine::Member* member_named(const engine::Ruleset& rules, const std::string& code) {
  const auto index = rules.find_member(code);
  return index ? &rules.member(*index) : nullptr;
}

}  // namespace

void AppealRules::follow(const Passage& passage) {
  auto& of = cases_[passage.after.id];
  for (const auto& event : passage.entry.events()) {
    charge(passage, event, of);
    if (event.has_appeal_lodged()) require_lodged(passage, event.appeal_lodged(), of);
    if (event.has_appeal_reviewed()) require_reviewed(passage, event.appeal_reviewed(), of);
    if (event.has_appeal_decided()) require_decided(passage, event.appeal_decided(), of);
  }
  expect(passage, passage.after.appeal_waits() == !of.waiting.empty(), "an appeal waits until it is decided");
}

void AppealRules::charge(const Passage& passage, const v1::Event& event, Case& of) {
  if (event.has_clock_missed() && !event.clock_missed().party().empty()) {
    of.missed.insert(event.clock_missed().party());
  } else if (event.has_check_failed()) {
    of.reworked.insert(event.check_failed().party());
  } else if (event.has_false_closure_found()) {
    of.reworked.insert(event.false_closure_found().party());
  } else if (event.has_resolution_disputed()) {
    of.reworked.insert(event.resolution_disputed().party());
    of.disputed = event.resolution_disputed().party();
  } else if (event.has_ticket_reopened()) {
    const auto& reopened = event.ticket_reopened();
    const bool done = passage.before->reworks != reopened.reworks();
    if (done) of.reworked.insert(reopened.party());
    of.disputed = done && reopened.cause() == v1::REOPEN_CAUSE_DISPUTE ? reopened.party() : std::string();
  } else if (event.has_resolution_confirmed() && event.resolution_confirmed().by() == v1::CONFIRMED_BY_BLOWER) {
    of.disputed.clear();
  }
}

void AppealRules::require_lodged(const Passage& passage, const v1::AppealLodged& event, Case& of) {
  const auto& before = *passage.before;
  const auto* member = member_named(passage.rules, doer(passage.entry));
  expect(passage, member != nullptr && passage.rules.party(member->party).code == event.party(),
         "a party appeals for itself");
  expect(passage, member->has(v1::ROLE_HANDLER) || member->has(v1::ROLE_DISPATCHER), "its handlers and dispatchers do");
  expect(passage, event.party() != before.against, "rule 10: the party complained about knows of nothing");
  const bool in_time = !before.closed || (before.appeal_until && passage.entry.time_us() <= before.appeal_until->us);
  expect(passage, in_time, "an appeal comes in time");
  const bool rated_badly =
      before.rating > 0 && before.rating < passage.rules.evaluation.satisfied_from && before.lead() == event.party();
  switch (event.subject()) {
    case v1::APPEAL_SUBJECT_MISSES:
      expect(passage, of.missed.contains(event.party()), "who appeals against misses has missed something");
      break;
    case v1::APPEAL_SUBJECT_REWORK:
      expect(passage, of.reworked.contains(event.party()), "who appeals against rework had some");
      break;
    default:
      expect(passage, of.disputed == event.party() || rated_badly, "who appeals against a rating was rated");
  }
  expect(passage, of.lodged.insert({event.party(), event.subject()}).second, "a party appeals once");
  of.waiting[{event.party(), event.subject()}];
}

void AppealRules::require_reviewed(const Passage& passage, const v1::AppealReviewed& event, Case& of) {
  const auto waits = of.waiting.find({event.party(), event.subject()});
  expect(passage, waits != of.waiting.end(), "what is reviewed waits");
  const auto* member = member_named(passage.rules, event.reviewer());
  expect(passage, passage.entry.actor().acting_for().empty() && event.reviewer() == passage.entry.actor().member(),
         "who reviews does so in person");
  expect(passage, member != nullptr && member->has(v1::ROLE_SUPERVISOR), "supervisors review");
  expect(passage, waits->second.insert(event.reviewer()).second, "nobody reviews twice");
  const auto& party = passage.rules.party(member->party);
  expect(passage, party.code != event.party() && party.code != passage.before->against,
         "rule 5: nobody reviews its own case, nor who is complained about");
  expect(passage, party.kind == v1::PARTY_KIND_DESK || !worked_on(*passage.before, party.code),
         "rule 5: nobody reviews what its party worked on, but for the last resort");
  const bool last = !event.granted() || waits->second.size() == 2;
  const auto& events = passage.entry.events();
  const bool decides =
      std::any_of(events.begin(), events.end(), [](const auto& one) { return one.has_appeal_decided(); });
  expect(passage, decides == last, "two grants or one refusal decide");
}

void AppealRules::require_decided(const Passage& passage, const v1::AppealDecided& event, Case& of) {
  const auto waits = of.waiting.find({event.party(), event.subject()});
  expect(passage, waits != of.waiting.end(), "what is decided waits");
  const std::set<std::string> named(event.reviewers().begin(), event.reviewers().end());
  expect(passage, named == waits->second && named.size() == static_cast<std::size_t>(event.reviewers_size()),
         "a decision names who reviewed");
  expect(passage, event.granted() == passage.entry.command().review_appeal().granted(), "the last word decides");
  of.waiting.erase(waits);
}

}  // namespace whistle::tests
