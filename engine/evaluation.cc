#include "engine/evaluation.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace whistle::engine {

namespace {

constexpr std::int64_t kHourSeconds = 3'600;
constexpr std::int64_t kHours = 24;

// What the ruleset knows under the codes of the facts, by number.
struct KnownCodes {
  std::vector<std::optional<AreaIndex>> areas;
  std::vector<std::optional<EstateIndex>> estates;
  std::vector<std::optional<PartyIndex>> parties;

  KnownCodes(const std::vector<std::string>& codes, const Ruleset& ruleset) {
    for (const auto& code : codes) {
      areas.push_back(ruleset.find_area(code));
      estates.push_back(ruleset.find_estate(code));
      parties.push_back(ruleset.find_party(code));
    }
  }
};

bool is_property_side(v1::PartyKind kind) {
  return kind == v1::PARTY_KIND_PROPERTY_FIRM || kind == v1::PARTY_KIND_FALLBACK_FIRM ||
         kind == v1::PARTY_KIND_OWNERS_GROUP;
}

void count_limit(const LimitFacts& limit, Count settled, Count in_time, Figures& figures) {
  figures[settled] += limit.kept || limit.missed ? 1 : 0;
  figures[in_time] += limit.kept && !limit.missed ? 1 : 0;
}

// The three rates: response over all, the other two over what whistle-blowers said, but for what an appeal excludes.
void count_rates(const TicketFacts& ticket, std::uint32_t satisfied_from, Figures& figures) {
  figures[Count::Callable] += ticket.callable ? 1 : 0;
  figures[Count::Responded] += ticket.callable && ticket.responded ? 1 : 0;
  if (ticket.last_word == LastWord::None || ticket.word_excluded) return;
  const bool confirmed = ticket.last_word == LastWord::Confirmed;
  figures[Count::CalledBack] += 1;
  figures[Count::Solved] += confirmed ? 1 : 0;
  figures[Count::Rated] += !confirmed || ticket.rating > 0 ? 1 : 0;
  figures[Count::Satisfied] += confirmed && ticket.rating >= satisfied_from ? 1 : 0;
}

std::size_t hour_of(const Calendar& calendar, Instant at) {
  const auto second = at.us / kSecondUs + calendar.offset_at(at);
  const auto hour = second / kHourSeconds % kHours;
  return static_cast<std::size_t>(hour < 0 ? hour + kHours : hour);
}

class Reckoning {
 public:
  Reckoning(const EvaluationFacts& facts, const Ruleset& ruleset, const Selection& selection)
      : facts_(facts), ruleset_(ruleset), selection_(selection), known_(facts.codes(), ruleset) {
    const auto inside = ruleset.area(selection.area.value_or(ruleset.district)).tier;
    if (inside != v1::TIER_GRID) tier_below_ = static_cast<v1::Tier>(inside + 1);
  }

  Evaluation run() {
    for (const auto& ticket : facts_.tickets()) {
      if (is_selected(ticket)) take(ticket);
    }
    result_.score_bp = result_.whole.score(ruleset_.evaluation);
    result_.times = {spread_of(acknowledgements_), spread_of(arrivals_), spread_of(resolutions_), spread_of(closings_)};
    put_lines();
    put_graph();
    put_ledgers();
    put_whistles();
    put_appeals();
    put_scores();
    return std::move(result_);
  }

 private:
  [[nodiscard]] bool is_selected(const TicketFacts& ticket) const {
    if (selection_.from && ticket.accepted < *selection_.from) return false;
    if (selection_.until && ticket.accepted >= *selection_.until) return false;
    if (!selection_.area) return true;
    const auto area = known_.areas[ticket.area];
    return area && ruleset_.contains(*selection_.area, *area);
  }

  // Position of the area of that tier in which the ticket lies, and 1; 0: in none. Ascending as the codes are.
  [[nodiscard]] std::uint32_t area_at(const TicketFacts& ticket, v1::Tier tier) const {
    const auto area = known_.areas[ticket.area];
    const auto at = area ? ruleset_.ancestor_at(*area, tier) : std::nullopt;
    return at ? at->value + 1 : 0;
  }
  [[nodiscard]] std::string code_of(std::uint32_t area) const {
    return area == 0 ? std::string() : ruleset_.areas[area - 1].code;
  }

