// GetTicket and ListTickets: open tickets from memory, closed ones from the store.
#include <algorithm>
#include <limits>
#include <set>
#include <utility>
#include <vector>

#include "adapters/zeromq/message_form.h"
#include "engine/absence.h"
#include "tools/whistled/number_lookup.h"
#include "tools/whistled/queries.h"
#include "tools/whistled/ticket_view.h"

namespace whistle::tools::whistled {

namespace {

using adapters::zeromq::refusal;
using engine::Instant;
using engine::Sight;
using engine::Standing;
using engine::Ticket;
using engine::TicketId;

constexpr std::uint32_t kTicketsPage = 100;
// How many tickets one question looks at: what matches none of a million must not hold up everybody else. The page then
// ends early.
constexpr std::size_t kTicketsLookedAtMax = 50'000;

// The conditions of a list, resolved once.
struct Conditions {
  std::string lead;
  std::string party;               // of the member asked about; empty: no such condition
  std::vector<std::string> grids;  // any of: the one asked for, and those that were redrawn into it; none: no condition
  std::set<v1::TicketState> states;  // empty: every open one
  bool nobody = false;               // the member has no party, so nothing matches
  bool appealed = false;             // with an appeal that waits, open or not
  std::string hand;                  // the member, where its own and nobody's are asked for; empty: no such condition
  Instant now;

  [[nodiscard]] bool asks_nothing() const {
    return lead.empty() && party.empty() && grids.empty() && states.empty() && !appealed;
  }
  [[nodiscard]] bool matches(const engine::State& state, const Ticket& ticket) const {
    if (nobody || (appealed && !ticket.appeal_waits())) return false;
    if (!lead.empty() && ticket.lead() != lead) return false;
    if (!party.empty() && !has_to_do(ticket)) return false;
    if (!hand.empty() && !has_in_hand(state, ticket, party, hand, now)) return false;
    if (!grids.empty() && std::ranges::find(grids, ticket.area) == grids.end()) return false;
    return states.empty() ? appealed || !ticket.closed : states.contains(ticket.state);
  }

 private:
  // The party leads, assists, is waited for by the lead, or has to see to the check.
  [[nodiscard]] bool has_to_do(const Ticket& ticket) const {
    const auto* verify = ticket.find_clock(0, v1::CLOCK_KIND_VERIFY);
    return ticket.part_of(party) || (ticket.request && ticket.request->arbiter == party) ||
           (verify != nullptr && verify->party == party);
  }
};

// Tickets keep the code of the grid that they were dispatched in; who lists the grid of today means those too that lie
// in it under a code that is gone.
std::vector<std::string> grids_meant(const engine::Ruleset* rules, const std::string& grid) {
  if (grid.empty()) return {};
  std::vector<std::string> grids{grid};
  const auto area = rules == nullptr ? std::nullopt : rules->find_area(grid);
  if (!area) return grids;
  for (const auto& former : rules->legacy_grids) {
    if (former.grid == *area && !rules->find_area(former.code) && rules->find_area_or_redrawn(former.code) == area)
      grids.push_back(former.code);
  }
  return grids;
}

Conditions conditions_of(const QueryParts& parts, const v1::ListTickets& query) {
  const auto* rules = parts.state.in_force();
  Conditions conditions;
  conditions.lead = query.lead();
  conditions.appealed = query.appealed();
  conditions.grids = grids_meant(rules, query.grid());
  conditions.now = now_of(parts);
  for (const auto one : query.states())
    conditions.states.insert(static_cast<v1::TicketState>(one));
  if (query.member().empty()) return conditions;
  const auto member = rules == nullptr ? std::nullopt : rules->find_member(query.member());
  if (member) {
    conditions.party = rules->party(rules->member(*member).party).code;
    if (query.in_hand()) conditions.hand = query.member();
  } else {
    conditions.nobody = true;
  }
  return conditions;
}

// Ids of several lists, ascending.
class Candidates {
 public:
  void add(const engine::AscendingList<TicketId>& ids, TicketId after) {
    if (const auto first = ids.upper_bound(after); first != ids.end()) lists_.push_back({first, ids.end()});
  }
  [[nodiscard]] std::optional<TicketId> next() {
    const auto least = std::ranges::min_element(lists_, {}, [](const Rest& rest) { return *rest.at; });
    if (least == lists_.end()) return std::nullopt;
    const auto id = *least->at;
    if (++least->at == least->end) lists_.erase(least);
    return id;
  }

