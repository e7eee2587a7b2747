#include "tools/whistle/exchange/import_rows.h"

#include <algorithm>
#include <utility>

#include "adapters/district/json_tree.h"
#include "adapters/district/utf8.h"
#include "tools/whistle/exchange/wording_exchange.h"
#include "tools/whistle/wording_message.h"

namespace whistle::tools {

namespace {

namespace district = adapters::district;
using district::JsonNode;

constexpr std::size_t kPieceBytes = std::size_t{64} << 10;
constexpr std::size_t kRowBytesMax = std::size_t{1} << 20;

// The member itself, or by a path of members: "geo.lat".
const JsonNode* member_of(const JsonNode& object, std::string_view path) {
  if (object.kind != JsonNode::Kind::Object) return nullptr;
  if (const auto* whole = object.find(path)) return whole;
  for (auto dot = path.find('.'); dot != std::string_view::npos; dot = path.find('.', dot + 1)) {
    const auto* outer = object.find(path.substr(0, dot));
    if (outer == nullptr) continue;
    if (const auto* inner = member_of(*outer, path.substr(dot + 1))) return inner;
  }
  return nullptr;
}

bool is_scalar(const JsonNode& node) {
  return node.kind != JsonNode::Kind::Array && node.kind != JsonNode::Kind::Object;
}

}  // namespace

ImportRows::ImportRows(Language language, std::istream& stream, const std::string& name, const ImportMapping& mapping)
    : language_(language), stream_(stream), name_(name), mapping_(mapping), buffer_(kPieceBytes) {
  seen_.assign(mapping.columns.size(), mapping.form == ImportForm::Csv);
}

Result<std::unique_ptr<ImportRows>> ImportRows::open(Language language, std::istream& stream, const std::string& name,
                                                     const ImportMapping& mapping) {
  std::unique_ptr<ImportRows> rows(new ImportRows(language, stream, name, mapping));
  rows->rest_ = rows->piece();
  if (stream.bad()) return rows->read_failed();
  if (rows->rest_.starts_with("\xFF\xFE") || rows->rest_.starts_with("\xFE\xFF"))
    return file_failure(worded(language, phrases::kImportUtf16, {name}),
                        worded(language, phrases::kImportUtf16Hint, {name}));
  rows->rest_ = district::without_byte_order_mark(rows->rest_);
  if (mapping.form == ImportForm::JsonLines) return rows;
  auto* self = rows.get();
  rows->records_.emplace(
      [self] {
        auto first = std::exchange(self->rest_, {});
        return first.empty() ? self->piece() : first;
      },
      district::CsvForm{mapping.delimiter, kRowBytesMax});
  if (auto read = rows->read_header(); !read) return tl::unexpected(read.error());
  return rows;
}

// What there is at the moment: everything before the place at which a disk fails has then been handed over.
std::string_view ImportRows::piece() {
  char first = 0;
  if (!stream_.get(first)) return {};
  buffer_.front() = first;
  const auto more = stream_.readsome(buffer_.data() + 1, static_cast<std::streamsize>(buffer_.size() - 1));
  const auto bytes = static_cast<std::size_t>(more) + 1;
  bytes_ += bytes;
  return {buffer_.data(), bytes};
}

Result<void> ImportRows::read_header() {
  const auto header = records_->next();
  if (stream_.bad()) return read_failed();
  if (!header) return file_failure(worded(language_, phrases::kImportEmpty, {name_}));
  if (!*header) return broken(header->error());
  const auto& names = (*header)->fields;
  for (const auto& name : names) {
    if (district::first_invalid_utf8(name)) {
      return file_failure(worded(language_, phrases::kImportNotUtf8, {name_}),
                          worded(language_, phrases::kImportNotUtf8Hint, {name_}));
    }
  }
  width_ = names.size();
  std::string missing;
  std::string repeated;
  for (const auto& column : mapping_.columns) {
    const auto found = std::find(names.begin(), names.end(), column);
    if (found == names.end()) {
      missing = listed(language_, {missing, column});
      continue;
    }
    if (std::find(found + 1, names.end(), column) != names.end()) repeated = listed(language_, {repeated, column});
    places_.push_back(static_cast<std::size_t>(found - names.begin()));
  }
  if (!missing.empty()) {
    std::string there;
    for (const auto& name : names)
      there = listed(language_, {there, name});
    return file_failure(worded(language_, phrases::kImportMissingColumn, {name_, missing}),
                        worded(language_, phrases::kImportMissingColumnHint, {there}));
  }
  if (!repeated.empty()) return file_failure(worded(language_, phrases::kImportRepeatedColumn, {name_, repeated}));
  return {};
}

tl::unexpected<Failure> ImportRows::read_failed() const {
  return file_failure(worded(language_, phrases::kReadFailed, {name_, std::to_string(bytes_)}),
                      std::string(phrase(language_, phrases::kImportNotCsvHint)));
}

tl::unexpected<Failure> ImportRows::broken(const district::CsvBreak& at) const {
  const auto& words = at.too_long ? phrases::kImportRecordTooLong : phrases::kImportNotCsv;
  return file_failure(worded(language_, words, {name_, std::to_string(at.line)}),
                      std::string(phrase(language_, phrases::kImportNotCsvHint)));
}

std::optional<Result<ImportRow>> ImportRows::next() {
  auto row = mapping_.form == ImportForm::Csv ? next_record() : next_line();
  // Whatever ends where the stream failed is half a row at best.
  if (stream_.bad()) return read_failed();
  return row;
}

std::optional<Result<ImportRow>> ImportRows::next_record() {
  auto record = records_->next();
  if (!record) return std::nullopt;
  if (!*record) return broken(record->error());
  auto& fields = (*record)->fields;
  ImportRow row{++row_, (*record)->line, {}, std::nullopt};
  if (fields.size() != width_) {
    row.fault = ImportFault{ImportCause::FieldCount,
                            ImportEffect::Row,
                            {},
                            {},
                            std::to_string(fields.size()) + "/" + std::to_string(width_)};
    return row;
  }
  for (const auto place : places_)
    row.cells.push_back(fields[place]);
  return row;
}

std::optional<Result<ImportRow>> ImportRows::next_line() {
  std::string line;
  bool any = false;
  bool too_long = false;
  while (true) {
    if (rest_.empty()) rest_ = piece();
    if (rest_.empty()) {
      if (!any) return std::nullopt;
    } else {
      any = true;
      const auto end = rest_.find('\n');
      const auto part = rest_.substr(0, end);
      too_long = too_long || line.size() + part.size() > kRowBytesMax;
      if (!too_long) line += part;
      rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
      if (end == std::string_view::npos) continue;
    }
    ++line_;
    if (too_long || line.find_first_not_of(" \t\r") != std::string::npos) break;
    any = false;
    line.clear();
  }
  ImportRow row{++row_, line_, {}, std::nullopt};
  const auto fail = [&](std::string detail) {
    row.cells.clear();
    row.fault = ImportFault{ImportCause::BrokenRow, ImportEffect::Row, {}, {}, std::move(detail)};
    return row;
  };
  if (too_long) return fail("> 1 MiB");
  const auto object = district::read_json(line, line_);
  if (!object) return fail(object.error().what);
  if (object->kind != JsonNode::Kind::Object) return fail("{ }");
  for (std::size_t i = 0; i < mapping_.columns.size(); ++i) {
    const auto* member = member_of(*object, mapping_.columns[i]);
    if (member != nullptr && !is_scalar(*member)) return fail(mapping_.columns[i] + ": [ ] { }");
    if (member != nullptr) seen_[i] = true;
    row.cells.push_back(member == nullptr ? std::string() : member->text);
  }
  return row;
}

std::vector<std::string> ImportRows::columns_never_seen() const {
  std::vector<std::string> columns;
  for (std::size_t i = 0; i < seen_.size(); ++i) {
    if (!seen_[i]) columns.push_back(mapping_.columns[i]);
  }
  return columns;
}

}  // namespace whistle::tools
