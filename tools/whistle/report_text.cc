// The evaluation as people read it.
#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "tools/whistle/report.h"
#include "tools/whistle/text_table.h"
#include "tools/whistle/wording_appeal.h"
#include "tools/whistle/wording_codes.h"
#include "tools/whistle/wording_deed.h"
#include "tools/whistle/wording_message.h"
#include "tools/whistle/wording_report.h"

namespace whistle::tools {

namespace {

using engine::Count;
using engine::Figures;
using engine::FiguresLine;
using engine::Rate;

constexpr std::size_t kRowsMax = 20;
constexpr std::uint32_t kHalfTenth = 5;
constexpr const char* kAbsent = "–";

// Basis points to a tenth of a percent.
std::string percent(std::optional<std::uint32_t> bp) {
  if (!bp) return kAbsent;
  const auto tenths = (*bp + kHalfTenth) / 10;
  return std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10) + " %";
}

// Hundredths, or basis points of 100, to a tenth.
std::string points(std::optional<std::int64_t> hundredths) {
  if (!hundredths) return kAbsent;
  const auto size = *hundredths < 0 ? -*hundredths : *hundredths;
  const auto tenths = (size + kHalfTenth) / 10;
  return (*hundredths < 0 && tenths > 0 ? "−" : "") + std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10);
}

std::string number(std::uint64_t value) {
  return std::to_string(value);
}

class Printer {
 public:
  Printer(Console& console, Language language, const Report& report)
      : console_(console), language_(language), report_(report), evaluation_(report.evaluation) {}

  void print() {
    head();
    if (evaluation_.whole[Count::Reported] == 0) {
      console_.out << '\n' << phrase(language_, phrases::kNoTickets) << '\n';
      return;
    }
    figures();
    times();
    three_rates();
    lines(phrases::kSectionAreas, phrases::kHeadArea, evaluation_.areas,
          [&](const std::string& code) { return area_name(report_, language_, code); });
    parties();
    watched();
    ledger(phrases::kSectionFirms, phrases::kHeadParty, evaluation_.firms, {},
           [&](const std::string& code) { return party_name(report_, language_, code); });
    ledger(phrases::kSectionCommunities, phrases::kHeadCommunity, evaluation_.communities, phrases::kNoteFortress,
           [&](const std::string& code) { return area_name(report_, language_, code); });
    hand_offs();
    misses();
    grids();
    hours();
    whistles();
    scores();
    appeals();
  }

 private:
  [[nodiscard]] std::string say(const Phrase& what) const { return std::string(phrase(language_, what)); }

  void section(const Phrase& title) { console_.out << '\n' << console_.paint(Colour::Bold, say(title)) << '\n'; }

  void note(const std::string& text) { console_.out << console_.paint(Colour::Dim, text) << '\n'; }

  // Of a list that is longer than what is shown.
  void cut(std::size_t rows) {
    if (rows > kRowsMax) note(worded(language_, phrases::kMore, {number(rows - kRowsMax)}));
  }

  [[nodiscard]] std::string period() const {
    const auto& [from, until, area] = report_.selection;
    if (from && until)
      return worded(language_, phrases::kAcceptedBetween, {time_text(report_, *from), time_text(report_, *until)});
    if (from) return worded(language_, phrases::kAcceptedFrom, {time_text(report_, *from)});
    if (until) return worded(language_, phrases::kAcceptedBefore, {time_text(report_, *until)});
    return say(phrases::kEveryTicket);
  }

  void head() {
    const auto& area = area_of(report_);
    const auto title = worded(language_, phrases::kReportTitle, {area_name(report_, language_, area), area});
    console_.out << console_.paint(Colour::Bold, title) << '\n'
                 << worded(language_, phrases::kReportAsOf,
                           {period(), time_text(report_, report_.as_of), number(report_.entries)})
                 << '\n';
  }

  void add_rate(TextTable& table, Rate rate) {
    const auto& whole = evaluation_.whole;
    const auto [numerator, denominator] = engine::terms_of(rate);
    table.add({{std::string(words_for(language_, rate))},
               {percent(whole.rate(rate))},
               {number(whole[numerator])},
               {number(whole[denominator])}});
  }

