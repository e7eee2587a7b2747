// EraseTicket: the ticket's key and salts go with the entry that says so, and the list beside the store remembers it
// for every backup that is older.
#include <set>
#include <utility>

#include "adapters/zeromq/message_form.h"
#include "engine/assert.h"
#include "engine/decide.h"
#include "engine/permission.h"
#include "engine/succession.h"
#include "storage/merkle.h"
#include "tools/whistled/acceptance.h"
#include "tools/whistled/accepted_reply.h"
#include "tools/whistled/queries.h"

namespace whistle::tools::whistled {

using adapters::zeromq::refusal;
using engine::Sequence;
using engine::TicketId;

namespace {

void add_facts(const engine::Ticket& ticket, v1::EraseTicket& command) {
  command.set_category(ticket.category);
  command.set_closed_us(ticket.closed ? ticket.closed->us : 0);
}

}  // namespace

// What the core does not know any more: a ticket that closed long ago. Who may not erase learns nothing of it.
Result<v1::Reply> Acceptance::erase(const v1::Request& request, const v1::Actor& actor,
                                    const engine::Standing& standing) {
  auto command = request.command();
  const TicketId id{command.erase_ticket().ticket()};
  const auto ticket = find_any_ticket(id);
  if (!ticket) return tl::unexpected(ticket.error());
  if (*ticket) add_facts(**ticket, *command.mutable_erase_ticket());
  const engine::Input input{actor, request.key(), request.acted_at_us(), command, {}};
  if (const auto considered = parts_.core.consider(input, parts_.clock.now()); !considered)
    return refused(considered.error().refusal);
  const auto named = std::to_string(id.value);
  if (!*ticket) return refused(refusal(v1::REFUSAL_CODE_UNKNOWN_TICKET, {{"ticket", named}}));
  if (engine::is_complained_about(*parts_.core.state().in_force(), **ticket, standing.party_code))
    return refused(refusal(v1::REFUSAL_CODE_COMPLAINED_ABOUT, {{"party", (*ticket)->against}}));
  const auto erased = is_erased(id);
  if (!erased) return tl::unexpected(erased.error());
  if (*erased) return refused(refusal(v1::REFUSAL_CODE_ERASED, {{"ticket", named}}));
  if (parts_.erasures == nullptr)
    return refused(refusal(v1::REFUSAL_CODE_INVALID, {{"field", "command"}, {"why", "nothing is erased here"}}));
  auto erased_by = erase_now(input);
  if (!erased_by) return tl::unexpected(erased_by.error());
  if (!*erased_by) return refused(erased_by->error().refusal);
  v1::Reply reply;
  *reply.mutable_accepted() = accepted_reply(**std::move(erased_by));
  return reply;
}

// On the list before it can be durable: an erasure that a backup would bring back is worse than one that the engine has
// to do again after a crash. Refused after all where what was due first has changed who may, or when.
Result<engine::Decided<v1::Entry>> Acceptance::erase_now(const engine::Input& input) {
  const TicketId ticket{input.command.erase_ticket().ticket()};
  const auto erasure = erasure_of(ticket);
  if (!erasure) return tl::unexpected(erasure.error());
  auto entry = parts_.core.handle(input, parts_.clock.now());
  if (!entry) return entry;
  if (const auto added = parts_.erasures->add(*erasure); !added) return tl::unexpected(failure_of(added.error()));
  return entry;
}

Result<bool> Acceptance::erase_own(TicketId id, v1::EraseGround ground) {
  if (parts_.erasures == nullptr) return false;
  const auto ticket = find_any_ticket(id);
  if (!ticket) return tl::unexpected(ticket.error());
  if (!*ticket) return false;
  if (ground == v1::ERASE_GROUND_RETENTION) {
    const auto erased = is_erased(id);
    if (!erased) return tl::unexpected(erased.error());
    if (*erased) return false;
  }
  v1::Command command;
  command.mutable_erase_ticket()->set_ticket(id.value);
  command.mutable_erase_ticket()->set_ground(ground);
  add_facts(**ticket, *command.mutable_erase_ticket());
  const engine::Input input{engine::engine_actor(), {}, 0, command, {}};
  const auto entry = erase_now(input);
  if (!entry) return tl::unexpected(entry.error());
  return entry->has_value();
}

Result<std::set<TicketId>> Acceptance::erased_here() const {
  const auto rows = parts_.store.scan_meta(engine::kErasureRows);
  if (!rows) return tl::unexpected(failure_of(rows.error()));
  std::set<TicketId> erased;
  for (const auto& row : *rows) {
    v1::ErasureRecord record;
    if (!record.ParseFromString(row.row)) return fail(ExitCode::BadData, "the row of an erasure cannot be read");
    erased.insert(TicketId{record.ticket()});
  }
  return erased;
}

// What the journal says is gone needs no look into the vault: years of retention must not slow a start.
Result<std::vector<TicketId>> Acceptance::erased_elsewhere() {
  std::set<TicketId> back;  // crashes may have left a ticket on the list several times
  if (parts_.erasures == nullptr) return std::vector<TicketId>{};
  const auto erased = erased_here();
  if (!erased) return tl::unexpected(erased.error());
  const auto& state = parts_.core.state();
  auto missing = *erased;
  std::vector<storage::Erasure> elsewhere;
  const auto read = parts_.erasures->each([&](const storage::Erasure& listed) {
    if (listed.journal_id != state.journal_id || listed.ticket >= TicketId{state.next_sequence.value}) return;
    missing.erase(listed.ticket);
    if (!erased->contains(listed.ticket)) elsewhere.push_back(listed);
  });
  if (!read) return tl::unexpected(failure_of(read.error()));
  for (const auto& listed : elsewhere) {
    const auto row = find_vault_row(listed.ticket, Sequence{listed.ticket.value});
    if (!row) return tl::unexpected(row.error());
    if (!*row) continue;
    const auto here = erasure_of(listed.ticket);
    if (!here) return tl::unexpected(here.error());
    if (*here == listed) back.insert(listed.ticket);
  }
  for (const auto ticket : missing) {
    const auto erasure = erasure_of(ticket);
    if (!erasure) return tl::unexpected(erasure.error());
    if (const auto added = parts_.erasures->add(*erasure); !added) return tl::unexpected(failure_of(added.error()));
  }
  return std::vector<TicketId>(back.begin(), back.end());
}

Result<std::optional<engine::Ticket>> Acceptance::find_any_ticket(TicketId id) const {
  return find_ticket({parts_.core.state(), parts_.store, parts_.vault, parts_.clock}, id);
}

Result<bool> Acceptance::is_erased(TicketId ticket) const {
  if (parts_.uncommitted.has_erased(ticket)) return true;
  const auto row = parts_.store.meta(engine::erasure_name(ticket));
  if (!row) return tl::unexpected(failure_of(row.error()));
  return row->has_value();
}

Result<storage::Erasure> Acceptance::erasure_of(TicketId ticket) const {
  const auto entry = find_entry(Sequence{ticket.value});
  if (!entry) return tl::unexpected(entry.error());
  return storage::Erasure{parts_.core.state().journal_id, ticket, storage::leaf_hash(engine::entry_bytes(*entry))};
}

}  // namespace whistle::tools::whistled
