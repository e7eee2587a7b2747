// Under what an open ticket is found: its parties, its area, when its next clock acts, its keys. What an entry leaves
// as it was is not touched, because each index is another miss of the cache.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/state.h"
#include "engine/ticket.h"

namespace whistle::engine {

// Each list without repetitions.
struct IndexTerms {
  std::vector<std::string> parties;  // codes: who leads, first, who assists, who has to decide what the lead asks
  std::string area;                  // empty: none
  v1::TicketState state = v1::TICKET_STATE_UNSPECIFIED;
  std::optional<Instant> next;      // when its first clock acts; nullopt: none does
  std::vector<std::uint64_t> keys;  // hashes of (client, key)
};

[[nodiscard]] IndexTerms index_terms(const Ticket& ticket);

// What State::keys is asked by.
[[nodiscard]] std::uint64_t hash_of_key(std::string_view client, std::string_view key);

// `before` nullopt: the ticket opens; `after` nullopt: it closes. One of the two is there.
void reindex_ticket(State& state, TicketId id, const std::optional<IndexTerms>& before,
                    const std::optional<IndexTerms>& after);

}  // namespace whistle::engine
