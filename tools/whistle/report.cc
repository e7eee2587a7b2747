#include "tools/whistle/report.h"

#include "adapters/district/civil_text.h"

namespace whistle::tools {

namespace {

template <typename List, typename Index>
std::string name_of(const List& list, Language language, std::string_view code, std::optional<Index> index) {
  if (!index) return std::string(code);
  const auto& known = list[index->value];
  const auto name = name_in(language, known.name_zh, known.name_en);
  return std::string(name.empty() ? code : name);
}

}  // namespace

std::string area_name(const Report& report, Language language, std::string_view code) {
  return name_of(report.ruleset->areas, language, code, report.ruleset->find_area(code));
}

std::string estate_name(const Report& report, Language language, std::string_view code) {
  return name_of(report.ruleset->estates, language, code, report.ruleset->find_estate(code));
}

std::string party_name(const Report& report, Language language, std::string_view code) {
  return name_of(report.ruleset->parties, language, code, report.ruleset->find_party(code));
}

const std::string& area_of(const Report& report) {
  return report.ruleset->area(report.selection.area.value_or(report.ruleset->district)).code;
}

std::string time_text(const Report& report, engine::Instant at) {
  return adapters::district::rfc3339_text(at, report.ruleset->calendar.offset_at(at));
}

std::string_view volume_word(engine::WhistleVolume volume) {
  switch (volume) {
    case engine::WhistleVolume::Few:
      return "few";
    case engine::WhistleVolume::Many:
      return "many";
    case engine::WhistleVolume::Usual:
      break;
  }
  return "usual";
}

std::string_view end_word(engine::AppealEnd end) {
  switch (end) {
    case engine::AppealEnd::Granted:
      return "granted";
    case engine::AppealEnd::Refused:
      return "refused";
    case engine::AppealEnd::Waits:
      break;
  }
  return "waits";
}

}  // namespace whistle::tools
