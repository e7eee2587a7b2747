#include "tests/simulation/arbiters.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "engine/arbiter.h"
#include "tests/simulation/people.h"

namespace whistle::tests {

namespace {

using engine::Ticket;

// Of the tickets that a few looks find, one for which something of that kind waits.
std::optional<Ticket> waiting_ticket(const View& view, v1::RequestKind kind, Chance& chance) {
  for (int look = 0; look < kLooks; ++look) {
    auto ticket = any_ticket(view, chance, v1::TICKET_STATE_RETURN_REQUESTED, v1::TICKET_STATE_IN_CONSULT);
    if (look % 2 == 1) ticket = any_ticket(view, chance, v1::TICKET_STATE_ACKNOWLEDGED, v1::TICKET_STATE_ON_SITE);
    if (ticket && ticket->request && ticket->request->kind == kind) return ticket;
  }
  return any_ticket(view, chance);
}

// Any of the open tickets of which `wanted` holds: for what is too rare for a few looks. nullopt: none.
template <typename Wanted>
std::optional<Ticket> rare_ticket(const View& view, Chance& chance, const Wanted& wanted) {
  std::vector<Ticket> found;
  for (const auto id : view.state.open_ids) {
    auto ticket = view.state.find_open(id);
    if (wanted(*ticket)) found.push_back(*std::move(ticket));
  }
  if (found.empty()) return std::nullopt;
  return chance.pick(found);
}

// An arbiter of the party; seldom any arbiter, or anybody.
std::optional<std::string> some_arbiter(const View& view, const std::string& party, Chance& chance) {
  if (chance.one_in(kSlip)) return chance.pick(view.setting.members);
  const auto* rules = view.state.in_force();
  const auto index = rules == nullptr ? std::nullopt : rules->find_party(party);
  if (index && !chance.one_in(kSlip)) {
    for (const auto& member : rules->members) {
      if (member.party == *index && member.has(v1::ROLE_ARBITER)) return member.code;
    }
  }
  return somebody_with(view, v1::ROLE_ARBITER, chance);
}

std::optional<Intent> act_of(const View& view, const std::optional<std::string>& member, const Ticket& ticket,
                             const char* verb, Chance& chance) {
  if (!member) return std::nullopt;
  return Intent{speaking(view, *member, chance), {}, *member + " " + verb + " " + named(ticket)};
}

std::optional<Intent> ask(const View& view, const std::optional<Ticket>& ticket, const char* verb, Chance& chance) {
  if (!ticket) return std::nullopt;
  const auto member = chance.one_in(kSlip) ? somebody_of(view, *ticket, v1::ROLE_HANDLER, v1::ROLE_GRID_MEMBER, chance)
                                           : somebody_working_for(view, ticket->lead(), chance);
  return act_of(view, member, *ticket, verb, chance);
}

std::optional<Intent> decide(const View& view, const std::optional<Ticket>& ticket, const char* verb, Chance& chance) {
  if (!ticket) return std::nullopt;
  const auto arbiter = ticket->request ? ticket->request->arbiter : ticket->lead();
  return act_of(view, some_arbiter(view, arbiter, chance), *ticket, verb, chance);
}

// Who has returned it, or whom it is about, now and then: what may not go back.
std::string some_party(const View& view, const Ticket& ticket, Chance& chance) {
  if (!ticket.against.empty() && chance.one_in(kSlip)) return ticket.against;
  if (!ticket.returned.empty() && chance.one_in(4)) return chance.pick(ticket.returned);
  if (!ticket.hops.empty() && chance.one_in(4)) return chance.pick(ticket.hops).party;
  return chance.pick(view.setting.parties);
}

// Of one that the lead is done with, an assistant who is awaited; who has not signed for it does that first.
std::optional<Intent> finish_awaited(const View& view, Chance& chance) {
  const auto ticket = rare_ticket(view, chance, [](const Ticket& one) {
    return one.parts[0].state == v1::PART_STATE_FINISHED && one.unfinished_assistants() > 0;
  });
  if (!ticket) return std::nullopt;
  const auto& part = *std::find_if(ticket->parts.begin() + 1, ticket->parts.end(),
                                   [](const engine::Part& one) { return one.active(); });
  auto intent = act_of(view, somebody_working_for(view, part.party, chance), *ticket, "is awaited for", chance);
  if (!intent) return intent;
  if (part.state == v1::PART_STATE_ASSIGNED) {
    intent->command.mutable_acknowledge_ticket()->set_ticket(ticket->id.value);
  } else {
    intent->command.mutable_finish_part()->set_ticket(ticket->id.value);
  }
  return intent;
}

}  // namespace

std::optional<Intent> request_return(const View& view, Chance& chance) {
  const auto ticket = any_ticket(view, chance, v1::TICKET_STATE_DISPATCHED, v1::TICKET_STATE_ACKNOWLEDGED);
  auto intent = ask(view, ticket, "asks to return", chance);
  if (!intent) return intent;
  auto& request = *intent->command.mutable_request_return();
  request.set_ticket(ticket->id.value);
  request.set_reason(static_cast<v1::ReturnReason>(chance.between(1, 4)));
  if (chance.one_in(2)) request.set_suggested_party(some_party(view, *ticket, chance));
  put_reason(request, "不归我们管 ", chance);
  return intent;
}

std::optional<Intent> decide_return(const View& view, Chance& chance) {
  const auto ticket = waiting_ticket(view, v1::REQUEST_KIND_RETURN, chance);
  auto intent = decide(view, ticket, "answers the return of", chance);
  if (!intent) return intent;
  auto& decision = *intent->command.mutable_decide_return();
  decision.set_ticket(ticket->id.value);
  decision.set_granted(!chance.one_in(3));
  const bool last = ticket->returned.size() + 1 >= 2;
  if (decision.granted() && (!last || chance.one_in(kSlip))) decision.set_party(some_party(view, *ticket, chance));
  put_reason(decision, "按职责 ", chance);
  return intent;
}

std::optional<Intent> open_consult(const View& view, Chance& chance) {
  const auto ticket = any_ticket(view, chance, v1::TICKET_STATE_RETURN_REQUESTED, v1::TICKET_STATE_ACKNOWLEDGED);
  const auto* rules = view.state.in_force();
  if (!ticket || rules == nullptr) return std::nullopt;
  const auto convener = engine::convener_of(*rules, *ticket);
  auto intent = act_of(view, some_arbiter(view, convener, chance), *ticket, "opens a consult on", chance);
  if (!intent) return intent;
  auto& consult = *intent->command.mutable_open_consult();
  consult.set_ticket(ticket->id.value);
  if (chance.one_in(2)) consult.add_parties(some_party(view, *ticket, chance));
  put_reason(consult, "一起商量 ", chance);
  return intent;
}

std::optional<Intent> rule_consult(const View& view, Chance& chance) {
  const auto ticket = waiting_ticket(view, v1::REQUEST_KIND_CONSULT, chance);
  auto intent = decide(view, ticket, "rules on", chance);
  if (!intent) return intent;
  auto& ruling = *intent->command.mutable_rule_consult();
  ruling.set_ticket(ticket->id.value);
  // What has gone back and forth mostly stays with one of those who sent it back.
  const bool back = !ticket->returned.empty() && chance.one_in(2);
  ruling.set_lead(back ? chance.pick(ticket->returned) : some_party(view, *ticket, chance));
  if (chance.one_in(2)) ruling.add_assist(some_party(view, *ticket, chance));
  put_reason(ruling, "裁定 ", chance);
  return intent;
}

std::optional<Intent> finish_part(const View& view, Chance& chance) {
  if (chance.one_in(2)) {
    if (auto awaited = finish_awaited(view, chance)) return awaited;
  }
  const auto ticket = any_ticket(view, chance, v1::TICKET_STATE_ACKNOWLEDGED, v1::TICKET_STATE_ON_SITE);
  if (!ticket) return std::nullopt;
  const auto member = somebody_of(view, *ticket, v1::ROLE_HANDLER, v1::ROLE_GRID_MEMBER, chance);
  auto intent = act_of(view, member, *ticket, "finishes a part of", chance);
  if (!intent) return intent;
  auto& finish = *intent->command.mutable_finish_part();
  finish.set_ticket(ticket->id.value);
  if (chance.one_in(2)) finish.mutable_personal()->set_text("办完了");
  return intent;
}

std::optional<Intent> release_assistant(const View& view, Chance& chance) {
  const auto ticket = any_ticket(view, chance, v1::TICKET_STATE_ACKNOWLEDGED, v1::TICKET_STATE_ON_SITE);
  if (!ticket) return std::nullopt;
  const auto member =
      chance.one_in(2) ? std::optional<std::string>("desk-1") : somebody_with(view, v1::ROLE_DISPATCHER, chance);
  auto intent = act_of(view, member, *ticket, "releases an assistant of", chance);
  if (!intent) return intent;
  auto& release = *intent->command.mutable_release_assistant();
  release.set_ticket(ticket->id.value);
  release.set_party(chance.pick(ticket->parts).party);
  put_reason(release, "不用了 ", chance);
  return intent;
}

std::optional<Intent> request_hold(const View& view, Chance& chance) {
  const auto ticket = any_ticket(view, chance, v1::TICKET_STATE_ACKNOWLEDGED, v1::TICKET_STATE_ON_SITE);
  auto intent = ask(view, ticket, "asks to hold", chance);
  if (!intent) return intent;
  auto& request = *intent->command.mutable_request_hold();
  request.set_ticket(ticket->id.value);
  request.set_cause(static_cast<v1::HoldCause>(chance.between(1, 6)));
  const auto hours = chance.one_in(kSlip) ? chance.between(-24, 24 * 400) : chance.between(1, 24 * 6);
  request.set_until_us((view.now + engine::hours(hours)).us);
  put_reason(request, "等材料 ", chance);
  return intent;
}

std::optional<Intent> decide_hold(const View& view, Chance& chance) {
  const auto ticket = waiting_ticket(view, v1::REQUEST_KIND_HOLD, chance);
  auto intent = decide(view, ticket, "answers the hold of", chance);
  if (!intent) return intent;
  auto& decision = *intent->command.mutable_decide_hold();
  decision.set_ticket(ticket->id.value);
  decision.set_approved(!chance.one_in(4));
  if (chance.one_in(4)) decision.set_until_us((view.now + engine::hours(chance.between(1, 48))).us);
  put_reason(decision, "同意 ", chance);
  return intent;
}

std::optional<Intent> resume_ticket(const View& view, Chance& chance) {
  auto ticket = rare_ticket(view, chance, [](const Ticket& one) { return one.state == v1::TICKET_STATE_ON_HOLD; });
  if (!ticket) ticket = any_ticket(view, chance);
  auto intent = ask(view, ticket, "resumes", chance);
  if (!intent) return intent;
  auto& resume = *intent->command.mutable_resume_ticket();
  resume.set_ticket(ticket->id.value);
  put_reason(resume, "材料到了 ", chance);
  return intent;
}

std::optional<Intent> request_extension(const View& view, Chance& chance) {
  const auto ticket = any_ticket(view, chance, v1::TICKET_STATE_ACKNOWLEDGED, v1::TICKET_STATE_ON_SITE);
  auto intent = ask(view, ticket, "asks for longer on", chance);
  if (!intent) return intent;
  auto& request = *intent->command.mutable_request_extension();
  request.set_ticket(ticket->id.value);
  request.set_count(static_cast<std::uint32_t>(chance.one_in(kSlip) ? chance.below(100) : chance.between(1, 2)));
  put_reason(request, "做不完 ", chance);
  return intent;
}

std::optional<Intent> decide_extension(const View& view, Chance& chance) {
  const auto ticket = waiting_ticket(view, v1::REQUEST_KIND_EXTENSION, chance);
  auto intent = decide(view, ticket, "answers the extension of", chance);
  if (!intent) return intent;
  auto& decision = *intent->command.mutable_decide_extension();
  decision.set_ticket(ticket->id.value);
  decision.set_granted(!chance.one_in(4));
  if (chance.one_in(4)) decision.set_count(static_cast<std::uint32_t>(chance.between(1, 3)));
  put_reason(decision, "可以 ", chance);
  return intent;
}

}  // namespace whistle::tests
