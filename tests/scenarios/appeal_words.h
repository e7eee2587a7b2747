// Events of appeals 申诉 in words.
#pragma once

#include <string>

#include "engine/calendar.h"
#include "engine/ticket.h"
#include "whistle/v1/event.pb.h"

namespace whistle::tests {

// How an appeal of a ticket stands.
[[nodiscard]] std::string appeal_line(const engine::Appeal& appeal);
[[nodiscard]] std::string about_appeal(const engine::Calendar& calendar, const v1::Event& event);

}  // namespace whistle::tests
