// PreviewRebase: tickets that are pinned to another ruleset than the one in force, and what that would say of them.
#include "adapters/zeromq/message_form.h"
#include "engine/rebase.h"
#include "tools/whistled/queries.h"

namespace whistle::tools::whistled {

namespace {

using adapters::zeromq::refusal;

constexpr std::uint32_t kRebasePage = 100;

v1::RebasePreview preview_of(const engine::State& state, const engine::Ticket& ticket) {
  const auto preview = engine::preview_rebase(state, ticket);
  v1::RebasePreview message;
  message.set_ticket(ticket.id.value);
  message.set_number(engine::ticket_number(ticket.local_day, ticket.day_counter));
  message.set_ruleset(ticket.ruleset.value);
  message.set_lead_pinned(preview.lead_pinned);
  message.set_lead_newest(preview.lead_newest);
  for (const auto& due : preview.dues) {
    auto& change = *message.add_dues();
    change.set_kind(due.kind);
    change.set_pinned_us(due.pinned.value_or(engine::Instant{}).us);
    change.set_newest_us(due.newest.value_or(engine::Instant{}).us);
  }
  message.set_refused(preview.refused);
  return message;
}

}  // namespace

v1::Reply preview_rebase(const QueryParts& parts, const engine::Standing& standing, const v1::PreviewRebase& query) {
  const bool may = standing.has(v1::ROLE_ADMIN) || standing.has(v1::ROLE_SUPERVISOR) || standing.has(v1::ROLE_AUDITOR);
  if (!may) {
    return refused(refusal(v1::REFUSAL_CODE_NOT_PERMITTED, {{"needs", "admin, supervisor or auditor"}}));
  }
  const auto& state = parts.state;
  const auto page = query.limit() == 0 ? kRebasePage : query.limit();
  v1::Reply reply;
  auto& previews = *reply.mutable_preview_rebase();
  previews.set_cursor(query.after());
  std::uint32_t looked_at = 0;
  for (auto id = state.open_ids.upper_bound(engine::TicketId{query.after()}); id != state.open_ids.end(); ++id) {
    if (looked_at++ == page) {
      previews.set_more(true);
      break;
    }
    previews.set_cursor(id->value);
    const auto ticket = *state.find_open(*id);
    if (ticket.ruleset != state.publications.back().sequence) *previews.add_tickets() = preview_of(state, ticket);
  }
  return reply;
}

}  // namespace whistle::tools::whistled