  void figures() {
    section(phrases::kSectionFigures);
    TextTable table(
        {say(phrases::kHeadMeasure), say(phrases::kHeadRate), say(phrases::kHeadCount), say(phrases::kHeadOf)});
    table.right_from(1);
    for (std::size_t i = 0; i < static_cast<std::size_t>(Rate::Response); ++i)
      add_rate(table, static_cast<Rate>(i));
    const auto hops = evaluation_.whole.hops_hundredths();
    table.add({{say(phrases::kHops)},
               {hops ? points(*hops) : kAbsent},
               {number(evaluation_.whole[Count::Hops])},
               {number(evaluation_.whole[Count::Dispatched])}});
    table.print(console_);
    note(say(phrases::kNoteFigures));
  }

  void times() {
    section(phrases::kSectionTimes);
    TextTable table({say(phrases::kHeadMeasure), say(phrases::kHeadMean), say(phrases::kHeadP50),
                     say(phrases::kHeadP90), say(phrases::kHeadCount)});
    table.right_from(1);
    const auto& times = evaluation_.times;
    const auto add = [&](const Phrase& what, const std::optional<engine::Spread>& spread) {
      const auto span = [&](engine::Duration time) { return span_text(language_, time.us); };
      table.add({{say(what)},
                 {spread ? span(spread->mean) : kAbsent},
                 {spread ? span(spread->p50) : kAbsent},
                 {spread ? span(spread->p90) : kAbsent},
                 {number(spread ? spread->count : 0)}});
    };
    add({"签收", "to the acknowledgement"}, times.acknowledgement);
    add({"到场", "to the arrival"}, times.arrival);
    add({"办结", "to the resolution"}, times.resolution);
    add({"结案", "to the closing"}, times.closing);
    table.print(console_);
    note(say(phrases::kNoteTimes));
  }

  void three_rates() {
    section(phrases::kSectionThreeRates);
    const auto& rules = report_.ruleset->evaluation;
    TextTable table({say(phrases::kHeadMeasure), say(phrases::kHeadRate), say(phrases::kHeadCount),
                     say(phrases::kHeadOf), say(phrases::kHeadWeight)});
    table.right_from(1);
    for (const auto& [rate, weight] :
         {std::pair{Rate::Response, rules.response_weight_bp}, std::pair{Rate::Solved, rules.resolution_weight_bp},
          std::pair{Rate::Satisfaction, rules.satisfaction_weight_bp}}) {
      const auto [numerator, denominator] = engine::terms_of(rate);
      table.add({{std::string(words_for(language_, rate))},
                 {percent(evaluation_.whole.rate(rate))},
                 {number(evaluation_.whole[numerator])},
                 {number(evaluation_.whole[denominator])},
                 {percent(weight)}});
    }
    table.add({{say(phrases::kScore), Colour::Bold}, {points(evaluation_.score_bp), Colour::Bold}, {""}, {""}, {""}});
    table.print(console_);
    note(worded(language_, phrases::kNoteRates, {number(rules.satisfied_from)}));
  }

  [[nodiscard]] TextTable figures_table(const Phrase& first) const {
    TextTable table({say(first), say(phrases::kHeadCount), say(phrases::kHeadAck), say(phrases::kHeadOnSite),
                     say(phrases::kHeadResolved), say(phrases::kHeadAccuracy), say(phrases::kHeadRework),
                     say(phrases::kHeadOverdue), say(phrases::kHeadResponse), say(phrases::kHeadSolved),
                     say(phrases::kHeadSatisfaction), say(phrases::kHeadScore)});
    table.right_from(1);
    return table;
  }

  void add_figures(TextTable& table, const std::string& name, const Figures& figures) const {
    std::vector<Cell> row{{name}, {number(figures[Count::Accepted])}};
    for (const auto rate : {Rate::AckInTime, Rate::ArrivalInTime, Rate::ResolutionInTime, Rate::Accuracy, Rate::Rework,
                            Rate::Overdue, Rate::Response, Rate::Solved, Rate::Satisfaction}) {
      row.push_back({percent(figures.rate(rate))});
    }
    row.push_back({points(figures.score(report_.ruleset->evaluation)), Colour::Bold});
    table.add(std::move(row));
  }

