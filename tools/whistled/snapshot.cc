#include "tools/whistled/snapshot.h"

namespace whistle::tools::whistled {

std::string Snapshot::not_ready() const {
  if (stopping) return "stopping";
  if (clock_jumped) {
    return "the machine's time jumped by " + std::to_string(clock_jumped->us / engine::seconds(1).us) +
           " s: check it, then whistled confirm-clock";
  }
  if (disk != DiskSpace::Ample) return "the disk is nearly full: new whistles are refused";
  return {};
}

std::map<std::pair<v1::PartyKind, v1::TicketState>, std::uint64_t> open_by_kind(const engine::State& state) {
  std::map<std::pair<v1::PartyKind, v1::TicketState>, std::uint64_t> counts;
  const auto* rules = state.in_force();
  for (const auto& [code, by_state] : state.tally.by_lead()) {
    const auto party = rules == nullptr ? std::nullopt : rules->find_party(code);
    const auto kind = party ? rules->party(*party).kind : v1::PARTY_KIND_UNSPECIFIED;
    for (std::size_t i = 0; i < by_state.size(); ++i) {
      if (by_state[i] > 0) counts[{kind, static_cast<v1::TicketState>(i)}] += by_state[i];
    }
  }
  return counts;
}

}  // namespace whistle::tools::whistled
