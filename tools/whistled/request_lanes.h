// Commands that have arrived and are not decided yet, by how long they can wait: acts, urgent whistles, other whistles.
//
// While everything fits into one turn it is taken in the order in which it arrived. Under a backlog the lanes go one
// before the other, each in its own order: an act names a ticket, which its sender knows only from an answer, so no
// command can overtake one that it depends on. One thread.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>

#include "engine/ruleset.h"
#include "tools/whistled/addressee.h"
#include "whistle/v1/command.pb.h"
#include "whistle/v1/service.pb.h"

namespace whistle::tools::whistled {

// The first goes first.
enum class Lane : std::uint8_t { Act, UrgentWhistle, Whistle };
inline constexpr std::size_t kLanes = 3;

// Urgent is every urgency above the lowest, by the category or by what the whistle says. Without rules none is.
[[nodiscard]] Lane lane_of(const engine::Ruleset* rules, const v1::Command& command);

struct WaitingCommand {
  Addressee addressee;
  v1::Request request;
  v1::Actor actor;
  std::chrono::steady_clock::time_point arrived;
};

enum class Order : std::uint8_t { Arrival, Lanes };

class RequestLanes {
 public:
  void add(Lane lane, WaitingCommand command);
  // nullopt: nothing waits.
  [[nodiscard]] std::optional<WaitingCommand> next(Order order);

  [[nodiscard]] bool empty() const { return size() == 0; }
  [[nodiscard]] std::size_t size() const { return ahead_of(Lane::Whistle); }
  // How many go before a newcomer in that lane, when lanes count.
  [[nodiscard]] std::size_t ahead_of(Lane newcomer) const;
  // When the one that has waited longest in that lane arrived; nullopt: nobody is there.
  [[nodiscard]] std::optional<std::chrono::steady_clock::time_point> oldest(Lane lane) const;

 private:
  struct Numbered {
    std::uint64_t number;
    WaitingCommand command;
  };

  std::array<std::deque<Numbered>, kLanes> lanes_;
  std::uint64_t arrived_ = 0;
};

}  // namespace whistle::tools::whistled
