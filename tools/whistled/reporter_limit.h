// How many open tickets one reporter may have, by telephone number, whoever blows.
//
//   if (limit.is_full(name, state)) refuse...
//   limit.opened(name, ticket);
//
// The number is personal data and is kept nowhere: what is remembered is a keyed hash, in memory, under a key that goes
// with the process. So the count begins anew at a start; the limit is against a flood, which is a matter of minutes.
// Whoever gives no number is not counted: the rates of whoever blows bound that. One thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/ports.h"
#include "engine/state.h"
#include "whistle/v1/command.pb.h"

namespace whistle::tools::whistled {

class ReporterLimit {
 public:
  // 0: no limit.
  ReporterLimit(std::uint32_t open_max, engine::RandomSource& random);

  // What the reporter of a whistle is remembered by; nullopt: nothing to count, or no limit.
  [[nodiscard]] std::optional<std::string> name_of(const v1::BlowWhistle& blow) const;
  [[nodiscard]] bool is_full(const std::string& name, const engine::State& state);
  void opened(const std::string& name, engine::TicketId ticket, const engine::State& state);

  [[nodiscard]] std::uint32_t open_max() const { return open_max_; }
  // Reporters that are remembered.
  [[nodiscard]] std::size_t reporters() const { return open_.size(); }

 private:
  std::uint32_t open_max_;
  std::string secret_;
  std::unordered_map<std::string, std::vector<engine::TicketId>> open_;
  std::size_t sweep_at_ = 1'024;
};

}  // namespace whistle::tools::whistled