  // From the most tickets.
  template <typename Name>
  void lines(const Phrase& title, const Phrase& first, std::vector<FiguresLine> all, const Name& name) {
    if (all.empty()) return;
    section(title);
    std::ranges::stable_sort(all, std::greater<>{},
                             [](const FiguresLine& line) { return line.figures[Count::Accepted]; });
    auto table = figures_table(first);
    for (std::size_t i = 0; i < std::min(all.size(), kRowsMax); ++i) {
      add_figures(table, all[i].code.empty() ? say(phrases::kElsewhere) : name(all[i].code), all[i].figures);
    }
    table.print(console_);
    cut(all.size());
  }

  void parties() {
    if (evaluation_.parties.empty()) return;
    lines(phrases::kSectionParties, phrases::kHeadParty, evaluation_.parties,
          [&](const std::string& code) { return party_name(report_, language_, code); });
    note(say(phrases::kNoteParties));
  }

  void watched() {
    if (evaluation_.watched_estates.empty()) return;
    section(phrases::kSectionWatched);
    auto table = figures_table(phrases::kHeadEstate);
    add_figures(table, say(phrases::kAllWatched), evaluation_.watched);
    const auto& all = evaluation_.watched_estates;
    for (std::size_t i = 0; i < std::min(all.size(), kRowsMax); ++i)
      add_figures(table, estate_name(report_, language_, all[i].code), all[i].figures);
    table.print(console_);
    cut(all.size());
  }

  template <typename Name>
  void ledger(const Phrase& title, const Phrase& first, const std::vector<engine::LedgerLine>& all,
              const std::optional<Phrase>& remark, const Name& name) {
    if (all.empty()) return;
    section(title);
    std::vector<std::string> headings{say(first), say(phrases::kHeadGrade), say(phrases::kHeadScore),
                                      say(phrases::kHeadCount), say(phrases::kHeadBase)};
    for (const auto& item : all.front().items)
      headings.emplace_back(words_for(language_, item.kind));
    TextTable table(std::move(headings));
    table.right_from(2);
    for (std::size_t i = 0; i < std::min(all.size(), kRowsMax); ++i) {
      const auto& line = all[i];
      std::vector<Cell> row{{name(line.code)},
                            {line.grade.empty() ? kAbsent : line.grade, Colour::Bold},
                            {points(line.score_hundredths), Colour::Bold},
                            {number(line.tickets)},
                            {number(line.base)}};
      for (const auto& item : line.items)
        row.push_back({points(item.points_hundredths), item.points_hundredths < 0 ? Colour::Red : Colour::None});
      table.add(std::move(row));
    }
    table.print(console_);
    cut(all.size());
    if (remark) note(say(*remark));
    note(say(phrases::kNoteLedger));
  }

  void hand_offs() {
    const auto& all = evaluation_.hand_offs;
    if (all.empty()) return;
    section(phrases::kSectionHandOffs);
    TextTable table({say(phrases::kHeadFrom), say(phrases::kHeadTo), say(phrases::kHeadWhy), say(phrases::kHeadTimes)});
    table.right_from(3);
    for (std::size_t i = 0; i < std::min(all.size(), kRowsMax); ++i) {
      table.add({{party_name(report_, language_, all[i].from)},
                 {party_name(report_, language_, all[i].to)},
                 {std::string(words_for(language_, all[i].cause))},
                 {number(all[i].count)}});
    }
    table.print(console_);
    cut(all.size());
  }

