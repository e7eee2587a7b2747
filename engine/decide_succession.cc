// HandOverTicket: a party of the ticket is in the rules no more, and its successor takes over what it had, as it
// stands. Clocks run on, so that nothing is gained by it. Source: DOMAIN, rules 2 to 4, 10 and 11.
#include <algorithm>

#include "engine/arbiter.h"
#include "engine/decide_checks.h"
#include "engine/succession.h"
#include "engine/verifier.h"

namespace whistle::engine {

namespace {

// The ticket as the parts handed over so far leave it, and what will be said of them.
struct Handover {
  Ticket ticket;
  v1::TicketHandedOver event;
};

bool may_have_part(const Draft& draft, const Ticket& ticket, const std::string& party) {
  return !is_complained_about(*draft.newest, ticket, party) && !was_returned(*draft.newest, ticket, party);
}

// The successor, where it may have a part in the ticket; else the last resort.
std::string heir_of(const Draft& draft, const std::string& former) {
  const auto& rules = *draft.newest;
  const auto& desk = rules.party(rules.desk).code;
  const auto successor = rules.find_party_or_successor(former);
  if (!successor) return desk;
  const auto& code = rules.party(*successor).code;
  return may_have_part(draft, draft.ticket, code) ? code : desk;
}

void put(Handover& handover, std::uint32_t part, const std::string& party) {
  auto& handed = *handover.event.add_parts();
  handed.set_part(part);
  handed.set_former(handover.ticket.parts[part].party);
  handed.set_party(party);
  handover.ticket.parts[part].party = party;
}

// An assistant's part ends where its heir has one already, or may have none.
bool ends_part(const Draft& draft, const std::string& lead, const std::string& heir) {
  if (heir == lead || !may_have_part(draft, draft.ticket, heir)) return true;
  return draft.ticket.part_of(heir).has_value();
}

// Whoever takes the lead over does not assist besides.
std::string hand_lead_over(Draft& draft) {
  auto lead = draft.ticket.lead();
  if (draft.newest->find_party(lead)) return lead;
  auto heir = heir_of(draft, lead);
  release_assisting(draft, heir);
  return heir;
}

// Two that have the same heir: the first goes over to it, the second ends.
std::vector<std::pair<std::uint32_t, std::string>> assistants_over(Draft& draft, const std::string& lead) {
  std::vector<std::pair<std::uint32_t, std::string>> over;
  for (std::uint32_t part = 1; part < draft.ticket.parts.size(); ++part) {
    const auto former = draft.ticket.parts[part].party;
    if (!draft.ticket.parts[part].active() || draft.newest->find_party(former)) continue;
    const auto heir = heir_of(draft, former);
    const bool twice = std::ranges::any_of(over, [&](const auto& one) { return one.second == heir; });
    if (twice || ends_part(draft, lead, heir)) {
      release_part(draft, part);
    } else {
      over.emplace_back(part, heir);
    }
  }
  return over;
}

// Who decides what waits must be there, and be neither the lead nor whom the complaint is about.
std::optional<std::string> new_arbiter(const Draft& draft, const Ticket& ticket) {
  const auto& rules = *draft.newest;
  const auto may = [&](const std::string& party) {
    return party != ticket.lead() && !is_complained_about(rules, ticket, party);
  };
  const auto& arbiter = ticket.request->arbiter;
  if (ticket.request->kind == v1::REQUEST_KIND_APPROVAL) {  // who approves leads
    return ticket.lead() == arbiter ? std::nullopt : std::optional(ticket.lead());
  }
  if (rules.find_party(arbiter) && may(arbiter)) return std::nullopt;
  const auto successor = rules.find_party_or_successor(arbiter);
  if (successor && may(rules.party(*successor).code)) return rules.party(*successor).code;
  auto found =
      ticket.request->kind == v1::REQUEST_KIND_CONSULT ? convener_of(rules, ticket) : arbiter_of(rules, ticket);
  return found == arbiter ? std::nullopt : std::optional(std::move(found));
}

// Who has to see to a check must be there, and have no part in the work.
void hand_verification_over(const Draft& draft, Handover& handover) {
  const auto* clock = handover.ticket.find_clock(0, v1::CLOCK_KIND_VERIFY);
  if (clock == nullptr) return;
  if (draft.newest->find_party(clock->party) && !has_part(handover.ticket, clock->party)) return;
  auto verifier = verifying_party(*draft.newest, handover.ticket);
  if (verifier == clock->party) return;
  handover.event.set_former_verifier(clock->party);
  handover.event.set_verifier(std::move(verifier));
}

// Whoever follows takes the place in a list of the ticket, once, if it may stand there.
template <typename May>
void hand_list_over(const Ruleset& newest, const std::vector<std::string>& parties, const May& may,
                    google::protobuf::RepeatedPtrField<v1::PartyReplaced>& replaced) {
  auto left = parties;
  std::erase_if(left, [&](const std::string& party) { return !newest.find_party(party); });
  for (const auto& former : parties) {
    if (newest.find_party(former)) continue;
    auto& one = *replaced.Add();
    one.set_former(former);
    const auto heir = newest.find_party_or_successor(former);
    if (!heir) continue;
    const auto& code = newest.party(*heir).code;
    if (std::ranges::find(left, code) != left.end() || !may(code)) continue;
    one.set_party(code);
    left.push_back(code);
  }
}

// Who leads is not informed besides; who is complained about may be, and supervises nothing.
void hand_lists_over(const Draft& draft, const std::string& lead, Handover& handover) {
  const auto& rules = *draft.newest;
  hand_list_over(
      rules, handover.ticket.inform, [&](const std::string& party) { return party != lead; },
      *handover.event.mutable_inform());
  hand_list_over(
      rules, handover.ticket.supervised_by,
      [&](const std::string& party) { return !is_complained_about(rules, handover.ticket, party); },
      *handover.event.mutable_supervised_by());
}

}  // namespace

Decided<void> decide_hand_over_ticket(Draft& draft, const v1::HandOverTicket&) {
  if (auto engine = check_engine(draft); !engine) return engine;
  if (!to_hand_over(*draft.newest, draft.ticket)) {
    return reject(v1::REFUSAL_CODE_NOTHING_CHANGES, {{"ticket", std::to_string(draft.ticket.id.value)}});
  }
  const auto lead = hand_lead_over(draft);
  const auto assistants = assistants_over(draft, lead);
  Handover handover{draft.ticket, {}};
  if (lead != draft.ticket.lead()) put(handover, 0, lead);
  for (const auto& [part, party] : assistants)
    put(handover, part, party);
  // A complaint about the desk is led by the desk, and the ticket names nobody as complained about.
  if (is_complained_about(*draft.newest, handover.ticket, lead)) handover.ticket.against.clear();
  handover.event.set_against(handover.ticket.against);
  hand_lists_over(draft, lead, handover);
  hand_verification_over(draft, handover);
  if (draft.ticket.request) {
    if (const auto arbiter = new_arbiter(draft, handover.ticket)) {
      handover.event.set_former_arbiter(draft.ticket.request->arbiter);
      handover.event.set_arbiter(*arbiter);
    }
  }
  v1::Event event;
  *event.mutable_ticket_handed_over() = std::move(handover.event);
  draft.add(std::move(event));
  // What ended may have been all that the verification waited for.
  if (draft.ticket.in_progress()) begin_verification_if_done(draft);
  return {};
}

}  // namespace whistle::engine
