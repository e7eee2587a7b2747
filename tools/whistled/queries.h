// Questions from the wire. Asked only when nothing is undecided or on its way to the disk, so that whatever is seen is
// durable.
//
// What the asker may not see is left out, not refused, but for questions that belong to roles as a whole. A failing
// store is a Failure. One thread, the core's.
#pragma once

#include <optional>

#include "adapters/clock.h"
#include "engine/permission.h"
#include "engine/ports.h"
#include "engine/state.h"
#include "storage/vault.h"
#include "tools/whistled/failure.h"
#include "whistle/v1/service.pb.h"

namespace whistle::tools::whistled {

// All outlive the queries.
struct QueryParts {
  const engine::State& state;
  const engine::Store& store;
  const storage::Vault& vault;
  const adapters::CivilClock& clock;
};

[[nodiscard]] bool is_query(const v1::Request& request);
// Whether it is answered to whoever asks, by an edge that lets them in: state of the district, its names, what the
// catalogue marks as public.
[[nodiscard]] bool is_for_anybody(const v1::Request& request);

// The correlation is the caller's to set.
[[nodiscard]] Result<v1::Reply> answer(const QueryParts& parts, const v1::Request& request, const v1::Actor& actor);

// ---- by kind ----

[[nodiscard]] Result<v1::Reply> get_ticket(const QueryParts& parts, const engine::Standing& standing,
                                           const v1::GetTicket& query);
[[nodiscard]] Result<v1::Reply> list_tickets(const QueryParts& parts, const engine::Standing& standing,
                                             const v1::ListTickets& query);
[[nodiscard]] Result<v1::Reply> fetch_entries(const QueryParts& parts, const engine::Standing& standing,
                                              const v1::FetchEntries& query);
[[nodiscard]] v1::Reply get_status(const QueryParts& parts, const engine::Standing& standing);
[[nodiscard]] v1::Reply get_district(const QueryParts& parts, const v1::GetDistrict& query);
[[nodiscard]] Result<v1::Reply> get_ruleset(const QueryParts& parts, const engine::Standing& standing,
                                            const v1::GetRuleset& query);
[[nodiscard]] Result<v1::Reply> get_published_ruleset(const QueryParts& parts, const engine::Standing& standing,
                                                      const v1::GetPublishedRuleset& query);
[[nodiscard]] Result<v1::Reply> list_public_tickets(const QueryParts& parts, const v1::ListPublicTickets& query);
[[nodiscard]] v1::Reply list_identities(const QueryParts& parts, const engine::Standing& standing);

// What a platform asks (platform_queries.cc).
[[nodiscard]] Result<v1::Reply> get_order(const QueryParts& parts, const engine::Standing& standing,
                                          const v1::GetOrder& query);
[[nodiscard]] v1::Reply list_submissions(const QueryParts& parts, const engine::Standing& standing);
[[nodiscard]] Result<v1::Reply> get_district_files(const QueryParts& parts, const engine::Standing& standing,
                                                   const v1::GetDistrictFiles& query);

// In which state every ticket was at a place of the journal (reconcile_query.cc).
[[nodiscard]] Result<v1::Reply> reconcile(const QueryParts& parts, const engine::Standing& standing,
                                          const v1::Reconcile& query);

// Of the tree over the journal (tree_queries.cc).
[[nodiscard]] Result<v1::Reply> list_checkpoints(const QueryParts& parts, const v1::ListCheckpoints& query);
[[nodiscard]] Result<v1::Reply> get_tile(const QueryParts& parts, const engine::Standing& standing,
                                         const v1::GetTile& query);

// What the ruleset in force would say of open tickets that are pinned to another (rebase_query.cc).
[[nodiscard]] v1::Reply preview_rebase(const QueryParts& parts, const engine::Standing& standing,
                                       const v1::PreviewRebase& query);

// Who asks; by a ticket's token, that it is the token of the ticket asked about, or anybody where anybody may ask.
[[nodiscard]] Result<engine::Decided<engine::Standing>> asker_of(const QueryParts& parts, const v1::Request& request,
                                                                 const v1::Actor& actor);

// What a FetchAttachment may have, and the row of the vault that opens it (attachment_query.cc); or the refusal.
struct AttachmentFound {
  engine::Attachment attachment;
  std::string first_row;
};
[[nodiscard]] Result<tl::expected<AttachmentFound, v1::Reply>> find_attachment(const QueryParts& parts,
                                                                               const v1::Request& request,
                                                                               const v1::Actor& actor);

[[nodiscard]] v1::Reply refused(v1::Refusal why);
// Civil time as the asker sees it: never before the journal's.
[[nodiscard]] engine::Instant now_of(const QueryParts& parts);
// Open or closed; nullopt: there is no such ticket.
[[nodiscard]] Result<std::optional<engine::Ticket>> find_ticket(const QueryParts& parts, engine::TicketId id);

}  // namespace whistle::tools::whistled
