// RequestReturn and DecideReturn 退单: a lead cannot drop a ticket, it can only ask an arbiter. Source: DOMAIN, rules
// 3, 4 and 10, "Arbiter", "Clocks".
#include "engine/arbiter.h"
#include "engine/decide_checks.h"
#include "engine/dispatch.h"
#include "engine/request.h"

namespace whistle::engine {

namespace {

Decided<void> check_suggested(const Draft& draft, const std::string& party) {
  if (party.empty()) return {};
  if (party == draft.ticket.lead()) {
    return reject(v1::REFUSAL_CODE_INVALID, {{"field", "suggested_party"}, {"why", "leads"}});
  }
  return check_assignable(draft, party);
}

// To whom an arbiter may give a ticket: its own party, one below it, one that is competent where the matter lies.
Decided<void> check_reach(const Draft& draft, const std::string& party) {
  const auto& rules = *draft.newest;
  const auto index = *rules.find_party(party);
  if (party == draft.standing.party_code || index == rules.desk) return {};
  if (tier_contains(draft.state, draft.standing, party)) return {};
  const auto place = rules.find_area(draft.ticket.area);
  for (const auto area : rules.party(index).areas) {
    if (place && rules.contains(area, *place)) return {};
  }
  return reject(v1::REFUSAL_CODE_NOT_PERMITTED, {{"needs", "arbiter above the party"}, {"party", party}});
}

// Whom the grant names; refused where it names nobody, or somebody who may not have it.
Decided<std::string> new_lead(const Draft& draft, const v1::DecideReturn& command) {
  const auto& party = command.party().empty() ? draft.ticket.request->suggested : command.party();
  if (party.empty()) return reject(v1::REFUSAL_CODE_MISSING, {{"field", "party"}});
  if (party == draft.ticket.lead()) {
    return reject(v1::REFUSAL_CODE_INVALID, {{"field", "party"}, {"why", "its own return is granted"}});
  }
  if (auto assignable = check_assignable(draft, party); !assignable) return tl::unexpected(assignable.error());
  if (auto reach = check_reach(draft, party); !reach) return tl::unexpected(reach.error());
  return party;
}

Decided<void> grant(Draft& draft, const v1::DecideReturn& command) {
  const auto limit = draft.pinned->clocks.return_limit;
  if (limit != 0 && draft.ticket.returned.size() + 1 >= limit) {
    if (!command.party().empty()) {
      return reject(v1::REFUSAL_CODE_INVALID, {{"field", "party"}, {"why", "a consult rules after so many returns"}});
    }
    grant_request(draft);
    convene(draft, {});
    return {};
  }
  const auto lead = new_lead(draft, command);
  if (!lead) return tl::unexpected(lead.error());
  grant_request(draft);
  dispatch_to(draft, {v1::DISPATCH_CAUSE_RETURNED, *lead, {}});
  return {};
}

}  // namespace

Decided<void> decide_request_return(Draft& draft, const v1::RequestReturn& command) {
  if (auto may_ask = check_may_ask(draft); !may_ask) return may_ask;
  if (draft.ticket.state == v1::TICKET_STATE_ON_SITE) return wrong_state(draft);
  if (draft.ticket.ruled) {
    return reject(v1::REFUSAL_CODE_RULED_FINALLY, {{"ticket", std::to_string(draft.ticket.id.value)}});
  }
  const auto arbiter = arbiter_of(*draft.newest, draft.ticket);
  if (arbiter == draft.ticket.lead()) return reject(v1::REFUSAL_CODE_LAST_RESORT, {{"party", arbiter}});
  if (auto suggested = check_suggested(draft, command.suggested_party()); !suggested) return suggested;
  if (auto text = check_text(command.personal(), draft.input.commitments); !text) return text;
  v1::RequestMade made;
  made.set_kind(v1::REQUEST_KIND_RETURN);
  made.set_party(draft.ticket.lead());
  made.set_arbiter(arbiter);
  made.set_reason(command.reason());
  made.set_suggested_party(command.suggested_party());
  make_request(draft, std::move(made));
  pause_clocks(draft, 0);
  return {};
}

Decided<void> decide_decide_return(Draft& draft, const v1::DecideReturn& command) {
  if (auto decider = check_decider(draft, v1::REQUEST_KIND_RETURN); !decider) return decider;
  if (auto text = check_text(command.personal(), draft.input.commitments); !text) return text;
  if (command.granted()) return grant(draft, command);
  refuse_request(draft);
  resume_clocks(draft);
  return {};
}

}  // namespace whistle::engine
