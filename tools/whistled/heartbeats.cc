#include "tools/whistled/heartbeats.h"

#include <utility>

namespace whistle::tools::whistled {

bool Heartbeats::beat(const std::string& member, engine::Duration ahead, Time now) {
  auto& row = rows_[member];
  row.last = now;
  row.ahead = ahead;
  return std::exchange(row.silent, false);
}

std::vector<std::string> Heartbeats::newly_silent(Time now) {
  std::vector<std::string> silent;
  if (within_.count() == 0) return silent;
  for (auto& [member, row] : rows_) {
    if (row.silent || now - row.last <= within_) continue;
    row.silent = true;
    silent.push_back(member);
  }
  return silent;
}

std::vector<HeartbeatFacts> Heartbeats::facts(Time now) const {
  std::vector<HeartbeatFacts> facts;
  for (const auto& [member, row] : rows_)
    facts.push_back({member, now - row.last, row.ahead});
  return facts;
}

}  // namespace whistle::tools::whistled
