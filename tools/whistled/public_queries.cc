// ListPublicTickets: what anybody may see, newest first.
#include <algorithm>
#include <limits>
#include <set>
#include <utility>
#include <vector>

#include "adapters/zeromq/ruleset_names.h"
#include "tools/whistled/number_lookup.h"
#include "tools/whistled/queries.h"
#include "tools/whistled/ticket_view.h"

namespace whistle::tools::whistled {

namespace {

using engine::Ticket;
using engine::TicketId;

constexpr std::uint32_t kPublicPage = 100;
// How many tickets one question looks at; the page then ends early.
constexpr std::size_t kPublicLookedAtMax = 20'000;

const engine::Category* category_in(const engine::Ruleset* rules, const std::string& code) {
  const auto index = rules == nullptr ? std::nullopt : rules->find_category(code);
  return index ? &rules->category(*index) : nullptr;
}

// What becomes of the matter and who has it; nothing of members, files and what the district says among itself.
v1::TicketRecord public_record(const v1::TicketRecord& whole) {
  v1::TicketRecord record;
  record.set_id(whole.id());
  record.set_kind(whole.kind());
  record.set_state(whole.state());
  record.set_outcome(whole.outcome());
  record.set_category(whole.category());
  if (whole.parts_size() > 0) record.add_parts()->set_party(whole.parts(0).party());
  for (const auto& clock : whole.clocks()) {
    if (clock.name().part() != 0) continue;
    auto& due = *record.add_clocks();
    *due.mutable_name() = clock.name();
    due.set_due_us(clock.due_us());
  }
  record.set_resolve_due_us(whole.resolve_due_us());
  record.set_total_due_us(whole.total_due_us());
  record.set_accepted_us(whole.accepted_us());
  record.set_closed_us(whole.closed_us());
  record.set_last_entry(whole.last_entry());
  return record;
}

class PublicListing {
 public:
  PublicListing(const QueryParts& parts, const v1::ListPublicTickets& query)
      : parts_(parts),
        query_(query),
        rules_(parts.state.in_force()),
        categories_(query.categories().begin(), query.categories().end()),
        page_(query.limit() == 0 ? kPublicPage : query.limit()) {}

  [[nodiscard]] Result<v1::Reply> reply() {
    const bool named = query_.tickets_size() + query_.numbers_size() > 0;
    if (auto found = named ? find_named() : find_newest(); !found) return tl::unexpected(found.error());
    std::ranges::sort(found_, std::ranges::greater(), &Ticket::id);
    // Beyond what one source has looked at, the other's are not the next ones.
    std::erase_if(found_, [&](const Ticket& ticket) { return ticket.id < looked_down_to_; });
    const bool full = found_.size() > page_;
    if (full) found_.resize(page_, Ticket{});
    v1::Reply reply;
    auto& list = *reply.mutable_list_public_tickets();
    for (const auto& ticket : found_) {
      auto view = view_of(ticket);
      if (!view) return tl::unexpected(view.error());
      *list.add_tickets() = *std::move(view);
    }
    const bool cut = looked_down_to_.value != 0;
    list.set_more(full || cut);
    const auto last = found_.empty() ? TicketId{query_.before()} : found_.back().id;
    list.set_cursor(cut && !full ? looked_down_to_.value : last.value);
    return reply;
  }

 private:
  [[nodiscard]] bool matches(const Ticket& ticket) const {
    const auto* category = category_in(rules_, ticket.category);
    if (category == nullptr || !category->shown_public) return false;
    if (!categories_.empty() && !categories_.contains(ticket.category)) return false;
    if (query_.status() != v1::PUBLIC_STATUS_UNSPECIFIED &&
        ticket.closed.has_value() != (query_.status() == v1::PUBLIC_STATUS_CLOSED))
      return false;
    return (query_.from_us() == 0 || ticket.accepted.us >= query_.from_us()) &&
           (query_.until_us() == 0 || ticket.accepted.us < query_.until_us());
  }

