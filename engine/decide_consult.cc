// OpenConsult and RuleConsult 会商: what two returns could not settle, or what an arbiter would rather settle at one
// table, is ruled finally. Source: DOMAIN, rules 4 and 10, "Arbiter".
#include <algorithm>

#include "engine/arbiter.h"
#include "engine/decide_checks.h"
#include "engine/dispatch.h"
#include "engine/request.h"

namespace whistle::engine {

namespace {

using Codes = google::protobuf::RepeatedPtrField<std::string>;

// Known, not complained about, none twice.
Decided<void> check_parties(const Draft& draft, const char* field, const Codes& parties) {
  for (auto at = parties.begin(); at != parties.end(); ++at) {
    if (auto named = check_nameable(draft, *at); !named) return named;
    if (std::find(parties.begin(), at, *at) != at) {
      return reject(v1::REFUSAL_CODE_INVALID, {{"field", field}, {"why", "given twice"}});
    }
  }
  return {};
}

// The convener itself, or the arbiter whom a return waits for.
Decided<void> check_convener(const Draft& draft) {
  const auto& request = draft.ticket.request;
  const auto convener = convener_of(*draft.newest, draft.ticket);
  const bool asked =
      request && request->kind == v1::REQUEST_KIND_RETURN && request->arbiter == draft.standing.party_code;
  if (draft.standing.has(v1::ROLE_ARBITER) && (asked || draft.standing.party_code == convener)) return {};
  return reject(v1::REFUSAL_CODE_NOT_PERMITTED, {{"needs", "arbiter"}, {"party", convener}});
}

}  // namespace

Decided<void> decide_open_consult(Draft& draft, const v1::OpenConsult& command) {
  if (auto convener = check_convener(draft); !convener) return convener;
  if (!draft.ticket.being_handled() && draft.ticket.state != v1::TICKET_STATE_RETURN_REQUESTED) {
    return wrong_state(draft);
  }
  if (auto parties = check_parties(draft, "parties", command.parties()); !parties) return parties;
  if (auto text = check_text(command.personal(), draft.input.commitments); !text) return text;
  let_request_lapse(draft);
  convene(draft, {command.parties().begin(), command.parties().end()});
  return {};
}

Decided<void> decide_rule_consult(Draft& draft, const v1::RuleConsult& command) {
  if (auto decider = check_decider(draft, v1::REQUEST_KIND_CONSULT); !decider) return decider;
  if (command.lead().empty()) return reject(v1::REFUSAL_CODE_MISSING, {{"field", "lead"}});
  if (auto lead = check_nameable(draft, command.lead()); !lead) return lead;
  if (auto assist = check_parties(draft, "assist", command.assist()); !assist) return assist;
  if (std::ranges::find(command.assist(), command.lead()) != command.assist().end()) {
    return reject(v1::REFUSAL_CODE_INVALID, {{"field", "assist"}, {"why", "leads"}});
  }
  if (auto text = check_text(command.personal(), draft.input.commitments); !text) return text;
  grant_request(draft);
  dispatch_to(draft, {v1::DISPATCH_CAUSE_RULED, command.lead(), {command.assist().begin(), command.assist().end()}});
  return {};
}

}  // namespace whistle::engine
