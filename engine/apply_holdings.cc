#include "engine/apply.h"
#include "engine/assert.h"

namespace whistle::engine {

namespace {

void put_attachment(const v1::Entry& entry, const v1::AttachmentPut& event, Ticket& ticket) {
  ticket.attachments.push_back({event.sha256(), event.type(), event.size(), event.sealed_sha256(),
                                event.seen_on() == 0 ? std::nullopt : std::optional(TicketId{event.seen_on()}),
                                Sequence{entry.sequence()}, event.party()});
}

}  // namespace

void apply_holdings(const v1::Entry& entry, const v1::Event& event, Ticket& ticket) {
  if (event.has_attachment_put()) return put_attachment(entry, event.attachment_put(), ticket);
  if (event.has_duty_handed_over()) return hand_duty_over(event.duty_handed_over(), ticket);
  WHISTLE_ASSERT(!"of who has it in hand, or of a file");
}

}  // namespace whistle::engine
