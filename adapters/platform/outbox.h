// What waits to be delivered to one subscriber, in which order, and how far it has been told: a plain state machine
// over the journal's entries, without sockets and clocks.
//
//   outbox.looked_at({letter, letter}, cursor);           // what lies between read_next() and the cursor
//   while (const auto* letter = outbox.take(now)) send(*letter);
//   outbox.delivered(sequence);   outbox.failed(sequence, …);   outbox.refused(sequence, …);
//   store(outbox.record());                                // what a crash leaves
//
// Entries of one ticket are a lane: one letter of it is under way at a time, in the journal's order. A letter that was
// refused, or fails while others get through, is dead: its lane stands still, and what follows in it waits in the
// journal, not in memory, until somebody has it tried again or dropped. An entry of no ticket is a lane of its own.
//
// The record holds one number, before which everything is settled, and the dead letters. What was under way or
// delivered out of turn at a crash is delivered again: at least once, and first occurrences in order.
// Use from one thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "adapters/platform/cloud_event.h"
#include "whistle/v1/record.pb.h"

namespace whistle::adapters::platform {

struct Letter {
  std::uint64_t sequence = 0;
  std::uint64_t ticket = 0;  // 0: of none
  CloudEvent event;
};

struct OutboxLimits {
  std::size_t letters = 1'000;  // in memory
  std::size_t bytes = std::size_t{8} << 20;
  std::uint64_t ahead = 20'000;  // entries looked at past the first that is not settled
  std::size_t in_flight = 8;     // lanes
  std::uint32_t attempts = 12;   // that fail while others get through; then the letter is dead
  std::size_t dead = 10'000;     // letters; then nothing is read until some are gone
};

// What an attempt came to, where it was not delivered.
struct Failed {
  unsigned status = 0;  // 0: no answer
  std::string why;
  std::int64_t at_us = 0;  // civil time
};

class Outbox {
 public:
  using Time = std::chrono::milliseconds;  // of a steady clock

  Outbox(OutboxLimits limits, const v1::DeliveryRecord& record);

  // ---- reading ----
  // From which entry on the journal has not been looked at.
  [[nodiscard]] std::uint64_t read_next() const { return read_next_; }
  [[nodiscard]] bool has_room() const;
  // Those of entries from read_next() to before `cursor` that are for the subscriber, ascending.
  void looked_at(std::vector<Letter> letters, std::uint64_t cursor);
  // A lane that is to be tried again, and needs its letters: those of the ticket from `from` on; of ticket 0 that entry
  // alone. nullopt: none does now.
  struct Wanted {
    std::uint64_t ticket = 0;
    std::uint64_t from = 0;
  };
  [[nodiscard]] std::optional<Wanted> wanted() const;
  // The answer: letters before `cursor`, which is the journal's `end` where there are no more.
  void found(const Wanted& wanted, std::vector<Letter> letters, std::uint64_t cursor, std::uint64_t end);

  // ---- sending ----
  // The letter that has waited longest of those whose time has come; it is under way until one of the next three is
  // called for it. nullptr: none now. Valid until then.
  [[nodiscard]] const Letter* take(Time now);
  // When take() may have another one; nullopt: not before something else happens.
  [[nodiscard]] std::optional<Time> next_due() const;
  [[nodiscard]] std::size_t in_flight() const { return in_flight_.size(); }
  void delivered(std::uint64_t sequence);
  // How often it has failed, this time too; the caller says when it goes again by `again`, or it is dead: true.
  [[nodiscard]] std::uint32_t failures(std::uint64_t sequence) const;
  bool failed(std::uint64_t sequence, const Failed& failed, Time again);
  void refused(std::uint64_t sequence, const Failed& failed);

