// The limits of commands, field by field; see command.proto.
#include <algorithm>

#include "adapters/zeromq/field_checks.h"
#include "adapters/zeromq/house_limits.h"
#include "adapters/zeromq/request_limits.h"
#include "engine/kind.h"

namespace whistle::adapters::zeromq {

namespace {

constexpr std::size_t kChannelBytesMax = 32;
constexpr std::size_t kTextBytesMax = 8'192;
constexpr std::size_t kAddressBytesMax = 512;
constexpr std::size_t kReporterBytesMax = 128;
constexpr std::size_t kItemsMax = 16;  // attachments, evidence
constexpr std::uint32_t kRatingMax = 5;

void check_point(FieldChecks& check, const v1::Location& location) {
  if (location.has_point()) check.point(location.point());
  check.valid("location.original_point", !location.has_original_point(), "journal only");
}

void check_location(FieldChecks& check, const v1::Location& location) {
  check.at_most("location.estate", location.estate().size(), kCodeBytesMax);
  check.at_most("location.grid", location.grid().size(), kCodeBytesMax);
  check.at_most("location.area", location.area().size(), kCodeBytesMax);
  if (location.has_legacy()) {
    check.given("location.legacy.system", !location.legacy().system().empty());
    check.given("location.legacy.code", !location.legacy().code().empty());
    check.at_most("location.legacy.system", location.legacy().system().size(), kCodeBytesMax);
    check.at_most("location.legacy.code", location.legacy().code().size(), kCodeBytesMax);
  }
  check_point(check, location);
}

void check_personal(FieldChecks& check, const v1::PersonalData& personal) {
  check.at_most("personal.text", personal.text().size(), kTextBytesMax);
  check.at_most("personal.address", personal.address().size(), kAddressBytesMax);
  check.at_most("personal.reporter.name", personal.reporter().name().size(), kReporterBytesMax);
  check.at_most("personal.reporter.phone", personal.reporter().phone().size(), kReporterBytesMax);
  check.valid("personal.point", !personal.has_point(), "journal only");
  check.valid("personal.original_point", !personal.has_original_point(), "journal only");
}

void check_attachments(FieldChecks& check, const google::protobuf::RepeatedPtrField<std::string>& hashes) {
  check.at_most("attachment_sha256", static_cast<std::size_t>(hashes.size()), kItemsMax);
  for (const auto& hash : hashes) {
    check.given("attachment_sha256", !hash.empty());
    check.hash("attachment_sha256", hash);
  }
}

// An act that brings a note and nothing else that is personal.
enum class Note { Optional, Required };
template <typename Act>
void check_note(FieldChecks& check, const Act& act, Note note) {
  check_personal(check, act.personal());
  check.given("personal.text", note == Note::Optional || !act.personal().text().empty());
  check.valid("personal.address", act.personal().address().empty(), "a note alone");
  check.valid("personal.reporter", !act.personal().has_reporter(), "a note alone");
  check.valid("commitments", !act.has_commitments(), "journal only");
}

// A ticket that is put right, or a second one that is made of it; whose reporter stays the first's.
template <typename Act>
void check_correction(FieldChecks& check, const Act& act) {
  check.at_most("category", act.category().size(), kCodeBytesMax);
  check.at_most("urgency", act.urgency().size(), kCodeBytesMax);
  check_location(check, act.location());
  check_personal(check, act.personal());
  check.given("personal.text", !act.personal().text().empty());
  check.valid("personal.reporter", !act.personal().has_reporter(), "the reporter is the ticket's");
  check.valid("commitments", !act.has_commitments(), "journal only");
}

void check_reassign(FieldChecks& check, const v1::ReassignTicket& reassign) {
  check.given("party", !reassign.party().empty());
  check.at_most("party", reassign.party().size(), kCodeBytesMax);
  check_note(check, reassign, Note::Required);
}

void check_amend(FieldChecks& check, const v1::AmendTicket& amend) {
  check_correction(check, amend);
  check.given("category", !amend.category().empty() || !amend.urgency().empty() || amend.has_location() ||
                              !amend.personal().address().empty());
}

void check_split(FieldChecks& check, const v1::SplitTicket& split) {
  check_correction(check, split);
  check.given("category", !split.category().empty());
  check.valid("carried_over", !split.carried_over(), "journal only");
}

void check_codes(FieldChecks& check, const char* field, const google::protobuf::RepeatedPtrField<std::string>& codes) {
  check.at_most(field, static_cast<std::size_t>(codes.size()), kItemsMax);
  for (const auto& code : codes) {
    check.given(field, !code.empty());
    check.at_most(field, code.size(), kCodeBytesMax);
  }
}

void check_request_return(FieldChecks& check, const v1::RequestReturn& request) {
  check.given("reason", request.reason() != v1::RETURN_REASON_UNSPECIFIED);
  check.at_most("suggested_party", request.suggested_party().size(), kCodeBytesMax);
  check_note(check, request, Note::Required);
}

void check_decide_return(FieldChecks& check, const v1::DecideReturn& decision) {
  check.at_most("party", decision.party().size(), kCodeBytesMax);
  check.valid("party", decision.granted() || decision.party().empty(), "nobody gets what is refused");
  check_note(check, decision, Note::Required);
}

void check_rule_consult(FieldChecks& check, const v1::RuleConsult& ruling) {
  check.given("lead", !ruling.lead().empty());
  check.at_most("lead", ruling.lead().size(), kCodeBytesMax);
  check_codes(check, "assist", ruling.assist());
  check_note(check, ruling, Note::Required);
}

void check_request_hold(FieldChecks& check, const v1::RequestHold& request) {
  check.given("cause", request.cause() != v1::HOLD_CAUSE_UNSPECIFIED);
  check.given("until", request.until_us() != 0);
  check.time("until", request.until_us());
  check_note(check, request, Note::Required);
}

void check_decide_hold(FieldChecks& check, const v1::DecideHold& decision) {
  check.time("until", decision.until_us());
  check.valid("until", decision.approved() || decision.until_us() == 0, "what is refused has no date");
  check_note(check, decision, Note::Required);
}

void check_decide_extension(FieldChecks& check, const v1::DecideExtension& decision) {
  check.valid("count", decision.granted() || decision.count() == 0, "what is refused has no length");
  check_note(check, decision, Note::Required);
}

void check_release(FieldChecks& check, const v1::ReleaseAssistant& release) {
  check.given("party", !release.party().empty());
  check.at_most("party", release.party().size(), kCodeBytesMax);
  check_note(check, release, Note::Required);
}

void check_open_consult(FieldChecks& check, const v1::OpenConsult& consult) {
  check_codes(check, "parties", consult.parties());
  check_note(check, consult, Note::Required);
}

void check_verify(FieldChecks& check, const v1::VerifyResolution& verify) {
  check_attachments(check, verify.attachment_sha256());
  check_note(check, verify, verify.passed() ? Note::Optional : Note::Required);
}

void check_whistle_up(FieldChecks& check, const v1::WhistleUp& up) {
  check.at_most("category", up.category().size(), kCodeBytesMax);
  check.at_most("urgency", up.urgency().size(), kCodeBytesMax);
  check_note(check, up, Note::Required);
}

void check_score(FieldChecks& check, const v1::ScoreParty& score) {
  check.given("party", !score.party().empty());
  check.at_most("party", score.party().size(), kCodeBytesMax);
  check.valid("score", score.score() >= 1 && score.score() <= kRatingMax, "1 to 5");
  check_note(check, score, Note::Optional);
}

void check_lodge_appeal(FieldChecks& check, const v1::LodgeAppeal& appeal) {
  check.given("subject", appeal.subject() != v1::APPEAL_SUBJECT_UNSPECIFIED);
  check.given("ground", appeal.ground() != v1::APPEAL_GROUND_UNSPECIFIED);
  check_note(check, appeal, Note::Required);
}

void check_review_appeal(FieldChecks& check, const v1::ReviewAppeal& review) {
  check.given("party", !review.party().empty());
  check.at_most("party", review.party().size(), kCodeBytesMax);
  check.given("subject", review.subject() != v1::APPEAL_SUBJECT_UNSPECIFIED);
  check_note(check, review, Note::Required);
}

void check_hand_over_duty(FieldChecks& check, const v1::HandOverDuty& over) {
  check.given("member", !over.member().empty());
  check.at_most("member", over.member().size(), kCodeBytesMax);
  check_note(check, over, Note::Optional);
}

void check_absence(FieldChecks& check, const v1::ReportAbsence& absence) {
  check.at_most("member", absence.member().size(), kCodeBytesMax);
  check.time("from", absence.from_us());
  check.given("until", absence.until_us() != 0);
  check.time("until", absence.until_us());
}

void check_decide_approval(FieldChecks& check, const v1::DecideApproval& decision) {
  const bool has_reason = decision.reason() != v1::REJECT_REASON_UNSPECIFIED;
  check.given("reason", decision.approved() || has_reason);
  check.valid("reason", !decision.approved() || !has_reason, "an approval has none");
  check_note(check, decision, Note::Required);
}

void check_blow(FieldChecks& check, const v1::BlowWhistle& blow) {
  check.given("kind", blow.kind() != v1::WHISTLE_KIND_UNSPECIFIED);
  check.given("source", blow.source() != v1::SOURCE_UNSPECIFIED);
  check.at_most("channel", blow.channel().size(), kChannelBytesMax);
  check.at_most("category", blow.category().size(), kCodeBytesMax);
  check.at_most("urgency", blow.urgency().size(), kCodeBytesMax);
  check.time("occurred_at", blow.occurred_at_us());
  check_location(check, blow.location());
  check_attachments(check, blow.attachment_sha256());
  check_personal(check, blow.personal());
  check.valid("personal.reporter", !blow.anonymous() || !blow.personal().has_reporter(),
              "an anonymous whistle holds no reporter");
  check.valid("commitments", !blow.has_commitments(), "journal only");
}

void check_resolve(FieldChecks& check, const v1::ResolveTicket& resolve) {
  const auto outcome = resolve.outcome();
  check.given("outcome", outcome != v1::OUTCOME_UNSPECIFIED);
  check.valid("outcome",
              outcome == v1::OUTCOME_FIXED || outcome == v1::OUTCOME_EXPLAINED ||
                  outcome == v1::OUTCOME_NOT_REPRODUCED || outcome == v1::OUTCOME_REFERRED_OUT,
              "not an outcome of a resolution");
  check.at_most("evidence", static_cast<std::size_t>(resolve.evidence_size()), kItemsMax);
  for (const auto& item : resolve.evidence()) {
    check.given("evidence.kind", item.kind() != v1::EVIDENCE_UNSPECIFIED);
    check.hash("evidence.sha256", item.sha256());
    check.given("evidence.sha256", !item.sha256().empty() || item.kind() == v1::EVIDENCE_NOTE);
  }
  check_personal(check, resolve.personal());
  check.valid("personal.address", resolve.personal().address().empty(), "a resolution brings a note alone");
  check.valid("personal.reporter", !resolve.personal().has_reporter(), "a resolution brings a note alone");
  check.valid("commitments", !resolve.has_commitments(), "journal only");
}

// What is done to a ticket beside the plain way from dispatch to resolution.
void check_further_act(FieldChecks& check, const v1::Command& command) {
  using Body = v1::Command::BodyCase;
  switch (command.body_case()) {
    case Body::kReportProgress:
      check_attachments(check, command.report_progress().attachment_sha256());
      return check_note(check, command.report_progress(), Note::Required);
    case Body::kDisputeResolution:
      return check_note(check, command.dispute_resolution(), Note::Required);
    case Body::kReassignTicket:
      return check_reassign(check, command.reassign_ticket());
    case Body::kAmendTicket:
      return check_amend(check, command.amend_ticket());
    case Body::kSplitTicket:
      return check_split(check, command.split_ticket());
    case Body::kUrgeTicket:
      return check_note(check, command.urge_ticket(), Note::Optional);
    case Body::kRevealReporter:
      return check_note(check, command.reveal_reporter(), Note::Required);
    default:
      return check_note(check, command.contact_reporter(), Note::Optional);
  }
}

// What goes by way of an arbiter, and what assistants do.
void check_arbitration(FieldChecks& check, const v1::Command& command) {
  using Body = v1::Command::BodyCase;
  switch (command.body_case()) {
    case Body::kRequestReturn:
      return check_request_return(check, command.request_return());
    case Body::kDecideReturn:
      return check_decide_return(check, command.decide_return());
    case Body::kOpenConsult:
      return check_open_consult(check, command.open_consult());
    case Body::kRuleConsult:
      return check_rule_consult(check, command.rule_consult());
    case Body::kFinishPart:
      return check_note(check, command.finish_part(), Note::Optional);
    case Body::kReleaseAssistant:
      return check_release(check, command.release_assistant());
    case Body::kRequestHold:
      return check_request_hold(check, command.request_hold());
    case Body::kDecideHold:
      return check_decide_hold(check, command.decide_hold());
    case Body::kResumeTicket:
      return check_note(check, command.resume_ticket(), Note::Required);
    case Body::kRequestExtension:
      check.given("count", command.request_extension().count() != 0);
      return check_note(check, command.request_extension(), Note::Required);
    case Body::kDecideExtension:
      return check_decide_extension(check, command.decide_extension());
    default:
      return;
  }
}

// Whether it is done, what stands above it, and what a community calls for.
void check_oversight(FieldChecks& check, const v1::Command& command) {
  using Body = v1::Command::BodyCase;
  switch (command.body_case()) {
    case Body::kVerifyResolution:
      return check_verify(check, command.verify_resolution());
    case Body::kSuperviseTicket:
      return check_note(check, command.supervise_ticket(), Note::Required);
    case Body::kForceCloseTicket:
      return check_note(check, command.force_close_ticket(), Note::Required);
    case Body::kWhistleUp:
      return check_whistle_up(check, command.whistle_up());
    case Body::kScoreParty:
      return check_score(check, command.score_party());
    default:
      return check_decide_approval(check, command.decide_approval());
  }
}

void check_put_attachment(FieldChecks& check, const v1::PutAttachment& put) {
  check.given("sha256", !put.sha256().empty());
  check.hash("sha256", put.sha256());
  check.valid("type", put.type() == v1::ATTACHMENT_TYPE_UNSPECIFIED, "journal only");
  check.valid("size", put.size() == 0, "journal only");
  check.valid("sealed_sha256", put.sealed_sha256().empty(), "journal only");
  check.valid("seen_on", put.seen_on() == 0, "journal only");
}

// After the closing, groups, appeals, who has it in hand, and files.
void check_aftermath(FieldChecks& check, const v1::Command& command) {
  using Body = v1::Command::BodyCase;
  switch (command.body_case()) {
    case Body::kReopenTicket:
      return check_note(check, command.reopen_ticket(), Note::Required);
    case Body::kLinkTickets:
      check.given("lead_ticket", command.link_tickets().lead_ticket() != 0);
      return check_note(check, command.link_tickets(), Note::Optional);
    case Body::kUnlinkTickets:
      return check_note(check, command.unlink_tickets(), Note::Required);
    case Body::kLodgeAppeal:
      return check_lodge_appeal(check, command.lodge_appeal());
    case Body::kReviewAppeal:
      return check_review_appeal(check, command.review_appeal());
    case Body::kHandOverDuty:
      return check_hand_over_duty(check, command.hand_over_duty());
    case Body::kReportAbsence:
      return check_absence(check, command.report_absence());
    case Body::kEndAbsence:
      return check.at_most("member", command.end_absence().member().size(), kCodeBytesMax);
    case Body::kPutAttachment:
      return check_put_attachment(check, command.put_attachment());
    default:
      return;
  }
}

}  // namespace

std::optional<v1::Refusal> check_command_limits(const v1::Command& command) {
  using Body = v1::Command::BodyCase;
  FieldChecks check;
  if (engine::kind_of(command.body_case()) == engine::Kind::Arbitration) {
    check_arbitration(check, command);
    return check.fault();
  }
  switch (command.body_case()) {
    case Body::kBlowWhistle:
      check_blow(check, command.blow_whistle());
      break;
    case Body::kResolveTicket:
      check_resolve(check, command.resolve_ticket());
      break;
    case Body::kConfirmResolution:
      check.valid("rating", command.confirm_resolution().rating() <= kRatingMax, "1 to 5");
      break;
    case Body::kPublishRuleset:
    case Body::kSubmitRuleset:
    case Body::kRegisterIdentity:
    case Body::kRevokeIdentity:
    case Body::kWithdrawRuleset:
    case Body::kEraseTicket:
    case Body::kAdoptLogic:
      check_house(check, command);
      break;
    case Body::kReportProgress:
    case Body::kDisputeResolution:
    case Body::kReassignTicket:
    case Body::kAmendTicket:
    case Body::kSplitTicket:
    case Body::kUrgeTicket:
    case Body::kContactReporter:
    case Body::kRevealReporter:
      check_further_act(check, command);
      break;
    case Body::kAcknowledgeTicket:
    case Body::kArriveOnSite:
    case Body::kWithdrawWhistle:
    case Body::kRebaseTicket:
      break;
    case Body::kVerifyResolution:
    case Body::kSuperviseTicket:
    case Body::kForceCloseTicket:
    case Body::kWhistleUp:
    case Body::kScoreParty:
    case Body::kDecideApproval:
      check_oversight(check, command);
      break;
    case Body::kReopenTicket:
    case Body::kLinkTickets:
    case Body::kUnlinkTickets:
    case Body::kLodgeAppeal:
    case Body::kReviewAppeal:
    case Body::kHandOverDuty:
    case Body::kReportAbsence:
    case Body::kEndAbsence:
    case Body::kPutAttachment:
      check_aftermath(check, command);
      break;
    case Body::BODY_NOT_SET:
      check.given("command", false);
      break;
    default:  // the engine's own
      check.fail(v1::REFUSAL_CODE_NOT_PERMITTED, {{"needs", "engine"}});
      break;
  }
  return check.fault();
}

}  // namespace whistle::adapters::zeromq
