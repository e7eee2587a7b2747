// A district's rules as the core reads them: plain values, sorted by code, found by index.
//
//   auto ruleset = Ruleset::load(manifest, blobs, LoadGeometry::Yes);
//   const Category& category = (*ruleset)->category(*(*ruleset)->find_category("E0110"));
//
// Constant after loading; any number of threads may read one. Shared by pointer because several versions live side by
// side: open tickets stay pinned to the version that dispatched them.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "engine/alias_index.h"
#include "engine/calendar.h"
#include "engine/competence.h"
#include "engine/evaluation_rules.h"
#include "engine/grid_index.h"
#include "engine/ids.h"
#include "engine/limit.h"
#include "whistle/v1/common.pb.h"
#include "whistle/v1/ruleset.pb.h"

namespace whistle::engine {

struct Area {
  std::string code;
  v1::Tier tier{};
  std::string name_zh;
  std::string name_en;
  std::optional<AreaIndex> parent;
};

struct Estate {
  std::string code;
  std::string name_zh;
  std::string name_en;
  v1::EstateType type{};
  std::vector<AreaIndex> grids;  // ascending, at least one
  PartyIndex party;
  bool watched = false;
};

struct Party {
  std::string code;
  v1::PartyKind kind{};
  std::string name_zh;
  std::string name_en;
  std::vector<AreaIndex> areas;
  std::vector<std::string> duties;
  std::optional<PartyIndex> head;
};

struct Member {
  std::string code;
  std::string name;
  PartyIndex party;
  std::vector<AreaIndex> grids;
  std::uint32_t roles = 0;  // bit n: v1::Role n

  bool has(v1::Role role) const { return (roles >> static_cast<unsigned>(role)) & 1U; }
};

// Takes over what a party had that the ruleset no longer has.
struct Successor {
  std::string code;  // of the party that is gone
  PartyIndex party;
};

// Who is meant; see DISTRICT's selectors. `party` counts for SELECTOR_KIND_PARTY, `word` for _DUTY_WORD, `tier` for
// _TIER.
struct Selector {
  v1::SelectorKind kind{};
  std::string word;
  v1::Tier tier{};
  PartyIndex party;
};

struct Category {
  std::string code;
  std::optional<CategoryIndex> parent;
  std::string name_zh;
  std::string name_en;
  v1::CategoryClass category_class{};
  std::optional<Selector> duty;         // inherited; nobody says: the desk
  bool inside_estate = false;           // the row's own
  std::optional<UrgencyIndex> urgency;  // inherited
  std::optional<Limit> ack;             // own or nearest ancestor's
  std::optional<Limit> on_site;
  std::optional<Limit> resolve;
  std::vector<v1::ClockKind> own_limits;  // which of them are the row's own; none where the ruleset does not tell
  std::vector<v1::Evidence> evidence;
  v1::Tier approval{};
  bool point_private = false;
  bool shown_public = false;
  v1::Recurrence recurrence{};  // the row's own
};

struct Urgency {
  std::string name;
  Limit ack, on_site, resolve, arbitrate, verify, total;
};

struct LadderStep {
  Limit after;
  v1::StepAction action{};
  Selector target;
};

struct Ladder {
  std::string name;
  std::vector<v1::PartyKind> applies_to;
  std::optional<UrgencyIndex> urgency;
  std::vector<LadderStep> ack, on_site, resolve, arbitrate, verify, total;
  Limit remind_every;
};

// What a district says that names no `appeal_within`.
inline constexpr Limit kAppealWithinDefault{5, v1::LIMIT_UNIT_WORKING_DAYS};

struct ClockRules {
  std::vector<Urgency> urgencies;  // from the highest to the lowest
  std::uint32_t warn_fraction_bp = 2000;
  std::optional<Limit> warn_at_most;
  Limit silence_confirms;
  Limit recurrence_window;
  Limit appeal_within;  // of closing, for scores and appeals; none: never once closed
  std::uint32_t similar_metres = 0;
  Limit similar_within;
  std::uint32_t return_limit = 2;
  std::uint32_t extension_times = 2;
  std::vector<Ladder> ladders;
};

struct RouteCondition {
  std::vector<v1::WhistleKind> kinds;
  std::vector<v1::Source> sources;
  std::vector<CategoryIndex> categories;
  std::vector<v1::CategoryClass> classes;
  std::vector<v1::PlaceClass> places;
  std::vector<v1::EstateType> estate_types;
  bool inside_estate = false;
  std::optional<bool> watched;
  std::vector<UrgencyIndex> urgencies;
  std::vector<AreaIndex> areas;
  std::vector<v1::HourClass> hours;
};

struct Route {
  std::string id;
  RouteCondition when;
  Selector lead;
  std::vector<Selector> assist;
  std::vector<Selector> inform;
  std::optional<Selector> against;
  std::string hand_off;  // empty: none
  std::optional<LadderIndex> ladder;
};

// A place where mediation can be held 党群微家.
struct Venue {
  std::string code;
  std::string name_zh;
  std::string name_en;
  AreaIndex area;
};

struct LegacyGrid {
  std::string system;
  std::string code;
  AreaIndex grid;
};

struct Alias {
  std::string text;
  std::optional<EstateIndex> estate;  // exactly one of the two
  std::optional<AreaIndex> grid;
};

// Where the bytes of a part are found by their SHA-256 (32 bytes); nullopt: not there.
using BlobLookup = std::function<std::optional<std::string>(std::string_view sha256)>;

enum class LoadGeometry { No, Yes };

struct RulesetError {
  std::string what;  // which part, which list, which item
};

class Ruleset {
 public:
  // Reads the manifest (serialized CompiledRuleset) and its parts. Checks every index and order, because bytes come
  // from a disk; fails with the first fault. Hashes are the caller's to check (the core computes none). With
  // LoadGeometry::No the geometry's blob is not asked for and points are in no grid: for versions that only open
  // tickets pin. Refused as well, because no answer would be right: two parties with one duty, or two communities or
  // two streets, in one area; a calendar without any working time; a date that is holiday and make-up day.
  [[nodiscard]] static tl::expected<std::shared_ptr<const Ruleset>, RulesetError> load(std::string_view manifest,
                                                                                       const BlobLookup& blobs,
                                                                                       LoadGeometry geometry);

