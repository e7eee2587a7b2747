// What the sender of an accepted command is told: a function of the entry alone, so that a repeated command gets the
// same answer.
#pragma once

#include "whistle/v1/entry.pb.h"
#include "whistle/v1/service.pb.h"

namespace whistle::tools::whistled {

// Takes the entry's events over.
[[nodiscard]] v1::Accepted accepted_reply(v1::Entry entry);

}  // namespace whistle::tools::whistled
