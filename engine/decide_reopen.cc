// A closed ticket is taken up again: ReopenTicket of a supervisor, RecordRepeat of the engine where a whistle told of a
// false closure 假闭环. A whistle-blower's dispute is in decide_verify.cc. Source: DOMAIN, "Life of a ticket",
// "Ladder", "Repeats and groups", rule 12.
#include "engine/arbiter.h"
#include "engine/decide_checks.h"
#include "engine/rework.h"

namespace whistle::engine {

Decided<void> decide_reopen_ticket(Draft& draft, const v1::ReopenTicket& command) {
  if (auto supervisor = check_supervisor(draft); !supervisor) return supervisor;
  if (auto reopenable = check_reopenable(draft); !reopenable) return reopenable;
  if (auto text = check_text(command.personal(), draft.input.commitments); !text) return text;
  reopen(draft, v1::REOPEN_CAUSE_SUPERVISOR, std::nullopt);
  return {};
}

Decided<void> decide_record_repeat(Draft& draft, const v1::RecordRepeat& command) {
  if (auto engine = check_engine(draft); !engine) return engine;
  if (draft.ticket.state != v1::TICKET_STATE_CLOSED) return wrong_state(draft);
  reopen(draft, v1::REOPEN_CAUSE_REPEAT, TicketId{command.repeat()});
  v1::Event found;
  found.mutable_false_closure_found()->set_party(draft.ticket.lead());
  found.mutable_false_closure_found()->set_supervised_by(arbiter_of(*draft.newest, draft.ticket));
  draft.add(std::move(found));
  v1::Event joined;
  joined.mutable_follower_joined()->set_ticket(command.repeat());
  draft.add(std::move(joined));
  return {};
}

}  // namespace whistle::engine
