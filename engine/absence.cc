#include "engine/absence.h"

namespace whistle::engine {

std::optional<Absence> absence_of(const State& state, std::string_view member, Instant at) {
  const auto found = state.absences.find(member);
  if (found == state.absences.end()) return std::nullopt;
  const auto& absence = found->second;
  return absence.from <= at && at < absence.until ? std::optional(absence) : std::nullopt;
}

bool is_away(const State& state, std::string_view member, Instant at) {
  const auto* newest = state.in_force();
  return newest == nullptr || !newest->find_member(member) || absence_of(state, member, at);
}

bool has_in_hand(const State& state, const Ticket& ticket, std::string_view party, std::string_view member,
                 Instant at) {
  const auto part = ticket.part_of(party);
  if (!part) return true;  // it decides or sees to a check, and nobody in particular does
  const auto& holder = ticket.parts[*part].member;
  return holder.empty() || holder == member || is_away(state, holder, at);
}

}  // namespace whistle::engine
