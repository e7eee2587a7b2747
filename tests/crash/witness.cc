#include "tests/crash/witness.h"

#include <utility>

#include "engine/assert.h"
#include "tests/whistled/engine_in_process.h"
#include "tools/whistled/accepted_reply.h"

namespace whistle::crash {

using engine::Sequence;
using engine::TicketId;

namespace {

constexpr std::size_t kComplaintsMax = 8;

std::map<std::string, std::string> table_rows(const engine::Store& store) {
  std::map<std::string, std::string> rows;
  const auto keep = [&rows](const std::string& table) {
    return [&rows, table](TicketId id, std::string_view row) {
      rows[table + std::to_string(id.value)] = row;
      return true;
    };
  };
  const bool scanned = store.scan_open_tickets(keep("open ticket ")).has_value() &&
                       store.scan_closed_tickets(std::nullopt, keep("closed ticket ")).has_value();
  const auto named = store.scan_meta("");
  if (!scanned || !named) return {{"tables", "that cannot be read"}};
  for (const auto& row : *named)
    rows["row " + row.name] = row.row;
  return rows;
}

const v1::PersonalData* personal_of(const v1::Command& command) {
  if (command.has_blow_whistle()) return &command.blow_whistle().personal();
  if (command.has_resolve_ticket()) return &command.resolve_ticket().personal();
  return nullptr;
}

}  // namespace

Witness::Witness(const storage::Vault& vault) : vault_(vault), core_(engine::State{}) {
  const auto& rules = tools::whistled::demonstration_rules();
  core_.install(rules.sha256, rules.ruleset);
}

void Witness::complain(std::string what) {
  if (complaints_.size() < kComplaintsMax) complaints_.push_back(std::move(what));
}

void Witness::sends(const v1::Request& request) {
  asked_[request.key()] = request;
  unanswered_.insert(request.key());
}

void Witness::hears(const Answer& answer) {
  if (!asked_.contains(answer.key)) return complain(answer.key + ": answered, and nobody asked");
  unanswered_.erase(answer.key);
  if (!answer.reply.has_accepted()) {
    if (acknowledged_.contains(answer.key)) complain(answer.key + ": accepted before, refused now");
    return;
  }
  const auto [at, is_new] = acknowledged_.emplace(answer.key, answer.reply.accepted());
  if (!is_new && at->second.SerializeAsString() != answer.reply.accepted().SerializeAsString())
    complain(answer.key + ": acknowledged twice, not alike");
}

std::vector<v1::Request> Witness::unanswered() const {
  std::vector<v1::Request> requests;
  for (const auto& key : unanswered_)
    requests.push_back(asked_.at(key));
  return requests;
}

std::vector<std::string> Witness::examine(EngineOnDisk& engine) {
  read_journal(engine.store());
  compare_tables(engine.store());
  ask_for_acknowledged(engine);
  return std::exchange(complaints_, {});
}

void Witness::read_journal(const engine::Store& store) {
  std::vector<engine::EntryBytes> found;
  std::uint64_t count = 0;
  const auto scanned = store.scan_entries(Sequence{0}, [&](Sequence sequence, std::string_view bytes) {
    if (sequence.value != count) complain("entry " + std::to_string(count) + " is missing");
    ++count;
    if (sequence.value >= entries_.size()) {
      found.push_back({sequence, std::string(bytes)});
    } else if (entries_[sequence.value] != bytes) {
      complain("entry " + std::to_string(sequence.value) + " is not what it was");
    }
    return true;
  });
  if (!scanned) complain("the journal: " + scanned.error().what);
  if (count < entries_.size()) {
    complain("the journal had " + std::to_string(entries_.size()) + " entries and has " + std::to_string(count));
    return;
  }
  if (complaints_.empty()) replay(found);
}

void Witness::replay(const std::vector<engine::EntryBytes>& found) {
  for (const auto& one : found) {
    const auto entry = engine::parse_entry(one.bytes);
    if (!entry || entry->sequence() != one.sequence.value) {
      complain("entry " + std::to_string(one.sequence.value) + " cannot be read");
      return;
    }
    if (!entry->key().empty() && !commands_.emplace(entry->actor().member(), entry->key()).second)
      complain(entry->key() + " stands in the journal twice");
    core_.replay(*entry);
    entries_.push_back(one.bytes);
  }
  auto batch = core_.take_batch();
  batch.entries = found;
  key_rows_.insert(key_rows_.end(), batch.keys.begin(), batch.keys.end());
  WHISTLE_ASSERT(tables_.commit(batch).has_value());
}

void Witness::compare_tables(const engine::Store& store) {
  const auto expected = table_rows(tables_);
  const auto rows = table_rows(store);
  for (const auto& [name, row] : expected) {
    const auto at = rows.find(name);
    if (at == rows.end()) {
      complain(name + " is missing");
    } else if (at->second != row) {
      complain(name + " is not what the journal makes of it");
    }
  }
  for (const auto& [name, row] : rows) {
    if (!expected.contains(name)) complain(name + " follows from nothing");
  }
  for (const auto& row : key_rows_) {
    const auto at = store.key(row.client, row.key);
    if (!at || *at != row.sequence) complain("the row of key " + row.key + " is missing, or of another entry");
  }
}

void Witness::ask_for_acknowledged(EngineOnDisk& engine) {
  closed_keys_ = 0;
  for (const auto& [key, accepted] : acknowledged_) {
    if (accepted.sequence() >= entries_.size()) {
      complain(key + ": acknowledged as entry " + std::to_string(accepted.sequence()) + ", which is not there");
      continue;
    }
    const auto entry = engine::parse_entry(entries_[accepted.sequence()]);
    auto of_entry = accepted;
    of_entry.clear_ticket_token();  // of the vault's row, and asked for when the command is repeated
    const auto expected = of_entry.SerializeAsString();
    if (entry->key() != key || tools::whistled::accepted_reply(*entry).SerializeAsString() != expected)
      complain(key + ": its entry is another");
    const auto again = engine.repeat(asked_.at(key));
    if (!again || again->accepted().SerializeAsString() != accepted.SerializeAsString())
      complain(key + ": sent again, it is answered otherwise");
    const auto closed = engine.store().closed_ticket(TicketId{accepted.ticket()});
    if (closed && closed->has_value()) ++closed_keys_;
    open_personal(engine.store(), key, accepted);
  }
  if (engine.dirty()) complain("commands that were known were decided again");
}

void Witness::open_personal(const engine::Store& store, const std::string& key, const v1::Accepted& accepted) {
  const auto* sent = personal_of(asked_.at(key).command());
  if (sent == nullptr) return;
  const TicketId ticket{accepted.ticket()};
  const auto first = store.vault_row(ticket, Sequence{ticket.value});
  const auto row = store.vault_row(ticket, Sequence{accepted.sequence()});
  if (!first || !*first || !row || !*row) return complain(key + ": its row of the vault is missing");
  const auto opened = vault_.open(**first, **row);
  if (!opened || opened->personal.SerializeAsString() != sent->SerializeAsString())
    complain(key + ": its row of the vault is another");
}

}  // namespace whistle::crash
