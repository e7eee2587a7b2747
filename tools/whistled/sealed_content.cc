#include "tools/whistled/sealed_content.h"

#include <spdlog/spdlog.h>

#include <utility>

#include "engine/personal.h"

namespace whistle::tools::whistled {

using engine::Sequence;
using engine::TicketId;

SealedContent::SealedContent(const storage::Vault& vault, FindRow find_row, FindEntry find_entry)
    : vault_(vault), find_row_(std::move(find_row)), find_entry_(std::move(find_entry)) {}

Result<std::optional<v1::PersonalData>> SealedContent::of_entry(TicketId ticket, const v1::Entry& entry) const {
  const auto* commitments = engine::commitments_in(entry.command());
  if (commitments == nullptr) return std::nullopt;
  const auto first = find_row_(ticket, Sequence{ticket.value});
  if (!first) return tl::unexpected(first.error());
  const auto row = entry.sequence() == ticket.value ? first : find_row_(ticket, Sequence{entry.sequence()});
  if (!row) return tl::unexpected(row.error());
  if (!*first || !*row) return std::nullopt;
  auto opened = vault_.open(**first, **row);
  if (!opened || !storage::Vault::matches(*opened, *commitments)) {
    spdlog::error("event=vault_row_damaged ticket={} entry={} what=\"{}\"", ticket.value, entry.sequence(),
                  opened ? "another's" : opened.error().what);
    return std::nullopt;
  }
  return std::move(opened->personal);
}

Result<std::optional<v1::PersonalData>> SealedContent::of_ticket(TicketId ticket, Sequence place_entry) const {
  const auto begun = find_entry_(Sequence{ticket.value});
  if (!begun) return tl::unexpected(begun.error());
  if (!*begun) return std::nullopt;
  return of_ticket(**begun, place_entry);
}

Result<std::optional<v1::PersonalData>> SealedContent::of_ticket(const v1::Entry& begun, Sequence place_entry) const {
  const TicketId ticket{begun.sequence()};
  auto personal = of_entry(ticket, begun);
  if (!personal || !*personal) return personal;
  if (place_entry.value == 0) {
    const auto& location = begun.command().blow_whistle().location();
    if (location.has_point()) *(*personal)->mutable_point() = location.point();
    if (location.has_original_point()) *(*personal)->mutable_original_point() = location.original_point();
    return personal;
  }
  const auto amended = find_entry_(place_entry);
  if (!amended) return tl::unexpected(amended.error());
  auto place = *amended ? of_entry(ticket, **amended) : Result<std::optional<v1::PersonalData>>{std::nullopt};
  if (!place) return place;
  (*personal)->clear_address();
  (*personal)->clear_point();
  (*personal)->clear_original_point();
  if (!*place) return personal;
  (*personal)->set_address((*place)->address());
  if ((*place)->has_point()) *(*personal)->mutable_point() = (*place)->point();
  if ((*place)->has_original_point()) *(*personal)->mutable_original_point() = (*place)->original_point();
  return personal;
}

}  // namespace whistle::tools::whistled
