#include "tests/simulation/overseers.h"

#include <string>

#include "tests/simulation/files.h"
#include "tests/simulation/people.h"
#include "tests/simulation/recurrences.h"

namespace whistle::tests {

namespace {

using engine::Ticket;

std::optional<Intent> act_of(const View& view, const std::optional<std::string>& member,
                             const std::optional<Ticket>& ticket, const char* verb, Chance& chance) {
  if (!member || !ticket) return std::nullopt;
  const auto& speaker = chance.one_in(kSlip) ? chance.pick(view.setting.members) : *member;
  return Intent{speaking(view, speaker, chance), {}, speaker + " " + verb + " " + named(*ticket)};
}

// Somebody with the role in the party; nullopt: it has nobody.
std::optional<std::string> member_with(const View& view, std::string_view party, v1::Role role) {
  const auto* rules = view.state.in_force();
  const auto index = rules == nullptr ? std::nullopt : rules->find_party(party);
  if (!index) return std::nullopt;
  for (const auto& member : rules->members) {
    if (member.party == *index && member.has(role)) return member.code;
  }
  return std::nullopt;
}

// Of a few looks, a ticket that departments were called to, verified still or closed lately.
std::optional<Ticket> called_ticket(const View& view, Chance& chance) {
  std::optional<Ticket> ticket;
  for (int look = 0; look < kLooks; ++look) {
    ticket = chance.one_in(3) ? recent_ticket(view, chance)
                              : any_ticket(view, chance, v1::TICKET_STATE_VERIFYING, v1::TICKET_STATE_VERIFYING);
    if (ticket && !ticket->caller().empty()) break;
  }
  return ticket;
}

}  // namespace

std::optional<Intent> verify_resolution(const View& view, Chance& chance) {
  std::optional<Ticket> ticket;
  for (int look = 0; look < kLooks; ++look) {
    ticket = any_ticket(view, chance, v1::TICKET_STATE_VERIFYING, v1::TICKET_STATE_VERIFYING);
    // Where one check has failed, the next is what is interesting.
    const bool again = ticket && (ticket->failed_checks > 0 || look > kLooks / 2);
    if (again && ticket->state == v1::TICKET_STATE_VERIFYING) break;
  }
  if (!ticket) return std::nullopt;
  const auto* clock = ticket->find_clock(0, v1::CLOCK_KIND_VERIFY);
  auto member = clock == nullptr ? std::nullopt : member_with(view, clock->party, v1::ROLE_GRID_MEMBER);
  if (!member || chance.one_in(3)) member = somebody_with(view, v1::ROLE_GRID_MEMBER, chance);
  auto intent = act_of(view, member, ticket, "checks", chance);
  if (!intent) return intent;
  auto& verify = *intent->command.mutable_verify_resolution();
  verify.set_ticket(ticket->id.value);
  verify.set_passed(chance.one_in(6));
  if (chance.one_in(4)) verify.add_attachment_sha256(some_named_file(*ticket, chance));
  if (!verify.passed() || chance.one_in(2)) put_reason(verify, "现场看过 ", chance);
  return intent;
}

std::optional<Intent> supervise_ticket(const View& view, Chance& chance) {
  const auto ticket = any_ticket(view, chance);
  auto intent = act_of(view, somebody_with(view, v1::ROLE_SUPERVISOR, chance), ticket, "supervises", chance);
  if (!intent) return intent;
  auto& supervise = *intent->command.mutable_supervise_ticket();
  supervise.set_ticket(ticket->id.value);
  put_reason(supervise, "督办 ", chance);
  return intent;
}

std::optional<Intent> force_close_ticket(const View& view, Chance& chance) {
  const auto ticket = any_ticket(view, chance);
  auto intent = act_of(view, somebody_with(view, v1::ROLE_SUPERVISOR, chance), ticket, "ends by force", chance);
  if (!intent) return intent;
  auto& close = *intent->command.mutable_force_close_ticket();
  close.set_ticket(ticket->id.value);
  put_reason(close, "了结 ", chance);
  return intent;
}

std::optional<Intent> whistle_up(const View& view, Chance& chance) {
  const auto ticket = any_ticket(view, chance, v1::TICKET_STATE_DISPATCHED, v1::TICKET_STATE_ACKNOWLEDGED);
  auto intent = act_of(view, somebody_with(view, v1::ROLE_DISPATCHER, chance), ticket, "blows up", chance);
  if (!intent) return intent;
  auto& up = *intent->command.mutable_whistle_up();
  up.set_ticket(ticket->id.value);
  if (chance.one_in(2)) up.set_category(chance.pick(view.setting.categories));
  if (chance.one_in(6)) up.set_urgency(chance.one_in(2) ? "urgent" : "normal");
  put_reason(up, "请部门报到 ", chance);
  return intent;
}

std::optional<Intent> score_party(const View& view, Chance& chance) {
  const auto ticket = called_ticket(view, chance);
  if (!ticket) return std::nullopt;
  const auto caller = member_with(view, ticket->caller(), v1::ROLE_DISPATCHER);
  auto intent = act_of(view, caller ? caller : somebody_with(view, v1::ROLE_DISPATCHER, chance), ticket,
                       "scores a party of", chance);
  if (!intent) return intent;
  auto& score = *intent->command.mutable_score_party();
  score.set_ticket(ticket->id.value);
  score.set_party(chance.one_in(kSlip) ? chance.pick(view.setting.parties) : chance.pick(ticket->parts).party);
  score.set_score(static_cast<std::uint32_t>(chance.one_in(kSlip) ? chance.below(8) : chance.between(1, 5)));
  if (chance.one_in(2)) score.mutable_personal()->set_text("到得快");
  return intent;
}

std::optional<Intent> decide_approval(const View& view, Chance& chance) {
  std::optional<Ticket> ticket;
  for (int look = 0; look < kLooks; ++look) {
    ticket = any_ticket(view, chance, v1::TICKET_STATE_AWAITING_APPROVAL, v1::TICKET_STATE_AWAITING_APPROVAL);
    if (ticket && ticket->state == v1::TICKET_STATE_AWAITING_APPROVAL) break;
  }
  if (!ticket) return std::nullopt;
  const auto arbiter = ticket->request ? member_with(view, ticket->request->arbiter, v1::ROLE_ARBITER) : std::nullopt;
  auto intent = act_of(view, arbiter ? arbiter : somebody_with(view, v1::ROLE_ARBITER, chance), ticket,
                       "answers the approval of", chance);
  if (!intent) return intent;
  auto& decision = *intent->command.mutable_decide_approval();
  decision.set_ticket(ticket->id.value);
  decision.set_approved(!chance.one_in(3));
  if (decision.approved() == chance.one_in(kSlip))
    decision.set_reason(static_cast<v1::RejectReason>(chance.between(1, 4)));
  put_reason(decision, "表决情况 ", chance);
  return intent;
}

}  // namespace whistle::tests
