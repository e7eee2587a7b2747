#include "engine/concern.h"

#include <algorithm>

#include "engine/succession.h"

namespace whistle::engine {

namespace {

// A lead or assistant that this entry takes off the ticket still has to hear of it.
void add_named(const v1::Event& event, std::vector<std::string>& parties) {
  if (event.has_ticket_dispatched()) {
    parties.push_back(event.ticket_dispatched().lead());
    parties.push_back(event.ticket_dispatched().former());
    for (const auto& assistant : event.ticket_dispatched().assist())
      parties.push_back(assistant.party());
    parties.insert(parties.end(), event.ticket_dispatched().inform().begin(), event.ticket_dispatched().inform().end());
  } else if (event.has_clock_missed()) {
    parties.push_back(event.clock_missed().party());
  } else if (event.has_clock_warned()) {
    parties.push_back(event.clock_warned().party());
  } else if (event.has_ladder_step_taken()) {
    parties.push_back(event.ladder_step_taken().party());
  } else if (event.has_request_granted()) {
    parties.push_back(event.request_granted().arbiter());
  } else if (event.has_request_refused()) {
    parties.push_back(event.request_refused().arbiter());
  } else if (event.has_request_lapsed()) {
    parties.push_back(event.request_lapsed().arbiter());
  } else if (event.has_ticket_rejected()) {
    parties.push_back(event.ticket_rejected().arbiter());
  } else if (event.has_check_failed()) {
    parties.push_back(event.check_failed().verifier());
  } else if (event.has_appeal_lodged()) {
    parties.push_back(event.appeal_lodged().party());
  } else if (event.has_appeal_reviewed()) {
    parties.push_back(event.appeal_reviewed().party());
  } else if (event.has_arbiter_replaced()) {
    parties.push_back(event.arbiter_replaced().former());
  }
}

void follow_successors(const Ruleset& rules, std::vector<std::string>& parties) {
  for (auto& party : parties) {
    if (rules.find_party(party)) continue;
    if (const auto heir = rules.find_party_or_successor(party)) party = rules.party(*heir).code;
  }
}

}  // namespace

std::vector<std::string> parties_concerned(const v1::Entry& entry, const Ticket& ticket, const Ruleset* rules) {
  std::vector<std::string> parties;
  for (const auto& event : entry.events())
    add_named(event, parties);
  for (const auto& part : ticket.parts)
    parties.push_back(part.party);
  if (ticket.request) {
    parties.push_back(ticket.request->arbiter);
    parties.insert(parties.end(), ticket.request->parties.begin(), ticket.request->parties.end());
  }
  if (const auto* verify = ticket.find_clock(0, v1::CLOCK_KIND_VERIFY)) parties.push_back(verify->party);
  parties.insert(parties.end(), ticket.inform.begin(), ticket.inform.end());
  parties.insert(parties.end(), ticket.supervised_by.begin(), ticket.supervised_by.end());
  if (rules != nullptr) follow_successors(*rules, parties);
  const bool desk_of_itself = !ticket.parts.empty() && ticket.against == ticket.lead();
  const auto is_against = [&](const std::string& party) {
    return party == ticket.against || (rules != nullptr && is_complained_about(*rules, ticket, party));
  };
  std::erase_if(parties,
                [&](const std::string& party) { return party.empty() || (is_against(party) && !desk_of_itself); });
  std::ranges::sort(parties);
  parties.erase(std::unique(parties.begin(), parties.end()), parties.end());
  return parties;
}

}  // namespace whistle::engine
