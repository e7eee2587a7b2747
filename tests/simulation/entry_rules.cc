#include "tests/simulation/entry_rules.h"

#include <algorithm>
#include <string>
#include <utility>

#include "engine/applicable.h"
#include "engine/invariants.h"
#include "tests/simulation/act_rules.h"
#include "tests/simulation/broken_rule.h"
#include "tests/simulation/consequences.h"
#include "tests/simulation/running_clocks.h"

namespace whistle::tests {

namespace {

using engine::Instant;

std::string party_of_actor(const Passage& passage) {
  const auto member = passage.rules.find_member(passage.entry.actor().member());
  return member ? passage.rules.party(passage.rules.member(*member).party).code : std::string();
}

// The clock that fires was due, and was the ticket's first; for every other command none was due any more. A split and
// the link that follows it are one command, of which the first ticket's clocks see nothing; so it is with groups.
void require_in_time(const Passage& passage) {
  if (passage.before == nullptr || passage.before->closed || is_consequence(passage.entry.command())) return;
  if (passage.entry.command().has_hand_over_ticket()) return;  // what is due is decided after it, by who is there
  const Instant at{passage.entry.time_us()};
  const auto* first = passage.before->first_to_act();
  if (first == nullptr)
    return expect(passage, passage.before->lead_ticket.has_value(), "rule 1: an open ticket has an armed clock");
  if (!passage.entry.command().has_fire_clock()) {
    expect(passage, at <= *first->next, "what was due before fires before the command");
    return;
  }
  const auto& name = passage.entry.command().fire_clock().clock();
  expect(passage, at > *first->next, "a clock never fires early");
  expect(passage, name.part() == first->part && name.kind() == first->kind, "a ticket's clocks fire in due order");
}

// Which command a dispatch belongs to.
bool follows_from(v1::DispatchCause cause, const v1::Command& command) {
  switch (cause) {
    case v1::DISPATCH_CAUSE_BLOWN:
      return command.has_blow_whistle();
    case v1::DISPATCH_CAUSE_LADDER:
      return command.has_fire_clock();
    case v1::DISPATCH_CAUSE_REASSIGNED:
      return command.has_reassign_ticket();
    case v1::DISPATCH_CAUSE_AMENDED:
      return command.has_amend_ticket();
    case v1::DISPATCH_CAUSE_SPLIT:
      return command.has_split_ticket();
    case v1::DISPATCH_CAUSE_RETURNED:
      return command.has_decide_return();
    case v1::DISPATCH_CAUSE_RULED:
      return command.has_rule_consult();
    case v1::DISPATCH_CAUSE_WHISTLED_UP:
      return command.has_whistle_up();
    case v1::DISPATCH_CAUSE_APPROVED:
      return command.has_decide_approval();
    case v1::DISPATCH_CAUSE_SUCCEEDED:  // of a hop alone
    case v1::DISPATCH_CAUSE_UNSPECIFIED:
    case v1::DispatchCause_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::DispatchCause_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return false;
}

// One entry may climb several steps: `lead` is whoever leads before this one, and after it whoever does now. Who led
// may be given the lead again, and keeps its work that way.
void require_dispatch(const Passage& passage, const v1::TicketDispatched& event, std::string& lead) {
  expect(passage, passage.rules.find_party(event.lead()).has_value(), "rule 2: the lead is a party of today");
  expect(passage, follows_from(event.cause(), passage.entry.command()), "a dispatch follows from its command");
  const auto former = std::exchange(lead, event.lead());
  if (event.cause() != v1::DISPATCH_CAUSE_LADDER) return;
  expect(passage, former != event.lead(), "a ladder re-assigns to somebody else");
  expect(passage, passage.after.part_of(former).has_value(), "rule 11: a missed party keeps its work");
}

// Who acts for a party is its member; the party complained about does not act.
void require_actor(const Passage& passage, const std::string& party) {
  expect(passage, party == party_of_actor(passage), "a member acts for its own party");
  expect(passage, passage.after.against.empty() || party != passage.after.against,
         "rule 10: the party complained about does not act");
}

// Rule 5, of what ends a verification either way.
void require_verifier(const Passage& passage) {
  const auto& ticket = passage.after;
  expect(passage, passage.entry.actor().member() == ticket.blower, "the whistle-blower verifies");
  expect(passage, !ticket.blower_released, "who withdrew is asked no more");
  if (ticket.source != v1::SOURCE_GRID_MEMBER && ticket.source != v1::SOURCE_COMMUNITY) return;
  const auto party = party_of_actor(passage);
  expect(passage, std::ranges::none_of(ticket.parts, [&](const engine::Part& part) { return part.party == party; }),
         "rule 5: nobody verifies its own work");
}

bool has_had_part(const engine::Ticket& ticket, const std::string& party) {
  return std::ranges::any_of(ticket.parts, [&](const engine::Part& part) { return part.party == party; });
}

// Rules 5 and 10, of a check.
void require_checker(const Passage& passage) {
  const auto party = party_of_actor(passage);
  const auto member = passage.rules.find_member(passage.entry.actor().member());
  expect(passage, member && passage.rules.member(*member).has(v1::ROLE_GRID_MEMBER), "a grid member checks");
  expect(passage, !has_had_part(*passage.before, party), "rule 5: nobody verifies its own work");
  expect(passage, passage.before->against.empty() || party != passage.before->against,
         "rule 10: the party complained about does not verify");
  expect(passage, passage.before->state == v1::TICKET_STATE_VERIFYING, "what is checked was resolved");
}

void require_failed(const Passage& passage, const v1::CheckFailed& event) {
  require_checker(passage);
  expect(passage, event.failed_checks() == passage.before->failed_checks + 1, "failed checks are counted");
  expect(passage, passage.after.false_closure == (passage.before->false_closure || event.failed_checks() >= 2),
         "two failed checks: false closure");
  expect(passage, !passage.after.false_closure || !passage.after.supervised_by.empty(),
         "a false closure is supervised");
}

void require_closed(const Passage& passage, const v1::TicketClosed& event) {
  if (event.outcome() != v1::OUTCOME_FORCED) return;
  const auto member = passage.rules.find_member(passage.entry.actor().member());
  expect(passage, member && passage.rules.member(*member).has(v1::ROLE_SUPERVISOR), "a supervisor ends by force");
  expect(passage, !has_had_part(*passage.before, party_of_actor(passage)), "rule 5: not its own work");
}

void require_score(const Passage& passage, const v1::PartyScored& event) {
  const auto caller = passage.rules.find_party_or_successor(passage.before->caller());
  expect(passage,
         caller && event.scorer() == party_of_actor(passage) && event.scorer() == passage.rules.party(*caller).code,
         "rule 8: a community whistle is scored by the one who blew it");
  expect(passage, event.party() != event.scorer() && passage.after.parts.at(event.part()).party == event.party(),
         "a score is of somebody who was called");
}

// A lead asks for itself; a consult is opened by whoever decides, or by the second return.
void require_request(const Passage& passage, const v1::RequestMade& event) {
  if (event.kind() == v1::REQUEST_KIND_APPROVAL) {
    expect(passage, event.arbiter() == passage.after.lead(), "who approves leads until then");
    return;
  }
  expect(passage, event.party() == party_of_actor(passage), "who asks is a member of who asks");
  if (event.kind() == v1::REQUEST_KIND_CONSULT) {
    const auto& desk = passage.rules.party(passage.rules.desk).code;
    expect(passage, event.arbiter() != passage.after.lead() || event.arbiter() == desk,
           "a lead convenes no consult about itself, but for the desk, above which stands nobody");
  } else {
    expect(passage, event.party() == passage.after.lead(), "rule 3: what is asked is the lead's to ask");
  }
  expect(passage, event.arbiter() != passage.after.against, "rule 10: the party complained about does not arbitrate");
}

template <typename Decision>
void require_decision(const Passage& passage, const Decision& event) {
  expect(passage, event.arbiter() == party_of_actor(passage), "the arbiter decides, and nobody else");
  expect(passage, passage.before->request && passage.before->request->arbiter == event.arbiter(),
         "what is decided has waited for who decides");
}

// Who is gone is followed by who the rules of today name, else by the last resort.
void require_handed_over(const Passage& passage, const v1::TicketHandedOver& event, std::string& lead) {
  const auto& rules = passage.rules;
  const auto& desk = rules.party(rules.desk).code;
  for (const auto& part : event.parts()) {
    expect(passage, !rules.find_party(part.former()), "only who is gone hands over");
    const auto heir = rules.find_party_or_successor(part.former());
    expect(passage, part.party() == desk || (heir && rules.party(*heir).code == part.party()),
           "the successor takes over, or the last resort");
    if (part.part() == 0) lead = part.party();
  }
  expect(passage, event.against() == passage.before->against || lead == desk,
         "whom a complaint is about stays, but for one about the desk that leads");
  for (const auto& part : passage.after.parts) {
    expect(passage, !part.active() || rules.find_party(part.party), "rule 2: whoever has a part is a party of today");
  }
  expect(passage, !passage.after.request || rules.find_party(passage.after.request->arbiter),
         "whoever decides is a party of today");
  for (const auto* list : {&passage.after.inform, &passage.after.supervised_by}) {
    expect(passage,
           std::ranges::all_of(*list, [&](const std::string& party) { return rules.find_party(party).has_value(); }),
           "whoever is informed or supervises is a party of today");
  }
}

// A colleague takes over, who works for the same party.
void require_duty(const Passage& passage, const v1::DutyHandedOver& event) {
  const auto& rules = passage.rules;
  const auto member = rules.find_member(event.member());
  expect(passage, member && rules.party(rules.member(*member).party).code == event.party(),
         "duty goes to a colleague of the same party");
  expect(passage, rules.member(*member).has(v1::ROLE_HANDLER) || rules.member(*member).has(v1::ROLE_GRID_MEMBER),
         "duty goes to somebody who may act");
  const auto& before = passage.before->parts.at(event.part());
  const bool there = event.part() == 0 || before.active();  // what is checked may have to be done again
  expect(passage, before.party == event.party() && before.member == event.former() && there,
         "what is handed over was in the hands that the event names");
}

// Who has a part in hand is who acknowledged or arrived first, or who was handed it; nobody else, and nobody once it
// has ended or is another party's.
void require_hands(const Passage& passage) {
  const auto& entry = passage.entry;
  const auto& actor = entry.actor().acting_for().empty() ? entry.actor().member() : entry.actor().acting_for();
  for (std::size_t i = 0; i < passage.after.parts.size(); ++i) {
    const auto& part = passage.after.parts[i];
    const auto* before =
        passage.before != nullptr && i < passage.before->parts.size() ? &passage.before->parts[i] : nullptr;
    const bool same = before != nullptr && before->party == part.party && before->member == part.member;
    if (part.member.empty()) continue;
    expect(passage, i == 0 || part.active(), "a part that has ended is in nobody's hands");
    if (same) continue;
    const bool acted = (entry.command().has_acknowledge_ticket() || entry.command().has_arrive_on_site()) &&
                       (before == nullptr || before->member.empty()) && part.member == actor;
    const bool handed =
        entry.command().has_hand_over_duty() && part.member == entry.command().hand_over_duty().member();
    expect(passage, acted || handed, "nobody has a part in hand but who took it or was handed it");
  }
}

void require_file(const Passage& passage, const v1::AttachmentPut& event) {
  const auto party = party_of_actor(passage);
  expect(passage, passage.before->against.empty() || party != passage.before->against,
         "rule 10: the party complained about puts nothing");
  expect(passage, event.party().empty() || event.party() == party, "a file is of who put it");
  expect(passage,
         std::ranges::none_of(passage.before->attachments,
                              [&](const engine::Attachment& there) { return there.sha256 == event.sha256(); }),
         "a file lies once with a ticket");
  expect(passage, event.seen_on() != passage.entry.ticket(), "what is flagged lies on another ticket");
  expect(passage, passage.after.attachments.size() <= engine::kAttachmentsPerTicket, "a ticket has so many files");
}

// Nothing is shown by a file that nobody has put on the ticket.
void require_named_files(const Passage& passage) {
  const auto& command = passage.entry.command();
  const auto require_there = [&](const std::string& sha256) {
    expect(passage,
           std::ranges::any_of(passage.before->attachments,
                               [&](const engine::Attachment& file) { return file.sha256 == sha256; }),
           "what an act names lies with the ticket");
  };
  std::ranges::for_each(command.report_progress().attachment_sha256(), require_there);
  std::ranges::for_each(command.verify_resolution().attachment_sha256(), require_there);
  for (const auto& item : command.resolve_ticket().evidence())
    if (item.kind() != v1::EVIDENCE_NOTE) require_there(item.sha256());
}

void require_event(const Passage& passage, const v1::Event& event, std::string& lead) {
  using Body = v1::Event::BodyCase;
  switch (event.body_case()) {
    case Body::kTicketDispatched:
      return require_dispatch(passage, event.ticket_dispatched(), lead);
    case Body::kTicketAcknowledged:
      return require_actor(passage, event.ticket_acknowledged().party());
    case Body::kArrivedOnSite:
      return require_actor(passage, event.arrived_on_site().party());
    case Body::kTicketResolved:
      return require_actor(passage, event.ticket_resolved().party());
    case Body::kPartFinished:
      return require_actor(passage, event.part_finished().party());
    case Body::kResolutionConfirmed:
      if (event.resolution_confirmed().by() == v1::CONFIRMED_BY_BLOWER) require_verifier(passage);
      if (event.resolution_confirmed().by() == v1::CONFIRMED_BY_VERIFIER) require_checker(passage);
      return;
    case Body::kCheckFailed:
      return require_failed(passage, event.check_failed());
    case Body::kTicketClosed:
      return require_closed(passage, event.ticket_closed());
    case Body::kPartyScored:
      return require_score(passage, event.party_scored());
    case Body::kAttachmentPut:
      return require_file(passage, event.attachment_put());
    case Body::kResolutionDisputed:
      return require_verifier(passage);
    case Body::kTicketReopened:
      if (event.ticket_reopened().cause() == v1::REOPEN_CAUSE_DISPUTE) require_verifier(passage);
      return;
    case Body::kProgressReported:
      return require_actor(passage, event.progress_reported().party());
    case Body::kReporterContacted:
      return require_actor(passage, event.reporter_contacted().party());
    case Body::kReporterRevealed:
      return require_actor(passage, event.reporter_revealed().party());
    case Body::kRequestMade:
      return require_request(passage, event.request_made());
    case Body::kRequestGranted:
      return require_decision(passage, event.request_granted());
    case Body::kRequestRefused:
      return require_decision(passage, event.request_refused());
    case Body::kDutyHandedOver:
      return require_duty(passage, event.duty_handed_over());
    case Body::kTicketHandedOver:
      return require_handed_over(passage, event.ticket_handed_over(), lead);
    default:
      return;
  }
}

// What waits for an approval is led by whoever approves.
bool changes_lead(const Passage& passage) {
  return std::ranges::any_of(passage.entry.events(), [&](const v1::Event& event) {
    const bool passed_on = event.has_arbiter_replaced() && passage.before->state == v1::TICKET_STATE_AWAITING_APPROVAL;
    return event.has_ticket_dispatched() || event.has_ticket_handed_over() || passed_on;
  });
}

bool has_work(const engine::Ticket& ticket, const std::string& party) {
  return ticket.lead() == party || std::ranges::any_of(ticket.parts, [&](const engine::Part& part) {
           return part.party == party && part.active();
         });
}

// What a whistle said: only an amendment puts right what it said of the matter, and then the rules of today count.
void require_said(const Passage& passage) {
  const auto& before = *passage.before;
  const auto& after = passage.after;
  expect(passage,
         after.id == before.id && after.local_day == before.local_day && after.day_counter == before.day_counter &&
             after.accepted == before.accepted && after.occurred == before.occurred && after.blower == before.blower &&
             after.blower_party == before.blower_party && after.source == before.source &&
             after.anonymous == before.anonymous && after.split_from == before.split_from,
         "what a whistle said does not change");
  const auto& command = passage.entry.command();
  expect(passage,
         after.kind == before.kind || (command.has_whistle_up() && after.kind == v1::WHISTLE_KIND_COMMUNITY &&
                                       after.whistled_up_by == party_of_actor(passage)),
         "only a community makes a community whistle of it");
  if (command.has_amend_ticket()) return;
  expect(passage, after.estate == before.estate && after.area == before.area && after.place_entry == before.place_entry,
         "only an amendment changes where a ticket is");
  if (command.has_whistle_up() || command.has_decide_approval()) return;
  expect(passage, after.ruleset == before.ruleset || command.has_rebase_ticket(), "only a rebase pins a ticket anew");
  expect(passage,
         (after.against == before.against || command.has_hand_over_ticket()) && after.category == before.category &&
             after.urgency == before.urgency,
         "only an amendment or a whistle-up changes what a ticket counts as");
}

void require_whole(const Passage& passage) {
  const auto& after = passage.after;
  const auto broken = engine::broken_invariant(after);
  expect(passage, !broken, broken.value_or(""));
  expect(passage, after.last_entry.value == passage.entry.sequence(), "a ticket knows its last entry");
  expect(passage, after.against.empty() || !has_work(after, after.against),
         "rule 10: the party complained about never leads or assists");
  auto stood = passage.before == nullptr ? engine::Ticket{} : *passage.before;
  expect(passage, engine::apply_if_applicable(passage.entry, stood), "what was decided can be applied by anybody");
  if (passage.before == nullptr) return;
  const auto& before = *passage.before;
  expect(passage, passage.entry.previous() == before.last_entry.value, "an entry names the one before it");
  expect(passage, changes_lead(passage) || after.lead() == before.lead(), "rule 3: only a dispatch changes the lead");
  require_said(passage);
}

}  // namespace

void require_rules(const Passage& passage) {
  require_in_time(passage);
  RunningClocks clocks(passage);
  auto lead = passage.before == nullptr ? std::string() : passage.before->lead();
  for (const auto& event : passage.entry.events()) {
    clocks.see(event);
    require_event(passage, event, lead);
  }
  clocks.compare();
  require_hands(passage);
  require_named_files(passage);
  require_whole(passage);
  require_act(passage);
}

}  // namespace whistle::tests