 private:
  struct Rest {
    engine::AscendingList<TicketId>::Iterator at, end;
  };
  std::vector<Rest> lists_;
};

// A party complained about is told number and category; which grid or state would be more.
bool shown(const Conditions& conditions, Sight sight) {
  return sight > Sight::Mention || (sight == Sight::Mention && conditions.asks_nothing());
}

struct Match {
  Ticket ticket;
  Sight sight;
};

// Matches ascending by id; `looked_up_to`: nothing beyond this id was looked at.
struct Matches {
  std::vector<Match> found;
  std::optional<TicketId> looked_up_to;
};

class Listing {
 public:
  Listing(const QueryParts& parts, const Standing& standing, const v1::ListTickets& query)
      : parts_(parts),
        standing_(standing),
        conditions_(conditions_of(parts, query)),
        after_{query.after()},
        page_(query.limit() == 0 ? kTicketsPage : query.limit()) {}

  // What is in memory: open ones, and where an appeal is asked for also closed ones, since one that waits keeps its
  // ticket there.
  [[nodiscard]] Matches known() const {
    Matches matches;
    std::size_t looked_at = 0;
    auto ids = candidates();
    while (const auto id = ids.next()) {
      if (!look(*parts_.state.find_ticket(*id), matches, looked_at)) break;
    }
    return matches;
  }

  [[nodiscard]] Result<Matches> closed() const {
    Matches matches;
    const bool wanted = std::ranges::any_of(conditions_.states, [](auto state) {
      return state == v1::TICKET_STATE_CLOSED || state == v1::TICKET_STATE_REJECTED;
    });
    if (!wanted || conditions_.appealed) return matches;
    std::size_t looked_at = 0;
    const auto scanned = parts_.store.scan_closed_tickets(after_, [&](TicketId id, std::string_view row) {
      if (parts_.state.open.contains(id)) return true;  // reopened since
      if (const auto recent = parts_.state.recent.find(id)) return look(*recent, matches, looked_at);
      v1::TicketRecord record;
      if (!record.ParseFromArray(row.data(), static_cast<int>(row.size()))) return true;
      return look(engine::from_record(record), matches, looked_at);
    });
    if (!scanned) return tl::unexpected(failure_of(scanned.error()));
    return matches;
  }

  [[nodiscard]] v1::Reply page(Matches known, Matches closed) const {
    std::vector<Match> all = std::move(known.found);
    std::ranges::move(closed.found, std::back_inserter(all));
    std::ranges::sort(all, {}, [](const Match& match) { return match.ticket.id; });
    TicketId end{std::numeric_limits<std::uint64_t>::max()};
    for (const auto& source : {known.looked_up_to, closed.looked_up_to}) {
      if (source) end = std::min(end, *source);
    }
    std::erase_if(all, [&](const Match& match) { return match.ticket.id > end; });
    const bool full = all.size() > page_;
    if (full) all.resize(page_);
    v1::Reply reply;
    auto& list = *reply.mutable_list_tickets();
    for (const auto& match : all)
      *list.add_tickets() = view_ticket(parts_.state, match.ticket, match.sight, conditions_.now);
    const bool cut = known.looked_up_to || closed.looked_up_to;
    list.set_more(full || cut);
    const auto last = all.empty() ? after_ : all.back().ticket.id;
    list.set_cursor(cut && !full ? end.value : last.value);
    return reply;
  }

