// Personal data and who has read what, and the logic that decides, as transcripts speak of them.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "whistle/v1/command.pb.h"
#include "whistle/v1/event.pb.h"

namespace whistle::tests {

// As act_named.
[[nodiscard]] std::optional<v1::Command> privacy_named(const std::string& verb, std::uint64_t ticket,
                                                       const std::map<std::string, std::string>& given);
[[nodiscard]] v1::Command erasing(std::uint64_t ticket, v1::EraseGround ground, const std::string& reference = {});

// nullopt: the event is about something else.
[[nodiscard]] std::optional<std::string> about_privacy(const v1::Event& event);

}  // namespace whistle::tests
