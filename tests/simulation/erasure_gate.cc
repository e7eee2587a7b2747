#include "tests/simulation/erasure_gate.h"

#include <algorithm>
#include <string>

#include "engine/decide.h"
#include "engine/personal.h"
#include "tests/simulation/broken_rule.h"

namespace whistle::tests {

namespace {

using engine::TicketId;

v1::Refusal of_ticket(v1::RefusalCode code, TicketId id) {
  v1::Refusal refusal;
  refusal.set_code(code);
  auto& argument = *refusal.add_arguments();
  argument.set_name("ticket");
  argument.set_value(std::to_string(id.value));
  return refusal;
}

bool is_ticket(const EdgeView& edge, TicketId id) {
  if (edge.state.find_ticket(id)) return true;
  // One that began and closed since the last commit, long enough ago that the core has let go of it.
  const bool pending = std::ranges::any_of(
      edge.undurable, [&](const v1::Entry& entry) { return entry.has_ticket() && entry.ticket() == id.value; });
  const auto closed = edge.store.closed_ticket(id);
  require(closed.has_value(), "the closed tickets cannot be read");
  return pending || closed->has_value();
}

bool is_erased(const EdgeView& edge, TicketId id) {
  for (const auto& entry : edge.undurable) {
    for (const auto& event : entry.events())
      if (event.personal_data_erased().ticket() == id.value) return true;
  }
  const auto row = edge.store.meta(engine::erasure_name(id));
  require(row.has_value(), "the meta rows cannot be read");
  return row->has_value();
}

}  // namespace

std::optional<v1::Refusal> refused_for_erasure(const EdgeView& edge, const v1::Command& command) {
  if (command.has_erase_ticket()) {
    const TicketId id{command.erase_ticket().ticket()};
    if (!is_ticket(edge, id)) return of_ticket(v1::REFUSAL_CODE_UNKNOWN_TICKET, id);
    if (is_erased(edge, id)) return of_ticket(v1::REFUSAL_CODE_ERASED, id);
    return std::nullopt;
  }
  const auto id = engine::ticket_of(command);
  if (!id || !is_erased(edge, *id)) return std::nullopt;
  const bool confides = command.has_put_attachment() || engine::split_personal(edge.state.in_force(), command);
  return confides ? std::optional(of_ticket(v1::REFUSAL_CODE_ERASED, *id)) : std::nullopt;
}

}  // namespace whistle::tests
