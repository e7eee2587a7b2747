#include "engine/kind.h"

#include <array>
#include <cstddef>
#include <span>

namespace whistle::engine {

namespace {

template <typename BodyCase>
struct Row {
  BodyCase body;
  Kind kind;
};

constexpr Row<v1::Command::BodyCase> kCommands[] = {
    {v1::Command::kPublishRuleset, Kind::House},
    {v1::Command::kWithdrawRuleset, Kind::House},
    {v1::Command::kRegisterIdentity, Kind::House},
    {v1::Command::kRevokeIdentity, Kind::House},
    {v1::Command::kCreateJournal, Kind::House},
    {v1::Command::kStartEngine, Kind::House},
    {v1::Command::kRecordRefusal, Kind::House},
    {v1::Command::kPutRulesetInForce, Kind::House},
    {v1::Command::kAdoptLogic, Kind::House},
    {v1::Command::kSubmitRuleset, Kind::House},
    {v1::Command::kEraseTicket, Kind::House},
    {v1::Command::kRecordReading, Kind::House},
    {v1::Command::kRotateMasterKey, Kind::House},
    {v1::Command::kReportAbsence, Kind::Absence},
    {v1::Command::kEndAbsence, Kind::Absence},
    {v1::Command::kBlowWhistle, Kind::Life},
    {v1::Command::kAcknowledgeTicket, Kind::Life},
    {v1::Command::kArriveOnSite, Kind::Life},
    {v1::Command::kResolveTicket, Kind::Life},
    {v1::Command::kConfirmResolution, Kind::Life},
    {v1::Command::kWithdrawWhistle, Kind::Life},
    {v1::Command::kFireClock, Kind::Clock},
    {v1::Command::kReportProgress, Kind::Act},
    {v1::Command::kDisputeResolution, Kind::Act},
    {v1::Command::kReassignTicket, Kind::Act},
    {v1::Command::kAmendTicket, Kind::Act},
    {v1::Command::kSplitTicket, Kind::Act},
    {v1::Command::kLinkSplitTicket, Kind::Act},
    {v1::Command::kUrgeTicket, Kind::Act},
    {v1::Command::kContactReporter, Kind::Act},
    {v1::Command::kRevealReporter, Kind::Act},
    {v1::Command::kRequestReturn, Kind::Arbitration},
    {v1::Command::kDecideReturn, Kind::Arbitration},
    {v1::Command::kOpenConsult, Kind::Arbitration},
    {v1::Command::kRuleConsult, Kind::Arbitration},
    {v1::Command::kFinishPart, Kind::Arbitration},
    {v1::Command::kReleaseAssistant, Kind::Arbitration},
    {v1::Command::kRequestHold, Kind::Arbitration},
    {v1::Command::kDecideHold, Kind::Arbitration},
    {v1::Command::kResumeTicket, Kind::Arbitration},
    {v1::Command::kRequestExtension, Kind::Arbitration},
    {v1::Command::kDecideExtension, Kind::Arbitration},
    {v1::Command::kVerifyResolution, Kind::Oversight},
    {v1::Command::kSuperviseTicket, Kind::Oversight},
    {v1::Command::kForceCloseTicket, Kind::Oversight},
    {v1::Command::kWhistleUp, Kind::Oversight},
    {v1::Command::kScoreParty, Kind::Oversight},
    {v1::Command::kDecideApproval, Kind::Oversight},
    {v1::Command::kRebaseTicket, Kind::Succession},
    {v1::Command::kHandOverTicket, Kind::Succession},
    {v1::Command::kReopenTicket, Kind::Recurrence},
    {v1::Command::kLinkTickets, Kind::Recurrence},
    {v1::Command::kUnlinkTickets, Kind::Recurrence},
    {v1::Command::kRecordFollower, Kind::Recurrence},
    {v1::Command::kFollowLeadTicket, Kind::Recurrence},
    {v1::Command::kRecordRepeat, Kind::Recurrence},
    {v1::Command::kLodgeAppeal, Kind::Appeal},
    {v1::Command::kReviewAppeal, Kind::Appeal},
    {v1::Command::kHandOverDuty, Kind::Holdings},
    {v1::Command::kPutAttachment, Kind::Holdings},
};

constexpr Row<v1::Event::BodyCase> kEvents[] = {
    {v1::Event::kJournalCreated, Kind::House},
    {v1::Event::kEngineStarted, Kind::House},
    {v1::Event::kRulesetProposed, Kind::House},
    {v1::Event::kRulesetPublished, Kind::House},
    {v1::Event::kRulesetScheduled, Kind::House},
    {v1::Event::kRulesetWithdrawn, Kind::House},
    {v1::Event::kIdentityRegistered, Kind::House},
    {v1::Event::kIdentityRevoked, Kind::House},
    {v1::Event::kRefusalRecorded, Kind::House},
    {v1::Event::kLogicAdopted, Kind::House},
    {v1::Event::kRulesetSubmitted, Kind::House},
    {v1::Event::kPersonalDataErased, Kind::House},
    {v1::Event::kReadingRecorded, Kind::House},
    {v1::Event::kMasterKeyRotated, Kind::House},
    {v1::Event::kAbsenceReported, Kind::Absence},
    {v1::Event::kAbsenceEnded, Kind::Absence},
    {v1::Event::kWhistleBlown, Kind::Life},
    {v1::Event::kTicketDispatched, Kind::Life},
    {v1::Event::kTicketAcknowledged, Kind::Life},
    {v1::Event::kArrivedOnSite, Kind::Life},
    {v1::Event::kTicketResolved, Kind::Life},
    {v1::Event::kVerificationBegan, Kind::Life},
    {v1::Event::kPartFinished, Kind::Life},
    {v1::Event::kAssistantReleased, Kind::Life},
    {v1::Event::kResolutionConfirmed, Kind::Life},
    {v1::Event::kWhistleWithdrawn, Kind::Life},
    {v1::Event::kBlowerReleased, Kind::Life},
    {v1::Event::kTicketClosed, Kind::Life},
    {v1::Event::kClockStarted, Kind::Clock},
    {v1::Event::kClockStopped, Kind::Clock},
    {v1::Event::kClockWarned, Kind::Clock},
    {v1::Event::kClockMissed, Kind::Clock},
    {v1::Event::kLadderStepTaken, Kind::Clock},
    {v1::Event::kDeskReminded, Kind::Clock},
    {v1::Event::kClockSet, Kind::Clock},
    {v1::Event::kProgressReported, Kind::Act},
    {v1::Event::kResolutionDisputed, Kind::Act},
    {v1::Event::kTicketAmended, Kind::Act},
    {v1::Event::kTicketSplitOff, Kind::Act},
    {v1::Event::kTicketSplit, Kind::Act},
    {v1::Event::kTicketUrged, Kind::Act},
    {v1::Event::kReporterContacted, Kind::Act},
    {v1::Event::kReporterRevealed, Kind::Act},
    {v1::Event::kRequestMade, Kind::Arbitration},
    {v1::Event::kRequestGranted, Kind::Arbitration},
    {v1::Event::kRequestRefused, Kind::Arbitration},
    {v1::Event::kRequestLapsed, Kind::Arbitration},
    {v1::Event::kArbiterReplaced, Kind::Arbitration},
    {v1::Event::kHoldStarted, Kind::Arbitration},
    {v1::Event::kHoldEnded, Kind::Arbitration},
    {v1::Event::kClockPaused, Kind::Arbitration},
    {v1::Event::kClockResumed, Kind::Arbitration},
    {v1::Event::kClockExtended, Kind::Arbitration},
    {v1::Event::kCheckFailed, Kind::Oversight},
    {v1::Event::kFalseClosureFound, Kind::Oversight},
    {v1::Event::kTicketSupervised, Kind::Oversight},
    {v1::Event::kTicketWhistledUp, Kind::Oversight},
    {v1::Event::kPartyScored, Kind::Oversight},
    {v1::Event::kTicketRejected, Kind::Oversight},
    {v1::Event::kTicketRebased, Kind::Succession},
    {v1::Event::kTicketHandedOver, Kind::Succession},
    {v1::Event::kSimilarFound, Kind::Recurrence},
    {v1::Event::kTicketReopened, Kind::Recurrence},
    {v1::Event::kTicketLinked, Kind::Recurrence},
    {v1::Event::kTicketUnlinked, Kind::Recurrence},
    {v1::Event::kFollowerJoined, Kind::Recurrence},
    {v1::Event::kFollowerLeft, Kind::Recurrence},
    {v1::Event::kAppealLodged, Kind::Appeal},
    {v1::Event::kAppealReviewed, Kind::Appeal},
    {v1::Event::kAppealDecided, Kind::Appeal},
    {v1::Event::kDutyHandedOver, Kind::Holdings},
    {v1::Event::kAttachmentPut, Kind::Holdings},
};

constexpr std::size_t kNumbers = 128;
using Kinds = std::array<Kind, kNumbers>;

// By the number of the field.
template <typename BodyCase>
constexpr Kinds by_number(std::span<const Row<BodyCase>> rows) {
  Kinds kinds{};
  for (const auto& row : rows)
    kinds.at(static_cast<std::size_t>(row.body)) = row.kind;
  return kinds;
}

constexpr auto kCommandKinds = by_number<v1::Command::BodyCase>(kCommands);
constexpr auto kEventKinds = by_number<v1::Event::BodyCase>(kEvents);

template <typename BodyCase>
Kind find(const Kinds& kinds, BodyCase body) {
  const auto number = static_cast<std::size_t>(body);
  return number < kinds.size() ? kinds.at(number) : Kind::None;
}

}  // namespace

Kind kind_of(v1::Command::BodyCase command) {
  return find(kCommandKinds, command);
}

Kind kind_of(v1::Event::BodyCase event) {
  return find(kEventKinds, event);
}

}  // namespace whistle::engine
