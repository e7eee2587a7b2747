#include "adapters/district/csv_records.h"

#include <csv.h>

#include <utility>

namespace whistle::adapters::district {

// Feeds libcsv at most one physical line at a time, so that each record knows where it starts and at most one record
// is complete at a time.
class CsvRecords::Parser {
 public:
  Parser(CsvPieces pieces, CsvForm form) : pieces_(std::move(pieces)), form_(form) {
    ready_ = csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI) == 0;
    if (ready_) csv_set_delim(&parser_, static_cast<unsigned char>(form_.delimiter));
  }
  ~Parser() {
    if (ready_) csv_free(&parser_);
  }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  std::optional<tl::expected<CsvRecord, CsvBreak>> next() {
    if (broken_ || !ready_) return broken_ || ended_ ? std::nullopt : stop(/*too_long=*/false);
    while (!complete_) {
      if (rest_.empty()) rest_ = pieces_();
      if (rest_.empty()) {
        if (std::exchange(ended_, true)) return std::nullopt;
        if (csv_fini(&parser_, on_field, on_row, this) != 0) return stop(/*too_long=*/false);
        if (!complete_) return std::nullopt;
        break;
      }
      if (!feed_line()) return stop(/*too_long=*/false);
      if (record_bytes_ > form_.record_bytes_max && !complete_) return stop(/*too_long=*/true);
    }
    complete_ = false;
    return std::exchange(done_, {});
  }

 private:
  std::optional<tl::expected<CsvRecord, CsvBreak>> stop(bool too_long) {
    broken_ = true;
    return tl::unexpected(CsvBreak{row_.line == 0 ? 1 : row_.line, too_long});
  }

  // Up to and with the next line break, or what there is of a line.
  bool feed_line() {
    // The second half of a CRLF that a piece's end cut in two belongs to the line before.
    const bool half = std::exchange(after_cr_, false) && rest_.starts_with('\n');
    const std::size_t end = half ? 0 : rest_.find_first_of("\r\n");
    std::size_t size = end == std::string_view::npos ? rest_.size() : end + 1;
    if (!half && rest_.substr(size - 1).starts_with("\r\n")) ++size;
    const auto part = rest_.substr(0, size);
    rest_.remove_prefix(size);
    if (!half && !std::exchange(in_line_, true)) ++line_;
    if (!pending_) row_.line = line_;
    blank_ = (pending_ ? blank_ : true) && part.find_first_not_of(" \t\r\n") == std::string_view::npos;
    pending_ = true;
    record_bytes_ += size;
    row_ended_ = false;
    if (csv_parse(&parser_, part.data(), part.size(), on_field, on_row, this) != part.size()) return false;
    const bool line_ended = part.ends_with('\n') || part.ends_with('\r');
    if (line_ended) in_line_ = false;
    after_cr_ = part.ends_with('\r');
    if (row_ended_ || (line_ended && blank_)) {
      pending_ = false;
      record_bytes_ = 0;
    }
    return true;
  }

  static void on_field(void* field, std::size_t size, void* self) {
    static_cast<Parser*>(self)->row_.fields.emplace_back(static_cast<const char*>(field), size);
  }

  static void on_row(int, void* self) {
    auto& parser = *static_cast<Parser*>(self);
    parser.row_ended_ = true;
    const bool blank = parser.row_.fields.size() == 1 && parser.row_.fields.front().empty();
    if (!blank) {
      parser.done_ = parser.row_;
      parser.complete_ = true;
    }
    parser.row_.fields.clear();
  }

  const CsvPieces pieces_;
  const CsvForm form_;
  csv_parser parser_{};
  CsvRecord row_;   // in the making
  CsvRecord done_;  // and complete
  std::string_view rest_;
  std::size_t record_bytes_ = 0;
  std::uint32_t line_ = 0;
  bool ready_ = false;
  bool in_line_ = false;    // a physical line has begun that has not ended
  bool pending_ = false;    // a record has begun that has not ended
  bool blank_ = false;      // with nothing in it so far
  bool row_ended_ = false;  // by what was fed last
  bool after_cr_ = false;
  bool complete_ = false;
  bool ended_ = false;
  bool broken_ = false;
};

CsvRecords::CsvRecords(CsvPieces pieces, CsvForm form) : parser_(std::make_unique<Parser>(std::move(pieces), form)) {}

CsvRecords::~CsvRecords() = default;

std::optional<tl::expected<CsvRecord, CsvBreak>> CsvRecords::next() {
  return parser_->next();
}

}  // namespace whistle::adapters::district
