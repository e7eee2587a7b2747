// FetchEntries: the journal, as far as the asker may see it.
#include <algorithm>
#include <array>
#include <deque>
#include <map>
#include <utility>
#include <vector>

#include "adapters/zeromq/message_form.h"
#include "engine/core.h"
#include "tools/whistled/queries.h"

namespace whistle::tools::whistled {

namespace {

using adapters::zeromq::refusal;
using engine::Sequence;
using engine::Sight;
using engine::Standing;
using engine::TicketId;

constexpr std::uint32_t kPageDefault = 100;
// One answer looks at no more entries and carries no more bytes than this; the cursor tells where to go on.
constexpr std::size_t kLookedAtMax = 4'096;
constexpr std::size_t kReplyBytesMax = std::size_t{512} << 10;

// What a resident is told of its ticket. Whatever is not named here is the district's own business.
constexpr std::array kToldToResidents = {
    v1::Event::kWhistleBlown,     v1::Event::kTicketDispatched,   v1::Event::kTicketAcknowledged,
    v1::Event::kArrivedOnSite,    v1::Event::kTicketResolved,     v1::Event::kResolutionConfirmed,
    v1::Event::kBlowerReleased,   v1::Event::kWhistleWithdrawn,   v1::Event::kTicketClosed,
    v1::Event::kProgressReported, v1::Event::kResolutionDisputed, v1::Event::kReporterContacted,
    v1::Event::kTicketUrged,      v1::Event::kVerificationBegan,  v1::Event::kHoldStarted,
    v1::Event::kHoldEnded,        v1::Event::kCheckFailed,        v1::Event::kTicketSupervised,
    v1::Event::kTicketRejected,   v1::Event::kTicketWhistledUp,   v1::Event::kTicketHandedOver,
    v1::Event::kTicketReopened,   v1::Event::kTicketLinked,       v1::Event::kTicketUnlinked,
    v1::Event::kAttachmentPut};

void tell_resident(v1::Entry& entry) {
  v1::Entry told;
  told.set_sequence(entry.sequence());
  told.set_time_us(entry.time_us());
  told.set_ticket(entry.ticket());
  for (auto& event : *entry.mutable_events()) {
    if (std::ranges::find(kToldToResidents, event.body_case()) == kToldToResidents.end()) continue;
    if (event.has_whistle_blown()) event.mutable_whistle_blown()->clear_blower_party();
    if (event.has_ticket_dispatched()) {
      v1::TicketDispatched dispatched;
      dispatched.set_cause(event.ticket_dispatched().cause());
      dispatched.set_lead(event.ticket_dispatched().lead());
      dispatched.set_hand_off(event.ticket_dispatched().hand_off());
      dispatched.set_venue(event.ticket_dispatched().venue());
      *event.mutable_ticket_dispatched() = std::move(dispatched);
    }
    if (event.has_attachment_put()) {
      if (!event.attachment_put().party().empty()) continue;  // the district's
      event.mutable_attachment_put()->clear_sealed_sha256();
      event.mutable_attachment_put()->clear_seen_on();
    }
    if (event.has_hold_started()) event.mutable_hold_started()->clear_arbiter();
    if (event.has_check_failed()) event.mutable_check_failed()->clear_verifier();
    if (event.has_ticket_reopened()) event.mutable_ticket_reopened()->clear_repeat();
    if (event.has_ticket_handed_over()) {
      // Who leads, as with a dispatch; the first part is the lead's where it is among them.
      const auto parts = event.ticket_handed_over().parts();
      event.mutable_ticket_handed_over()->Clear();
      if (parts.empty() || parts[0].part() != 0) continue;
      *event.mutable_ticket_handed_over()->add_parts() = parts[0];
    }
    *told.add_events() = std::move(event);
  }
  entry = std::move(told);
}

class Reader {
 public:
  Reader(const QueryParts& parts, const Standing& standing) : parts_(parts), standing_(standing) {}

