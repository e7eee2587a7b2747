#include "tests/simulation/erasures.h"

#include "engine/core.h"
#include "tests/simulation/broken_rule.h"

namespace whistle::tests {

namespace {

using engine::TicketId;

bool is_supervisor_of_desk(const engine::Ruleset& rules, const std::string& code) {
  const auto member = rules.find_member(code);
  return member && rules.member(*member).has(v1::ROLE_SUPERVISOR) && rules.member(*member).party == rules.desk;
}

// Nobody's time is over here: the rules keep everything until somebody asks. What was on the list when the engine died
// and not in the journal yet is the engine's own to do again.
void require_on_request(const engine::State& before, const v1::Entry& entry, const std::string& name) {
  const auto& erase = entry.command().erase_ticket();
  if (entry.actor().authentication() == v1::AUTHENTICATION_ENGINE)
    return require(erase.ground() == v1::ERASE_GROUND_RESTORED, "the engine forgets what was on the list" + name);
  require(erase.ground() == v1::ERASE_GROUND_REQUEST && !erase.reference().empty(),
          "what is forgotten here was asked for, under a reference" + name);
  require(before.in_force() != nullptr && is_supervisor_of_desk(*before.in_force(), entry.actor().member()),
          "a supervisor of the desk has it forgotten" + name);
  require(!before.find_open(TicketId{erase.ticket()}), "what is open is not forgotten" + name);
  require(!entry.has_ticket() && entry.events_size() == 1 && entry.events(0).has_personal_data_erased() &&
              entry.events(0).personal_data_erased().ticket() == erase.ticket() &&
              entry.events(0).personal_data_erased().ground() == erase.ground(),
          "an erasure says what its command says, and is no entry of the ticket" + name);
}

}  // namespace

void Erasures::foresee(const std::vector<std::string>& entries) {
  for (const auto& bytes : entries) {
    const auto entry = engine::parse_entry(bytes);
    if (!entry) continue;
    for (const auto& event : entry->events())
      if (event.has_personal_data_erased()) gone_.insert(TicketId{event.personal_data_erased().ticket()});
  }
}

void Erasures::follow(const engine::State& before, const v1::Entry& entry) {
  const auto name = ": entry " + std::to_string(entry.sequence());
  if (entry.has_ticket()) {
    const TicketId id{entry.ticket()};
    known_.insert(id);
  }
  if (!entry.command().has_erase_ticket()) return;
  require_on_request(before, entry, name);
  const TicketId id{entry.command().erase_ticket().ticket()};
  require(known_.contains(id), "what is forgotten was a ticket" + name);
  require(erased_.insert(id).second, "a ticket is forgotten once" + name);
}

void Erasures::require_gone(const engine::Store& store) const {
  for (const auto id : gone_) {
    const auto name = ", ticket " + std::to_string(id.value);
    const auto scanned = store.scan_vault(id, [&](const engine::VaultRow& row) {
      require(row.ticket != id, "the vault keeps nothing of what is forgotten" + name);
      return false;
    });
    require(scanned.has_value(), "the vault cannot be read");
    const auto row = store.meta(engine::erasure_name(id));
    v1::ErasureRecord record;
    require(row && *row && record.ParseFromString(**row) && record.ticket() == id.value,
            "the tables say what is forgotten" + name);
  }
}

}  // namespace whistle::tests
