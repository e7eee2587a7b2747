// How many tickets are open, by the party that leads and by state: kept up with each change, because counting a
// million when somebody asks would hold up commands. For whoever watches the engine; nothing decides by it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "whistle/v1/common.pb.h"

namespace whistle::engine {

class OpenTally {
 public:
  // Indexed by v1::TicketState.
  using ByState = std::array<std::uint32_t, static_cast<std::size_t>(v1::TicketState_ARRAYSIZE)>;

  // A ticket of this lead, by party code (empty: nobody leads yet), in this state; and one that was added out again.
  void add(std::string_view lead, v1::TicketState state);
  void remove(std::string_view lead, v1::TicketState state);

  // By the lead's party code; empty: nobody leads yet. Parties that once led stay, with zeros.
  const std::map<std::string, ByState, std::less<>>& by_lead() const { return by_lead_; }

 private:
  std::map<std::string, ByState, std::less<>> by_lead_;
};

}  // namespace whistle::engine