  [[nodiscard]] Result<bool> may_see(const v1::Entry& entry) {
    if (reads_raw_journal(standing_)) return true;
    if (!entry.has_ticket()) return may_see_matter(entry);
    const auto sight = sight_on(TicketId{entry.ticket()});
    if (!sight) return tl::unexpected(sight.error());
    return *sight >= Sight::Resident;
  }

  // Keys and credentials are their owners' business. To a resident it is told what happened and by which party, not by
  // whom.
  void redact(v1::Entry& entry) const {
    if (reads_raw_journal(standing_)) return;
    if (standing_.for_resident) return tell_resident(entry);
    entry.mutable_actor()->clear_credential();
    if (entry.actor().member() != standing_.member) entry.clear_key();
  }

 private:
  [[nodiscard]] bool may_see_matter(const v1::Entry& entry) const {
    const auto& command = entry.command();
    const bool of_identities = command.has_register_identity() || command.has_revoke_identity() ||
                               command.has_record_refusal() || command.has_record_reading() ||
                               command.has_rotate_master_key();
    if (of_identities) return standing_.has(v1::ROLE_ADMIN);
    // It names a ticket; who sees the ticket is told with it.
    if (command.has_erase_ticket()) return false;
    if (command.has_report_absence() || command.has_end_absence()) return is_colleague(entry);
    return true;
  }

  // Who is away is its party's to know.
  [[nodiscard]] bool is_colleague(const v1::Entry& entry) const {
    const auto* rules = parts_.state.in_force();
    for (const auto& event : entry.events()) {
      const auto& code = event.has_absence_ended() ? event.absence_ended().member() : event.absence_reported().member();
      const auto member = rules == nullptr ? std::nullopt : rules->find_member(code);
      if (member && rules->member(*member).party == standing_.party) return true;
    }
    return false;
  }

  [[nodiscard]] Result<Sight> sight_on(TicketId id) {
    const auto [known, is_new] = sights_.try_emplace(id, Sight::Nothing);
    if (!is_new) return known->second;
    if (const auto ticket = parts_.state.find_ticket(id)) {
      known->second = sight_of(parts_.state, standing_, *ticket);
      return known->second;
    }
    const auto row = parts_.store.closed_ticket(id);
    if (!row) return tl::unexpected(failure_of(row.error()));
    v1::TicketRecord record;
    if (*row && record.ParseFromString(**row)) {
      known->second = sight_of(parts_.state, standing_, engine::from_record(record));
    }
    return known->second;
  }

