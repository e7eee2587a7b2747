// The acts on a ticket that a transcript can name, into commands.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "whistle/v1/command.pb.h"

namespace whistle::tests {

// `given` are the words of the line, by key; a bare word is its own value. nullopt: no act of that name.
[[nodiscard]] std::optional<v1::Command> act_named(const std::string& verb, std::uint64_t ticket,
                                                   const std::map<std::string, std::string>& given);

// Degrees as people write them, in units of 1e-7.
[[nodiscard]] std::int32_t degrees_e7(const std::string& text);

}  // namespace whistle::tests
