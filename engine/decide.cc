#include "engine/decide.h"

#include <algorithm>

#include "engine/decide_checks.h"
#include "engine/draft.h"
#include "engine/kind.h"
#include "engine/logic.h"

namespace whistle::engine {

namespace {

// What goes by way of an arbiter, and what assistants do.
Decided<void> decide_arbitration(Draft& draft, const v1::Command& command) {
  using Body = v1::Command::BodyCase;
  switch (command.body_case()) {
    case Body::kRequestReturn:
      return decide_request_return(draft, command.request_return());
    case Body::kDecideReturn:
      return decide_decide_return(draft, command.decide_return());
    case Body::kOpenConsult:
      return decide_open_consult(draft, command.open_consult());
    case Body::kRuleConsult:
      return decide_rule_consult(draft, command.rule_consult());
    case Body::kFinishPart:
      return decide_finish_part(draft, command.finish_part());
    case Body::kReleaseAssistant:
      return decide_release_assistant(draft, command.release_assistant());
    case Body::kRequestHold:
      return decide_request_hold(draft, command.request_hold());
    case Body::kDecideHold:
      return decide_decide_hold(draft, command.decide_hold());
    case Body::kResumeTicket:
      return decide_resume_ticket(draft, command.resume_ticket());
    case Body::kRequestExtension:
      return decide_request_extension(draft, command.request_extension());
    default:
      return decide_decide_extension(draft, command.decide_extension());
  }
}

// Whether it is done, what stands above it, and what a community calls for.
Decided<void> decide_oversight(Draft& draft, const v1::Command& command) {
  using Body = v1::Command::BodyCase;
  switch (command.body_case()) {
    case Body::kVerifyResolution:
      return decide_verify_resolution(draft, command.verify_resolution());
    case Body::kSuperviseTicket:
      return decide_supervise_ticket(draft, command.supervise_ticket());
    case Body::kForceCloseTicket:
      return decide_force_close_ticket(draft, command.force_close_ticket());
    case Body::kWhistleUp:
      return decide_whistle_up(draft, command.whistle_up());
    case Body::kScoreParty:
      return decide_score_party(draft, command.score_party());
    default:
      return decide_decide_approval(draft, command.decide_approval());
  }
}

// The journal, the rules and the identities, and what new rules do to open tickets.
Decided<void> decide_house(Draft& draft, const v1::Command& command) {
  using Body = v1::Command::BodyCase;
  switch (command.body_case()) {
    case Body::kCreateJournal:
      return decide_create_journal(draft, command.create_journal());
    case Body::kStartEngine:
      return decide_start_engine(draft, command.start_engine());
    case Body::kRecordRefusal:
      return decide_record_refusal(draft, command.record_refusal());
    case Body::kPublishRuleset:
      return decide_publish_ruleset(draft, command.publish_ruleset());
    case Body::kRegisterIdentity:
      return decide_register_identity(draft, command.register_identity());
    case Body::kRevokeIdentity:
      return decide_revoke_identity(draft, command.revoke_identity());
    case Body::kWithdrawRuleset:
      return decide_withdraw_ruleset(draft, command.withdraw_ruleset());
    case Body::kPutRulesetInForce:
      return decide_put_ruleset_in_force(draft, command.put_ruleset_in_force());
    case Body::kRebaseTicket:
      return decide_rebase_ticket(draft, command.rebase_ticket());
    case Body::kSubmitRuleset:
      return decide_submit_ruleset(draft, command.submit_ruleset());
    case Body::kAdoptLogic:
      return decide_adopt_logic(draft, command.adopt_logic());
    case Body::kEraseTicket:
      return decide_erase_ticket(draft, command.erase_ticket());
    case Body::kRecordReading:
      return decide_record_reading(draft, command.record_reading());
    case Body::kRotateMasterKey:
      return decide_rotate_master_key(draft, command.rotate_master_key());
    default:
      return decide_hand_over_ticket(draft, command.hand_over_ticket());
  }
}

// After the closing, several tickets of one matter, appeals, who has it in hand, and files.
Decided<void> decide_aftermath(Draft& draft, const v1::Command& command) {
  using Body = v1::Command::BodyCase;
  switch (command.body_case()) {
    case Body::kReopenTicket:
      return decide_reopen_ticket(draft, command.reopen_ticket());
    case Body::kLinkTickets:
      return decide_link_tickets(draft, command.link_tickets());
    case Body::kUnlinkTickets:
      return decide_unlink_tickets(draft, command.unlink_tickets());
    case Body::kRecordFollower:
      return decide_record_follower(draft, command.record_follower());
    case Body::kFollowLeadTicket:
      return decide_follow_lead_ticket(draft, command.follow_lead_ticket());
    case Body::kRecordRepeat:
      return decide_record_repeat(draft, command.record_repeat());
    case Body::kLodgeAppeal:
      return decide_lodge_appeal(draft, command.lodge_appeal());
    case Body::kReviewAppeal:
      return decide_review_appeal(draft, command.review_appeal());
    case Body::kHandOverDuty:
      return decide_hand_over_duty(draft, command.hand_over_duty());
    case Body::kReportAbsence:
      return decide_report_absence(draft, command.report_absence());
    case Body::kEndAbsence:
      return decide_end_absence(draft, command.end_absence());
    default:
      return decide_put_attachment(draft, command.put_attachment());
  }
}

// From the whistle to the closing.
Decided<void> decide_life(Draft& draft, const v1::Command& command) {
  using Body = v1::Command::BodyCase;
  switch (command.body_case()) {
    case Body::kBlowWhistle:
      return decide_blow_whistle(draft, command.blow_whistle());
    case Body::kAcknowledgeTicket:
      return decide_acknowledge_ticket(draft, command.acknowledge_ticket());
    case Body::kArriveOnSite:
      return decide_arrive_on_site(draft, command.arrive_on_site());
    case Body::kResolveTicket:
      return decide_resolve_ticket(draft, command.resolve_ticket());
    case Body::kConfirmResolution:
      return decide_confirm_resolution(draft, command.confirm_resolution());
    default:
      return decide_withdraw_whistle(draft, command.withdraw_whistle());
  }
}

// What else parties, dispatchers and whistle-blowers do.
Decided<void> decide_act(Draft& draft, const v1::Command& command) {
  using Body = v1::Command::BodyCase;
  switch (command.body_case()) {
    case Body::kReportProgress:
      return decide_report_progress(draft, command.report_progress());
    case Body::kDisputeResolution:
      return decide_dispute_resolution(draft, command.dispute_resolution());
    case Body::kReassignTicket:
      return decide_reassign_ticket(draft, command.reassign_ticket());
    case Body::kAmendTicket:
      return decide_amend_ticket(draft, command.amend_ticket());
    case Body::kSplitTicket:
      return decide_split_ticket(draft, command.split_ticket());
    case Body::kUrgeTicket:
      return decide_urge_ticket(draft, command.urge_ticket());
    case Body::kLinkSplitTicket:
      return decide_link_split_ticket(draft, command.link_split_ticket());
    case Body::kRevealReporter:
      return decide_reveal_reporter(draft, command.reveal_reporter());
    default:
      return decide_contact_reporter(draft, command.contact_reporter());
  }
}

Decided<void> decide_body(Draft& draft, const v1::Command& command) {
  switch (kind_of(command.body_case())) {
    case Kind::House:
    case Kind::Succession:
      return decide_house(draft, command);
    case Kind::Life:
      return decide_life(draft, command);
    case Kind::Clock:
      return decide_fire_clock(draft, command.fire_clock());
    case Kind::Act:
      return decide_act(draft, command);
    case Kind::Arbitration:
      return decide_arbitration(draft, command);
    case Kind::Oversight:
      return decide_oversight(draft, command);
    case Kind::Absence:
    case Kind::Recurrence:
    case Kind::Appeal:
    case Kind::Holdings:
      return decide_aftermath(draft, command);
    case Kind::None:
      break;
  }
  return reject(v1::REFUSAL_CODE_MISSING, {{"field", "command"}});
}

// A whistle is of no ticket: it begins one.
TicketId ticket_of_life(const v1::Command& command) {
  using Body = v1::Command::BodyCase;
  switch (command.body_case()) {
    case Body::kAcknowledgeTicket:
      return TicketId{command.acknowledge_ticket().ticket()};
    case Body::kArriveOnSite:
      return TicketId{command.arrive_on_site().ticket()};
    case Body::kResolveTicket:
      return TicketId{command.resolve_ticket().ticket()};
    case Body::kConfirmResolution:
      return TicketId{command.confirm_resolution().ticket()};
    default:
      return TicketId{command.withdraw_whistle().ticket()};
  }
}

TicketId ticket_of_act(const v1::Command& command) {
  using Body = v1::Command::BodyCase;
  switch (command.body_case()) {
    case Body::kReportProgress:
      return TicketId{command.report_progress().ticket()};
    case Body::kDisputeResolution:
      return TicketId{command.dispute_resolution().ticket()};
    case Body::kReassignTicket:
      return TicketId{command.reassign_ticket().ticket()};
    case Body::kAmendTicket:
      return TicketId{command.amend_ticket().ticket()};
    case Body::kSplitTicket:
      return TicketId{command.split_ticket().ticket()};
    case Body::kUrgeTicket:
      return TicketId{command.urge_ticket().ticket()};
    case Body::kLinkSplitTicket:
      return TicketId{command.link_split_ticket().ticket()};
    case Body::kRevealReporter:
      return TicketId{command.reveal_reporter().ticket()};
    default:
      return TicketId{command.contact_reporter().ticket()};
  }
}

TicketId ticket_of_arbitration(const v1::Command& command) {
  using Body = v1::Command::BodyCase;
  switch (command.body_case()) {
    case Body::kRequestReturn:
      return TicketId{command.request_return().ticket()};
    case Body::kDecideReturn:
      return TicketId{command.decide_return().ticket()};
    case Body::kOpenConsult:
      return TicketId{command.open_consult().ticket()};
    case Body::kRuleConsult:
      return TicketId{command.rule_consult().ticket()};
    case Body::kFinishPart:
      return TicketId{command.finish_part().ticket()};
    case Body::kReleaseAssistant:
      return TicketId{command.release_assistant().ticket()};
    case Body::kRequestHold:
      return TicketId{command.request_hold().ticket()};
    case Body::kDecideHold:
      return TicketId{command.decide_hold().ticket()};
    case Body::kResumeTicket:
      return TicketId{command.resume_ticket().ticket()};
    case Body::kRequestExtension:
      return TicketId{command.request_extension().ticket()};
    default:
      return TicketId{command.decide_extension().ticket()};
  }
}

TicketId ticket_of_oversight(const v1::Command& command) {
  using Body = v1::Command::BodyCase;
  switch (command.body_case()) {
    case Body::kVerifyResolution:
      return TicketId{command.verify_resolution().ticket()};
    case Body::kSuperviseTicket:
      return TicketId{command.supervise_ticket().ticket()};
    case Body::kForceCloseTicket:
      return TicketId{command.force_close_ticket().ticket()};
    case Body::kWhistleUp:
      return TicketId{command.whistle_up().ticket()};
    case Body::kScoreParty:
      return TicketId{command.score_party().ticket()};
    default:
      return TicketId{command.decide_approval().ticket()};
  }
}

TicketId ticket_of_aftermath(const v1::Command& command) {
  using Body = v1::Command::BodyCase;
  switch (command.body_case()) {
    case Body::kReopenTicket:
      return TicketId{command.reopen_ticket().ticket()};
    case Body::kLinkTickets:
      return TicketId{command.link_tickets().ticket()};
    case Body::kUnlinkTickets:
      return TicketId{command.unlink_tickets().ticket()};
    case Body::kRecordFollower:
      return TicketId{command.record_follower().ticket()};
    case Body::kFollowLeadTicket:
      return TicketId{command.follow_lead_ticket().ticket()};
    case Body::kRecordRepeat:
      return TicketId{command.record_repeat().ticket()};
    case Body::kLodgeAppeal:
      return TicketId{command.lodge_appeal().ticket()};
    case Body::kReviewAppeal:
      return TicketId{command.review_appeal().ticket()};
    case Body::kHandOverDuty:
      return TicketId{command.hand_over_duty().ticket()};
    default:
      return TicketId{command.put_attachment().ticket()};
  }
}

// The frame that every entry has; events and ticket come with the decision.
void frame(const State& state, const Input& input, const Standing& standing, Instant at, v1::Entry& entry) {
  entry.Clear();
  entry.set_sequence(state.next_sequence.value);
  entry.set_time_us(at.us);
  *entry.mutable_actor() = input.actor;
  entry.mutable_actor()->set_member(standing.member);
  entry.set_key(input.key);
  if (input.from_journal) {
    *entry.mutable_command() = input.command;
  } else {
    *entry.mutable_command() = journalled(state.in_force(), input.command, input.commitments);
  }
  if (!state.publications.empty()) entry.set_ruleset(state.publications.back().sequence.value);
  entry.set_logic(state.logic);
  entry.set_acted_at_us(input.acted_at_us);
}

TicketId ticket_of_rulesets(const v1::Command& command) {
  if (command.has_rebase_ticket()) return TicketId{command.rebase_ticket().ticket()};
  return TicketId{command.hand_over_ticket().ticket()};
}

// What may concern a ticket that is closed.
bool reaches_closed(const v1::Command& command) {
  return command.has_dispute_resolution() || command.has_reopen_ticket() || command.has_record_repeat() ||
         command.has_score_party() || command.has_lodge_appeal() || command.has_review_appeal() ||
         command.has_reveal_reporter();
}

Decided<void> take_ticket(Draft& draft, TicketId id) {
  auto ticket = draft.state.find_ticket(id);
  if (!ticket) return reject(v1::REFUSAL_CODE_UNKNOWN_TICKET, {{"ticket", std::to_string(id.value)}});
  draft.ticket = *std::move(ticket);
  draft.before = footing_of(draft.ticket);
  if (draft.ticket.closed && !reaches_closed(draft.input.command)) return wrong_state(draft);
  draft.pinned = draft.state.ruleset_of(draft.ticket.ruleset);
  draft.entry.set_ticket(id.value);
  draft.entry.set_previous(draft.ticket.last_entry.value);
  return {};
}

Decided<void> check_last_entry(const Draft& draft) {
  const auto& wanted = draft.input.if_last_entry;
  if (!wanted) return {};
  if (!draft.entry.has_previous())
    return reject(v1::REFUSAL_CODE_INVALID, {{"field", "if_last_entry"}, {"why", "the command names no ticket"}});
  if (draft.entry.previous() == wanted->value) return {};
  return reject(v1::REFUSAL_CODE_TICKET_CHANGED, {{"ticket", std::to_string(draft.entry.ticket())},
                                                  {"last_entry", std::to_string(draft.entry.previous())}});
}

}  // namespace

Instant entry_time(const State& state, Instant now) {
  if (state.next_sequence.value == 0) return now;
  return std::max(state.last_time + microseconds(1), now);
}

std::optional<TicketId> ticket_of(const v1::Command& command) {
  switch (kind_of(command.body_case())) {
    case Kind::Life:
      if (command.has_blow_whistle()) return std::nullopt;
      return ticket_of_life(command);
    case Kind::Act:
      return ticket_of_act(command);
    case Kind::Clock:
      return TicketId{command.fire_clock().ticket()};
    case Kind::Arbitration:
      return ticket_of_arbitration(command);
    case Kind::Oversight:
      return ticket_of_oversight(command);
    case Kind::Succession:
      return ticket_of_rulesets(command);
    case Kind::Recurrence:
    case Kind::Appeal:
    case Kind::Holdings:
      return ticket_of_aftermath(command);
    case Kind::House:
    case Kind::Absence:
    case Kind::None:
      break;
  }
  return std::nullopt;
}

Decided<v1::Entry> decide(const State& state, const Input& input, Instant now) {
  Decision decision;
  if (auto decided = decide(state, input, now, decision); !decided) return tl::unexpected(std::move(decided).error());
  return std::move(decision.entry);
}

Decided<void> decide(const State& state, const Input& input, Instant now, Decision& decision) {
  const auto at = entry_time(state, now);
  auto standing = standing_of(state, input.actor, at);
  if (!standing) return tl::unexpected(standing.error());
  if (standing->member == kAnybodyMember)
    return reject(v1::REFUSAL_CODE_UNKNOWN_IDENTITY, {{"member", standing->member}});
  const auto needed = std::max(logic_needed(input.command), logic_needed(input.actor.authentication()));
  if (state.logic < needed) return reject(v1::REFUSAL_CODE_LOGIC_OLD, {{"logic", std::to_string(needed)}});
  frame(state, input, *standing, at, decision.entry);
  decision.before = Footing{};
  decision.ticket = Ticket{};
  Draft draft{state,          input,          at, *std::move(standing), state.in_force(), nullptr, decision.before,
              decision.entry, decision.ticket};
  if (const auto id = ticket_of(input.command)) {
    if (auto found = take_ticket(draft, *id); !found) return tl::unexpected(found.error());
  }
  if (auto decided = decide_body(draft, input.command); !decided) return decided;
  // Last, so that only who may act learns what the last entry is.
  return check_last_entry(draft);
}

}  // namespace whistle::engine
