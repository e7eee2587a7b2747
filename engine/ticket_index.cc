#include "engine/ticket_index.h"

#include <algorithm>
#include <functional>

#include "engine/assert.h"
#include "engine/recent_tickets.h"

namespace whistle::engine {

namespace {

template <typename T>
bool contains(const std::vector<T>& list, const T& value) {
  return std::ranges::find(list, value) != list.end();
}

template <typename T>
void add_once(std::vector<T>& list, T value) {
  if (!contains(list, value)) list.push_back(std::move(value));
}

void put_in(std::map<std::string, AscendingList<TicketId>, std::less<>>& index, const std::string& code, TicketId id) {
  const bool is_new = index[code].insert(id);
  WHISTLE_ASSERT(is_new);
}

void take_out(std::map<std::string, AscendingList<TicketId>, std::less<>>& index, const std::string& code,
              TicketId id) {
  const auto found = index.find(code);
  WHISTLE_ASSERT(found != index.end());
  const bool was_there = found->second.erase(id);
  WHISTLE_ASSERT(was_there);
  if (found->second.empty()) index.erase(found);
}

std::string_view lead_of(const IndexTerms& terms) {
  return terms.parties.empty() ? std::string_view{} : terms.parties.front();
}

void reindex_parties(State& state, TicketId id, const IndexTerms& before, const IndexTerms& after) {
  for (const auto& party : before.parties) {
    if (!contains(after.parties, party)) take_out(state.by_party, party, id);
  }
  for (const auto& party : after.parties) {
    if (!contains(before.parties, party)) put_in(state.by_party, party, id);
  }
}

void reindex_area(State& state, TicketId id, const IndexTerms& before, const IndexTerms& after) {
  if (before.area == after.area) return;
  if (!before.area.empty()) take_out(state.by_grid, before.area, id);
  if (!after.area.empty()) put_in(state.by_grid, after.area, id);
}

void reindex_due(State& state, TicketId id, const IndexTerms& before, const IndexTerms& after) {
  if (before.next == after.next) return;
  if (before.next) state.due.remove(id, *before.next);
  if (after.next) state.due.add(id, *after.next);
}

void move_near(State& state, TicketId id, const std::optional<Nearness>& before, const std::optional<Nearness>& after) {
  const auto index_of = [&](const Nearness& nearness) -> NearIndex& {
    return nearness.open ? state.near : state.near_recent;
  };
  if (before == after) return;
  if (before) index_of(*before).remove(id, before->place);
  if (after) index_of(*after).add(id, after->place);
}

void note_appeals(State& state, TicketId id, bool waited, bool waits) {
  if (waited == waits) return;
  if (waits) {
    state.appealed.insert(id);
  } else {
    state.appealed.erase(id);
  }
}

}  // namespace

std::uint64_t hash_of_key(std::string_view client, std::string_view key) {
  return std::hash<std::string_view>{}(key)*31 + std::hash<std::string_view>{}(client);
}

IndexTerms index_terms(const Ticket& ticket) {
  IndexTerms terms;
  terms.parties.reserve(ticket.parts.size() + 2);
  for (std::size_t i = 0; i < ticket.parts.size(); ++i) {
    if (i == 0 || ticket.parts[i].active()) add_once(terms.parties, ticket.parts[i].party);
  }
  if (ticket.request) add_once(terms.parties, ticket.request->arbiter);
  if (const auto* verify = ticket.find_clock(0, v1::CLOCK_KIND_VERIFY)) add_once(terms.parties, verify->party);
  terms.area = ticket.area;
  terms.state = ticket.state;
  if (const auto* first = ticket.first_to_act()) terms.next = first->next;
  return terms;
}

Footing footing_of(const Ticket& ticket) {
  Footing footing;
  footing.closed = ticket.closed;
  footing.appeal_waits = ticket.appeal_waits();
  if (!ticket.closed) footing.terms = index_terms(ticket);
  if (!ticket.closed || recent_until(ticket)) footing.near = Nearness{!ticket.closed, near_place(ticket)};
  return footing;
}

void reindex(State& state, TicketId id, const Footing& before, const Footing& after) {
  if (before.terms || after.terms) reindex_ticket(state, id, before.terms, after.terms);
  move_near(state, id, before.near, after.near);
  note_appeals(state, id, before.appeal_waits, after.appeal_waits);
}

void reindex_ticket(State& state, TicketId id, const std::optional<IndexTerms>& before,
                    const std::optional<IndexTerms>& after) {
  const IndexTerms nothing;
  const auto& was = before ? *before : nothing;
  const auto& is = after ? *after : nothing;
  reindex_parties(state, id, was, is);
  reindex_area(state, id, was, is);
  reindex_due(state, id, was, is);
  if (!before) state.open_ids.insert(id);
  if (!after) state.open_ids.erase(id);
  if (before && after && before->state == after->state && lead_of(*before) == lead_of(*after)) return;
  if (before) state.tally.remove(lead_of(*before), before->state);
  if (after) state.tally.add(lead_of(*after), after->state);
}

void index_key(State& state, TicketId id, const RememberedKey& key) {
  state.keys.emplace(hash_of_key(key.client, key.key), id);
}

void forget_key(State& state, TicketId id, const RememberedKey& key) {
  const auto [first, last] = state.keys.equal_range(hash_of_key(key.client, key.key));
  const auto held = std::find_if(first, last, [&](const auto& place) { return place.second == id; });
  WHISTLE_ASSERT(held != last);
  state.keys.erase(held);
}

}  // namespace whistle::engine
