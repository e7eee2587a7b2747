// The daemon's core thread without its sockets: one life between a start and a crash.
//
// Acceptance, Uncommitted and recovery are the daemon's own; only the loop around them is taken apart, so that a
// simulation can stop between any two of its steps. What this object holds is lost with it; the store stays.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

#include "adapters/clock.h"
#include "engine/core.h"
#include "storage/erasure_list.h"
#include "storage/seeded_random.h"
#include "tests/simulation/setting.h"
#include "tools/whistled/acceptance.h"
#include "tools/whistled/refusal_audit.h"
#include "tools/whistled/uncommitted.h"

namespace whistle::tests {

class Daemon {
 public:
  // Recovers from the store and starts the engine, as `whistled run` does. The arguments outlive it.
  // `erasures`: the list of them, of this store.
  Daemon(engine::Store& store, const Setting& setting, adapters::CivilClock& clock, std::uint64_t seed,
         const std::filesystem::path& erasures);

  const engine::Core& core() const { return *core_; }

  // One request frame. Its reply, which carries the correlation, waits for what it could see to be durable. A refusal
  // that matters to security is recorded, as the service does.
  void receive(const std::string& frame, const v1::Actor& actor);
  // The machine's operator publishes a directory, as SIGHUP does.
  void reload(const Variant& variant);
  // Somebody reads what only auditors and supervisors may, which is recorded before it is told anything.
  void read(const std::string& member, v1::ReadingKind kind);
  // Fires at most `most` due clocks at the clock's time; returns how many entries that made.
  std::size_t fire(std::size_t most) { return acceptance_.fire_due(most); }

  [[nodiscard]] bool dirty() const { return uncommitted_.dirty(); }
  [[nodiscard]] bool in_flight() const { return uncommitted_.in_flight(); }
  [[nodiscard]] bool all_durable() const { return !dirty() && !in_flight(); }
  // Entries that are in memory and not in the store, in order.
  [[nodiscard]] std::vector<v1::Entry> undurable() const;

  // Ends gathering. Not while a batch is in flight.
  void depart() { departed_ = uncommitted_.depart(); }
  // The batch in flight is written, and nobody has been told yet: the moment before a reply leaves.
  void write();
  // Writes it and tells: the replies that leave now.
  [[nodiscard]] std::vector<tools::whistled::WaitingReply> land();
  // Replies that wait for nothing, because nothing was decided.
  [[nodiscard]] std::vector<tools::whistled::WaitingReply> take_replies() { return uncommitted_.take_replies(); }

 private:
  [[nodiscard]] tools::whistled::Result<v1::Reply> answer(const v1::Request& request, const v1::Actor& actor);
  [[nodiscard]] tools::whistled::Result<v1::Reply> submit(const v1::Request& request, const v1::Actor& actor);
  [[nodiscard]] tools::whistled::Result<v1::Reply> put_file(const v1::Request& request, const v1::Actor& actor);
  void audit(const v1::Actor& actor, const v1::Request* request, const v1::Refusal& refusal);
  void start();
  void erase_again();
  void operate(std::uint64_t seed);
  void command_by_operator(const v1::Command& command);

  engine::Store& store_;
  const Setting& setting_;
  adapters::CivilClock& clock_;
  std::unique_ptr<engine::Core> core_;
  storage::SeededRandom random_;
  tools::whistled::Uncommitted uncommitted_;
  storage::ErasureList erasures_;
  tools::whistled::Acceptance acceptance_;
  tools::whistled::RefusalAudit refusal_audit_;
  std::shared_ptr<const tools::whistled::PendingBatch> departed_;
};

}  // namespace whistle::tests
