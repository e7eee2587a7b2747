// RequestExtension and DecideExtension 延期: a later due of the lead's resolve clock. Source: DOMAIN, "Clocks": at most
// the original limit each, so many times, never once overdue.
#include "engine/arbiter.h"
#include "engine/clock.h"
#include "engine/decide_checks.h"
#include "engine/dispatch.h"
#include "engine/request.h"

namespace whistle::engine {

namespace {

Decided<void> check_extensible(const Draft& draft, std::uint32_t count) {
  const auto ticket = std::to_string(draft.ticket.id.value);
  const auto* clock = draft.ticket.find_clock(0, v1::CLOCK_KIND_RESOLVE);
  if (clock == nullptr) return wrong_state(draft);
  if (clock->phase == v1::CLOCK_PHASE_MISSED) return reject(v1::REFUSAL_CODE_OVERDUE, {{"ticket", ticket}});
  const auto times = draft.pinned->clocks.extension_times;
  if (draft.ticket.extensions >= times) {
    return reject(v1::REFUSAL_CODE_TOO_MANY_EXTENSIONS, {{"ticket", ticket}, {"limit", std::to_string(times)}});
  }
  const auto limit = ticket_limits(draft).resolve;
  if (count == 0 || count > limit.count) {
    return reject(v1::REFUSAL_CODE_INVALID, {{"field", "count"}, {"why", "1 to " + std::to_string(limit.count)}});
  }
  return {};
}

void extend(Draft& draft, std::uint32_t count) {
  const auto& clock = *draft.ticket.find_clock(0, v1::CLOCK_KIND_RESOLVE);
  const auto& rules = *draft.pinned;
  const auto due = rules.calendar.deadline(clock.due, Limit{count, ticket_limits(draft).resolve.unit});
  v1::Event event;
  auto& extended = *event.mutable_clock_extended();
  extended.mutable_clock()->set_kind(v1::CLOCK_KIND_RESOLVE);
  extended.set_due_us(due.at.us);
  const auto warn = warn_at(rules.clocks, rules.calendar, clock.started, due.at);
  const bool warns = warn && clock.phase == v1::CLOCK_PHASE_RUNNING && *warn > draft.at;
  extended.set_next_us(warns ? warn->us : due.at.us);
  extended.set_times(draft.ticket.extensions + 1);
  extended.set_past_data_until(due.past_data_until);
  draft.add(std::move(event));
}

}  // namespace

Decided<void> decide_request_extension(Draft& draft, const v1::RequestExtension& command) {
  if (auto may_ask = check_may_ask(draft); !may_ask) return may_ask;
  if (auto extensible = check_extensible(draft, command.count()); !extensible) return extensible;
  if (auto text = check_text(command.personal(), draft.input.commitments); !text) return text;
  v1::RequestMade made;
  made.set_kind(v1::REQUEST_KIND_EXTENSION);
  made.set_party(draft.ticket.lead());
  made.set_arbiter(arbiter_of(*draft.newest, draft.ticket));
  made.set_count(command.count());
  make_request(draft, std::move(made));
  return {};
}

Decided<void> decide_decide_extension(Draft& draft, const v1::DecideExtension& command) {
  if (auto decider = check_decider(draft, v1::REQUEST_KIND_EXTENSION); !decider) return decider;
  if (auto text = check_text(command.personal(), draft.input.commitments); !text) return text;
  if (!command.granted()) {
    refuse_request(draft);
    return {};
  }
  const auto asked = draft.ticket.request->count;
  const auto count = command.count() == 0 ? asked : command.count();
  if (count > asked) {
    return reject(v1::REFUSAL_CODE_INVALID, {{"field", "count"}, {"why", "more than was asked for"}});
  }
  grant_request(draft);
  extend(draft, count);
  return {};
}

}  // namespace whistle::engine
