// ContactReporter 先行联系: what the response rate counts. The first contact that reached somebody is kept. Moves no
// clock. Source: DOMAIN, "Further acts" and "Who may".
#include "engine/decide_checks.h"

namespace whistle::engine {

Decided<void> decide_contact_reporter(Draft& draft, const v1::ContactReporter& command) {
  const auto part = acting_part(draft);
  if (!part) return tl::unexpected(part.error());
  if (!draft.ticket.in_progress()) return wrong_state(draft);
  if (draft.ticket.anonymous) {
    return reject(v1::REFUSAL_CODE_NO_REPORTER, {{"ticket", std::to_string(draft.ticket.id.value)}});
  }
  v1::Event event;
  auto& contacted = *event.mutable_reporter_contacted();
  contacted.set_part(*part);
  contacted.set_party(draft.ticket.parts[*part].party);
  contacted.set_reached(command.reached());
  contacted.set_first(command.reached() && !draft.ticket.first_contact);
  draft.add(std::move(event));
  return {};
}

}  // namespace whistle::engine
