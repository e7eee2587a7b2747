// The two-way evaluation of a journal, ready to be told: what `whistle report` reckoned, and by which rules.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/evaluation.h"
#include "engine/ruleset.h"
#include "tools/whistle/console.h"
#include "tools/whistle/language.h"

namespace whistle::tools {

struct Report {
  std::shared_ptr<const engine::Ruleset> ruleset;  // the newest of the journal
  std::string ruleset_sha256;                      // 32 bytes
  engine::Selection selection;
  engine::Instant as_of;      // of the journal's last entry
  std::uint64_t entries = 0;  // of the whole journal
  engine::Evaluation evaluation;
};

// Sections of tables for people; long ones are cut, and say so.
void print_report(Console& console, Language language, const Report& report);
// One object. Rates are basis points, times seconds, scores of ledgers hundredths of a point; what cannot be computed
// is null.
[[nodiscard]] std::string report_json(const Report& report);
// A table with a header: section, code, name, other, measure, value, of, rate. Every figure is a row, so that a
// spreadsheet can filter; with a byte order mark, without which spreadsheets misread Chinese.
[[nodiscard]] std::string report_csv(Language language, const Report& report);

// ---- shared by the three ----

// The ruleset's name of a code; the code where it has no such thing.
[[nodiscard]] std::string area_name(const Report& report, Language language, std::string_view code);
[[nodiscard]] std::string estate_name(const Report& report, Language language, std::string_view code);
[[nodiscard]] std::string party_name(const Report& report, Language language, std::string_view code);
// Code of the selected area; the district's where none was selected.
[[nodiscard]] const std::string& area_of(const Report& report);
// "2026-09-28T14:05:31+08:00", in the district's zone.
[[nodiscard]] std::string time_text(const Report& report, engine::Instant at);
// What programs compare: "usual", "few", "many".
[[nodiscard]] std::string_view volume_word(engine::WhistleVolume volume);
// "waits", "granted", "refused".
[[nodiscard]] std::string_view end_word(engine::AppealEnd end);

}  // namespace whistle::tools
