// The core with its state and what its last turn changed: commands in, entries and table changes out.
//
//   Core core(State::empty());
//   core.install(ruleset);                                   // before a command that publishes it
//   auto outcome = core.handle(input, now);                  // an entry, already applied, or a rejection
//   store.commit(core.take_batch());                         // only then is anybody told
//
// One thread. Never asks a clock, a socket, a file or chance: `now` is an argument, randomness comes inside the command
// as commitments.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/decision.h"
#include "engine/ids.h"
#include "engine/personal.h"
#include "engine/ports.h"
#include "engine/rejection.h"
#include "engine/ruleset.h"
#include "engine/state.h"
#include "engine/stored_entry.h"
#include "engine/time.h"
#include "whistle/v1/command.pb.h"
#include "whistle/v1/entry.pb.h"

namespace whistle::engine {

// A command as it arrived, who sent it, and what was made of its personal data.
struct Input {
  v1::Actor actor;
  std::string key;               // idempotency key
  std::int64_t acted_at_us = 0;  // 0: now
  // Whole, personal data included: locating reads the address. Never kept.
  const v1::Command& command;
  // Of the personal data, as the vault sealed it; put into the journalled command in its place.
  v1::Commitments commitments;
  // A command of the journal that is decided again: what was personal in it is gone. Where the locating may have needed
  // that, `located` is what it found then; nullptr: it is located anew.
  bool from_journal = false;
  const v1::LocatedPlace* located = nullptr;
  // What the sender has seen of the ticket; nullopt: whatever. A condition, not a part of the entry.
  std::optional<Sequence> if_last_entry = std::nullopt;
};

// What an entry was decided from, as far as the journal holds it: deciding it again at the entry's time, in the state
// before it, gives the same entry. It views the entry, which outlives it.
[[nodiscard]] Input input_of(const v1::Entry& entry);

class Core {
 public:
  explicit Core(State state);

  const State& state() const { return state_; }

  // Makes a compiled ruleset known under its hash (32 bytes), so that an entry that publishes it can be applied.
  void install(std::string_view sha256, std::shared_ptr<const Ruleset> ruleset);

  // Decides one command at `now` and applies its entry. A ruleset whose instant has come is put in force first, and
  // clocks of the ticket that it touches and that are due before `now` fire first, as entries of their own; so does
  // what a party that the rules no longer have leaves to its successor. A rejection has changed nothing but that.
  // Idempotency is the caller's: a key that `state().find_key` or the store knows never gets here.
  [[nodiscard]] Decided<v1::Entry> handle(const Input& input, Instant now);
  // As handle, but neither fires nor applies: what would be said.
  [[nodiscard]] Decided<v1::Entry> consider(const Input& input, Instant now) const;
  // The same with all that there is to it, for `adopt`.
  [[nodiscard]] Decided<void> consider(const Input& input, Instant now, Decision& decision) const;

  // Does what is due, in due order, until that has made `most` entries or a few more, since what follows from one is
  // done with it (a lead ticket closes, so do its followers); returns how many it made. Clocks fire, a scheduled
  // ruleset is put in force, tickets go over to successors. Nothing of it happens before its time.
  std::size_t fire_due(Instant now, std::size_t most);
  // When something is due next: it happens at any time later than this.
  [[nodiscard]] std::optional<Instant> next_due() const;

  // Applies an entry of the journal, at start-up: the tables follow from it as they did when it was decided.
  void replay(const v1::Entry& entry);
  // The same where the entry has just been considered, in this state, and the journal has it so.
  void adopt(Decision& decision);

  // What changed since the last call, in the store's terms, without vault rows and blobs, which are the caller's. Rows
  // of open tickets can be left out: an auditor compares them as they stand in the end.
  enum class OpenRows { Put, Leave };
  [[nodiscard]] Batch take_batch(OpenRows open_rows = OpenRows::Put);
  // The same where nobody keeps the tables: nothing is made of what changed.
  void forget_changes();
  // The entries that the next batch will hold, as they will be stored. Valid until the next call of take_batch.
  const std::vector<EntryBytes>& untaken_entries() const { return entries_; }
  // What they changed: rows that the store does not hold yet, keys of closed tickets among them. Valid as long.
  const Changes& untaken_changes() const { return changes_; }

 private:
  void commit_to_memory(Decision& decision, Instant now);
  void put_open_rows(Batch& batch);
  // ---- entries that follow from one, in its batch: two where two tickets are concerned, so that who sees one of them
  // is told no more of the other than its number ----
  void link_split(const v1::Entry& split, Instant now);
  void tell_group(const v1::Entry& entry, const v1::Event& event, Instant now);
  void tell_lead_ticket(TicketId lead_ticket, TicketId follower, bool left, Instant now);
  void record_repeat(TicketId repeat, TicketId repeated, Instant now);
  // What closes takes its followers with it. `closing`: as it stood.
  void lead_followers(const Ticket& closing, const v1::Entry& entry, Instant now);
  // An entry of the engine's own, which nothing can refuse.
  void decide_own(const v1::Command& command, Instant now);
  void fire_first(const Ticket& ticket, Instant now);
  // Clocks that are due before `until`, which is not later than the time of the entry that comes.
  void fire_ticket(TicketId id, Instant now, Instant until);
  // What waits for this ticket, and for everybody, before a command at `now` is decided.
  void catch_up(std::optional<TicketId> id, Instant now);
  bool is_in_time(Instant now) const;  // the scheduled ruleset's instant has come
  void put_in_force(Instant now);
  bool hand_over(TicketId id, Instant now);  // false: nothing to hand over
  std::size_t hand_over_some(Instant now, std::size_t most);
  bool handing_over() const;

  State state_;
  std::optional<Sequence> settled_;  // the publication whose rules have every party of every open ticket
  std::vector<EntryBytes> entries_;
  Changes changes_;
  v1::TicketRecord record_;  // kept for its allocations
};

}  // namespace whistle::engine