  void take(const TicketFacts& ticket) {
    const auto figures = figures_of(ticket, ruleset_.evaluation.satisfied_from);
    result_.whole += figures;
    if (tier_below_) areas_[area_at(ticket, *tier_below_)] += figures;
    const auto handler = ticket.resolver != 0 ? ticket.resolver : ticket.lead;
    if (handler != 0) parties_[handler] += figures;
    const auto estate = known_.estates[ticket.estate];
    if (estate && ruleset_.estate(*estate).watched) {
      result_.watched += figures;
      watched_[ruleset_.estate(*estate).code] += figures;
    }
    take_times(ticket);
    take_graph(ticket);
    auto& grid = grids_[area_at(ticket, v1::TIER_GRID)];
    const auto hour = hour_of(ruleset_.calendar, ticket.accepted);
    grid.tickets[hour] += figures[Count::Accepted];
    grid.overdue[hour] += figures[Count::Overdue];
    take_deeds(ticket);
    take_whistle(ticket);
  }

  void take_times(const TicketFacts& ticket) {
    const auto since_dispatch = [&](const std::optional<Instant>& act, std::vector<Duration>& times) {
      if (act && ticket.dispatched) times.push_back(*act - *ticket.dispatched);
    };
    since_dispatch(ticket.acknowledged, acknowledgements_);
    since_dispatch(ticket.arrived, arrivals_);
    since_dispatch(ticket.resolved, resolutions_);
    if (ticket.closed) closings_.push_back(*ticket.closed - ticket.accepted);
  }

  void take_graph(const TicketFacts& ticket) {
    for (const auto& [from, to, cause] : ticket.hand_offs)
      hand_offs_[{from, to, cause}] += 1;
    for (const auto& charge : ticket.charges) {
      if (charge.clock == v1::CLOCK_KIND_UNSPECIFIED) continue;
      auto& [count, excluded] = misses_[{charge.party, charge.clock}];
      count += 1;
      excluded += charge.excluded ? 1 : 0;
    }
  }

  // A property firm's own; a community's are its own and those of the property side on its ground.
  void take_deeds(const TicketFacts& ticket) {
    auto deeds = ticket.deeds;
    for (const auto& charge : ticket.charges) {
      if (!charge.excluded && charge.deed != v1::DEED_KIND_UNSPECIFIED) deeds.push_back({charge.party, charge.deed});
    }
    if (ticket.last_word == LastWord::Confirmed && !ticket.word_excluded &&
        ticket.rating >= ruleset_.evaluation.satisfied_from)
      deeds.push_back({ticket.resolver, v1::DEED_KIND_WELL_RATED});
    if (deeds.empty()) return;
    const auto place = known_.areas[ticket.area];
    const auto community = place ? ruleset_.ancestor_at(*place, v1::TIER_COMMUNITY) : std::nullopt;
    const auto own = community ? ruleset_.communities().find(ruleset_.path(*community)) : std::nullopt;
    std::map<CodeNumber, std::vector<v1::DeedKind>> of_firms;
    std::vector<v1::DeedKind> of_community;
    for (const auto& [code, kind] : deeds) {
      const auto party = known_.parties[code];
      if (!party) continue;
      const bool property = is_property_side(ruleset_.party(*party).kind);
      if (property) of_firms[code].push_back(kind);
      if (property || party == own) of_community.push_back(kind);
    }
    for (const auto& [code, kinds] : of_firms)
      firms_[code].add(kinds);
    if (community) communities_[ruleset_.area(*community).code].add(of_community);
  }

  void take_whistle(const TicketFacts& ticket) {
    if (ticket.kind != v1::WHISTLE_KIND_COMMUNITY) return;
    const auto party = known_.parties[ticket.blower_party];
    if (!party || ruleset_.party(*party).kind != v1::PARTY_KIND_COMMUNITY) return;
    auto& [whistles, misaimed] = whistles_[party->value];
    whistles += 1;
    misaimed += ticket.misaimed ? 1 : 0;
  }

