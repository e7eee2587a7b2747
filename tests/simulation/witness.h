// Reads the journal as it becomes durable and rebuilds the state from it, entry by entry, judging each.
//
// Knows nothing of the engine that wrote it: a second core follows by `apply`, and what only an onlooker can see over
// many entries (numbers, keys, total clocks, closed tickets) is kept here by other means.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/core.h"
#include "engine/ports.h"
#include "tests/simulation/absences.h"
#include "tests/simulation/appeal_rules.h"
#include "tests/simulation/confided.h"
#include "tests/simulation/consequences.h"
#include "tests/simulation/debts.h"
#include "tests/simulation/erasures.h"
#include "tests/simulation/setting.h"

namespace whistle::tests {

class Witness {
 public:
  explicit Witness(const Setting& setting);

  // Reads what the store holds beyond what was read, and checks it against the rules and the rows of the tables. Throws
  // BrokenRule. Returns the entries in words.
  std::vector<std::string> read(const engine::Store& store);

  // What follows from the journal.
  const engine::State& state() const { return core_.state(); }
  // Every key that the journal holds, by member and key.
  const std::map<std::pair<std::string, std::string>, engine::Sequence>& keys() const { return keys_; }
  // Rows of closed tickets, as they were when they closed.
  const std::map<engine::TicketId, std::string>& closed() const { return closed_; }
  // Entries by the kind of their command, events by theirs: field numbers.
  const std::map<int, std::uint64_t>& commands() const { return commands_; }
  const std::map<int, std::uint64_t>& events() const { return events_; }

 private:
  void follow(const engine::Store& store, const std::string& bytes);
  void follow_confided(const engine::Store& store, const v1::Entry& entry, const std::string& bytes);
  void check_logic(const v1::Entry& entry);
  void follow_ticket(const v1::Entry& entry, const engine::Ticket* before, const engine::Ticket* first);
  void count(const v1::Entry& entry);
  void check_file(const v1::Entry& entry);
  void check_number(const v1::Entry& entry);
  void check_total(const engine::Ticket& ticket, engine::Instant at);

  const Setting& setting_;
  engine::Core core_;
  std::map<std::pair<std::string, std::string>, engine::Sequence> keys_;
  std::map<engine::TicketId, std::string> closed_;
  std::map<engine::TicketId, std::pair<engine::Instant, engine::Instant>> totals_;  // started, due
  std::map<std::int32_t, std::uint32_t> counters_;                                  // by local day
  std::map<std::string, std::uint64_t> files_;  // by hash, the ticket that had it first
  std::set<engine::TicketId> reopened_;
  Absences absences_;
  Consequences consequences_;
  Debts debts_;
  AppealRules appeals_;
  Confided confided_;
  Erasures erasures_;
  std::uint32_t logic_ = 0;  // that the next entry is decided by
  std::map<int, std::uint64_t> commands_;
  std::map<int, std::uint64_t> events_;
};

}  // namespace whistle::tests
