// Events of what lies in somebody's hands: duty of a member, absence, files in words.
#pragma once

#include <string>

#include "engine/calendar.h"
#include "whistle/v1/event.pb.h"

namespace whistle::tests {

[[nodiscard]] std::string about_holdings(const engine::Calendar& calendar, const v1::Event& event);

// What stands for the hash of a file in a transcript: its name, padded; and the way back.
[[nodiscard]] std::string file_hash(std::string name);
[[nodiscard]] std::string file_name(const std::string& hash);

}  // namespace whistle::tests
