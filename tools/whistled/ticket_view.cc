#include "tools/whistled/ticket_view.h"

#include <algorithm>
#include <set>

#include "adapters/zeromq/ruleset_names.h"
#include "engine/absence.h"
#include "engine/core.h"
#include "engine/ruleset.h"
#include "tools/whistled/sealed_content.h"

namespace whistle::tools::whistled {

namespace {

using engine::Sight;

SealedContent content_of(const engine::Store& store, const storage::Vault& vault) {
  return {vault,
          [&store](engine::TicketId ticket, engine::Sequence entry) -> Result<std::optional<std::string>> {
            auto row = store.vault_row(ticket, entry);
            if (!row) return tl::unexpected(failure_of(row.error()));
            return *std::move(row);
          },
          [&store](engine::Sequence sequence) -> Result<std::optional<v1::Entry>> {
            const auto bytes = store.entry(sequence);
            if (!bytes) return tl::unexpected(failure_of(bytes.error()));
            if (!*bytes) return std::nullopt;
            return engine::parse_entry(**bytes);
          }};
}

void add_personal(const v1::PersonalData& personal, v1::Ticket& view) {
  view.set_text(personal.text());
  view.set_address(personal.address());
  view.set_reporter_name(masked_name(personal.reporter().name()));
  view.set_reporter_phone(masked_phone(personal.reporter().phone()));
  if (personal.has_point()) *view.mutable_point() = personal.point();
}

// What the blower sees by its token: a link may be passed on, so it tells of the matter, not of the people.
v1::TicketRecord resident_record(const v1::TicketRecord& whole) {
  v1::TicketRecord record;
  record.set_id(whole.id());
  record.set_local_day(whole.local_day());
  record.set_day_counter(whole.day_counter());
  record.set_state(whole.state());
  record.set_kind(whole.kind());
  record.set_category(whole.category());
  record.set_urgency(whole.urgency());
  record.set_blower_released(whole.blower_released());
  if (whole.parts_size() > 0) {
    *record.add_parts() = whole.parts(0);
    record.mutable_parts(0)->clear_member();
  }
  record.set_venue(whole.venue());
  *record.mutable_hops() = whole.hops();
  record.set_hand_off(whole.hand_off());
  record.set_outcome(whole.outcome());
  record.set_rating(whole.rating());
  record.set_accepted_us(whole.accepted_us());
  record.set_occurred_us(whole.occurred_us());
  record.set_closed_us(whole.closed_us());
  record.set_last_entry(whole.last_entry());
  for (const auto& row : whole.attachments()) {
    if (!row.party().empty()) continue;  // the district's
    auto& own = *record.add_attachments();
    own.set_sha256(row.sha256());
    own.set_type(row.type());
    own.set_size(row.size());
    own.set_sequence(row.sequence());
  }
  return record;
}

// Of whoever has a part in hand and is away now, each once.
void add_absences(const engine::State& state, const engine::Ticket& ticket, engine::Instant now, v1::Ticket& view) {
  std::set<std::string> away;
  for (const auto& part : ticket.parts) {
    if (!part.member.empty() && is_away(state, part.member, now)) away.insert(part.member);
  }
  for (const auto& member : away) {
    auto* row = view.add_absences();
    row->set_member(member);
    const auto absence = absence_of(state, member, now);
    if (!absence) continue;
    row->set_from_us(absence->from.us);
    row->set_until_us(absence->until.us);
  }
}

Result<void> add_notes(const SealedContent& content, engine::TicketId id, v1::Ticket& view) {
  for (const auto sequence : view.record().notes()) {
    const auto entry = content.entry(engine::Sequence{sequence});
    if (!entry) return tl::unexpected(entry.error());
    const auto personal =
        *entry ? content.of_entry(id, **entry) : Result<std::optional<v1::PersonalData>>{std::nullopt};
    if (!personal) return tl::unexpected(personal.error());
    if (!*personal) continue;
    auto& note = *view.add_notes();
    note.set_sequence(sequence);
    note.set_time_us((*entry)->time_us());
    note.set_member((*entry)->actor().member());
    note.set_text((*personal)->text());
  }
  return {};
}

}  // namespace

v1::Ticket view_ticket(const engine::State& state, const engine::Ticket& ticket, Sight sight, engine::Instant now) {
  v1::Ticket view;
  view.set_number(engine::ticket_number(ticket.local_day, ticket.day_counter));
  const auto* newest = state.in_force();
  const auto* pinned = state.ruleset_of(ticket.ruleset);
  if (pinned == nullptr) pinned = newest;
  if (pinned != nullptr) adapters::zeromq::put_category(*pinned, ticket.category, view);
  if (sight == Sight::Nothing || sight == Sight::Mention) {
    view.mutable_record()->set_id(ticket.id.value);
    view.mutable_record()->set_category(ticket.category);
    view.clear_evidence();
    return view;
  }
  *view.mutable_record() = engine::to_record(ticket);
  view.mutable_record()->clear_keys();
  if (sight == Sight::Resident) {
    *view.mutable_record() = resident_record(view.record());
    view.clear_evidence();
  } else {
    view.set_anonymous(ticket.anonymous);
    add_absences(state, ticket, now, view);
    if (pinned != nullptr) adapters::zeromq::put_place_name(*pinned, ticket, view);
  }
  if (newest != nullptr) {
    if (const auto lead = newest->find_party(ticket.lead())) {
      view.set_lead_name_zh(newest->party(*lead).name_zh);
      view.set_lead_name_en(newest->party(*lead).name_en);
    }
  }
  return view;
}

Result<void> add_content(const engine::Store& store, const storage::Vault& vault, Sight sight, v1::Ticket& view) {
  if (sight != Sight::Record && sight != Sight::Work) return {};
  const engine::TicketId id{view.record().id()};
  const auto content = content_of(store, vault);
  const auto begun = content.entry(engine::Sequence{id.value});
  if (!begun) return tl::unexpected(begun.error());
  if (!*begun) return {};
  const auto& blow = (*begun)->command().blow_whistle();
  if (blow.source() == v1::SOURCE_PLATFORM) view.set_order((*begun)->key());
  // The point of a category that is not private stands in the journal, until an amendment puts it right.
  const auto& location = blow.location();
  if (location.has_point() && view.record().place_entry() == 0) *view.mutable_point() = location.point();
  if (sight != Sight::Work) return {};
  const auto personal = content.of_ticket(**begun, engine::Sequence{view.record().place_entry()});
  if (!personal) return tl::unexpected(personal.error());
  if (!*personal) return {};
  add_personal(**personal, view);
  return add_notes(content, id, view);
}

Result<void> add_erasure(const engine::Store& store, Sight sight, v1::Ticket& view) {
  if (sight == Sight::Nothing || sight == Sight::Mention) return {};
  const auto row = store.meta(engine::erasure_name(engine::TicketId{view.record().id()}));
  if (!row) return tl::unexpected(failure_of(row.error()));
  if (!*row || !view.mutable_erasure()->ParseFromString(**row)) return {};
  if (sight == Sight::Resident) view.mutable_erasure()->clear_member();
  return {};
}

std::string masked_name(std::string_view name) {
  if (name.empty()) return {};
  std::size_t first = 1;
  while (first < name.size() && (static_cast<unsigned char>(name[first]) & 0xc0U) == 0x80U)
    ++first;
  return std::string(name.substr(0, first)) + "**";
}

std::string masked_phone(std::string_view phone) {
  std::string digits;
  std::ranges::copy_if(phone, std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
  if (phone.empty()) return {};
  constexpr std::size_t kShown = 2;
  constexpr std::size_t kHiddenMin = 3;
  if (digits.size() < kShown + kHiddenMin) return "***";
  return "***" + digits.substr(digits.size() - kShown);
}

}  // namespace whistle::tools::whistled
