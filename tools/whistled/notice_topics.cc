#include "tools/whistled/notice_topics.h"

#include <algorithm>
#include <set>

#include "adapters/zeromq/feed_socket.h"

namespace whistle::tools::whistled {

namespace {

const engine::Ticket* find_ticket(const engine::Core& core, engine::TicketId id) {
  if (const auto* open = core.state().find_open(id)) return open;
  const auto& closed = core.untaken_changes().closed;
  const auto found = std::ranges::find(closed, id, &engine::Ticket::id);
  return found == closed.end() ? nullptr : &*found;
}

// A party that a later entry of the same batch has taken off the ticket still has to hear of this one.
void add_named(const v1::Event& event, std::set<std::string>& parties) {
  if (event.has_ticket_dispatched()) {
    parties.insert(event.ticket_dispatched().lead());
    parties.insert(event.ticket_dispatched().former());
    for (const auto& assistant : event.ticket_dispatched().assist())
      parties.insert(assistant.party());
    parties.insert(event.ticket_dispatched().inform().begin(), event.ticket_dispatched().inform().end());
  } else if (event.has_clock_missed()) {
    parties.insert(event.clock_missed().party());
  } else if (event.has_clock_warned()) {
    parties.insert(event.clock_warned().party());
  } else if (event.has_ladder_step_taken()) {
    parties.insert(event.ladder_step_taken().party());
  }
}

}  // namespace

std::vector<std::string> notice_topics(const engine::Core& core, const v1::Entry& entry) {
  std::set<std::string> parties;
  for (const auto& event : entry.events())
    add_named(event, parties);
  const auto* ticket = entry.has_ticket() ? find_ticket(core, engine::TicketId{entry.ticket()}) : nullptr;
  if (ticket != nullptr) {
    for (const auto& part : ticket->parts)
      parties.insert(part.party);
    parties.insert(ticket->inform.begin(), ticket->inform.end());
    parties.insert(ticket->supervised_by.begin(), ticket->supervised_by.end());
    if (ticket->parts.empty() || ticket->against != ticket->lead()) parties.erase(ticket->against);
  }
  parties.erase("");
  std::vector<std::string> topics;
  topics.reserve(parties.size());
  for (const auto& party : parties)
    topics.push_back(adapters::zeromq::party_topic(party));
  return topics;
}

}  // namespace whistle::tools::whistled