  void misses() {
    if (evaluation_.misses.empty()) return;
    section(phrases::kSectionMisses);
    constexpr std::array kKinds{v1::CLOCK_KIND_ACK,       v1::CLOCK_KIND_ON_SITE, v1::CLOCK_KIND_RESOLVE,
                                v1::CLOCK_KIND_ARBITRATE, v1::CLOCK_KIND_VERIFY,  v1::CLOCK_KIND_TOTAL};
    std::map<std::string, std::map<v1::ClockKind, std::uint64_t>> by_party;
    std::map<std::string, std::uint64_t> excluded;
    for (const auto& miss : evaluation_.misses) {
      by_party[miss.party][miss.kind] += miss.count;
      excluded[miss.party] += miss.excluded;
    }
    std::vector<std::pair<std::uint64_t, std::string>> order;
    order.reserve(by_party.size());
    for (const auto& [party, kinds] : by_party) {
      order.emplace_back(std::accumulate(kinds.begin(), kinds.end(), std::uint64_t{0},
                                         [](std::uint64_t sum, const auto& kind) { return sum + kind.second; }),
                         party);
    }
    std::ranges::stable_sort(order, std::greater<>{}, &std::pair<std::uint64_t, std::string>::first);
    std::vector<std::string> headings{say(phrases::kHeadParty), say(phrases::kHeadAll)};
    for (const auto kind : kKinds)
      headings.emplace_back(words_for(language_, kind));
    headings.push_back(say(phrases::kHeadExcluded));
    TextTable table(std::move(headings));
    table.right_from(1);
    for (std::size_t i = 0; i < std::min(order.size(), kRowsMax); ++i) {
      const auto& [all, party] = order[i];
      std::vector<Cell> row{{party_name(report_, language_, party)}, {number(all), Colour::Bold}};
      for (const auto kind : kKinds)
        row.push_back({number(by_party[party][kind])});
      row.push_back({number(excluded[party])});
      table.add(std::move(row));
    }
    table.print(console_);
    cut(order.size());
  }

