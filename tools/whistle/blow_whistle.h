// A whistle of a stream, or of flags, as the command that is sent.
#pragma once

#include "adapters/district/whistle_stream.h"
#include "whistle/v1/command.pb.h"

namespace whistle::tools {

// Whoever wants to stay unnamed is not named: an anonymous reporter's name and telephone are left here.
[[nodiscard]] v1::Command blow_command_of(const adapters::district::StreamWhistle& whistle);

}  // namespace whistle::tools
