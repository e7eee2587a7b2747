#include "engine/logic.h"

#include "engine/identity.h"

namespace whistle::engine {

namespace {

constexpr std::uint32_t kTokenLogic = 3;
constexpr std::uint32_t kSubmissionLogic = 4;

}  // namespace

std::uint32_t logic_needed(v1::Command::BodyCase command) {
  switch (command) {
    case v1::Command::kRevealReporter:
    case v1::Command::kEraseTicket:
    case v1::Command::kRecordReading:
    case v1::Command::kRotateMasterKey:
      return 2;
    case v1::Command::kSubmitRuleset:
      return kSubmissionLogic;
    default:
      return kOldestLogic;
  }
}

std::uint32_t logic_needed(const v1::Command& command) {
  const bool of_token = names_token(command.register_identity()) || names_token(command.revoke_identity());
  return of_token ? kTokenLogic : logic_needed(command.body_case());
}

std::uint32_t logic_needed(v1::Authentication authentication) {
  return authentication == v1::AUTHENTICATION_TICKET_TOKEN ? kTokenLogic : kOldestLogic;
}

}  // namespace whistle::engine
