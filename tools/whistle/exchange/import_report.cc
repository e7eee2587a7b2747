#include "tools/whistle/exchange/import_report.h"

#include <boost/json.hpp>

#include "adapters/district/utf8.h"
#include "tools/whistle/csv_text.h"
#include "tools/whistle/exchange/wording_exchange.h"
#include "tools/whistle/text_table.h"

namespace whistle::tools {

namespace {

constexpr std::size_t kValueBytesMax = 256;  // of the file; it is to be found again by its row

// Valid UTF-8 and not too long, whatever came.
std::string shown(std::string_view value) {
  std::string text;
  for (const auto point : adapters::district::code_points(value.substr(0, kValueBytesMax))) {
    if (point < 0x80) {
      text += static_cast<char>(point);
    } else if (point < 0x800) {
      text += static_cast<char>(0xC0U | (point >> 6U));
      text += static_cast<char>(0x80U | (point & 0x3FU));
    } else if (point < 0x10000) {
      text += static_cast<char>(0xE0U | (point >> 12U));
      text += static_cast<char>(0x80U | ((point >> 6U) & 0x3FU));
      text += static_cast<char>(0x80U | (point & 0x3FU));
    } else {
      text += static_cast<char>(0xF0U | (point >> 18U));
      text += static_cast<char>(0x80U | ((point >> 12U) & 0x3FU));
      text += static_cast<char>(0x80U | ((point >> 6U) & 0x3FU));
      text += static_cast<char>(0x80U | (point & 0x3FU));
    }
  }
  return text;
}

}  // namespace

ImportReport::ImportReport(CommandContext& context, std::optional<AsideFile> faults, std::string faults_name,
                           bool dry_run)
    : context_(context), faults_(std::move(faults)), faults_name_(std::move(faults_name)), dry_run_(dry_run) {
  if (faults_) faults_->stream() << kByteOrderMark << "row,line,column,value,cause,effect,why\r\n";
}

void ImportReport::add(RowPlace place, const ImportFault& fault, const std::string& code) {
  const std::string cause = code.empty() ? std::string(machine_word(fault.cause)) : code;
  const auto why = import_fault_words(context_.language, fault);
  auto& found = found_[{cause, fault.effect}];
  if (++found.count == 1) {
    found.first_row = place.row;
    found.first = (fault.column.empty() ? "" : fault.column + ": ") + why;
  }
  if (!faults_) return;
  faults_->stream() << csv_row({std::to_string(place.row), std::to_string(place.line), csv_text_cell(fault.column),
                                csv_text_cell(shown(fault.value)), csv_cell(cause),
                                csv_cell(machine_word(fault.effect)), csv_text_cell(why)});
}

Result<void> ImportReport::end(bool interrupted, std::uint32_t next) {
  if (faults_ && !interrupted) {
    if (auto kept = faults_->keep(); !kept) return kept;
  }
  if (context_.json) {
    print_json(interrupted, next);
  } else {
    print(interrupted, next);
  }
  return {};
}

void ImportReport::print(bool interrupted, std::uint32_t next) const {
  auto& out = context_.console.out;
  const auto language = context_.language;
  const auto text = [](std::uint64_t number) { return std::to_string(number); };
  if (!found_.empty()) {
    const auto head = [&](const Phrase& what) { return std::string(phrase(language, what)); };
    TextTable table({head(phrases::kImportHeadCause), head(phrases::kImportHeadEffect), head(phrases::kImportHeadCount),
                     head(phrases::kImportHeadFirst)});
    for (const auto& [key, found] : found_)
      table.add({{key.first},
                 {std::string(machine_word(key.second))},
                 {text(found.count)},
                 {worded(language, phrases::kImportRow, {text(found.first_row), found.first})}});
    table.print(context_.console);
  }
  std::string columns;
  for (const auto& column : never_seen_)
    columns = listed(language, {columns, column});
  if (!columns.empty()) out << worded(language, phrases::kImportNeverSeen, {columns}) << '\n';
  if (counts.skipped > 0) out << worded(language, phrases::kImportSkipped, {text(counts.skipped)}) << '\n';
  if (dry_run_) {
    out << worded(language, phrases::kImportDryTally,
                  {text(counts.rows), text(counts.accepted), text(counts.unmapped)});
  } else {
    out << worded(language, phrases::kImportTally,
                  {text(counts.rows), text(counts.accepted), text(counts.before), text(counts.repeated),
                   text(counts.refused), text(counts.unmapped)});
  }
  out << '\n';
  if (interrupted) {
    context_.console.err << worded(language, phrases::kImportInterrupted, {text(next)}) << '\n';
  } else if (faults_) {
    out << worded(language, phrases::kImportFaultsWritten, {faults_name_}) << '\n';
  }
}

void ImportReport::print_json(bool interrupted, std::uint32_t next) const {
  boost::json::object object;
  object["rows"] = counts.rows;
  object["skipped"] = counts.skipped;
  object["dry_run"] = dry_run_;
  object["accepted"] = counts.accepted;
  object["there_before"] = counts.before;
  object["repeated"] = counts.repeated;
  object["refused"] = counts.refused;
  object["not_mapped"] = counts.unmapped;
  boost::json::array causes;
  for (const auto& [key, found] : found_) {
    boost::json::object cause;
    cause["cause"] = key.first;
    cause["effect"] = machine_word(key.second);
    cause["count"] = found.count;
    cause["first_row"] = found.first_row;
    cause["first"] = shown(found.first);
    causes.push_back(std::move(cause));
  }
  object["causes"] = std::move(causes);
  object["columns_never_seen"] = boost::json::array(never_seen_.begin(), never_seen_.end());
  object["interrupted"] = interrupted;
  object["next_row"] = next;
  context_.console.out << boost::json::serialize(object) << '\n';
}

}  // namespace whistle::tools
