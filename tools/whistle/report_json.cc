// The evaluation for programs.
#include <boost/json.hpp>

#include <numeric>
#include <string>
#include <utility>

#include "adapters/district/words.h"
#include "engine/hexadecimal.h"
#include "tools/whistle/report.h"
#include "tools/whistle/wording_codes.h"

namespace whistle::tools {

namespace {

namespace json = boost::json;
using adapters::district::word_of;

json::value or_null(std::optional<std::uint32_t> value) {
  return value ? json::value(*value) : json::value(nullptr);
}

json::object figures_object(const engine::Figures& figures, const engine::EvaluationRules& rules) {
  json::object counts;
  for (std::size_t i = 0; i < engine::kCounts; ++i)
    counts[engine::word_of(static_cast<engine::Count>(i))] = figures.counts[i];
  json::object rates;
  for (std::size_t i = 0; i < engine::kRates; ++i) {
    const auto rate = static_cast<engine::Rate>(i);
    rates[engine::word_of(rate)] = or_null(figures.rate(rate));
  }
  return {{"counts", std::move(counts)},
          {"rates_bp", std::move(rates)},
          {"hops_hundredths", or_null(figures.hops_hundredths())},
          {"score_bp", or_null(figures.score(rules))}};
}

json::value spread_value(const std::optional<engine::Spread>& spread) {
  if (!spread) return nullptr;
  return json::object{{"count", spread->count},
                      {"mean_s", spread->mean.us / engine::kSecondUs},
                      {"p50_s", spread->p50.us / engine::kSecondUs},
                      {"p90_s", spread->p90.us / engine::kSecondUs}};
}

template <typename Named>
json::object named(const std::string& code, const Named& name) {
  return {{"code", code}, {"name_zh", name(Language::Chinese)}, {"name_en", name(Language::English)}};
}

json::object named_area(const Report& report, const std::string& code) {
  return named(code, [&](Language language) { return area_name(report, language, code); });
}

json::object named_party(const Report& report, const std::string& code) {
  return named(code, [&](Language language) { return party_name(report, language, code); });
}

template <typename Name>
json::array figures_lines(const Report& report, const std::vector<engine::FiguresLine>& lines, const Name& name) {
  json::array array;
  for (const auto& line : lines) {
    auto object = name(line.code);
    for (auto& [key, value] : figures_object(line.figures, report.ruleset->evaluation))
      object[key] = std::move(value);
    array.push_back(std::move(object));
  }
  return array;
}

template <typename Name>
json::array ledger_lines(const std::vector<engine::LedgerLine>& lines, const Name& name) {
  json::array array;
  for (const auto& line : lines) {
    auto object = name(line.code);
    json::array deeds;
    for (const auto& item : line.items) {
      deeds.push_back(json::object{
          {"kind", word_of(item.kind)}, {"tickets", item.count}, {"points_hundredths", item.points_hundredths}});
    }
    object["tickets"] = line.tickets;
    object["base"] = line.base;
    object["deeds"] = std::move(deeds);
    object["score_hundredths"] = line.score_hundredths;
    object["grade"] = line.grade.empty() ? json::value(nullptr) : json::value(line.grade);
    array.push_back(std::move(object));
  }
  return array;
}

json::array graph(const std::vector<engine::HandOff>& hand_offs) {
  json::array array;
  for (const auto& edge : hand_offs) {
    array.push_back(
        json::object{{"from", edge.from}, {"to", edge.to}, {"cause", machine_word(edge.cause)}, {"count", edge.count}});
  }
  return array;
}

json::array charges(const std::vector<engine::ChargedMiss>& misses) {
  json::array array;
  for (const auto& miss : misses)
    array.push_back(json::object{
        {"party", miss.party}, {"clock", machine_word(miss.kind)}, {"count", miss.count}, {"excluded", miss.excluded}});
  return array;
}

json::array appeals(const Report& report) {
  json::array array;
  for (const auto& appeal : report.evaluation.appeals) {
    array.push_back(json::object{{"ticket", appeal.ticket.value},
                                 {"number", appeal.number},
                                 {"party", appeal.party},
                                 {"subject", machine_word(appeal.subject)},
                                 {"ground", machine_word(appeal.ground)},
                                 {"lodged", time_text(report, appeal.lodged)},
                                 {"outcome", end_word(appeal.end)},
                                 {"reviewers", json::array(appeal.reviewers.begin(), appeal.reviewers.end())}});
  }
  return array;
}

json::array appellants(const Report& report) {
  json::array array;
  for (const auto& line : report.evaluation.appellants) {
    auto object = named_party(report, line.party);
    object["lodged"] = line.lodged;
    object["granted"] = line.granted;
    object["refused"] = line.refused;
    object["waiting"] = line.waiting;
    array.push_back(std::move(object));
  }
  return array;
}

json::array score_lines(const Report& report, const std::vector<engine::ScoreLine>& lines) {
  json::array array;
  for (const auto& line : lines) {
    auto object = named_party(report, line.party);
    object["count"] = line.count;
    object["mean_hundredths"] = line.mean_hundredths();
    array.push_back(std::move(object));
  }
  return array;
}

json::array grid_hours(const Report& report) {
  json::array array;
  for (const auto& grid : report.evaluation.grids) {
    auto object = named_area(report, grid.grid);
    object["tickets_by_hour"] = json::array(grid.tickets.begin(), grid.tickets.end());
    object["overdue_by_hour"] = json::array(grid.overdue.begin(), grid.overdue.end());
    array.push_back(std::move(object));
  }
  return array;
}

json::array whistles(const Report& report) {
  json::array array;
  for (const auto& line : report.evaluation.whistles) {
    auto object = named_area(report, line.area);
    object["whistles"] = line.whistles;
    object["misaimed"] = line.misaimed;
    object["volume"] = volume_word(line.volume);
    array.push_back(std::move(object));
  }
  return array;
}

json::object head(const Report& report) {
  const auto& rules = report.ruleset->evaluation;
  const auto bound = [&](const std::optional<engine::Instant>& at) {
    return at ? json::value(time_text(report, *at)) : json::value(nullptr);
  };
  return {{"district", report.ruleset->manifest.district_code()},
          {"area", area_of(report)},
          {"from", bound(report.selection.from)},
          {"until", bound(report.selection.until)},
          {"as_of", time_text(report, report.as_of)},
          {"entries", report.entries},
          {"ruleset_sha256", engine::hexadecimal(report.ruleset_sha256)},
          {"weights_bp", json::object{{"response", rules.response_weight_bp},
                                      {"solved", rules.resolution_weight_bp},
                                      {"satisfaction", rules.satisfaction_weight_bp}}},
          {"satisfied_from", rules.satisfied_from}};
}

}  // namespace

std::string report_json(const Report& report) {
  const auto& evaluation = report.evaluation;
  const auto area = [&](const std::string& code) { return named_area(report, code); };
  const auto party = [&](const std::string& code) { return named_party(report, code); };
  const auto estate = [&](const std::string& code) {
    return named(code, [&](Language language) { return estate_name(report, language, code); });
  };
  auto object = head(report);
  for (auto& [key, value] : figures_object(evaluation.whole, report.ruleset->evaluation))
    object[key] = std::move(value);
  object["times"] = json::object{{"acknowledgement", spread_value(evaluation.times.acknowledgement)},
                                 {"arrival", spread_value(evaluation.times.arrival)},
                                 {"resolution", spread_value(evaluation.times.resolution)},
                                 {"closing", spread_value(evaluation.times.closing)}};
  object["areas"] = figures_lines(report, evaluation.areas, area);
  object["parties"] = figures_lines(report, evaluation.parties, party);
  object["watched"] = figures_object(evaluation.watched, report.ruleset->evaluation);
  object["watched_estates"] = figures_lines(report, evaluation.watched_estates, estate);
  object["firms"] = ledger_lines(evaluation.firms, party);
  object["communities"] = ledger_lines(evaluation.communities, area);
  object["hand_offs"] = graph(evaluation.hand_offs);
  object["misses"] = charges(evaluation.misses);
  object["grids"] = grid_hours(report);
  object["community_whistles"] = whistles(report);
  object["scored"] = score_lines(report, evaluation.scored);
  object["scorers"] = score_lines(report, evaluation.scorers);
  object["appeals"] = appeals(report);
  object["appellants"] = appellants(report);
  return json::serialize(object) + '\n';
}

}  // namespace whistle::tools
