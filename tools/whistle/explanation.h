// Why a ticket is where it is, recomputed from its entries and the rules that they were decided by.
//
//   const auto explanation = explain(entries, [&](auto publication) -> const engine::Ruleset& { … });
//
// Entries hold codes alone; which rules were rejected, who had no duty there and where a limit stands follows from the
// rules by the engine's own functions. What they give is compared with what the entries say: a difference means that
// one of the two is not what it was, and is told, never smoothed over.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/route.h"
#include "engine/ruleset.h"
#include "engine/time.h"
#include "whistle/v1/entry.pb.h"

namespace whistle::tools {

// A rule that stands before the one that decided, and the first of its conditions that did not hold.
struct RejectedRule {
  std::string rule;
  engine::RejectedBy condition{};
  std::vector<std::string> asked;  // what the rule asks for, in the directory's words
  std::string had;                 // what the ticket has; empty: nothing of the kind
};

// How a selector was followed to a party.
struct PartySearch {
  std::string selector;               // as the rules write it
  std::string meant;                  // for `duty` the catalogue's own; empty: the same
  std::vector<std::string> unserved;  // areas of the place in which nobody has it, from the smallest
  std::string serving;                // the area that the party has it for; empty: it was not looked for by area
  std::string party;                  // empty: nobody
};

struct Routed {
  v1::LocatedPlace place;
  std::string category;  // empty: none
  std::string urgency;
  v1::HourClass hours{};
  std::string rule;
  std::vector<std::string> holds;  // the winning rule's conditions, "key value|value"; none: it has no condition
  std::vector<RejectedRule> rejected;
  PartySearch lead;
  std::string fallback;  // the party that leads because the search found nobody; empty: it found somebody
  std::vector<PartySearch> assist;
  std::vector<PartySearch> inform;
};

enum class LimitSource : std::uint8_t {
  Row,       // the catalogue row of the ticket's category
  RowAbove,  // a row above it
  Urgency,   // clocks.yaml, by the ticket's urgency
  Carried,   // no limit: it goes on as it stood with somebody before
  Reminder,  // no limit at all: the working day after which somebody looks at it again
};

struct GivenClock {
  v1::ClockName clock;
  std::string party;
  engine::Instant due;
  bool past_data_until = false;
  std::string limit;  // "4wh"; empty where carried
  LimitSource source{};
  std::string named;  // the row's code, or the urgency
};

// A step of a ladder that a missed clock took.
struct Climbed {
  v1::ClockName clock;
  std::string charged;
  std::string ladder;      // empty: no ladder says, the engine's own rule
  std::uint32_t step = 0;  // 1, 2, 3 …
  std::string after;
  v1::StepTaken action{};
  std::string selector;
  std::string party;  // told, supervising, or new lead
  std::uint32_t skipped = 0;
};

// An entry that changed who has the ticket, or brought it under supervision.
struct Turn {
  std::uint64_t sequence = 0;
  engine::Instant at;
  v1::Actor actor;
  v1::DispatchCause cause{};  // unspecified: the lead stayed
  std::string lead;
  std::string former;
  std::string ladder;                  // that the lead's clocks climb; empty: none
  std::optional<Routed> routed;        // by the rules: blown, split, amended
  std::vector<Climbed> climbed;        // by missed clocks
  std::optional<v1::RequestMade> was;  // what an arbiter granted: who had asked, and why
  std::vector<GivenClock> clocks;
};

struct Disagreement {
  std::uint64_t sequence = 0;
  std::string what;  // a field of the entry: "lead", "rule", "due of resolve" …
  std::string recorded;
  std::string recomputed;
};

struct Explanation {
  std::vector<Turn> turns;
  std::vector<Disagreement> disagreements;
};

// The ruleset by the sequence number of its publication; asked only for those that the entries name.
using RulesetLookup = std::function<const engine::Ruleset&(std::uint64_t publication)>;

// Of all entries of one ticket, ascending from its first. Ends at the first event that disagrees: what follows stands
// on it.
[[nodiscard]] Explanation explain(const std::vector<v1::Entry>& entries, const RulesetLookup& rulesets);

// "category", "estate_type" …: the key of routes.yaml.
[[nodiscard]] std::string_view condition_key(engine::RejectedBy condition);

}  // namespace whistle::tools
