// An entry in the making: events are gathered and at once applied to a draft of the ticket, so that what is decided
// next sees them.
//
// Used by the decide_*.cc files alone.
#pragma once

#include <optional>
#include <string>

#include "engine/core.h"
#include "engine/permission.h"
#include "engine/ruleset.h"
#include "engine/state.h"
#include "engine/ticket.h"
#include "whistle/v1/entry.pb.h"
#include "whistle/v1/event.pb.h"

namespace whistle::engine {

struct Draft {
  const State& state;
  const Input& input;
  Instant at;                       // the entry's time
  Standing standing;                // of the actor
  const Ruleset* newest = nullptr;  // in force; nullptr only before the first publication
  const Ruleset* pinned = nullptr;  // of the ticket, once there is one
  Footing& before;                  // of the ticket
  v1::Entry& entry;
  Ticket& ticket;  // as the events gathered so far leave it

  // Adds an event of the ticket and applies it to the draft.
  void add(v1::Event event) {
    *entry.add_events() = std::move(event);
    apply_event();
  }
  // Adds an event of the journal.
  void add_journal(v1::Event event) { *entry.add_events() = std::move(event); }

 private:
  void apply_event();
};

// ---- steps that several decisions share (draft.cc) ----

// Starts a clock for a part, charged to its party; a limit of none starts nothing.
void start_clock(Draft& draft, std::uint32_t part, v1::ClockKind kind, const Limit& limit);
// The same until an instant that was found otherwise than by a limit.
void start_clock_until(Draft& draft, std::uint32_t part, v1::ClockKind kind, const Deadline& deadline);
// As it stands, the due of a clock passes on to another part.
void start_clock_due(Draft& draft, std::uint32_t part, v1::ClockKind kind, Instant due);
// Stops a clock that runs; kept if in time.
void stop_clock(Draft& draft, std::uint32_t part, v1::ClockKind kind);
void stop_clocks_of_part(Draft& draft, std::uint32_t part);
// The clocks of the verification: the verifier's, and the silence that confirms.
void start_verify_clocks(Draft& draft);
void stop_verify_clocks(Draft& draft);
// Releases an assistant, and stops its clocks.
void release_part(Draft& draft, std::uint32_t part);
// Releases the assistants that still have work, and stops their clocks.
void release_assistants(Draft& draft);
// An assistant that becomes the lead stops being an assistant.
void release_assisting(Draft& draft, const std::string& party);
// Where the lead has resolved and the last part that was waited for has ended.
void begin_verification_if_done(Draft& draft);
// Releases assistants, stops every clock and closes.
void close_ticket(Draft& draft, v1::Outcome outcome);
// The same of one that followed a lead ticket, with how that ended.
void close_follower(Draft& draft, v1::Outcome lead_ticket_outcome);

// ---- the decisions, by command (decide_*.cc) ----

[[nodiscard]] Decided<void> decide_create_journal(Draft& draft, const v1::CreateJournal& command);
[[nodiscard]] Decided<void> decide_start_engine(Draft& draft, const v1::StartEngine& command);
[[nodiscard]] Decided<void> decide_publish_ruleset(Draft& draft, const v1::PublishRuleset& command);
[[nodiscard]] Decided<void> decide_register_identity(Draft& draft, const v1::RegisterIdentity& command);
[[nodiscard]] Decided<void> decide_revoke_identity(Draft& draft, const v1::RevokeIdentity& command);
[[nodiscard]] Decided<void> decide_blow_whistle(Draft& draft, const v1::BlowWhistle& command);
[[nodiscard]] Decided<void> decide_acknowledge_ticket(Draft& draft, const v1::AcknowledgeTicket& command);
[[nodiscard]] Decided<void> decide_arrive_on_site(Draft& draft, const v1::ArriveOnSite& command);
[[nodiscard]] Decided<void> decide_resolve_ticket(Draft& draft, const v1::ResolveTicket& command);
[[nodiscard]] Decided<void> decide_confirm_resolution(Draft& draft, const v1::ConfirmResolution& command);
[[nodiscard]] Decided<void> decide_withdraw_whistle(Draft& draft, const v1::WithdrawWhistle& command);
[[nodiscard]] Decided<void> decide_report_progress(Draft& draft, const v1::ReportProgress& command);
[[nodiscard]] Decided<void> decide_dispute_resolution(Draft& draft, const v1::DisputeResolution& command);
[[nodiscard]] Decided<void> decide_reassign_ticket(Draft& draft, const v1::ReassignTicket& command);
[[nodiscard]] Decided<void> decide_amend_ticket(Draft& draft, const v1::AmendTicket& command);
[[nodiscard]] Decided<void> decide_split_ticket(Draft& draft, const v1::SplitTicket& command);
[[nodiscard]] Decided<void> decide_urge_ticket(Draft& draft, const v1::UrgeTicket& command);
[[nodiscard]] Decided<void> decide_contact_reporter(Draft& draft, const v1::ContactReporter& command);
[[nodiscard]] Decided<void> decide_link_split_ticket(Draft& draft, const v1::LinkSplitTicket& command);
[[nodiscard]] Decided<void> decide_request_return(Draft& draft, const v1::RequestReturn& command);
[[nodiscard]] Decided<void> decide_decide_return(Draft& draft, const v1::DecideReturn& command);
[[nodiscard]] Decided<void> decide_open_consult(Draft& draft, const v1::OpenConsult& command);
[[nodiscard]] Decided<void> decide_rule_consult(Draft& draft, const v1::RuleConsult& command);
[[nodiscard]] Decided<void> decide_finish_part(Draft& draft, const v1::FinishPart& command);
[[nodiscard]] Decided<void> decide_release_assistant(Draft& draft, const v1::ReleaseAssistant& command);
[[nodiscard]] Decided<void> decide_request_hold(Draft& draft, const v1::RequestHold& command);
[[nodiscard]] Decided<void> decide_decide_hold(Draft& draft, const v1::DecideHold& command);
[[nodiscard]] Decided<void> decide_resume_ticket(Draft& draft, const v1::ResumeTicket& command);
[[nodiscard]] Decided<void> decide_request_extension(Draft& draft, const v1::RequestExtension& command);
[[nodiscard]] Decided<void> decide_decide_extension(Draft& draft, const v1::DecideExtension& command);
[[nodiscard]] Decided<void> decide_verify_resolution(Draft& draft, const v1::VerifyResolution& command);
[[nodiscard]] Decided<void> decide_supervise_ticket(Draft& draft, const v1::SuperviseTicket& command);
[[nodiscard]] Decided<void> decide_force_close_ticket(Draft& draft, const v1::ForceCloseTicket& command);
[[nodiscard]] Decided<void> decide_whistle_up(Draft& draft, const v1::WhistleUp& command);
[[nodiscard]] Decided<void> decide_score_party(Draft& draft, const v1::ScoreParty& command);
[[nodiscard]] Decided<void> decide_decide_approval(Draft& draft, const v1::DecideApproval& command);
[[nodiscard]] Decided<void> decide_fire_clock(Draft& draft, const v1::FireClock& command);
[[nodiscard]] Decided<void> decide_record_refusal(Draft& draft, const v1::RecordRefusal& command);
[[nodiscard]] Decided<void> decide_withdraw_ruleset(Draft& draft, const v1::WithdrawRuleset& command);
[[nodiscard]] Decided<void> decide_put_ruleset_in_force(Draft& draft, const v1::PutRulesetInForce& command);
[[nodiscard]] Decided<void> decide_rebase_ticket(Draft& draft, const v1::RebaseTicket& command);
[[nodiscard]] Decided<void> decide_hand_over_ticket(Draft& draft, const v1::HandOverTicket& command);
[[nodiscard]] Decided<void> decide_reopen_ticket(Draft& draft, const v1::ReopenTicket& command);
[[nodiscard]] Decided<void> decide_link_tickets(Draft& draft, const v1::LinkTickets& command);
[[nodiscard]] Decided<void> decide_unlink_tickets(Draft& draft, const v1::UnlinkTickets& command);
[[nodiscard]] Decided<void> decide_record_follower(Draft& draft, const v1::RecordFollower& command);
[[nodiscard]] Decided<void> decide_follow_lead_ticket(Draft& draft, const v1::FollowLeadTicket& command);
[[nodiscard]] Decided<void> decide_record_repeat(Draft& draft, const v1::RecordRepeat& command);
[[nodiscard]] Decided<void> decide_lodge_appeal(Draft& draft, const v1::LodgeAppeal& command);
[[nodiscard]] Decided<void> decide_review_appeal(Draft& draft, const v1::ReviewAppeal& command);
[[nodiscard]] Decided<void> decide_hand_over_duty(Draft& draft, const v1::HandOverDuty& command);
[[nodiscard]] Decided<void> decide_report_absence(Draft& draft, const v1::ReportAbsence& command);
[[nodiscard]] Decided<void> decide_end_absence(Draft& draft, const v1::EndAbsence& command);
[[nodiscard]] Decided<void> decide_put_attachment(Draft& draft, const v1::PutAttachment& command);
[[nodiscard]] Decided<void> decide_reveal_reporter(Draft& draft, const v1::RevealReporter& command);
[[nodiscard]] Decided<void> decide_erase_ticket(Draft& draft, const v1::EraseTicket& command);
[[nodiscard]] Decided<void> decide_record_reading(Draft& draft, const v1::RecordReading& command);
[[nodiscard]] Decided<void> decide_rotate_master_key(Draft& draft, const v1::RotateMasterKey& command);
[[nodiscard]] Decided<void> decide_submit_ruleset(Draft& draft, const v1::SubmitRuleset& command);
[[nodiscard]] Decided<void> decide_adopt_logic(Draft& draft, const v1::AdoptLogic& command);

}  // namespace whistle::engine
