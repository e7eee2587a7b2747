// What is asked of personal data and of the logic, and what is told of the answer.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tools/whistle/console.h"
#include "tools/whistle/wording_event.h"
#include "whistle/v1/service.pb.h"

namespace whistle::tools {

[[nodiscard]] v1::Command reveal_of(std::uint64_t ticket, const std::string& reason);
[[nodiscard]] v1::Command erasure_of(std::uint64_t ticket, const std::string& reference);
[[nodiscard]] v1::Command adoption_of(std::uint32_t logic);

// Who reported it, in full, and that this was recorded.
void print_revealed(Console& console, Language language, const std::string& named, const v1::Accepted& accepted);

// What erasing a ticket means. Of `copies`, other tickets, those that hold some of the same under keys of their own.
void print_erasure_preview(Console& console, const Telling& telling, const v1::Ticket& ticket,
                           const std::vector<std::uint64_t>& copies);
// The same for programs: {"ticket","number","copies":[…],"erased"}; whether it is erased already.
void print_erasure_preview_json(Console& console, const v1::Ticket& ticket, const std::vector<std::uint64_t>& copies);
// What has been erased.
void print_erased(Console& console, const Telling& telling, const v1::Ticket& ticket,
                  const std::vector<std::uint64_t>& copies, const v1::Accepted& accepted);

void print_adopted(Console& console, Language language, const v1::Accepted& accepted);

}  // namespace whistle::tools
