#include "tests/simulation/recurrences.h"

#include <string>

#include "tests/simulation/people.h"

namespace whistle::tests {

namespace {

using engine::Ticket;

constexpr std::int64_t kStepE7 = 3'000;  // some thirty metres

// Of a few looks, an open ticket of which `wanted` holds; else any.
template <typename Wanted>
std::optional<Ticket> open_ticket_that(const View& view, Chance& chance, const Wanted& wanted) {
  std::optional<Ticket> ticket;
  for (int look = 0; look < kLooks; ++look) {
    ticket = any_ticket(view, chance);
    if (!ticket || wanted(*ticket)) break;
  }
  return ticket;
}

std::optional<Intent> act_of(const View& view, v1::Role role, const std::optional<Ticket>& ticket, const char* verb,
                             Chance& chance) {
  if (!ticket) return std::nullopt;
  auto member = role == v1::ROLE_DISPATCHER && chance.one_in(2) ? std::optional<std::string>("desk-1")
                                                                : somebody_with(view, role, chance);
  if (chance.one_in(kSlip)) member = chance.pick(view.setting.members);
  if (!member) return std::nullopt;
  return Intent{speaking(view, *member, chance), {}, *member + " " + verb + " " + named(*ticket)};
}

// What was said to be done, and not long ago: most of what is remembered was not, or is so for its appeals alone.
bool may_recur(const Ticket& ticket, engine::Instant now) {
  return ticket.outcome == v1::OUTCOME_FIXED && ticket.reopen_until > now && (ticket.point || !ticket.estate.empty());
}

std::int32_t nearby(std::int32_t e7, Chance& chance) {
  return static_cast<std::int32_t>(e7 + chance.between(-kStepE7, kStepE7));
}

}  // namespace

std::optional<Ticket> recent_ticket(const View& view, Chance& chance) {
  const auto& ids = view.state.recent.ids();
  if (ids.empty()) return std::nullopt;
  auto at = ids.upper_bound(engine::TicketId{chance.below(view.state.next_sequence.value)});
  if (at == ids.end()) at = ids.begin();
  return view.state.recent.find(*at);
}

std::optional<v1::BlowWhistle> blown_again(const View& view, Chance& chance) {
  auto ticket = chance.one_in(3) ? any_ticket(view, chance) : recent_ticket(view, chance);
  for (int look = 0; look < kLooks && ticket && ticket->closed && !may_recur(*ticket, view.now); ++look)
    ticket = recent_ticket(view, chance);
  if (!ticket) return std::nullopt;
  v1::BlowWhistle blow;
  blow.set_kind(ticket->kind);
  blow.set_category(ticket->category);
  if (!ticket->estate.empty()) blow.mutable_location()->set_estate(ticket->estate);
  if (ticket->point && !chance.one_in(4)) {
    blow.mutable_location()->mutable_point()->set_lat_e7(nearby(ticket->point->lat_e7, chance));
    blow.mutable_location()->mutable_point()->set_lon_e7(nearby(ticket->point->lon_e7, chance));
  }
  return blow;
}

std::optional<Intent> reopen_ticket(const View& view, Chance& chance) {
  const auto ticket = chance.one_in(kSlip) ? any_ticket(view, chance) : recent_ticket(view, chance);
  auto intent = act_of(view, v1::ROLE_SUPERVISOR, ticket, "reopens", chance);
  if (!intent) return intent;
  auto& reopen = *intent->command.mutable_reopen_ticket();
  reopen.set_ticket(ticket->id.value);
  put_reason(reopen, "抽查不实 ", chance);
  return intent;
}

std::optional<Intent> link_tickets(const View& view, Chance& chance) {
  const auto ticket =
      open_ticket_that(view, chance, [](const Ticket& one) { return one.being_handled() && one.followers.empty(); });
  auto intent = act_of(view, v1::ROLE_DISPATCHER, ticket, "links", chance);
  if (!intent) return intent;
  auto& link = *intent->command.mutable_link_tickets();
  link.set_ticket(ticket->id.value);
  // A group grows: what others follow already, or what was found to be similar, is linked to before a stranger is.
  const auto lead_ticket =
      open_ticket_that(view, chance, [&](const Ticket& one) { return one.id != ticket->id && !one.followers.empty(); });
  link.set_lead_ticket(!ticket->similar.empty() && chance.one_in(2) ? chance.pick(ticket->similar).value
                                                                    : lead_ticket->id.value);
  if (chance.one_in(2)) link.mutable_personal()->set_text("同一件事");
  intent->words += " to ticket " + std::to_string(link.lead_ticket());
  return intent;
}

std::optional<Intent> unlink_tickets(const View& view, Chance& chance) {
  const auto ticket = open_ticket_that(view, chance, [](const Ticket& one) { return one.lead_ticket.has_value(); });
  auto intent = act_of(view, v1::ROLE_DISPATCHER, ticket, "unlinks", chance);
  if (!intent) return intent;
  auto& unlink = *intent->command.mutable_unlink_tickets();
  unlink.set_ticket(ticket->id.value);
  put_reason(unlink, "不是一处 ", chance);
  return intent;
}

}  // namespace whistle::tests
