#include "tests/simulation/comparison.h"

#include <map>
#include <utility>

#include "storage/record_format.h"
#include "tests/simulation/broken_rule.h"
#include "tests/support/forwarding_store.h"
#include "tools/whistled/recovery.h"

namespace whistle::tests {

namespace {

using engine::Batch;
using engine::Sequence;
using engine::State;
using engine::Stored;
using engine::TicketId;

using Rows = std::map<std::string, std::string>;

std::string row_of(const State& state, TicketId id) {
  return engine::to_record(*state.find_open(id)).SerializeAsString();
}

void require_same_due(engine::DueIndex one, engine::DueIndex other, const std::string& what) {
  require(one.size() == other.size(), what + ": as many tickets have a clock");
  for (auto due = one.earliest(); due; due = one.earliest()) {
    const auto also = other.earliest();
    require(also && also->at == due->at && also->ticket == due->ticket,
            what + ": clocks are due in the same order, ticket " + std::to_string(due->ticket.value));
    one.remove(due->ticket, due->at);
    other.remove(due->ticket, due->at);
  }
}

Rows tables_of(const engine::Store& store) {
  Rows rows;
  const auto keep = [&rows](const char* table) {
    return [&rows, table](TicketId id, std::string_view row) {
      rows[table + std::to_string(id.value)] = std::string(row);
      return true;
    };
  };
  require(store.scan_open_tickets(keep("open ")).has_value(), "the open tickets cannot be read");
  require(store.scan_closed_tickets(std::nullopt, keep("closed ")).has_value(), "the closed tickets cannot be read");
  const auto attached = store.scan_attachments({}, [&](const engine::AttachmentRow& row) {
    rows["attachment " + storage::attachment_key(row.sha256, row.ticket)] = storage::attachment_value(row);
    return true;
  });
  require(attached.has_value(), "the attachments cannot be read");
  const auto meta = store.scan_meta("");
  require(meta.has_value(), "the meta rows cannot be read");
  for (const auto& row : *meta)
    rows["meta " + row.name] = row.row;
  return rows;
}

// A store whose tables were lost: the journal of another, its rulesets, and nothing else until recovery writes.
class BareJournal final : public support::ForwardingStore {
 public:
  explicit BareJournal(const engine::Store& whole) : ForwardingStore(kept_), whole_(whole) {
    Batch journal;
    const auto scanned = whole.scan_entries(Sequence{0}, [&](Sequence sequence, std::string_view bytes) {
      journal.entries.push_back({sequence, std::string(bytes)});
      return true;
    });
    require(scanned && kept_.commit(journal), "the journal cannot be copied");
  }

  Stored<void> commit(const Batch& batch) override {
    rebuilt_ = true;
    return kept_.commit(batch);
  }
  Stored<Sequence> applied_sequence() const override { return rebuilt_ ? kept_.applied_sequence() : Sequence{0}; }
  Stored<std::optional<std::string>> vault_row(TicketId ticket, Sequence entry) const override {
    return whole_.vault_row(ticket, entry);
  }
  Stored<std::optional<std::string>> blob(std::string_view sha256) const override { return whole_.blob(sha256); }

 private:
  const engine::Store& whole_;
  storage::MemoryStore kept_;
  bool rebuilt_ = false;
};

std::unique_ptr<engine::Core> restarted(engine::Store& store) {
  auto recovered = tools::whistled::recover(store);
  if (!recovered) throw BrokenRule("the engine does not start again: " + recovered.error().what);
  return std::move(recovered->core);
}

void require_same_rows(const Rows& one, const Rows& other, const std::string& what) {
  for (const auto& [name, row] : one) {
    const auto found = other.find(name);
    require(found != other.end(), what + " lack the row " + name);
    require(found->second == row, what + " have another row " + name);
  }
  require(one.size() == other.size(), what + " have rows too many");
}

// A key stands in an open ticket or in the table of keys, never in neither.
void require_key(const State& state, const engine::Store& store, const std::pair<std::string, std::string>& name,
                 Sequence sequence, const std::string& what) {
  const auto open = state.find_key(name.first, name.second);
  const auto stored = store.key(name.first, name.second);
  require(stored.has_value(), "the keys cannot be read");
  const auto found = open ? open : *stored;
  require(found == sequence, what + ": the key " + name.second + " of " + name.first + ", of entry " +
                                 std::to_string(sequence.value) + ", is forgotten");
}

}  // namespace

void require_same_state(const State& one, const State& other, const std::string& what) {
  require(engine::header_record(one).SerializeAsString() == engine::header_record(other).SerializeAsString(),
          what + ": the header differs: " + engine::header_record(one).ShortDebugString() + "\n  and " +
              engine::header_record(other).ShortDebugString());
  require(one.identities.size() == other.identities.size(), what + ": as many identities");
  for (const auto& [credential, identity] : one.identities) {
    const auto found = other.identities.find(credential);
    require(found != other.identities.end() && engine::identity_record(identity).SerializeAsString() ==
                                                   engine::identity_record(found->second).SerializeAsString(),
            what + ": an identity of " + identity.member + " differs");
  }
  require(one.open_ids == other.open_ids && one.open.size() == other.open.size(), what + ": the same tickets are open");
  for (const auto id : one.open_ids) {
    require(row_of(one, id) == row_of(other, id), what + ": ticket " + std::to_string(id.value) + " differs");
  }
  require(one.appealed == other.appealed, what + ": the same appeals wait");
  require(one.recent.ids() == other.recent.ids(), what + ": the same tickets were closed lately");
  for (const auto id : one.recent.ids()) {
    require(engine::to_record(*one.recent.find(id)).SerializeAsString() ==
                engine::to_record(*other.recent.find(id)).SerializeAsString(),
            what + ": closed ticket " + std::to_string(id.value) + " differs");
  }
  require(one.near == other.near && one.near_recent == other.near_recent, what + ": what is near differs");
  require(one.by_party == other.by_party, what + ": the tickets of a party differ");
  require(one.by_grid == other.by_grid, what + ": the tickets of a grid differ");
  require(one.keys == other.keys, what + ": the keys of open tickets differ");
  require_same_due(one.due, other.due, what);
}

void require_same_after_restart(engine::Store& store, const Witness& witness) {
  const auto core = restarted(store);
  require_same_state(core->state(), witness.state(), "restart from the tables and replay of the journal");
  for (const auto& [name, sequence] : witness.keys())
    require_key(core->state(), store, name, sequence, "after a restart");
}

void require_same_when_rebuilt(const engine::Store& store, const Witness& witness) {
  BareJournal bare(store);
  const auto core = restarted(bare);
  require_same_state(core->state(), witness.state(), "rebuilding from entry 0 and replay of the journal");
  const auto rows = tables_of(store);
  require_same_rows(rows, tables_of(bare), "tables rebuilt from entry 0");
  for (const auto& [id, row] : witness.closed()) {
    const auto found = rows.find("closed " + std::to_string(id.value));
    require(found != rows.end() && found->second == row, "the row of closed ticket " + std::to_string(id.value));
  }
  for (const auto& [name, sequence] : witness.keys())
    require_key(core->state(), bare, name, sequence, "after a rebuild");
}

}  // namespace whistle::tests