  [[nodiscard]] Result<void> find_named() {
    std::set<TicketId> ids;
    for (const auto id : query_.tickets())
      ids.insert(TicketId{id});
    for (const auto& number : query_.numbers()) {
      const auto said = engine::parse_ticket_number(number);
      const auto id = said ? find_by_number(parts_.store, *said) : Result<std::optional<TicketId>>{std::nullopt};
      if (!id) return tl::unexpected(id.error());
      if (*id) ids.insert(**id);
    }
    for (const auto id : ids) {
      if (id.value >= bound()) continue;
      const auto ticket = find_ticket(parts_, id);
      if (!ticket) return tl::unexpected(ticket.error());
      if (*ticket && matches(**ticket)) found_.push_back(**ticket);
    }
    return {};
  }

  [[nodiscard]] Result<void> find_newest() {
    std::size_t open_found = 0;
    std::size_t looked_at = 0;
    if (query_.status() != v1::PUBLIC_STATUS_CLOSED) {
      parts_.state.open_ids.descend(
          TicketId{bound()}, [&](TicketId id) { return look(*parts_.state.find_ticket(id), open_found, looked_at); });
    }
    if (query_.status() == v1::PUBLIC_STATUS_OPEN) return {};
    std::size_t closed_found = 0;
    looked_at = 0;
    const auto scanned = parts_.store.scan_closed_before(TicketId{bound()}, [&](TicketId id, std::string_view row) {
      if (parts_.state.open.contains(id)) return true;  // reopened since
      if (const auto recent = parts_.state.recent.find(id)) return look(*recent, closed_found, looked_at);
      v1::TicketRecord record;
      if (!record.ParseFromArray(row.data(), static_cast<int>(row.size()))) return true;
      return look(engine::from_record(record), closed_found, looked_at);
    });
    if (!scanned) return tl::unexpected(failure_of(scanned.error()));
    return {};
  }

  // False: enough was seen, or what follows is too old.
  bool look(Ticket ticket, std::size_t& found, std::size_t& looked_at) {
    if (query_.from_us() != 0 && ticket.accepted.us < query_.from_us()) return false;
    const auto id = ticket.id;
    if (matches(ticket)) {
      found_.push_back(std::move(ticket));
      ++found;
    }
    if (++looked_at < kPublicLookedAtMax && found <= page_) return true;
    looked_down_to_ = std::max(looked_down_to_, id);
    return false;
  }

  [[nodiscard]] std::uint64_t bound() const {
    return query_.before() == 0 ? std::numeric_limits<std::uint64_t>::max() : query_.before();
  }

  [[nodiscard]] Result<v1::Ticket> view_of(const Ticket& ticket) const {
    auto view = view_ticket(parts_.state, ticket, engine::Sight::Record, now_of(parts_));
    if (auto added = add_content(parts_.store, parts_.vault, engine::Sight::Record, view); !added)
      return tl::unexpected(added.error());
    *view.mutable_record() = public_record(view.record());
    view.clear_anonymous();
    view.clear_evidence();
    view.clear_absences();
    const auto* category = category_in(rules_, ticket.category);
    if (category == nullptr || category->point_private) {
      view.clear_point();
      view.clear_place_name_zh();
      view.clear_place_name_en();
    }
    return view;
  }

  const QueryParts& parts_;
  const v1::ListPublicTickets& query_;
  const engine::Ruleset* rules_;
  std::set<std::string> categories_;
  std::size_t page_;
  std::vector<Ticket> found_;
  TicketId looked_down_to_{0};  // below this not everything was looked at; 0: everything was
};

}  // namespace

Result<v1::Reply> list_public_tickets(const QueryParts& parts, const v1::ListPublicTickets& query) {
  return PublicListing(parts, query).reply();
}

}  // namespace whistle::tools::whistled
