// The two-way evaluation (双向考评): what the tickets of a period and an area say of parties, communities and grids.
//
//   Selection september{.from = ..., .until = ..., .area = ruleset.find_area("XC")};
//   const Evaluation evaluation = evaluate(facts, ruleset, september);
//
// Pure: the same facts and rules give the same values. A ticket belongs to the period in which it was accepted, and to
// the area that it lies in as last corrected; what became of it counts up to the last entry taken. Names, areas, kinds
// of parties, watched estates, weights and points are the given ruleset's: the newest.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/evaluation_facts.h"
#include "engine/evaluation_figures.h"
#include "engine/evaluation_ledger.h"
#include "engine/ids.h"
#include "engine/ruleset.h"
#include "engine/ticket.h"
#include "engine/time.h"

namespace whistle::engine {

// Half-open: from <= accepted < until. What is absent does not bound.
struct Selection {
  std::optional<Instant> from;
  std::optional<Instant> until;
  std::optional<AreaIndex> area;
};

// Times of a selection's tickets: acknowledgement, arrival and resolution since the first dispatch, as their clocks
// run; closing since the acceptance, as the total clock does.
struct Times {
  std::optional<Spread> acknowledgement;
  std::optional<Spread> arrival;
  std::optional<Spread> resolution;
  std::optional<Spread> closing;
  friend bool operator==(const Times&, const Times&) = default;
};

// The figures of one area, party or estate; `code` is empty for what lies in none.
struct FiguresLine {
  std::string code;
  Figures figures;
  friend bool operator==(const FiguresLine&, const FiguresLine&) = default;
};

// An edge of the graph of hand-offs.
struct HandOff {
  std::string from;
  std::string to;
  v1::DispatchCause cause{};
  std::uint64_t count = 0;
  friend bool operator==(const HandOff&, const HandOff&) = default;
};

struct ChargedMiss {
  std::string party;
  v1::ClockKind kind{};
  std::uint64_t count = 0;
  std::uint64_t excluded = 0;  // of these, by granted appeals
  friend bool operator==(const ChargedMiss&, const ChargedMiss&) = default;
};

// By hour of the acceptance, in civil time of the district.
struct GridHours {
  std::string grid;  // empty: in no grid
  std::array<std::uint64_t, 24> tickets{};
  std::array<std::uint64_t, 24> overdue{};
  friend bool operator==(const GridHours&, const GridHours&) = default;
};

enum class WhistleVolume { Usual, Few, Many };

// How a community blows whistles for departments: reported, never ranked.
struct WhistleQuality {
  std::string area;
  std::uint64_t whistles = 0;
  std::uint64_t misaimed = 0;  // given to somebody else by a return, a correction or a ruling
  WhistleVolume volume = WhistleVolume::Usual;
  friend bool operator==(const WhistleQuality&, const WhistleQuality&) = default;
};

enum class AppealEnd { Waits, Granted, Refused };

// 申诉: what is excluded stays for everybody to see, with who granted it.
struct AppealLine {
  TicketId ticket;
  std::string number;  // of the ticket
  std::string party;
  v1::AppealSubject subject{};
  v1::AppealGround ground{};
  Instant lodged;
  AppealEnd end = AppealEnd::Waits;
  std::vector<std::string> reviewers = {};  // members, in the order in which they spoke
  friend bool operator==(const AppealLine&, const AppealLine&) = default;
};

// The same, counted.
struct AppealTally {
  std::string party;
  std::uint64_t lodged = 0;
  std::uint64_t granted = 0;
  std::uint64_t refused = 0;
  std::uint64_t waiting = 0;
  friend bool operator==(const AppealTally&, const AppealTally&) = default;
};

// 评哨: scores of 1 to 5 that a party was given, or gave.
struct ScoreLine {
  std::string party;
  std::uint64_t count = 0;  // of tickets and parties scored: of two scores the later
  std::uint64_t sum = 0;
  [[nodiscard]] std::uint64_t mean_hundredths() const { return rounded_share(sum, count, 100); }
  friend bool operator==(const ScoreLine&, const ScoreLine&) = default;
};

struct Evaluation {
  Figures whole;
  std::optional<std::uint32_t> score_bp;
  Times times;
  std::vector<FiguresLine> areas;            // one tier below the selected area, by code; none below a grid
  std::vector<FiguresLine> parties;          // by who resolved last, else who leads; by code
  Figures watched;                           // of all watched estates together
  std::vector<FiguresLine> watched_estates;  // by code
  std::vector<HandOff> hand_offs;            // by count, from the most; then codes and cause
  std::vector<ChargedMiss> misses;           // by party and kind
  std::vector<GridHours> grids;              // by code
  std::vector<LedgerLine> firms;             // from the highest score; then codes
  std::vector<LedgerLine> communities;       // the same, by area code
  std::vector<WhistleQuality> whistles;      // by area code
  std::vector<AppealLine> appeals;           // as they were lodged
  std::vector<AppealTally> appellants;       // by party
  std::vector<ScoreLine> scored;             // by party: what it was given
  std::vector<ScoreLine> scorers;            // by party: what it gave
};

[[nodiscard]] Evaluation evaluate(const EvaluationFacts& facts, const Ruleset& ruleset, const Selection& selection);

// One ticket's share of the figures. `satisfied_from` is the lowest rating of somebody satisfied.
[[nodiscard]] Figures figures_of(const TicketFacts& ticket, std::uint32_t satisfied_from);

}  // namespace whistle::engine
