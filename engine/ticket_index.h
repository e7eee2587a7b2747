// Under what an open ticket is found: its parties, its area, when its next clock acts. What an entry leaves as it was
// is not touched, because each index is another miss of the cache. The keys that it holds go in and out one by one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/near_index.h"
#include "engine/state.h"
#include "engine/ticket.h"

namespace whistle::engine {

struct IndexTerms {
  // Codes without repetitions: who leads, first, who assists, who has to decide what the lead asks.
  std::vector<std::string> parties;
  std::string area;  // empty: none
  v1::TicketState state = v1::TICKET_STATE_UNSPECIFIED;
  std::optional<Instant> next;  // when its first clock acts; nullopt: none does
};

[[nodiscard]] IndexTerms index_terms(const Ticket& ticket);

// Where a ticket lies, in the index of the open ones or in that of the closed ones.
struct Nearness {
  bool open = false;
  NearPlace place;

  friend bool operator==(const Nearness&, const Nearness&) = default;
};

// Where the state's indexes have a ticket. As made: nowhere, since it is not there.
struct Footing {
  std::optional<IndexTerms> terms;  // nullopt: it is not open
  std::optional<Nearness> near;     // nullopt: closed for good
  std::optional<Instant> closed;
  bool appeal_waits = false;
};
[[nodiscard]] Footing footing_of(const Ticket& ticket);

// What State::keys is asked by.
[[nodiscard]] std::uint64_t hash_of_key(std::string_view client, std::string_view key);

// From where it stood to where it stands.
void reindex(State& state, TicketId id, const Footing& before, const Footing& after);

// Its part for what is open alone. `before` nullopt: the ticket opens; `after` nullopt: it closes. One of the two is
// there.
void reindex_ticket(State& state, TicketId id, const std::optional<IndexTerms>& before,
                    const std::optional<IndexTerms>& after);

// A key that an open ticket holds from here on, or no more.
void index_key(State& state, TicketId id, const RememberedKey& key);
void forget_key(State& state, TicketId id, const RememberedKey& key);

}  // namespace whistle::engine
