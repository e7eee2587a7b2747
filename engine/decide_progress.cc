// ReportProgress: how far a party is. Moves no clock. Source: DOMAIN, "Life of a ticket" and "Who may".
#include "engine/attached.h"
#include "engine/decide_checks.h"

namespace whistle::engine {

Decided<void> decide_report_progress(Draft& draft, const v1::ReportProgress& command) {
  const auto part = acting_part(draft);
  if (!part) return tl::unexpected(part.error());
  if (auto at_work = check_at_work(draft, *part); !at_work) return at_work;
  if (draft.ticket.parts[*part].state == v1::PART_STATE_ASSIGNED) return wrong_state(draft);
  if (auto text = check_text(command.personal(), draft.input.commitments); !text) return text;
  if (auto attached = check_attached(draft, command.attachment_sha256()); !attached) return attached;
  v1::Event event;
  event.mutable_progress_reported()->set_part(*part);
  event.mutable_progress_reported()->set_party(draft.ticket.parts[*part].party);
  draft.add(std::move(event));
  return {};
}

}  // namespace whistle::engine
