// The evaluation for spreadsheets.
#include <string>
#include <string_view>
#include <vector>

#include "adapters/district/words.h"
#include "tools/whistle/csv_text.h"
#include "tools/whistle/report.h"
#include "tools/whistle/wording_codes.h"

namespace whistle::tools {

namespace {

using adapters::district::word_of;

struct Subject {
  std::string_view section;
  std::string code;
  std::string name;
  std::string other;  // the second party, the clock, the hour, the grade
};

class Writer {
 public:
  Writer(Language language, const Report& report) : language_(language), report_(report), text_(kByteOrderMark) {
    text_ += "section,code,name,other,measure,value,of,rate_bp\r\n";
  }

  std::string written() {
    const auto& evaluation = report_.evaluation;
    const auto area = [&](const std::string& code) { return area_name(report_, language_, code); };
    const auto party = [&](const std::string& code) { return party_name(report_, language_, code); };
    const auto estate = [&](const std::string& code) { return estate_name(report_, language_, code); };
    figures({"whole", area_of(report_), area(area_of(report_)), {}}, evaluation.whole);
    times();
    for (const auto& line : evaluation.areas)
      figures({"area", line.code, area(line.code), {}}, line.figures);
    for (const auto& line : evaluation.parties)
      figures({"party", line.code, party(line.code), {}}, line.figures);
    figures({"watched", {}, {}, {}}, evaluation.watched);
    for (const auto& line : evaluation.watched_estates)
      figures({"watched_estate", line.code, estate(line.code), {}}, line.figures);
    for (const auto& line : evaluation.firms)
      ledger({"firm", line.code, party(line.code), line.grade}, line);
    for (const auto& line : evaluation.communities)
      ledger({"community", line.code, area(line.code), line.grade}, line);
    for (const auto& edge : evaluation.hand_offs)
      row({"hand_off", edge.from, party(edge.from), edge.to}, machine_word(edge.cause), std::to_string(edge.count));
    for (const auto& miss : evaluation.misses) {
      const Subject subject{"miss", miss.party, party(miss.party), machine_word(miss.kind)};
      row(subject, "missed", std::to_string(miss.count));
      row(subject, "excluded", std::to_string(miss.excluded), std::to_string(miss.count));
    }
    grids();
    for (const auto& line : evaluation.whistles) {
      row({"community_whistles", line.area, area(line.area), std::string(volume_word(line.volume))}, "misaimed",
          std::to_string(line.misaimed), std::to_string(line.whistles));
    }
    scores("scored", evaluation.scored);
    scores("scorer", evaluation.scorers);
    appeals();
    return std::move(text_);
  }

 private:
  void row(const Subject& subject, std::string_view measure, std::string_view value, std::string_view of = {},
           std::string_view rate = {}) {
    for (const std::string_view cell : {subject.section, std::string_view(subject.code), std::string_view(subject.name),
                                        std::string_view(subject.other), measure, value, of}) {
      text_ += csv_cell(cell) + ',';
    }
    text_ += csv_cell(rate) + "\r\n";
  }

  void figures(const Subject& subject, const engine::Figures& figures) {
    for (std::size_t i = 0; i < engine::kCounts; ++i)
      row(subject, engine::word_of(static_cast<engine::Count>(i)), std::to_string(figures.counts[i]));
    for (std::size_t i = 0; i < engine::kRates; ++i) {
      const auto rate = static_cast<engine::Rate>(i);
      const auto [numerator, denominator] = engine::terms_of(rate);
      const auto share = figures.rate(rate);
      row(subject, std::string(engine::word_of(rate)) + "_rate", std::to_string(figures[numerator]),
          std::to_string(figures[denominator]), share ? std::to_string(*share) : std::string());
    }
    const auto score = figures.score(report_.ruleset->evaluation);
    row(subject, "score", {}, {}, score ? std::to_string(*score) : std::string());
  }

  void times() {
    const auto& times = report_.evaluation.times;
    const Subject subject{"times", area_of(report_), {}, {}};
    const auto add = [&](const std::string& what, const std::optional<engine::Spread>& spread) {
      const auto count = std::to_string(spread ? spread->count : 0);
      const auto seconds = [&](const char* which, engine::Duration engine::Spread::*time) {
        row(subject, what + which, spread ? std::to_string(((*spread).*time).us / engine::kSecondUs) : std::string(),
            count);
      };
      seconds("_mean_s", &engine::Spread::mean);
      seconds("_p50_s", &engine::Spread::p50);
      seconds("_p90_s", &engine::Spread::p90);
    };
    add("acknowledgement", times.acknowledgement);
    add("arrival", times.arrival);
    add("resolution", times.resolution);
    add("closing", times.closing);
  }

  void ledger(const Subject& subject, const engine::LedgerLine& line) {
    row(subject, "base", std::to_string(line.base));
    for (const auto& item : line.items) {
      row(subject, word_of(item.kind), std::to_string(item.count), std::to_string(line.tickets));
      row(subject, std::string(word_of(item.kind)) + "_points_hundredths", std::to_string(item.points_hundredths));
    }
    row(subject, "score_hundredths", std::to_string(line.score_hundredths));
  }

  void grids() {
    for (const auto& grid : report_.evaluation.grids) {
      for (std::size_t hour = 0; hour < grid.tickets.size(); ++hour) {
        if (grid.tickets[hour] == 0) continue;
        row({"grid_hour", grid.grid, area_name(report_, language_, grid.grid), std::to_string(hour)}, "overdue",
            std::to_string(grid.overdue[hour]), std::to_string(grid.tickets[hour]));
      }
    }
  }

  void scores(std::string_view section, const std::vector<engine::ScoreLine>& lines) {
    for (const auto& line : lines) {
      row({section, line.party, party_name(report_, language_, line.party), {}}, "mean_hundredths",
          std::to_string(line.mean_hundredths()), std::to_string(line.count));
    }
  }

  void appeals() {
    for (const auto& line : report_.evaluation.appellants) {
      const Subject subject{"appellant", line.party, party_name(report_, language_, line.party), {}};
      row(subject, "lodged", std::to_string(line.lodged));
      row(subject, "granted", std::to_string(line.granted), std::to_string(line.lodged));
      row(subject, "refused", std::to_string(line.refused), std::to_string(line.lodged));
      row(subject, "waiting", std::to_string(line.waiting), std::to_string(line.lodged));
    }
    for (const auto& appeal : report_.evaluation.appeals) {
      const Subject subject{"appeal", appeal.party, party_name(report_, language_, appeal.party), appeal.number};
      const auto about = machine_word(appeal.subject);
      std::string reviewers;
      for (const auto& member : appeal.reviewers)
        reviewers += (reviewers.empty() ? "" : ";") + member;
      row(subject, about, end_word(appeal.end));
      row(subject, about + "_ground", machine_word(appeal.ground));
      row(subject, about + "_lodged", time_text(report_, appeal.lodged));
      row(subject, about + "_reviewers", reviewers);
    }
  }

  const Language language_;
  const Report& report_;
  std::string text_;
};

}  // namespace

std::string report_csv(Language language, const Report& report) {
  return Writer(language, report).written();
}

}  // namespace whistle::tools
