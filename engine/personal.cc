// What the journal must not hold: text, address, reporter, and the point of a category marked private.
#include "engine/personal.h"

namespace whistle::engine {

namespace {

bool point_is_private(const Ruleset* ruleset, const v1::BlowWhistle& blow) {
  if (ruleset == nullptr) return false;
  const auto category = ruleset->find_category(blow.category());
  return category && ruleset->category(*category).point_private;
}

// Where the journal must not hold the point of the command's place. A correction's point is sealed whatever the
// category: which one counts depends on the ticket.
bool seals_point(const Ruleset* ruleset, const v1::Command& command) {
  if (command.has_blow_whistle()) return point_is_private(ruleset, command.blow_whistle());
  return command.has_amend_ticket() || command.has_split_ticket();
}

const v1::Location& location_in(const v1::Command& command) {
  if (command.has_amend_ticket()) return command.amend_ticket().location();
  if (command.has_split_ticket()) return command.split_ticket().location();
  return command.blow_whistle().location();
}

v1::Location* mutable_location_in(v1::Command& command) {
  if (command.has_blow_whistle()) return command.mutable_blow_whistle()->mutable_location();
  if (command.amend_ticket().has_location()) return command.mutable_amend_ticket()->mutable_location();
  if (command.split_ticket().has_location()) return command.mutable_split_ticket()->mutable_location();
  return nullptr;
}

// Its part for what goes by way of an arbiter, and for assistants.
template <typename Command, typename Call>
void visit_arbitration(Command& command, const Call& call) {
  using Body = v1::Command::BodyCase;
  switch (command.body_case()) {
    case Body::kRequestReturn:
      return call(command.request_return(), &v1::Command::mutable_request_return);
    case Body::kDecideReturn:
      return call(command.decide_return(), &v1::Command::mutable_decide_return);
    case Body::kOpenConsult:
      return call(command.open_consult(), &v1::Command::mutable_open_consult);
    case Body::kRuleConsult:
      return call(command.rule_consult(), &v1::Command::mutable_rule_consult);
    case Body::kFinishPart:
      return call(command.finish_part(), &v1::Command::mutable_finish_part);
    case Body::kReleaseAssistant:
      return call(command.release_assistant(), &v1::Command::mutable_release_assistant);
    case Body::kRequestHold:
      return call(command.request_hold(), &v1::Command::mutable_request_hold);
    case Body::kDecideHold:
      return call(command.decide_hold(), &v1::Command::mutable_decide_hold);
    case Body::kResumeTicket:
      return call(command.resume_ticket(), &v1::Command::mutable_resume_ticket);
    case Body::kRequestExtension:
      return call(command.request_extension(), &v1::Command::mutable_request_extension);
    default:
      return call(command.decide_extension(), &v1::Command::mutable_decide_extension);
  }
}

// Its part for checks, supervision, community whistles and approvals.
template <typename Command, typename Call>
void visit_oversight(Command& command, const Call& call) {
  using Body = v1::Command::BodyCase;
  switch (command.body_case()) {
    case Body::kVerifyResolution:
      return call(command.verify_resolution(), &v1::Command::mutable_verify_resolution);
    case Body::kSuperviseTicket:
      return call(command.supervise_ticket(), &v1::Command::mutable_supervise_ticket);
    case Body::kForceCloseTicket:
      return call(command.force_close_ticket(), &v1::Command::mutable_force_close_ticket);
    case Body::kWhistleUp:
      return call(command.whistle_up(), &v1::Command::mutable_whistle_up);
    case Body::kScoreParty:
      return call(command.score_party(), &v1::Command::mutable_score_party);
    default:
      return call(command.decide_approval(), &v1::Command::mutable_decide_approval);
  }
}

// Its part for what comes after the closing, for groups, appeals and duty.
template <typename Command, typename Call>
void visit_aftermath(Command& command, const Call& call) {
  using Body = v1::Command::BodyCase;
  switch (command.body_case()) {
    case Body::kReopenTicket:
      return call(command.reopen_ticket(), &v1::Command::mutable_reopen_ticket);
    case Body::kLinkTickets:
      return call(command.link_tickets(), &v1::Command::mutable_link_tickets);
    case Body::kUnlinkTickets:
      return call(command.unlink_tickets(), &v1::Command::mutable_unlink_tickets);
    case Body::kLodgeAppeal:
      return call(command.lodge_appeal(), &v1::Command::mutable_lodge_appeal);
    case Body::kReviewAppeal:
      return call(command.review_appeal(), &v1::Command::mutable_review_appeal);
    default:
      return call(command.hand_over_duty(), &v1::Command::mutable_hand_over_duty);
  }
}

// Calls `visit` with the message of the command's body that has `personal` and `commitments`. personal_test asks it of
// every command of the language that has them, so that a new one cannot bring personal data that nobody seals.
template <typename Command, typename Visit>
void visit_personal(Command& command, const Visit& visit) {
  using Body = v1::Command::BodyCase;
  constexpr bool kConst = std::is_const_v<Command>;
  const auto call = [&](const auto& read, auto change) {
    if constexpr (kConst)
      visit(read);
    else
      visit(*(command.*change)());
  };
  switch (command.body_case()) {
    case Body::kBlowWhistle:
      return call(command.blow_whistle(), &v1::Command::mutable_blow_whistle);
    case Body::kResolveTicket:
      return call(command.resolve_ticket(), &v1::Command::mutable_resolve_ticket);
    case Body::kReportProgress:
      return call(command.report_progress(), &v1::Command::mutable_report_progress);
    case Body::kDisputeResolution:
      return call(command.dispute_resolution(), &v1::Command::mutable_dispute_resolution);
    case Body::kReassignTicket:
      return call(command.reassign_ticket(), &v1::Command::mutable_reassign_ticket);
    case Body::kAmendTicket:
      return call(command.amend_ticket(), &v1::Command::mutable_amend_ticket);
    case Body::kSplitTicket:
      return call(command.split_ticket(), &v1::Command::mutable_split_ticket);
    case Body::kUrgeTicket:
      return call(command.urge_ticket(), &v1::Command::mutable_urge_ticket);
    case Body::kContactReporter:
      return call(command.contact_reporter(), &v1::Command::mutable_contact_reporter);
    case Body::kRevealReporter:
      return call(command.reveal_reporter(), &v1::Command::mutable_reveal_reporter);
    case Body::kRequestReturn:
    case Body::kDecideReturn:
    case Body::kOpenConsult:
    case Body::kRuleConsult:
    case Body::kFinishPart:
    case Body::kReleaseAssistant:
    case Body::kRequestHold:
    case Body::kDecideHold:
    case Body::kResumeTicket:
    case Body::kRequestExtension:
    case Body::kDecideExtension:
      return visit_arbitration(command, call);
    case Body::kVerifyResolution:
    case Body::kSuperviseTicket:
    case Body::kForceCloseTicket:
    case Body::kWhistleUp:
    case Body::kScoreParty:
    case Body::kDecideApproval:
      return visit_oversight(command, call);
    case Body::kReopenTicket:
    case Body::kLinkTickets:
    case Body::kUnlinkTickets:
    case Body::kLodgeAppeal:
    case Body::kReviewAppeal:
    case Body::kHandOverDuty:
      return visit_aftermath(command, call);
    default:  // brings nothing personal
      break;
  }
}

void seal_point(const Ruleset* ruleset, const v1::Command& command, v1::PersonalData& personal) {
  personal.clear_point();
  personal.clear_original_point();
  if (!seals_point(ruleset, command)) return;
  const auto& location = location_in(command);
  if (location.has_point()) *personal.mutable_point() = location.point();
  if (location.has_original_point()) *personal.mutable_original_point() = location.original_point();
}

}  // namespace

const v1::PersonalData* personal_in(const v1::Command& command) {
  const v1::PersonalData* found = nullptr;
  visit_personal(command, [&](const auto& body) {
    if (body.has_personal()) found = &body.personal();
  });
  return found;
}

const v1::Commitments* commitments_in(const v1::Command& command) {
  const v1::Commitments* found = nullptr;
  visit_personal(command, [&](const auto& body) { found = &body.commitments(); });
  return found;
}

v1::Commitments* mutable_commitments_in(v1::Command& command) {
  v1::Commitments* found = nullptr;
  visit_personal(command, [&](auto& body) { found = body.mutable_commitments(); });
  return found;
}

bool carries_place_over(const v1::SplitTicket& split) {
  return !split.has_location() && split.personal().address().empty();
}

std::optional<v1::PersonalData> split_personal(const Ruleset* ruleset, const v1::Command& command) {
  const auto* given = personal_in(command);
  // A ticket's first row holds its key, so there is one even when nothing personal was said.
  const bool first = command.has_blow_whistle() || command.has_split_ticket();
  const bool placed = command.has_amend_ticket() && command.amend_ticket().has_location();
  if (given == nullptr && !first && !placed) return std::nullopt;
  auto personal = given == nullptr ? v1::PersonalData{} : *given;
  if (first || command.has_amend_ticket()) {
    seal_point(ruleset, command, personal);
    return personal;
  }
  v1::PersonalData note;
  note.set_text(personal.text());
  return note;
}

v1::Command journalled(const Ruleset* ruleset, const v1::Command& command, const v1::Commitments& commitments) {
  auto kept = command;
  if (seals_point(ruleset, command)) {
    if (auto* location = mutable_location_in(kept)) {
      location->clear_point();
      location->clear_original_point();
    }
  }
  if (kept.has_split_ticket())
    kept.mutable_split_ticket()->set_carried_over(carries_place_over(command.split_ticket()));
  visit_personal(kept, [&](auto& body) {
    body.clear_personal();
    *body.mutable_commitments() = commitments;
  });
  if (kept.has_publish_ruleset()) kept.mutable_publish_ruleset()->clear_files();
  return kept;
}

}  // namespace whistle::engine