  // ---- constant after loading ----
  v1::CompiledRuleset manifest;
  PartyIndex desk;
  AreaIndex district;
  std::vector<Area> areas;
  std::vector<Estate> estates;
  std::vector<Party> parties;
  std::vector<Member> members;
  std::vector<Successor> successors;
  std::vector<Category> categories;
  std::vector<LegacyGrid> legacy_grids;
  std::vector<Alias> aliases;
  // What 1e-7 degree measures on the ground, in micrometres; 0: not said, then points are near nothing.
  std::uint32_t lat_unit_um = 0;
  std::uint32_t lon_unit_um = 0;
  std::vector<Venue> venues;
  ClockRules clocks;
  Calendar calendar;
  std::vector<Route> routes;
  EvaluationRules evaluation;  // the defaults where the district says nothing
  // How long personal data are kept after the closing; of a class that is not here without end.
  std::map<v1::CategoryClass, std::uint32_t> retention_days;
  GridIndex grid_shapes;    // shape numbers are AreaIndex values
  GridIndex estate_shapes;  // shape numbers are EstateIndex values

  const Area& area(AreaIndex index) const { return areas[index.value]; }
  const Estate& estate(EstateIndex index) const { return estates[index.value]; }
  const Party& party(PartyIndex index) const { return parties[index.value]; }
  const Member& member(MemberIndex index) const { return members[index.value]; }
  const Category& category(CategoryIndex index) const { return categories[index.value]; }
  const Urgency& urgency(UrgencyIndex index) const { return clocks.urgencies[index.value]; }
  const Ladder& ladder(LadderIndex index) const { return clocks.ladders[index.value]; }
  const Route& route(RouteIndex index) const { return routes[index.value]; }
  const Venue& venue(VenueIndex index) const { return venues[index.value]; }

  // Binary search by code (bytes).
  [[nodiscard]] std::optional<AreaIndex> find_area(std::string_view code) const;
  [[nodiscard]] std::optional<EstateIndex> find_estate(std::string_view code) const;
  [[nodiscard]] std::optional<PartyIndex> find_party(std::string_view code) const;
  // The party, or the one that has taken over from it.
  [[nodiscard]] std::optional<PartyIndex> find_party_or_successor(std::string_view code) const;
  [[nodiscard]] std::optional<MemberIndex> find_member(std::string_view code) const;
  [[nodiscard]] std::optional<CategoryIndex> find_category(std::string_view code) const;
  [[nodiscard]] std::optional<UrgencyIndex> find_urgency(std::string_view name) const;
  [[nodiscard]] std::optional<AreaIndex> find_legacy(std::string_view system, std::string_view code) const;
  // The area, or the grid that the district's own redrawing put in its place: a legacy grid of the system that is
  // called by the district's code. Tickets live longer than grids.
  [[nodiscard]] std::optional<AreaIndex> find_area_or_redrawn(std::string_view code) const;

  UrgencyIndex lowest_urgency() const { return UrgencyIndex{static_cast<std::uint32_t>(clocks.urgencies.size() - 1)}; }

  // The area and those that contain it.
  const AreaPath& path(AreaIndex area) const { return paths_[area.value]; }
  // The area of this tier that contains `area` (itself included); nullopt where `area` is above that tier.
  [[nodiscard]] std::optional<AreaIndex> ancestor_at(AreaIndex area, v1::Tier tier) const {
    return path(area).at(tier);
  }
  // Whether `area` lies in `outer` (itself included).
  [[nodiscard]] bool contains(AreaIndex outer, AreaIndex area) const;
  // Whether `category` is `ancestor` or a row below it.
  [[nodiscard]] bool is_or_below(CategoryIndex category, CategoryIndex ancestor) const;

  // The alias that wins in the address; nullptr: none stands in it.
  [[nodiscard]] const Alias* alias_in(std::string_view address) const;
  // Who serves a duty, where; nullptr: nobody anywhere. The category's form is for a catalogue duty that is a word.
  [[nodiscard]] const Competence* competence(std::string_view duty_word) const;
  [[nodiscard]] const Competence* competence(CategoryIndex category) const;
  const Competence& communities() const { return communities_; }
  const Competence& streets() const { return streets_; }
  // The routes that do not reject the category by what the catalogue says of it, in order; never empty.
  [[nodiscard]] std::span<const RouteIndex> routes_for(std::optional<CategoryIndex> category) const;

 private:
  static constexpr std::uint32_t kNone = UINT32_MAX;

  void index_places();
  void index_competence();
  void index_routes();

  // ---- looked up from the above, by load ----
  std::vector<AreaPath> paths_;  // by area
  AliasIndex alias_index_;
  std::vector<std::string> duty_words_;         // sorted
  std::vector<Competence> duties_;              // by duty word
  std::vector<std::uint32_t> category_duties_;  // by category: position of its duty word, or kNone
  Competence communities_;
  Competence streets_;
  std::vector<std::vector<RouteIndex>> routes_by_category_;  // by category; the last for a whistle without
};

}  // namespace whistle::engine
