#include "tests/simulation/redecide.h"

#include <string>

#include "engine/decide.h"
#include "engine/personal.h"
#include "tests/simulation/broken_rule.h"

namespace whistle::tests {

namespace {

using engine::Sequence;
using engine::TicketId;

// The point back into the place that the command gave.
void give_point_back(v1::PersonalData& personal, v1::Location& location) {
  if (personal.has_point()) *location.mutable_point() = personal.point();
  if (personal.has_original_point()) *location.mutable_original_point() = personal.original_point();
  personal.clear_point();
  personal.clear_original_point();
}

// Of a split, what came from the first ticket is sealed too, and was not in the command.
void give_back(v1::PersonalData personal, v1::SplitTicket& split) {
  personal.clear_reporter();
  if (split.carried_over()) {
    personal.clear_address();
  } else if (split.has_location()) {
    give_point_back(personal, *split.mutable_location());
  }
  personal.clear_point();
  personal.clear_original_point();
  split.clear_carried_over();
  *split.mutable_personal() = std::move(personal);
}

template <typename Command>
void give_back(v1::PersonalData personal, Command& command) {
  if constexpr (requires { command.mutable_location(); }) {
    if (command.has_location()) give_point_back(personal, *command.mutable_location());
  }
  *command.mutable_personal() = std::move(personal);
}

// Of what comes after the closing, of groups, appeals and duty.
void give_back_afterwards(v1::PersonalData personal, v1::Command& command) {
  using Body = v1::Command::BodyCase;
  switch (command.body_case()) {
    case Body::kReopenTicket:
      return give_back(std::move(personal), *command.mutable_reopen_ticket());
    case Body::kLinkTickets:
      return give_back(std::move(personal), *command.mutable_link_tickets());
    case Body::kUnlinkTickets:
      return give_back(std::move(personal), *command.mutable_unlink_tickets());
    case Body::kLodgeAppeal:
      return give_back(std::move(personal), *command.mutable_lodge_appeal());
    case Body::kReviewAppeal:
      return give_back(std::move(personal), *command.mutable_review_appeal());
    case Body::kHandOverDuty:
      return give_back(std::move(personal), *command.mutable_hand_over_duty());
    default:
      throw BrokenRule("something was sealed with a command that brings nothing personal");
  }
}

void give_back(v1::PersonalData personal, v1::Command& command) {
  using Body = v1::Command::BodyCase;
  switch (command.body_case()) {
    case Body::kBlowWhistle:
      return give_back(std::move(personal), *command.mutable_blow_whistle());
    case Body::kResolveTicket:
      return give_back(std::move(personal), *command.mutable_resolve_ticket());
    case Body::kReportProgress:
      return give_back(std::move(personal), *command.mutable_report_progress());
    case Body::kDisputeResolution:
      return give_back(std::move(personal), *command.mutable_dispute_resolution());
    case Body::kReassignTicket:
      return give_back(std::move(personal), *command.mutable_reassign_ticket());
    case Body::kAmendTicket:
      return give_back(std::move(personal), *command.mutable_amend_ticket());
    case Body::kSplitTicket:
      return give_back(std::move(personal), *command.mutable_split_ticket());
    case Body::kUrgeTicket:
      return give_back(std::move(personal), *command.mutable_urge_ticket());
    case Body::kContactReporter:
      return give_back(std::move(personal), *command.mutable_contact_reporter());
    case Body::kRevealReporter:
      return give_back(std::move(personal), *command.mutable_reveal_reporter());
    case Body::kRequestReturn:
      return give_back(std::move(personal), *command.mutable_request_return());
    case Body::kDecideReturn:
      return give_back(std::move(personal), *command.mutable_decide_return());
    case Body::kOpenConsult:
      return give_back(std::move(personal), *command.mutable_open_consult());
    case Body::kRuleConsult:
      return give_back(std::move(personal), *command.mutable_rule_consult());
    case Body::kFinishPart:
      return give_back(std::move(personal), *command.mutable_finish_part());
    case Body::kReleaseAssistant:
      return give_back(std::move(personal), *command.mutable_release_assistant());
    case Body::kRequestHold:
      return give_back(std::move(personal), *command.mutable_request_hold());
    case Body::kDecideHold:
      return give_back(std::move(personal), *command.mutable_decide_hold());
    case Body::kResumeTicket:
      return give_back(std::move(personal), *command.mutable_resume_ticket());
    case Body::kRequestExtension:
      return give_back(std::move(personal), *command.mutable_request_extension());
    case Body::kDecideExtension:
      return give_back(std::move(personal), *command.mutable_decide_extension());
    case Body::kVerifyResolution:
      return give_back(std::move(personal), *command.mutable_verify_resolution());
    case Body::kSuperviseTicket:
      return give_back(std::move(personal), *command.mutable_supervise_ticket());
    case Body::kForceCloseTicket:
      return give_back(std::move(personal), *command.mutable_force_close_ticket());
    case Body::kWhistleUp:
      return give_back(std::move(personal), *command.mutable_whistle_up());
    case Body::kScoreParty:
      return give_back(std::move(personal), *command.mutable_score_party());
    case Body::kDecideApproval:
      return give_back(std::move(personal), *command.mutable_decide_approval());
    default:
      return give_back_afterwards(std::move(personal), command);
  }
}

void require_same_entry(const engine::Decided<v1::Entry>& again, const v1::Entry& entry, std::string_view bytes,
                        const std::string& how) {
  const auto name = "entry " + std::to_string(entry.sequence()) + ", decided again" + how;
  require(again.has_value(),
          name + ", is refused: " + (again ? std::string() : again.error().refusal.ShortDebugString()));
  require(engine::entry_bytes(*again) == bytes,
          name + ", is another: " + again->ShortDebugString() + "\n  the journal has: " + entry.ShortDebugString());
}

bool commits_to_something(const v1::Commitments& commitments) {
  return !commitments.text().empty() || !commitments.address().empty() || !commitments.reporter().empty() ||
         !commitments.point().empty();
}

}  // namespace

std::optional<v1::PersonalData> sealed_with(const storage::Vault& vault, const engine::Store& store,
                                            const v1::Entry& entry) {
  const auto* commitments = engine::commitments_in(entry.command());
  if (commitments == nullptr) return std::nullopt;
  const auto name = std::to_string(entry.sequence());
  const TicketId ticket{entry.ticket()};
  const auto first = store.vault_row(ticket, Sequence{ticket.value});
  require(first && *first, "the vault has no first row for the ticket of entry " + name);
  const auto row = store.vault_row(ticket, Sequence{entry.sequence()});
  if (!row || !*row) return std::nullopt;
  const auto opened = vault.open(**first, **row);
  require(opened.has_value(), "the vault row of entry " + name + " does not open");
  require(storage::Vault::matches(*opened, *commitments), "entry " + name + " does not commit to its vault row");
  return opened->personal;
}

v1::Command whole_command(const v1::Entry& entry, std::optional<v1::PersonalData> sealed) {
  auto command = entry.command();
  auto* commitments = engine::mutable_commitments_in(command);
  if (commitments == nullptr) return command;
  const auto name = "entry " + std::to_string(entry.sequence());
  require(sealed.has_value() || !commits_to_something(*commitments), name + " commits to what the vault lacks");
  require(sealed.has_value() || entry.ticket() != entry.sequence(), name + " begins a ticket without a vault row");
  commitments->Clear();
  if (sealed) give_back(*std::move(sealed), command);
  return command;
}

void require_redecided(const v1::Command& command, const engine::State& before, const v1::Entry& entry,
                       std::string_view bytes) {
  const auto* commitments = engine::commitments_in(entry.command());
  const engine::Input input{entry.actor(), entry.key(), entry.acted_at_us(), command,
                            commitments == nullptr ? v1::Commitments() : *commitments};
  require_same_entry(engine::decide(before, input, engine::Instant{entry.time_us()}), entry, bytes, "");
  require_redecided_from_journal(before, entry, bytes);
}

void require_redecided_from_journal(const engine::State& before, const v1::Entry& entry, std::string_view bytes) {
  require_same_entry(engine::decide(before, engine::input_of(entry), engine::Instant{entry.time_us()}), entry, bytes,
                     " from the journal alone");
}

}  // namespace whistle::tests
