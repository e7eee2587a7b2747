// FetchAttachment: whether the asker may have it, and what opens it. Reading is for the thread of files.
#include <algorithm>

#include "adapters/zeromq/message_form.h"
#include "engine/hexadecimal.h"
#include "tools/whistled/queries.h"

namespace whistle::tools::whistled {

namespace {

using adapters::zeromq::refusal;
using engine::Sight;

// By its token a resident gets back what came from it, and nothing that the district put there.
bool may_fetch(Sight sight, const engine::Attachment& attachment) {
  return sight == Sight::Work || (sight == Sight::Resident && attachment.party.empty());
}

}  // namespace

Result<tl::expected<AttachmentFound, v1::Reply>> find_attachment(const QueryParts& parts, const v1::Request& request,
                                                                 const v1::Actor& actor) {
  using Outcome = tl::expected<AttachmentFound, v1::Reply>;
  const auto& query = request.fetch_attachment();
  const auto standing = asker_of(parts, request, actor);
  if (!standing) return tl::unexpected(standing.error());
  if (!*standing) return Outcome{tl::unexpect, refused(standing->error().refusal)};
  const engine::TicketId id{query.ticket()};
  const auto ticket = find_ticket(parts, id);
  if (!ticket) return tl::unexpected(ticket.error());
  const auto sight = *ticket ? sight_of(parts.state, **standing, **ticket) : Sight::Nothing;
  if (sight == Sight::Nothing) {
    return Outcome{tl::unexpect,
                   refused(refusal(v1::REFUSAL_CODE_UNKNOWN_TICKET, {{"ticket", std::to_string(id.value)}}))};
  }
  if (sight != Sight::Work && sight != Sight::Resident) {
    return Outcome{tl::unexpect, refused(refusal(v1::REFUSAL_CODE_NOT_PERMITTED, {{"needs", "a part in the ticket"}}))};
  }
  const auto& there = (*ticket)->attachments;
  const auto found = std::ranges::find(there, query.sha256(), &engine::Attachment::sha256);
  const auto row = parts.store.vault_row(id, engine::Sequence{id.value});
  if (!row) return tl::unexpected(failure_of(row.error()));
  if (found == there.end() || !may_fetch(sight, *found) || !*row) {
    return Outcome{tl::unexpect, refused(refusal(v1::REFUSAL_CODE_UNKNOWN_ATTACHMENT,
                                                 {{"sha256", engine::hexadecimal(query.sha256())}}))};
  }
  return Outcome{AttachmentFound{*found, **row}};
}

}  // namespace whistle::tools::whistled