  // ---- dead letters ----
  // Ascending; those that are tried again too, until their lane has caught up: the letter that it goes on from, which
  // died if it has attempts.
  [[nodiscard]] std::vector<v1::DeadLetter> dead() const;
  [[nodiscard]] std::size_t dead_count() const { return dead_.size(); }
  // What became of an operator's word on the letter of that entry. Nothing has changed but by Done. A place where a
  // lane goes on, and no letter has died, is no dead letter, whatever its number.
  enum class Act : std::uint8_t {
    Done,
    NoDeadLetter,
    UnderWay,   // it is being sent, which decides
    Retrying,   // of retry: it is to be tried again already
    Delivered,  // lately, after it had been dead
    Dropped,    // lately
  };
  Act retry(std::uint64_t sequence);
  // It is given up, and what waited behind it goes on.
  Act drop(std::uint64_t sequence);

  // ---- how far it is ----
  // Every entry before it is settled: delivered, not for the subscriber, or behind a dead letter.
  [[nodiscard]] std::uint64_t settled() const;
  // Civil time of the oldest letter that waits, dead ones aside; nullopt: none does.
  [[nodiscard]] std::optional<std::int64_t> oldest_us() const;
  [[nodiscard]] std::size_t letters() const { return letters_; }
  void set_checkpoint(std::uint64_t size) { checkpoint_ = size; }
  [[nodiscard]] std::uint64_t checkpoint() const { return checkpoint_; }
  [[nodiscard]] v1::DeliveryRecord record() const;

 private:
  using Name = std::pair<std::uint64_t, std::uint64_t>;  // ticket and 0, or 0 and the sequence number

  struct Lane {
    std::deque<Letter> letters;
    bool in_flight = false;
    std::uint32_t failures = 0;          // of the first letter
    std::uint32_t failures_alone = 0;    // of them, those while others got through
    std::uint64_t delivered_before = 0;  // by all lanes, when it failed last
    Time due{0};
    std::uint64_t covered = 0;           // entries before it have been delivered, although they were skipped in reading
    std::optional<v1::DeadLetter> dead;  // it stands still or, with `retrying`, catches up
    std::uint64_t from = 0;              // what is looked for next, while it catches up
  };
  using Lanes = std::map<Name, Lane>;

  static Name name_of(const Letter& letter) {
    return letter.ticket != 0 ? Name{letter.ticket, 0} : Name{0, letter.sequence};
  }
  static Name name_of(const v1::DeadLetter& dead) {
    return dead.ticket() != 0 ? Name{dead.ticket(), 0} : Name{0, dead.sequence()};
  }
  void add(Lane& lane, Letter letter);
  void pop(Lane& lane);
  void line_up(const Name& name, Lane& lane, Time due);
  void bury(Lanes::iterator at, const Failed& failed);
  void settle(Lanes::iterator at);
  Lanes::iterator lane_under_way(std::uint64_t sequence);
  // Of a lane with a dead letter: around whatever changes which one, or what is in memory of it.
  void enlist(Lanes::iterator at);
  void strike_off(Lanes::iterator at);
  void move_on(Lanes::iterator at, std::uint64_t sequence);
  void note_end(std::uint64_t sequence, Act how);
  Lanes::iterator lane_of_dead(std::uint64_t sequence);
  [[nodiscard]] Act why_not_dead(std::uint64_t sequence) const;

  const OutboxLimits limits_;
  std::uint64_t read_next_;
  std::uint64_t checkpoint_;
  std::uint64_t delivered_ = 0;  // letters, since the start
  Lanes lanes_;
  std::set<std::tuple<Time, std::uint64_t, Name>> ready_;  // by due time, then by the first letter
  std::map<std::uint64_t, Name> in_flight_;                // by the letter
  std::map<std::uint64_t, std::int64_t> waiting_;          // letters in memory of lanes that live, and their times
  std::set<std::pair<std::uint64_t, Name>> dead_;          // by the letter, those that are retried too
  std::set<std::pair<std::uint64_t, Name>> wanted_;        // of them those whose letters have to be found
  std::deque<std::pair<std::uint64_t, Act>> ended_;        // letters that were dead, the last of them
  std::size_t letters_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace whistle::adapters::platform