 private:
  // Id 0 is the journal's creation, so a cursor of 0 leaves nothing out. A ticket lies in one grid, so no list of grids
  // names it twice.
  [[nodiscard]] Candidates candidates() const {
    Candidates candidates;
    const auto add = [&](const auto& index, const std::string& code) {
      if (const auto found = index.find(code); found != index.end()) candidates.add(found->second, after_);
    };
    if (conditions_.appealed) {
      candidates.add(parts_.state.appealed, after_);
    } else if (!conditions_.lead.empty()) {
      add(parts_.state.by_party, conditions_.lead);
    } else if (!conditions_.party.empty()) {
      add(parts_.state.by_party, conditions_.party);
    } else if (!conditions_.grids.empty()) {
      for (const auto& grid : conditions_.grids)
        add(parts_.state.by_grid, grid);
    } else {
      candidates.add(parts_.state.open_ids, after_);
    }
    return candidates;
  }

  // False: enough was seen.
  bool look(const Ticket& ticket, Matches& matches, std::size_t& looked_at) const {
    if (conditions_.matches(parts_.state, ticket)) {
      const auto sight = sight_of(parts_.state, standing_, ticket);
      if (shown(conditions_, sight)) matches.found.push_back({ticket, sight});
    }
    if (++looked_at < kTicketsLookedAtMax && matches.found.size() <= page_) return true;
    matches.looked_up_to = ticket.id;
    return false;
  }

  const QueryParts& parts_;
  const Standing& standing_;
  Conditions conditions_;
  TicketId after_;
  std::size_t page_;
};

}  // namespace

Result<std::optional<Ticket>> find_ticket(const QueryParts& parts, TicketId id) {
  if (auto known = parts.state.find_ticket(id)) return known;
  const auto row = parts.store.closed_ticket(id);
  if (!row) return tl::unexpected(failure_of(row.error()));
  v1::TicketRecord record;
  if (!*row || !record.ParseFromString(**row)) return std::nullopt;
  return engine::from_record(record);
}

Result<v1::Reply> get_ticket(const QueryParts& parts, const Standing& standing, const v1::GetTicket& query) {
  std::optional<TicketId> id{TicketId{query.ticket()}};
  if (query.has_number()) {
    const auto number = engine::parse_ticket_number(query.number());
    const auto found = number ? find_by_number(parts.store, *number) : Result<std::optional<TicketId>>{std::nullopt};
    if (!found) return tl::unexpected(found.error());
    id = *found;
  }
  const auto ticket = id ? find_ticket(parts, *id) : Result<std::optional<Ticket>>{std::nullopt};
  if (!ticket) return tl::unexpected(ticket.error());
  const auto sight = *ticket ? sight_of(parts.state, standing, **ticket) : Sight::Nothing;
  // Who may not see it is not told either that it is there.
  if (sight == Sight::Nothing) {
    const auto name = query.has_number() ? query.number() : std::to_string(query.ticket());
    return refused(refusal(v1::REFUSAL_CODE_UNKNOWN_TICKET, {{"ticket", name}}));
  }
  v1::Reply reply;
  auto& view = *reply.mutable_get_ticket()->mutable_ticket();
  view = view_ticket(parts.state, **ticket, sight, now_of(parts));
  if (auto added = add_content(parts.store, parts.vault, sight, view); !added) return tl::unexpected(added.error());
  if (auto added = add_erasure(parts.store, sight, view); !added) return tl::unexpected(added.error());
  return reply;
}

Result<v1::Reply> list_tickets(const QueryParts& parts, const Standing& standing, const v1::ListTickets& query) {
  const Listing listing(parts, standing, query);
  auto closed = listing.closed();
  if (!closed) return tl::unexpected(closed.error());
  return listing.page(listing.known(), *std::move(closed));
}

}  // namespace whistle::tools::whistled