  void put_lines() {
    for (const auto& [area, figures] : areas_)
      result_.areas.push_back({code_of(area), figures});
    for (const auto& [number, figures] : parties_)
      result_.parties.push_back({facts_.codes()[number], figures});
    std::ranges::sort(result_.parties, {}, &FiguresLine::code);
    for (const auto& [code, figures] : watched_)
      result_.watched_estates.push_back({code, figures});
    for (auto& [area, hours] : grids_) {
      hours.grid = code_of(area);
      result_.grids.push_back(hours);
    }
  }

  void put_graph() {
    const auto& codes = facts_.codes();
    for (const auto& [edge, count] : hand_offs_) {
      const auto& [from, to, cause] = edge;
      result_.hand_offs.push_back({codes[from], codes[to], cause, count});
    }
    std::ranges::sort(result_.hand_offs, [](const HandOff& a, const HandOff& b) {
      if (a.count != b.count) return a.count > b.count;
      return std::tie(a.from, a.to, a.cause) < std::tie(b.from, b.to, b.cause);
    });
    for (const auto& [charge, counts] : misses_)
      result_.misses.push_back({codes[charge.first], charge.second, counts.first, counts.second});
    std::ranges::sort(result_.misses, [](const ChargedMiss& a, const ChargedMiss& b) {
      return std::tie(a.party, a.kind) < std::tie(b.party, b.kind);
    });
  }

  void put_ledgers() {
    const auto& rules = ruleset_.evaluation;
    for (const auto& [number, sums] : firms_)
      result_.firms.push_back(ledger_line(facts_.codes()[number], sums, rules.firm, rules.grades));
    for (const auto& [code, sums] : communities_) {
      if (sums.tickets() > 0) result_.communities.push_back(ledger_line(code, sums, rules.fortress, rules.grades));
    }
    rank(result_.firms);
    rank(result_.communities);
  }

  // Every community of the selected area, also one that blew none. Few and many are meant against the median of all of
  // them: a quota would be met, and a maximum chased.
  void put_whistles() {
    std::vector<std::uint64_t> volumes;
    for (std::uint32_t number = 0; number < ruleset_.areas.size(); ++number) {
      const AreaIndex area{number};
      const bool inside = !selection_.area || ruleset_.contains(*selection_.area, area);
      if (!inside || ruleset_.area(area).tier != v1::TIER_COMMUNITY) continue;
      const auto party = ruleset_.communities().find(ruleset_.path(area));
      if (!party) continue;
      const auto found = whistles_.find(party->value);
      const auto [whistles, misaimed] =
          found == whistles_.end() ? std::pair<std::uint64_t, std::uint64_t>{} : found->second;
      result_.whistles.push_back({ruleset_.area(area).code, whistles, misaimed, WhistleVolume::Usual});
      volumes.push_back(whistles);
    }
    if (volumes.empty()) return;
    std::ranges::sort(volumes);
    const auto median = volumes[(volumes.size() - 1) / 2];
    if (median == 0) return;
    for (auto& line : result_.whistles) {
      const auto share = line.whistles * kWholeBp;
      if (share <= median * ruleset_.evaluation.few_whistles_bp) line.volume = WhistleVolume::Few;
      if (share >= median * ruleset_.evaluation.many_whistles_bp) line.volume = WhistleVolume::Many;
    }
  }

  void put_appeals() {
    const auto& codes = facts_.codes();
    std::map<std::string, AppealTally> tallies;
    for (const auto& appeal : facts_.appeals()) {
      const auto& ticket = facts_.tickets()[appeal.place];
      if (!is_selected(ticket)) continue;
      const auto end = !appeal.decided ? AppealEnd::Waits : appeal.granted ? AppealEnd::Granted : AppealEnd::Refused;
      AppealLine line{.ticket = appeal.ticket,
                      .number = ticket_number(ticket.local_day, ticket.day_counter),
                      .party = codes[appeal.party],
                      .subject = appeal.subject,
                      .ground = appeal.ground,
                      .lodged = appeal.lodged,
                      .end = end};
      for (const auto reviewer : appeal.reviewers)
        line.reviewers.push_back(codes[reviewer]);
      auto& tally = tallies[line.party];
      tally.lodged += 1;
      tally.granted += end == AppealEnd::Granted ? 1 : 0;
      tally.refused += end == AppealEnd::Refused ? 1 : 0;
      tally.waiting += end == AppealEnd::Waits ? 1 : 0;
      result_.appeals.push_back(std::move(line));
    }
    for (auto& [party, tally] : tallies) {
      tally.party = party;
      result_.appellants.push_back(tally);
    }
  }

