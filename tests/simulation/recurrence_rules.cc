#include "tests/simulation/recurrence_rules.h"

#include <algorithm>
#include <string>

#include "tests/simulation/broken_rule.h"

namespace whistle::tests {

namespace {

using engine::Instant;
using engine::Ticket;
using engine::TicketId;

bool has_role(const Passage& passage, v1::Role role) {
  const auto member = passage.rules.find_member(passage.entry.actor().member());
  return member && passage.rules.member(*member).has(role);
}

bool rests(const engine::Clock& clock) {
  return clock.paused && !clock.next;
}

// The total clock is the whistle-blower's view of time; the others are the lead ticket's meanwhile.
void expect_resting(const Passage& passage) {
  for (const auto& clock : passage.after.clocks) {
    expect(passage, rests(clock) != (clock.kind == v1::CLOCK_KIND_TOTAL),
           "of what follows the total clock runs and every other rests");
  }
}

void expect_running(const Passage& passage) {
  expect(passage, std::ranges::none_of(passage.after.clocks, rests), "what goes its own way has no clock that rests");
}

}  // namespace

void require_reopened(const Passage& passage) {
  const auto& before = *passage.before;
  const auto& after = passage.after;
  expect(passage, before.state == v1::TICKET_STATE_CLOSED && before.closed && !after.closed,
         "what is reopened was closed, and is not");
  expect(passage, before.reopen_until && at(passage) <= *before.reopen_until, "nothing is reopened after its window");
  expect(passage, after.reopens == before.reopens + 1, "reopenings are counted");
  expect(passage, after.lead() == before.lead() && !after.lead_ticket, "the same lead goes on, on its own");
  const bool signed_for = before.parts[0].state != v1::PART_STATE_ASSIGNED;
  expect(passage, after.state == (signed_for ? v1::TICKET_STATE_ACKNOWLEDGED : v1::TICKET_STATE_DISPATCHED),
         "whoever had signed works on, whoever had not signs first");
  const auto* total = after.find_clock(0, v1::CLOCK_KIND_TOTAL);
  if (before.total_missed || !before.total_due) {
    const bool reminds = total != nullptr && after.find_clock(0, v1::CLOCK_KIND_RESOLVE) == nullptr;
    return expect(passage, total == nullptr || reminds, "a total clock is missed once");
  }
  expect(passage, total != nullptr && total->due == before.total_due, "rule 6: the total clock has never paused");
  expect(passage,
         passage.entry.command().has_record_repeat() || has_role(passage, v1::ROLE_SUPERVISOR) ||
             (passage.entry.command().has_dispute_resolution() && passage.entry.actor().member() == after.blower),
         "a supervisor reopens, the whistle-blower disputes, or a whistle tells");
}

void require_repeated(const Passage& passage) {
  require_reopened(passage);
  const auto& after = passage.after;
  const auto repeat = TicketId{passage.entry.command().record_repeat().repeat()};
  expect(passage, passage.before->outcome == v1::OUTCOME_FIXED || passage.before->outcome == v1::OUTCOME_NOT_REPRODUCED,
         "only what was said to be done recurs");
  expect(passage, after.false_closure && !after.supervised_by.empty(), "a false closure is supervised");
  expect(passage, std::ranges::find(after.followers, repeat) != after.followers.end(), "the new ticket follows");
}

void require_linked_tickets(const Passage& passage) {
  const auto& before = *passage.before;
  const auto& after = passage.after;
  expect(passage, has_role(passage, v1::ROLE_DISPATCHER), "a dispatcher links");
  expect(passage, before.being_handled() && !before.lead_ticket, "what is linked was handled by itself");
  expect(passage, passage.first != nullptr, "the lead ticket is open");
  expect(passage, after.lead_ticket == passage.first->id && !passage.first->lead_ticket,
         "what leads a group follows nothing");
  expect(passage, after.against == passage.first->against, "rule 10: a complaint is not linked to what is none");
  expect(passage, !after.request, "what it asked for lapses");
  expect_resting(passage);
}

void require_unlinked_tickets(const Passage& passage) {
  expect(passage, has_role(passage, v1::ROLE_DISPATCHER), "a dispatcher unlinks");
  expect(passage, passage.before->lead_ticket && !passage.after.lead_ticket, "what followed follows no more");
  expect_running(passage);
}

void require_recorded_follower(const Passage& passage) {
  const auto& command = passage.entry.command().record_follower();
  const TicketId follower{command.follower()};
  const auto& followers = passage.after.followers;
  expect(passage, std::ranges::is_sorted(followers), "followers ascend");
  const bool there = std::ranges::find(followers, follower) != followers.end();
  expect(passage, there != command.left(), "the lead ticket knows who follows");
}

void require_followed(const Passage& passage) {
  const auto& command = passage.entry.command().follow_lead_ticket();
  const auto& after = passage.after;
  if (command.outcome() != v1::OUTCOME_WITHDRAWN) {
    expect(passage,
           after.closed && after.outcome == v1::OUTCOME_DUPLICATE && after.lead_ticket_outcome == command.outcome(),
           "what follows closes with its lead ticket, and says how that ended");
    return;
  }
  expect(passage, !after.closed, "a matter whose first whistle was withdrawn is still there");
  if (command.follow() == 0) {
    expect(passage, !after.lead_ticket, "the first goes its own way");
    return expect_running(passage);
  }
  expect(passage, after.lead_ticket == TicketId{command.follow()}, "the others follow the first");
  expect_resting(passage);
}

}  // namespace whistle::tests
