// Reconcile: in which state every ticket was at a place of the journal, page by page, with a hash that both sides can
// reckon.
#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/district/civil_text.h"
#include "adapters/zeromq/message_form.h"
#include "engine/apply.h"
#include "engine/core.h"
#include "storage/sha256.h"
#include "tools/whistled/queries.h"

namespace whistle::tools::whistled {

namespace {

using adapters::zeromq::refusal;
using engine::Sequence;
using engine::Standing;
using engine::Ticket;
using engine::TicketId;

constexpr std::uint32_t kReconciledPage = 500;
// One answer looks at no more tickets of either table, and reads no more entries of tickets that have changed since;
// the page then ends early.
constexpr std::size_t kReconciledLookedAtMax = 2'000;
constexpr std::size_t kEntriesMax = 2'000;
constexpr std::size_t kReconciledHashBytes = 32;
constexpr std::string_view kStatePrefix = "TICKET_STATE_";

tl::unexpected<v1::Reply> invalid(std::string field, std::string why) {
  return tl::unexpected(
      refused(refusal(v1::REFUSAL_CODE_INVALID, {{"field", std::move(field)}, {"why", std::move(why)}})));
}

bool may_reconcile(const Standing& standing) {
  const auto roles = {v1::ROLE_INTAKE, v1::ROLE_PLATFORM, v1::ROLE_SUPERVISOR, v1::ROLE_AUDITOR};
  return std::ranges::any_of(roles, [&](v1::Role role) { return standing.has(role); });
}

// The first entry of a later day. Times ascend along the journal, so it is searched by halves.
Result<std::uint64_t> end_of_day(const QueryParts& parts, std::int32_t day) {
  const auto& calendar = parts.state.in_force()->calendar;
  std::uint64_t low = 0;
  std::uint64_t high = parts.state.next_sequence.value;
  while (low < high) {
    const auto middle = low + (high - low) / 2;
    const auto bytes = parts.store.entry(Sequence{middle});
    if (!bytes) return tl::unexpected(failure_of(bytes.error()));
    const auto entry = *bytes ? engine::parse_entry(**bytes) : std::nullopt;
    if (!entry) return fail(ExitCode::BadData, "entry " + std::to_string(middle) + " cannot be read");
    if (calendar.local_day({entry->time_us()}) > day) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

using Begun = Result<tl::expected<v1::ReconcileCursor, v1::Reply>>;

Begun begin(const QueryParts& parts, const v1::Reconcile& query) {
  using Where = tl::expected<v1::ReconcileCursor, v1::Reply>;
  v1::ReconcileCursor cursor;
  const auto next = parts.state.next_sequence.value;
  if (!query.cursor().empty()) {
    bool whole = cursor.ParseFromString(query.cursor()) && cursor.next_sequence() <= next;
    for (const auto& state : cursor.states())
      whole = whole && state.sha256().size() == kReconciledHashBytes;
    return whole ? Where(std::move(cursor)) : Where(invalid("cursor", "not one of this engine"));
  }
  if (query.next_sequence() > next) return Where(invalid("next_sequence", "past the journal's end"));
  cursor.set_next_sequence(query.next_sequence() == 0 ? next : query.next_sequence());
  if (query.date().empty()) return Where(std::move(cursor));
  const auto day = adapters::district::parse_date(query.date());
  if (!day) return Where(invalid("date", "not a date like 2026-09-28"));
  const auto* rules = parts.state.in_force();
  if (rules == nullptr || rules->calendar.local_day(now_of(parts)) <= *day)
    return Where(invalid("date", "that day is not over"));
  const auto end = end_of_day(parts, *day);
  if (!end) return tl::unexpected(end.error());
  cursor.set_next_sequence(*end);
  return Where(std::move(cursor));
}

class Reconciliation {
 public:
  Reconciliation(const QueryParts& parts, const Standing& standing, v1::ReconcileCursor cursor, std::size_t page)
      : parts_(parts), standing_(standing), cursor_(std::move(cursor)), page_(page) {
    for (auto& state : *cursor_.mutable_states())
      states_[state.state()] = std::move(state);
    cursor_.clear_states();
  }

  Result<v1::Reply> reply() {
    if (auto found = find(); !found) return tl::unexpected(found.error());
    for (const auto& ticket : found_) {
      if (ticket.id.value >= until_) break;
      if (full()) return finish(/*more=*/true);
      if (auto added = add(ticket); !added) return tl::unexpected(added.error());
      cursor_.set_after(ticket.id.value);
    }
    const bool more = until_ < told_end();
    if (more) cursor_.set_after(until_ - 1);
    return finish(more);
  }

 private:
  [[nodiscard]] std::uint64_t told_end() const { return cursor_.next_sequence(); }
  [[nodiscard]] bool full() const {
    return static_cast<std::size_t>(reply_.reconcile().tickets_size()) == page_ || entries_read_ >= kEntriesMax;
  }

  // Tickets of both tables from the cursor on, ascending; `until_` is where either stopped looking.
  Result<void> find() {
    until_ = told_end();
    const TicketId after{cursor_.after()};
    const auto& open = parts_.state.open_ids;
    for (auto at = open.upper_bound(after); at != open.end() && at->value < until_; ++at) {
      if (found_.size() == kReconciledLookedAtMax) {
        until_ = at->value;
        break;
      }
      found_.push_back(*parts_.state.find_ticket(*at));
    }
    std::size_t closed = 0;
    const auto scanned = parts_.store.scan_closed_tickets(after, [&](TicketId id, std::string_view row) {
      if (id.value >= until_) return false;
      if (++closed > kReconciledLookedAtMax) {
        until_ = id.value;
        return false;
      }
      v1::TicketRecord record;
      if (record.ParseFromArray(row.data(), static_cast<int>(row.size())))
        found_.push_back(engine::from_record(record));
      return true;
    });
    if (!scanned) return tl::unexpected(failure_of(scanned.error()));
    std::ranges::sort(found_, {}, &Ticket::id);
    return {};
  }

  Result<void> add(const Ticket& ticket) {
    if (sight_of(parts_.state, standing_, ticket) == engine::Sight::Nothing) return {};
    auto was = ticket.last_entry.value < told_end() ? Result<Ticket>(ticket) : as_it_was(ticket);
    if (!was) return tl::unexpected(was.error());
    auto& told = *reply_.mutable_reconcile()->add_tickets();
    told.set_ticket(was->id.value);
    told.set_number(engine::ticket_number(was->local_day, was->day_counter));
    told.set_state(was->state);
    told.set_entry(was->last_entry.value);
    count(told);
    return {};
  }

  // A ticket's own entries make it what it is; those from `next_sequence` on had not happened.
  Result<Ticket> as_it_was(const Ticket& now) {
    std::vector<v1::Entry> entries;
    for (std::optional<Sequence> at = now.last_entry; at;) {
      const auto bytes = parts_.store.entry(*at);
      if (!bytes) return tl::unexpected(failure_of(bytes.error()));
      auto entry = *bytes ? engine::parse_entry(**bytes) : std::nullopt;
      if (!entry) return fail(ExitCode::BadData, "entry " + std::to_string(at->value) + " cannot be read");
      ++entries_read_;
      at = entry->has_previous() ? std::optional(Sequence{entry->previous()}) : std::nullopt;
      if (entry->sequence() < told_end()) entries.push_back(*std::move(entry));
    }
    Ticket was;
    for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry)
      engine::apply_to_ticket(*entry, was);
    return was;
  }

  void count(const v1::ReconciledTicket& ticket) {
    auto& state = states_[ticket.state()];
    if (state.count() == 0) {
      state.set_state(ticket.state());
      state.set_sha256(std::string(kReconciledHashBytes, '\0'));
    }
    const auto name = v1::TicketState_Name(ticket.state()).substr(kStatePrefix.size());
    state.set_count(state.count() + 1);
    state.set_sha256(
        storage::sha256(state.sha256() + ticket.number() + " " + name + " " + std::to_string(ticket.entry()) + "\n"));
  }

  v1::Reply finish(bool more) {
    auto& told = *reply_.mutable_reconcile();
    told.set_next_sequence(told_end());
    told.set_more(more);
    for (const auto& [number, state] : states_) {
      *told.add_states() = state;
      *cursor_.add_states() = state;
    }
    told.set_cursor(cursor_.SerializeAsString());
    return std::move(reply_);
  }

  const QueryParts& parts_;
  const Standing& standing_;
  v1::ReconcileCursor cursor_;
  const std::size_t page_;
  std::map<int, v1::ReconciledState> states_;
  std::vector<Ticket> found_;
  std::uint64_t until_ = 0;
  std::size_t entries_read_ = 0;
  v1::Reply reply_;
};

}  // namespace

Result<v1::Reply> reconcile(const QueryParts& parts, const Standing& standing, const v1::Reconcile& query) {
  if (!may_reconcile(standing)) {
    return refused(refusal(v1::REFUSAL_CODE_NOT_PERMITTED, {{"needs", "intake, platform, supervisor or auditor"}}));
  }
  auto begun = begin(parts, query);
  if (!begun) return tl::unexpected(begun.error());
  if (!*begun) return begun->error();
  const std::size_t page = query.limit() == 0 ? kReconciledPage : query.limit();
  return Reconciliation(parts, standing, **std::move(begun), page).reply();
}

}  // namespace whistle::tools::whistled