  void put_scores() {
    std::map<std::string, ScoreLine> scored;
    std::map<std::string, ScoreLine> scorers;
    for (const auto& score : facts_.scores()) {
      if (!is_selected(facts_.tickets()[score.place])) continue;
      for (auto* line : {&scored[facts_.codes()[score.party]], &scorers[facts_.codes()[score.scorer]]}) {
        line->count += 1;
        line->sum += score.score;
      }
    }
    for (auto* lines : {&scored, &scorers}) {
      for (auto& [party, line] : *lines) {
        line.party = party;
        (lines == &scored ? result_.scored : result_.scorers).push_back(line);
      }
    }
  }

  const EvaluationFacts& facts_;
  const Ruleset& ruleset_;
  const Selection& selection_;
  const KnownCodes known_;
  std::optional<v1::Tier> tier_below_;

  std::map<std::uint32_t, Figures> areas_;  // by area_at
  std::map<CodeNumber, Figures> parties_;
  std::map<std::string, Figures> watched_;
  std::vector<Duration> acknowledgements_, arrivals_, resolutions_, closings_;
  std::map<std::tuple<CodeNumber, CodeNumber, v1::DispatchCause>, std::uint64_t> hand_offs_;
  std::map<std::pair<CodeNumber, v1::ClockKind>, std::pair<std::uint64_t, std::uint64_t>> misses_;  // all, excluded
  std::map<std::uint32_t, GridHours> grids_;                                                        // by area_at
  std::map<CodeNumber, LedgerSums> firms_;
  std::map<std::string, LedgerSums> communities_;
  std::map<std::uint32_t, std::pair<std::uint64_t, std::uint64_t>> whistles_;  // by party: blown, misaimed
  Evaluation result_;
};

}  // namespace

Evaluation evaluate(const EvaluationFacts& facts, const Ruleset& ruleset, const Selection& selection) {
  return Reckoning(facts, ruleset, selection).run();
}

Figures figures_of(const TicketFacts& ticket, std::uint32_t satisfied_from) {
  Figures figures;
  figures[Count::Reported] = 1;
  if (ticket.rejected) return figures;
  figures[Count::Accepted] = 1;
  figures[Count::SplitOff] = ticket.split_off ? 1 : 0;
  figures[Count::Dispatched] = ticket.dispatched ? 1 : 0;
  figures[Count::Returned] = ticket.returned ? 1 : 0;
  figures[Count::NotReturned] = ticket.dispatched && !ticket.returned ? 1 : 0;
  figures[Count::Acknowledged] = ticket.acknowledged ? 1 : 0;
  figures[Count::Arrived] = ticket.arrived ? 1 : 0;
  figures[Count::Resolved] = ticket.resolved ? 1 : 0;
  figures[Count::Closed] = ticket.closed ? 1 : 0;
  figures[Count::EverResolved] = ticket.ever_resolved ? 1 : 0;
  figures[Count::Reworked] = ticket.reworked ? 1 : 0;
  figures[Count::ReworkCounted] = ticket.ever_resolved && (ticket.reworked || !ticket.rework_excluded) ? 1 : 0;
  const bool overdue = ticket.resolve.missed || ticket.total.missed;
  figures[Count::Overdue] = overdue ? 1 : 0;
  figures[Count::OverdueCounted] = ticket.dispatched && (overdue || !ticket.overdue_excluded) ? 1 : 0;
  figures[Count::Excluded] = ticket.excluded ? 1 : 0;
  figures[Count::Hops] = ticket.hops;
  count_limit(ticket.ack, Count::AckSettled, Count::AckInTime, figures);
  count_limit(ticket.on_site, Count::ArrivalSettled, Count::ArrivedInTime, figures);
  count_limit(ticket.resolve, Count::ResolveSettled, Count::ResolvedInTime, figures);
  count_limit(ticket.total, Count::CloseSettled, Count::ClosedInTime, figures);
  count_rates(ticket, satisfied_from, figures);
  return figures;
}

}  // namespace whistle::engine
