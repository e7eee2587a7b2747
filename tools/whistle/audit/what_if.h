// What if other rules had held? The same commands, at the same times, decided under another ruleset, beside what the
// journal says.
//
//   WhatIf what_if(*source, sha256, ruleset);
//   auto done = what_if.run(progress);
//
// How the two are kept in step:
// - The other ruleset holds from the first publication on; later publications are left out, and counted.
// - Clocks of the other world fire when the journal shows that those due before had fired, so that an engine that was
//   late is as late in both.
// - An act that the other world refuses is done there by whoever has the matter: where the lead did it, by the lead,
//   where an arbiter did, by the arbiter; both are counted. What is refused even so is left out, and counted by why.
// - A place that was found with the help of the vault is taken as it was found.
//
// One thread. Memory: two courses of each ticket.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/core.h"
#include "tools/whistle/audit/journal_source.h"
#include "tools/whistle/audit/rerun.h"

namespace whistle::tools {

// What became of a ticket in one of the worlds.
struct Course {
  std::string number;
  std::string category;
  std::string area;             // the most specific
  std::string lead;             // the last
  std::int64_t ack_us = 0;      // when the lead's first ack clock was due; 0: none was started
  std::int64_t resolve_us = 0;  // the same of the first resolve clock
  std::uint32_t dispatches = 0;
  std::uint32_t misses = 0;
  std::uint32_t steps = 0;  // of ladders
  // Over all of them in order: leads, dues, misses, steps.
  std::uint64_t leads_hash = 0;
  std::uint64_t dues_hash = 0;
  std::uint64_t misses_hash = 0;
  std::uint64_t steps_hash = 0;
};

struct Difference {
  std::uint64_t ticket = 0;  // as the journal has it
  Course was;
  Course would;  // `number` empty: there would be no such ticket
  bool lead = false;
  bool dues = false;
  bool misses = false;
  bool steps = false;
};

// A count in both worlds.
struct Both {
  std::uint64_t was = 0;
  std::uint64_t would = 0;
};

struct WhatIfOutcome {
  std::uint64_t entries = 0;
  std::uint64_t tickets = 0;
  std::uint64_t commands = 0;                     // put to the other world
  std::uint64_t stood_in = 0;                     // of these, done by whoever had the matter there
  std::map<std::string, std::uint64_t> left_out;  // refused there, by the refusal's code
  std::uint64_t rulesets_left_out = 0;            // publications after the first
  std::uint64_t places_as_found = 0;
  std::vector<Difference> differences;               // ascending by ticket
  std::map<std::string, Both> dispatches;            // by party: tickets given to it
  std::map<std::string, Both> misses;                // by party: clocks charged
  std::map<std::string, std::uint64_t> by_category;  // tickets that differ
  std::map<std::string, std::uint64_t> by_area;
};

class WhatIf {
 public:
  // The source outlives it. `sha256` is the hash of the other ruleset's manifest.
  WhatIf(JournalSource& source, std::string sha256, std::shared_ptr<const engine::Ruleset> ruleset);

  // Fails where the source cannot be read, or where the journal does not decide as it says.
  [[nodiscard]] Read<WhatIfOutcome> run(const std::function<void(std::uint64_t)>& progress);

 private:
  void take(const v1::Entry& entry);
  void put(const v1::Entry& entry);
  void fire_up_to(const v1::Entry& entry);
  [[nodiscard]] engine::Decided<v1::Entry> handle(const v1::Entry& entry, const v1::Command& command,
                                                  const v1::Actor& actor);
  [[nodiscard]] v1::Actor stand_in(const v1::Entry& entry, engine::TicketId would_id) const;
  [[nodiscard]] bool translate(v1::Command& command) const;
  void follow_would();
  void note(const v1::Entry& entry, std::unordered_map<std::uint64_t, Course>& courses, std::uint64_t Both::*side);
  void compare();

  JournalSource& source_;
  const std::string sha256_;
  Rerun was_;
  engine::Core would_;
  WhatIfOutcome outcome_;
  bool published_ = false;
  std::size_t followed_ = 0;                                   // of the other world's entries since the last batch
  std::unordered_map<std::uint64_t, std::uint64_t> would_id_;  // of tickets, by the journal's ids
  std::unordered_map<std::uint64_t, Course> was_courses_;
  std::unordered_map<std::uint64_t, Course> would_courses_;  // by the other world's ids
};

}  // namespace whistle::tools
