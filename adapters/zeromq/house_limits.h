// The limits of commands about the rules, the logic, the identities and what is forgotten; see command.proto.
#pragma once

#include "adapters/zeromq/field_checks.h"
#include "whistle/v1/command.pb.h"

namespace whistle::adapters::zeromq {

// Of a PublishRuleset, SubmitRuleset, WithdrawRuleset, RegisterIdentity, RevokeIdentity, EraseTicket or AdoptLogic.
void check_house(FieldChecks& check, const v1::Command& command);

}  // namespace whistle::adapters::zeromq
