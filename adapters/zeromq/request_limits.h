// The limits that the language sets for the fields of each request, and what may travel on the wire at all.
#pragma once

#include <optional>

#include "whistle/v1/service.pb.h"

namespace whistle::adapters::zeromq {

// The first field that breaks a limit; nullopt: none. Form and text have been checked already.
[[nodiscard]] std::optional<v1::Refusal> check_limits(const v1::Request& request);
[[nodiscard]] std::optional<v1::Refusal> check_command_limits(const v1::Command& command);

}  // namespace whistle::adapters::zeromq
