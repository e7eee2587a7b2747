// Events of reopening, and groups of tickets in words.
#pragma once

#include <string>

#include "engine/calendar.h"
#include "whistle/v1/event.pb.h"

namespace whistle::tests {

[[nodiscard]] std::string about_recurrence(const engine::Calendar& calendar, const v1::Event& event);

}  // namespace whistle::tests
