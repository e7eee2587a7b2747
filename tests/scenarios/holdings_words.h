// Events of what lies in somebody's hands: duty of a member, absence, files in words.
#pragma once

#include <string>

#include "engine/calendar.h"
#include "whistle/v1/event.pb.h"

namespace whistle::tests {

[[nodiscard]] std::string about_holdings(const engine::Calendar& calendar, const v1::Event& event);

}  // namespace whistle::tests
