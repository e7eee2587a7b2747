// ReportAbsence and EndAbsence: a member is away, and what it has in hand is its party's meanwhile. No clock rests for
// it: the party is bound, not the person. Source: DOMAIN, "Who may".
#include "engine/decide_checks.h"
#include "engine/draft.h"

namespace whistle::engine {

namespace {

// Of whom the command speaks: itself, or a member of whose party the actor is a dispatcher.
Decided<std::string> member_meant(const Draft& draft, const std::string& named) {
  if (draft.standing.for_resident) return reject(v1::REFUSAL_CODE_NOT_PERMITTED, {{"needs", "member"}});
  const auto& code = named.empty() ? acting_member(draft) : named;
  const auto member = draft.newest == nullptr ? std::nullopt : draft.newest->find_member(code);
  if (!member) return reject(v1::REFUSAL_CODE_UNKNOWN_MEMBER, {{"member", code}});
  const bool dispatches =
      draft.standing.has(v1::ROLE_DISPATCHER) && draft.standing.party == draft.newest->member(*member).party;
  if (code == acting_member(draft) || dispatches) return code;
  return reject(v1::REFUSAL_CODE_NOT_PERMITTED, {{"needs", "the member itself, or a dispatcher of its party"}});
}

}  // namespace

Decided<void> decide_report_absence(Draft& draft, const v1::ReportAbsence& command) {
  const auto member = member_meant(draft, command.member());
  if (!member) return tl::unexpected(member.error());
  const auto from = command.from_us() == 0 ? draft.at : Instant{command.from_us()};
  const Instant until{command.until_us()};
  if (command.until_us() == 0) return reject(v1::REFUSAL_CODE_MISSING, {{"field", "until"}});
  if (auto ahead = check_ahead(draft, draft.newest->calendar, until); !ahead) return ahead;
  if (until <= from) return reject(v1::REFUSAL_CODE_INVALID, {{"field", "until"}, {"why", "not later than from"}});
  v1::Event event;
  event.mutable_absence_reported()->set_member(*member);
  event.mutable_absence_reported()->set_from_us(from.us);
  event.mutable_absence_reported()->set_until_us(until.us);
  draft.add_journal(std::move(event));
  return {};
}

// Also of one that has not begun.
Decided<void> decide_end_absence(Draft& draft, const v1::EndAbsence& command) {
  const auto member = member_meant(draft, command.member());
  if (!member) return tl::unexpected(member.error());
  const auto reported = draft.state.absences.find(*member);
  if (reported == draft.state.absences.end() || reported->second.until <= draft.at) {
    return reject(v1::REFUSAL_CODE_NOT_ABSENT, {{"member", *member}});
  }
  v1::Event event;
  event.mutable_absence_ended()->set_member(*member);
  draft.add_journal(std::move(event));
  return {};
}

}  // namespace whistle::engine
