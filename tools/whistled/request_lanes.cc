#include "tools/whistled/request_lanes.h"

#include <utility>

#include "engine/route.h"

namespace whistle::tools::whistled {

Lane lane_of(const engine::Ruleset* rules, const v1::Command& command) {
  if (!command.has_blow_whistle()) return Lane::Act;
  if (rules == nullptr) return Lane::Whistle;
  const auto& blow = command.blow_whistle();
  const auto category = blow.category().empty() ? std::nullopt : rules->find_category(blow.category());
  const auto said = blow.urgency().empty() ? std::nullopt : rules->find_urgency(blow.urgency());
  const bool urgent = engine::effective_urgency(*rules, category, said) < rules->lowest_urgency();
  return urgent ? Lane::UrgentWhistle : Lane::Whistle;
}

void RequestLanes::add(Lane lane, WaitingCommand command) {
  lanes_[static_cast<std::size_t>(lane)].push_back({arrived_++, std::move(command)});
}

std::optional<WaitingCommand> RequestLanes::next(Order order) {
  std::deque<Numbered>* first = nullptr;
  for (auto& lane : lanes_) {
    if (lane.empty()) continue;
    if (first == nullptr || (order == Order::Arrival && lane.front().number < first->front().number)) first = &lane;
  }
  if (first == nullptr) return std::nullopt;
  auto command = std::move(first->front().command);
  first->pop_front();
  return command;
}

std::size_t RequestLanes::ahead_of(Lane newcomer) const {
  std::size_t ahead = 0;
  for (std::size_t lane = 0; lane <= static_cast<std::size_t>(newcomer); ++lane)
    ahead += lanes_[lane].size();
  return ahead;
}

std::optional<std::chrono::steady_clock::time_point> RequestLanes::oldest(Lane lane) const {
  const auto& waiting = lanes_[static_cast<std::size_t>(lane)];
  if (waiting.empty()) return std::nullopt;
  return waiting.front().command.arrived;
}

}  // namespace whistle::tools::whistled
