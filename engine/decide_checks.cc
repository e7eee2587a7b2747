#include "engine/decide_checks.h"

#include <algorithm>
#include <tuple>

#include "engine/succession.h"

namespace whistle::engine {

Decided<std::uint32_t> acting_part(const Draft& draft) {
  const auto& standing = draft.standing;
  if (!standing.has(v1::ROLE_HANDLER) && !standing.has(v1::ROLE_GRID_MEMBER)) {
    return reject(v1::REFUSAL_CODE_NOT_PERMITTED, {{"needs", "handler or grid_member"}});
  }
  const auto part = standing.party_code.empty() ? std::nullopt : draft.ticket.part_of(standing.party_code);
  if (!part) return reject(v1::REFUSAL_CODE_NOT_PERMITTED, {{"needs", "lead or assistant"}});
  return *part;
}

Decided<void> check_blower(const Draft& draft) {
  // In a member's stead one has that member's rights alone, and not what one has blown oneself.
  const bool in_person = draft.input.actor.acting_for().empty() && draft.standing.member == draft.ticket.blower;
  if (!draft.standing.for_resident && !in_person)
    return reject(v1::REFUSAL_CODE_NOT_PERMITTED, {{"needs", "whistle-blower"}});
  if (draft.ticket.blower_released) {
    return reject(v1::REFUSAL_CODE_ALREADY_DONE,
                  {{"ticket", std::to_string(draft.ticket.id.value)}, {"party", draft.ticket.blower_party}});
  }
  return {};
}

bool own_work(const Draft& draft) {
  if (draft.ticket.source != v1::SOURCE_GRID_MEMBER && draft.ticket.source != v1::SOURCE_COMMUNITY) return false;
  return std::ranges::any_of(draft.ticket.parts,
                             [&](const Part& part) { return part.party == draft.standing.party_code; });
}

Decided<void> check_dispatcher(const Draft& draft) {
  if (!draft.standing.has(v1::ROLE_DISPATCHER))
    return reject(v1::REFUSAL_CODE_NOT_PERMITTED, {{"needs", "dispatcher"}});
  if (is_complained_about(*draft.newest, draft.ticket, draft.standing.party_code)) {
    return complained_about(draft.ticket.against);
  }
  return {};
}

Decided<void> check_tier(const Draft& draft, std::string_view new_lead) {
  if (tier_contains(draft.state, draft.standing, draft.ticket.lead()) &&
      tier_contains(draft.state, draft.standing, new_lead)) {
    return {};
  }
  return reject(
      v1::REFUSAL_CODE_NOT_PERMITTED,
      {{"needs", "dispatcher above both parties"}, {"lead", draft.ticket.lead()}, {"party", std::string(new_lead)}});
}

Decided<void> check_engine(const Draft& draft) {
  if (draft.standing.member != kEngineMember) return reject(v1::REFUSAL_CODE_NOT_PERMITTED, {{"needs", "engine"}});
  return {};
}

Decided<void> check_supervisor(const Draft& draft) {
  if (!draft.standing.has(v1::ROLE_SUPERVISOR))
    return reject(v1::REFUSAL_CODE_NOT_PERMITTED, {{"needs", "supervisor"}});
  if (is_complained_about(*draft.newest, draft.ticket, draft.standing.party_code)) {
    return complained_about(draft.ticket.against);
  }
  return {};
}

Decided<void> check_appeal_window(const Draft& draft) {
  return draft.ticket.closed ? check_not_later(draft, draft.ticket.appeal_until) : Decided<void>{};
}

Decided<void> check_not_later(const Draft& draft, const std::optional<Instant>& until) {
  if (until && draft.at <= *until) return {};
  return reject(v1::REFUSAL_CODE_TOO_LATE, {{"ticket", std::to_string(draft.ticket.id.value)},
                                            {"until", std::to_string(until.value_or(*draft.ticket.closed).us)}});
}

Decided<void> check_known(const Ruleset& rules, const std::string& category, const std::string& urgency) {
  if (!category.empty() && !rules.find_category(category)) {
    return reject(v1::REFUSAL_CODE_UNKNOWN_CATEGORY, {{"category", category}});
  }
  if (!urgency.empty() && !rules.find_urgency(urgency)) {
    return reject(v1::REFUSAL_CODE_UNKNOWN_URGENCY, {{"urgency", urgency}});
  }
  return {};
}

Decided<void> check_text(const v1::PersonalData& personal, const v1::Commitments& commitments) {
  if (personal.text().empty() && commitments.text().empty()) {
    return reject(v1::REFUSAL_CODE_MISSING, {{"field", "personal.text"}});
  }
  return {};
}

Decided<void> check_ahead(const Draft& draft, const Calendar& calendar, Instant until) {
  if (until <= draft.at) return reject(v1::REFUSAL_CODE_INVALID, {{"field", "until"}, {"why", "not later than now"}});
  const auto start = civil_date(calendar.local_day(draft.at));
  const auto end = civil_date(calendar.local_day(until));
  if (std::tuple(end.year, end.month, end.day) > std::tuple(start.year + 1, start.month, start.day)) {
    return reject(v1::REFUSAL_CODE_INVALID, {{"field", "until"}, {"why", "more than a year away"}});
  }
  return {};
}

Decided<void> check_nameable(const Draft& draft, const std::string& party) {
  if (!draft.newest->find_party(party)) return reject(v1::REFUSAL_CODE_UNKNOWN_PARTY, {{"party", party}});
  if (is_complained_about(*draft.newest, draft.ticket, party)) return complained_about(party);
  return {};
}

Decided<void> check_assignable(const Draft& draft, const std::string& party) {
  if (auto nameable = check_nameable(draft, party); !nameable) return nameable;
  if (was_returned(*draft.newest, draft.ticket, party))
    return reject(v1::REFUSAL_CODE_RETURNED_BEFORE, {{"party", party}});
  return {};
}

Decided<void> check_at_work(const Draft& draft, std::uint32_t part) {
  if (draft.ticket.lead_ticket) return wrong_state(draft);
  if (part != 0) {
    if (!draft.ticket.in_progress()) return wrong_state(draft);
    return {};
  }
  if (draft.ticket.being_handled()) return {};
  if (draft.ticket.in_progress() && draft.ticket.parts[0].state == v1::PART_STATE_FINISHED)
    return already_done(draft, 0);
  return wrong_state(draft);
}

const std::string& acting_member(const Draft& draft) {
  const auto& member = draft.input.actor.acting_for();
  return member.empty() ? draft.standing.member : member;
}

tl::unexpected<Rejection> wrong_state(const Draft& draft) {
  if (draft.ticket.lead_ticket && !draft.ticket.closed) {
    return reject(v1::REFUSAL_CODE_FOLLOWS, {{"ticket", std::to_string(draft.ticket.id.value)},
                                             {"lead_ticket", std::to_string(draft.ticket.lead_ticket->value)}});
  }
  return reject(v1::REFUSAL_CODE_WRONG_STATE, {{"ticket", std::to_string(draft.ticket.id.value)},
                                               {"state", v1::TicketState_Name(draft.ticket.state)}});
}

tl::unexpected<Rejection> already_done(const Draft& draft, std::uint32_t part) {
  return reject(v1::REFUSAL_CODE_ALREADY_DONE,
                {{"ticket", std::to_string(draft.ticket.id.value)}, {"party", draft.ticket.parts[part].party}});
}

tl::unexpected<Rejection> complained_about(std::string_view party) {
  return reject(v1::REFUSAL_CODE_COMPLAINED_ABOUT, {{"party", std::string(party)}});
}

}  // namespace whistle::engine
