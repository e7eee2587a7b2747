#include "tools/whistled/ticket_view.h"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "engine/core.h"
#include "engine/ruleset.h"

namespace whistle::tools::whistled {

namespace {

using engine::Sight;

void name_category(const engine::Ruleset& rules, const std::string& code, v1::Ticket& view) {
  const auto index = rules.find_category(code);
  if (!index) return;
  const auto& category = rules.category(*index);
  view.set_category_name_zh(category.name_zh);
  view.set_category_name_en(category.name_en);
  for (const auto evidence : category.evidence)
    view.add_evidence(evidence);
}

void name_place(const engine::Ruleset& rules, const engine::Ticket& ticket, v1::Ticket& view) {
  if (const auto estate = rules.find_estate(ticket.estate)) {
    view.set_place_name_zh(rules.estate(*estate).name_zh);
    view.set_place_name_en(rules.estate(*estate).name_en);
  } else if (const auto area = rules.find_area(ticket.area)) {
    view.set_place_name_zh(rules.area(*area).name_zh);
    view.set_place_name_en(rules.area(*area).name_en);
  }
}

// The whistle's own entry: it holds the point where that is not personal, and what the vault's row must match.
Result<std::optional<v1::Entry>> first_entry(const engine::Store& store, std::uint64_t ticket) {
  const auto bytes = store.entry(engine::Sequence{ticket});
  if (!bytes) return tl::unexpected(failure_of(bytes.error()));
  if (!*bytes) return std::nullopt;
  return engine::parse_entry(**bytes);
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
  if (whole.parts_size() > 0) *record.add_parts() = whole.parts(0);
  *record.mutable_hops() = whole.hops();
  record.set_hand_off(whole.hand_off());
  record.set_outcome(whole.outcome());
  record.set_rating(whole.rating());
  record.set_accepted_us(whole.accepted_us());
  record.set_occurred_us(whole.occurred_us());
  record.set_closed_us(whole.closed_us());
  record.set_last_entry(whole.last_entry());
  return record;
}

}  // namespace

v1::Ticket view_ticket(const engine::State& state, const engine::Ticket& ticket, Sight sight) {
  v1::Ticket view;
  view.set_number(engine::ticket_number(ticket.local_day, ticket.day_counter));
  const auto* newest = state.in_force();
  const auto* pinned = state.ruleset_of(ticket.ruleset);
  if (pinned == nullptr) pinned = newest;
  if (pinned != nullptr) name_category(*pinned, ticket.category, view);
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
    if (pinned != nullptr) name_place(*pinned, ticket, view);
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
  const auto id = view.record().id();
  const auto entry = first_entry(store, id);
  if (!entry) return tl::unexpected(entry.error());
  if (!*entry) return {};
  const auto& blow = (*entry)->command().blow_whistle();
  if (blow.location().has_point()) *view.mutable_point() = blow.location().point();
  if (sight != Sight::Work) return {};
  const auto row = store.vault_row(engine::TicketId{id}, engine::Sequence{id});
  if (!row) return tl::unexpected(failure_of(row.error()));
  if (!*row) return {};
  const auto opened = vault.open(**row, **row);
  if (!opened || !storage::Vault::matches(*opened, blow.commitments())) {
    spdlog::error("event=vault_row_damaged ticket={} what=\"{}\"", id, opened ? "another's" : opened.error().what);
    return {};
  }
  add_personal(opened->personal, view);
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
