#include "tests/simulation/redecide.h"

#include <string>

#include "engine/decide.h"
#include "tests/simulation/broken_rule.h"

namespace whistle::tests {

namespace {

using engine::Sequence;
using engine::TicketId;

// nullopt: nothing was sealed with this entry.
std::optional<v1::PersonalData> sealed_with(const storage::Vault& vault, const engine::Store& store,
                                            const v1::Entry& entry) {
  const auto name = std::to_string(entry.sequence());
  const TicketId ticket{entry.ticket()};
  const auto first = store.vault_row(ticket, Sequence{ticket.value});
  require(first && *first, "the vault has no first row for the ticket of entry " + name);
  const auto row = store.vault_row(ticket, Sequence{entry.sequence()});
  if (!row || !*row) return std::nullopt;
  const auto opened = vault.open(**first, **row);
  require(opened.has_value(), "the vault row of entry " + name + " does not open");
  const auto& commitments = entry.command().has_blow_whistle() ? entry.command().blow_whistle().commitments()
                                                               : entry.command().resolve_ticket().commitments();
  require(storage::Vault::matches(*opened, commitments), "entry " + name + " does not commit to its vault row");
  return opened->personal;
}

v1::Commitments commitments_of(const v1::Command& command) {
  if (command.has_blow_whistle()) return command.blow_whistle().commitments();
  return command.resolve_ticket().commitments();
}

}  // namespace

v1::Command whole_command(const storage::Vault& vault, const engine::Store& store, const v1::Entry& entry) {
  auto command = entry.command();
  if (command.has_blow_whistle()) {
    auto& blow = *command.mutable_blow_whistle();
    blow.clear_commitments();
    auto personal = sealed_with(vault, store, entry);
    require(personal.has_value(), "whistle " + std::to_string(entry.sequence()) + " has no vault row");
    if (personal->has_point()) *blow.mutable_location()->mutable_point() = personal->point();
    if (personal->has_original_point()) *blow.mutable_location()->mutable_original_point() = personal->original_point();
    personal->clear_point();
    personal->clear_original_point();
    *blow.mutable_personal() = *std::move(personal);
  } else if (command.has_resolve_ticket()) {
    auto& resolve = *command.mutable_resolve_ticket();
    resolve.clear_commitments();
    if (auto personal = sealed_with(vault, store, entry)) *resolve.mutable_personal() = *std::move(personal);
  }
  return command;
}

void require_redecided(const storage::Vault& vault, const engine::Store& store, const engine::State& before,
                       const v1::Entry& entry, std::string_view bytes) {
  const auto command = whole_command(vault, store, entry);
  const engine::Input input{entry.actor(), entry.key(), entry.acted_at_us(), command, commitments_of(entry.command())};
  const auto again = engine::decide(before, input, engine::Instant{entry.time_us()});
  const auto name = "entry " + std::to_string(entry.sequence());
  require(again.has_value(),
          name + ", decided again, is refused: " + (again ? std::string() : again.error().refusal.ShortDebugString()));
  require(engine::entry_bytes(*again) == bytes, name + ", decided again, is another: " + again->ShortDebugString() +
                                                    "\n  the journal has: " + entry.ShortDebugString());
}

}  // namespace whistle::tests