  // Of at least one ticket.
  void add_overdue(TextTable& table, const std::string& what, std::uint64_t overdue, std::uint64_t tickets) const {
    const auto share = static_cast<std::uint32_t>(engine::rounded_share(overdue, tickets, 10'000));
    table.add(
        {{what}, {number(overdue), overdue > 0 ? Colour::Red : Colour::None}, {number(tickets)}, {percent(share)}});
  }

  void grids() {
    struct Row {
      std::string grid;
      std::uint64_t tickets = 0;
      std::uint64_t overdue = 0;
    };
    std::vector<Row> rows;
    for (const auto& grid : evaluation_.grids) {
      const auto overdue = std::accumulate(grid.overdue.begin(), grid.overdue.end(), std::uint64_t{0});
      if (overdue == 0) continue;
      rows.push_back({grid.grid, std::accumulate(grid.tickets.begin(), grid.tickets.end(), std::uint64_t{0}), overdue});
    }
    if (rows.empty()) return;
    std::ranges::stable_sort(rows, std::greater<>{}, &Row::overdue);
    section(phrases::kSectionGrids);
    TextTable table(
        {say(phrases::kHeadGrid), say(phrases::kHeadOverdue), say(phrases::kHeadOf), say(phrases::kHeadRate)});
    table.right_from(1);
    for (std::size_t i = 0; i < std::min(rows.size(), kRowsMax); ++i) {
      add_overdue(table, rows[i].grid.empty() ? say(phrases::kElsewhere) : area_name(report_, language_, rows[i].grid),
                  rows[i].overdue, rows[i].tickets);
    }
    table.print(console_);
    cut(rows.size());
  }

  void hours() {
    std::array<std::uint64_t, 24> tickets{};
    std::array<std::uint64_t, 24> overdue{};
    for (const auto& grid : evaluation_.grids) {
      for (std::size_t hour = 0; hour < tickets.size(); ++hour) {
        tickets[hour] += grid.tickets[hour];
        overdue[hour] += grid.overdue[hour];
      }
    }
    section(phrases::kSectionHours);
    TextTable table(
        {say(phrases::kHeadHour), say(phrases::kHeadOverdue), say(phrases::kHeadOf), say(phrases::kHeadRate)});
    table.right_from(1);
    for (std::size_t hour = 0; hour < tickets.size(); ++hour) {
      if (tickets[hour] == 0) continue;
      std::array<char, 16> text{};
      std::snprintf(text.data(), text.size(), "%02zu:00–%02zu:00", hour, hour + 1);
      add_overdue(table, text.data(), overdue[hour], tickets[hour]);
    }
    table.print(console_);
  }

  // Those that blew any, or that stand out; by code, since a ranking would be chased.
  void whistles() {
    TextTable table({say(phrases::kHeadCommunity), say(phrases::kHeadWhistles), say(phrases::kHeadMisaimed),
                     say(phrases::kHeadVolume)});
    table.right_from(1);
    std::size_t shown = 0;
    std::size_t all = 0;
    for (const auto& line : evaluation_.whistles) {
      if (line.whistles == 0 && line.volume == engine::WhistleVolume::Usual) continue;
      if (++all > kRowsMax) continue;
      ++shown;
      const std::string volume = line.volume == engine::WhistleVolume::Few    ? say(phrases::kFew)
                                 : line.volume == engine::WhistleVolume::Many ? say(phrases::kMany)
                                                                              : std::string();
      table.add(
          {{area_name(report_, language_, line.area)}, {number(line.whistles)}, {number(line.misaimed)}, {volume}});
    }
    if (shown == 0) return;
    section(phrases::kSectionWhistles);
    table.print(console_);
    cut(all);
  }

  // What parties were given, and what those who score gave: by code, since a ranking would be chased.
  void scores() {
    const auto print = [&](const Phrase& title, const std::vector<engine::ScoreLine>& all) {
      if (all.empty()) return;
      section(title);
      TextTable table({say(phrases::kHeadParty), say(phrases::kHeadMean), say(phrases::kHeadScores)});
      table.right_from(1);
      for (std::size_t i = 0; i < std::min(all.size(), kRowsMax); ++i) {
        table.add({{party_name(report_, language_, all[i].party)},
                   {points(static_cast<std::int64_t>(all[i].mean_hundredths()))},
                   {number(all[i].count)}});
      }
      table.print(console_);
      cut(all.size());
    };
    print(phrases::kSectionScored, evaluation_.scored);
    print(phrases::kSectionScorers, evaluation_.scorers);
  }

  void appeals() {
    const auto& all = evaluation_.appeals;
    if (all.empty()) return;
    section(phrases::kSectionAppeals);
    TextTable tallies({say(phrases::kHeadParty), say(phrases::kHeadLodged), say(phrases::kHeadGranted),
                       say(phrases::kHeadRefused), say(phrases::kHeadWaiting)});
    tallies.right_from(1);
    const auto& parties = evaluation_.appellants;
    for (std::size_t i = 0; i < std::min(parties.size(), kRowsMax); ++i) {
      tallies.add({{party_name(report_, language_, parties[i].party)},
                   {number(parties[i].lodged)},
                   {number(parties[i].granted)},
                   {number(parties[i].refused)},
                   {number(parties[i].waiting)}});
    }
    tallies.print(console_);
    cut(parties.size());
    console_.out << '\n';
    TextTable table({say(phrases::kHeadTicket), say(phrases::kHeadParty), say(phrases::kHeadSubject),
                     say(phrases::kHeadGround), say(phrases::kHeadEnd), say(phrases::kHeadReviewers)});
    for (std::size_t i = 0; i < std::min(all.size(), kRowsMax); ++i)
      table.add(appeal_row(all[i]));
    table.print(console_);
    cut(all.size());
    note(say(phrases::kNoteAppeals));
  }

  [[nodiscard]] std::vector<Cell> appeal_row(const engine::AppealLine& appeal) const {
    std::string reviewers;
    for (const auto& member : appeal.reviewers)
      reviewers = listed(language_, {reviewers, member});
    const auto end = appeal.end == engine::AppealEnd::Waits     ? phrases::kAppealWaits
                     : appeal.end == engine::AppealEnd::Granted ? phrases::kAppealGranted
                                                                : phrases::kAppealRefused;
    return {{appeal.number},
            {party_name(report_, language_, appeal.party)},
            {std::string(words_for(language_, appeal.subject))},
            {std::string(words_for(language_, appeal.ground))},
            {say(end), appeal.end == engine::AppealEnd::Waits ? Colour::Yellow : Colour::None},
            {reviewers}};
  }

  Console& console_;
  const Language language_;
  const Report& report_;
  const engine::Evaluation& evaluation_;
};

}  // namespace

void print_report(Console& console, Language language, const Report& report) {
  Printer(console, language, report).print();
}

}  // namespace whistle::tools
