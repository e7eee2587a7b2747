#include "engine/succession.h"

#include <algorithm>

#include "engine/ticket_index.h"

namespace whistle::engine {

namespace {

bool succeeds(const Ruleset& newest, std::string_view former, std::string_view party) {
  const auto heir = newest.find_party_or_successor(former);
  return heir && newest.party(*heir).code == party;
}

}  // namespace

std::vector<Orphaned> orphaned_by(const State& state, const Ruleset& rules) {
  std::vector<Orphaned> orphaned;
  for (const auto& [party, tickets] : state.by_party) {
    if (!rules.find_party_or_successor(party)) orphaned.push_back({party, tickets.size()});
  }
  return orphaned;
}

std::vector<TicketId> tickets_to_hand_over(const State& state, std::size_t most) {
  std::vector<TicketId> found;
  const auto* newest = state.in_force();
  if (newest == nullptr) return found;
  for (const auto& [party, tickets] : state.by_party) {
    if (newest->find_party(party)) continue;
    for (auto at = tickets.begin(); at != tickets.end() && found.size() < most; ++at)
      found.push_back(*at);
    if (found.size() >= most) break;
  }
  return found;
}

bool to_hand_over(const Ruleset& newest, const Ticket& ticket) {
  for (const auto& party : index_terms(ticket).parties) {
    if (!newest.find_party(party)) return true;
  }
  return false;
}

bool is_complained_about(const Ruleset& newest, const Ticket& ticket, std::string_view party) {
  if (ticket.against.empty() || party.empty()) return false;
  if (party == ticket.against) return true;
  return succeeds(newest, ticket.against, party) && !ticket.part_of(party);
}

bool was_returned(const Ruleset& newest, const Ticket& ticket, std::string_view party) {
  if (ticket.was_returned_by(party)) return true;
  if (party == ticket.lead()) return false;
  return std::ranges::any_of(ticket.returned, [&](const std::string& former) {
    return former != ticket.lead() && succeeds(newest, former, party);
  });
}

bool is_among(const Ruleset& newest, const std::vector<std::string>& parties, std::string_view party) {
  return std::ranges::any_of(parties,
                             [&](const std::string& one) { return one == party || succeeds(newest, one, party); });
}

}  // namespace whistle::engine