  const QueryParts& parts_;
  const Standing& standing_;
  std::map<TicketId, Sight> sights_;
};

// Taken over first: a scan must not be interrupted by other questions to the store. `bytes_read` goes on counting.
Result<std::vector<std::string>> read_entries(const engine::Store& store, Sequence from, std::size_t most,
                                              std::size_t& bytes_read) {
  std::vector<std::string> entries;
  const auto scanned = store.scan_entries(from, [&](Sequence, std::string_view bytes) {
    bytes_read += bytes.size();
    entries.emplace_back(bytes);
    return entries.size() < most && bytes_read < kReplyBytesMax;
  });
  if (!scanned) return tl::unexpected(failure_of(scanned.error()));
  return entries;
}

// The last entry of a ticket; nullopt: there is no such ticket.
Result<std::optional<Sequence>> last_entry_of(const QueryParts& parts, TicketId id) {
  if (const auto ticket = parts.state.find_ticket(id)) return ticket->last_entry;
  const auto row = parts.store.closed_ticket(id);
  if (!row) return tl::unexpected(failure_of(row.error()));
  v1::TicketRecord record;
  if (!*row || !record.ParseFromString(**row)) return std::nullopt;
  return Sequence{record.last_entry()};
}

// The first `most` entries of one ticket from `from` on, ascending: found backwards, by each one's previous.
Result<std::deque<std::string>> read_ticket(const QueryParts& parts, TicketId id, std::uint64_t from,
                                            std::size_t most) {
  std::deque<std::string> entries;
  const auto last = last_entry_of(parts, id);
  if (!last) return tl::unexpected(last.error());
  for (auto at = *last; at && at->value >= from;) {
    auto bytes = parts.store.entry(*at);
    if (!bytes) return tl::unexpected(failure_of(bytes.error()));
    const auto entry = *bytes ? engine::parse_entry(**bytes) : std::nullopt;
    if (!entry) return fail(ExitCode::BadData, "entry " + std::to_string(at->value) + " cannot be read");
    entries.push_front(**std::move(bytes));
    if (entries.size() > most) entries.pop_back();
    at = entry->has_previous() ? std::optional(Sequence{entry->previous()}) : std::nullopt;
  }
  return entries;
}

Result<v1::Reply> fetch_of_ticket(const QueryParts& parts, const Standing& standing, const v1::FetchEntries& query,
                                  std::size_t page) {
  const auto stored = read_ticket(parts, TicketId{query.ticket()}, query.from(), page);
  if (!stored) return tl::unexpected(stored.error());
  v1::Reply reply;
  auto& fetched = *reply.mutable_fetch_entries();
  fetched.set_next_sequence(parts.state.next_sequence.value);
  fetched.set_cursor(parts.state.next_sequence.value);
  Reader reader(parts, standing);
  std::size_t bytes_read = 0;
  for (const auto& bytes : *stored) {
    auto entry = engine::parse_entry(bytes).value();
    const auto seen = reader.may_see(entry);
    if (!seen) return tl::unexpected(seen.error());
    if (!*seen) return reply;  // of one ticket all or nothing
    const auto next = entry.sequence() + 1;
    if (query.raw()) {
      fetched.add_raw(bytes);
    } else {
      reader.redact(entry);
      if (!standing.for_resident || entry.events_size() > 0) *fetched.add_entries() = std::move(entry);
    }
    bytes_read += bytes.size();
    fetched.set_cursor(next);
    if (bytes_read >= kReplyBytesMax) return reply;
  }
  // A page that is not full was the last: there is nothing more before the journal's end.
  if (stored->size() < page) fetched.set_cursor(parts.state.next_sequence.value);
  return reply;
}

}  // namespace

Result<v1::Reply> fetch_entries(const QueryParts& parts, const Standing& standing, const v1::FetchEntries& query) {
  if (query.raw() && !reads_raw_journal(standing)) {
    return refused(refusal(v1::REFUSAL_CODE_NOT_PERMITTED, {{"needs", "auditor or supervisor"}}));
  }
  const std::size_t page = query.limit() == 0 ? kPageDefault : query.limit();
  if (query.ticket() != 0) return fetch_of_ticket(parts, standing, query, page);
  v1::Reply reply;
  auto& fetched = *reply.mutable_fetch_entries();
  fetched.set_next_sequence(parts.state.next_sequence.value);
  auto cursor = query.from();
  Reader reader(parts, standing);
  // As many as a page holds, and more where those are not for the asker: nobody pays for a page that is nearly full.
  const auto told = [&] {
    return static_cast<std::size_t>(fetched.entries_size()) + static_cast<std::size_t>(fetched.raw_size());
  };
  const auto is_full = [&] { return told() == page; };
  std::size_t bytes_read = 0;
  std::size_t looked_at = 0;
  for (std::size_t more = page; !is_full() && looked_at < kLookedAtMax && bytes_read < kReplyBytesMax; more *= 2) {
    const auto stored =
        read_entries(parts.store, Sequence{cursor}, std::min(more, kLookedAtMax - looked_at), bytes_read);
    if (!stored) return tl::unexpected(stored.error());
    if (stored->empty()) break;
    looked_at += stored->size();
    for (const auto& bytes : *stored) {
      if (is_full()) break;
      ++cursor;
      if (query.raw()) {
        fetched.add_raw(bytes);
        continue;
      }
      auto entry = engine::parse_entry(bytes);
      if (!entry) return fail(ExitCode::BadData, "entry " + std::to_string(cursor - 1) + " cannot be read");
      const auto seen = reader.may_see(*entry);
      if (!seen) return tl::unexpected(seen.error());
      if (!*seen) continue;
      reader.redact(*entry);
      *fetched.add_entries() = *std::move(entry);
    }
  }
  fetched.set_cursor(cursor);
  return reply;
}

}  // namespace whistle::tools::whistled
