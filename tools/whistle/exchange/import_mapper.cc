#include "tools/whistle/exchange/import_mapper.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "adapters/district/decimal.h"
#include "adapters/district/sha256.h"
#include "adapters/district/utf8.h"
#include "adapters/district/words.h"
#include "tools/whistle/csv_text.h"
#include "tools/whistle/exchange/civil_format.h"

namespace whistle::tools {

namespace {

namespace district = adapters::district;

// The engine's own bounds, as proto/ has them.
constexpr std::size_t kCodeBytesMax = 64;
constexpr std::size_t kChannelBytesMax = 32;
constexpr std::size_t kTextBytesMax = 8'192;
constexpr std::size_t kAddressBytesMax = 512;
constexpr std::size_t kPersonBytesMax = 128;
constexpr std::size_t kReadableIdBytesMax = 39;  // with the source's 24 and the colon a key of 64
constexpr std::size_t kHashDigits = 32;
constexpr std::int64_t kLatE7Max = 900'000'000;
constexpr std::int64_t kLonE7Max = 1'800'000'000;

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

// The engine's texts have LF between lines; files of other systems have CRLF, or CR.
std::string with_plain_lines(std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '\r') {
      plain += text[at];
    } else if (at + 1 == text.size() || text[at + 1] != '\n') {
      plain += '\n';
    }
  }
  return plain;
}

bool is_line_break(char c) {
  return c == '\n' || c == '\t';
}

std::size_t bytes_max(ImportTarget target) {
  switch (target) {
    case ImportTarget::Text:
      return kTextBytesMax;
    case ImportTarget::Address:
      return kAddressBytesMax;
    case ImportTarget::Channel:
      return kChannelBytesMax;
    case ImportTarget::Name:
    case ImportTarget::Phone:
      return kPersonBytesMax;
    case ImportTarget::Id:
      return std::size_t{1} << 20;  // hashed
    default:
      return kCodeBytesMax;
  }
}

std::string cut_to(std::string text, std::size_t bytes) {
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U)
    --bytes;
  text.resize(bytes);
  return text;
}

template <typename Enum>
std::string known_words() {
  std::string known;
  for (const auto& word : district::words<Enum>())
    known += (known.empty() ? "" : ", ") + std::string(word.text);
  return known;
}

// Reads one row; what it finds on the way is kept.
class RowReader {
 public:
  RowReader(const ImportMapping& mapping, const DistrictNames& names, const ImportRow& row)
      : mapping_(mapping), names_(names), row_(row) {}

  struct Value {
    std::string text;    // mapped
    std::string raw;     // as it came
    std::string column;  // the names of its columns
  };

  // The value as the mapping has it; empty where the row says nothing.
  Value value(ImportTarget target) {
    Value value;
    const auto& rule = mapping_.rule(target);
    if (!rule) return value;
    if (rule->columns.empty()) {
      value.text = rule->value;
      return value;
    }
    // An export's own words come back as they went out, blanks and line breaks too.
    const bool of_people = target == ImportTarget::Text || target == ImportTarget::Address;
    const bool as_it_was = mapping_.formula_guard && of_people;
    for (const auto column : rule->columns) {
      value.column += (value.column.empty() ? "" : "+") + mapping_.columns[column];
      std::string_view cell = row_.cells[column];
      if (mapping_.formula_guard) cell = without_formula_guard(cell);
      if (!as_it_was) cell = trimmed(cell);
      if (cell.empty()) continue;
      value.raw += (value.raw.empty() ? "" : rule->join) + (as_it_was ? std::string(cell) : with_plain_lines(cell));
    }
    if (!is_text(value)) return value;
    value.text = value.raw;
    // The text alone may have several lines.
    if (target != ImportTarget::Text && !as_it_was)
      std::replace_if(value.text.begin(), value.text.end(), is_line_break, ' ');
    if (rule->words || rule->by_name) find_word(*rule, value);
    fit(target, *rule, value);
    return value;
  }

  std::string text(ImportTarget target) { return value(target).text; }

  template <typename Enum>
  Enum word(ImportTarget target, Enum otherwise) {
    const auto value = this->value(target);
    if (value.text.empty()) return otherwise;
    if (const auto known = district::parse_word<Enum>(value.text)) return *known;
    add(ImportCause::UnknownWord, value, known_words<Enum>());
    return otherwise;
  }

  void add(ImportCause cause, const Value& value, std::string detail = {}, ImportEffect effect = ImportEffect::Row) {
    faults.push_back({cause, effect, value.column, value.raw, std::move(detail)});
  }

  std::vector<ImportFault> faults;

 private:
  bool is_text(Value& value) {
    const bool utf8 = !district::first_invalid_utf8(value.raw);
    if (utf8 && !district::first_control_character(value.raw)) return true;
    add(utf8 ? ImportCause::ControlCharacter : ImportCause::NotUtf8, value);
    return false;
  }

  void find_word(const ImportRule& rule, Value& value) {
    if (rule.words) {
      // An empty value can be mapped too.
      if (const auto found = rule.words->find(value.raw); found != rule.words->end()) {
        value.text = found->second.to;
        return;
      }
    }
    auto cause = ImportCause::NotMapped;
    std::string detail;
    if (rule.by_name) {
      const auto codes = names_.categories_called(value.raw);
      if (codes.size() == 1) {
        value.text = codes.front();
        return;
      }
      cause = codes.empty() ? ImportCause::NotInCatalogue : ImportCause::SeveralCalledSo;
      for (const auto& code : codes)
        detail += (detail.empty() ? "" : ", ") + code;
    }
    if (value.raw.empty() && !rule.otherwise) return;
    value.text = rule.otherwise.value_or("");
    // Nothing given is nothing that could not be mapped.
    if (!value.raw.empty()) add(cause, value, detail, rule.otherwise ? ImportEffect::Replaced : ImportEffect::Row);
  }

  void fit(ImportTarget target, const ImportRule& rule, Value& value) {
    const auto most = bytes_max(target);
    if (value.text.size() <= most) return;
    const bool cut = rule.cut && (target == ImportTarget::Text || target == ImportTarget::Address);
    add(ImportCause::TooLong, value, std::to_string(most), cut ? ImportEffect::Cut : ImportEffect::Row);
    value.text = cut ? cut_to(std::move(value.text), most) : std::string();
  }

  const ImportMapping& mapping_;
  const DistrictNames& names_;
  const ImportRow& row_;
};

struct PointReading {
  std::optional<engine::Point> point;
  std::optional<ImportCause> cause;
};

bool on_earth(std::int64_t lat, std::int64_t lon) {
  return lat >= -kLatE7Max && lat <= kLatE7Max && lon >= -kLonE7Max && lon <= kLonE7Max;
}

PointReading judge_point(const ImportMapping& mapping, std::string_view lat_text, std::string_view lon_text) {
  const auto lat = district::scaled_decimal(lat_text, /*places=*/7);
  const auto lon = district::scaled_decimal(lon_text, /*places=*/7);
  if (!lat || !lon) return {std::nullopt, ImportCause::NotANumber};
  const auto fits = [&](std::int64_t north, std::int64_t east) {
    if (!on_earth(north, east)) return false;
    return !mapping.bounds ||
           mapping.bounds->contain({static_cast<std::int32_t>(north), static_cast<std::int32_t>(east)});
  };
  if (!fits(*lat, *lon)) return {std::nullopt, fits(*lon, *lat) ? ImportCause::Swapped : ImportCause::OutOfBounds};
  return {engine::Point{static_cast<std::int32_t>(*lat), static_cast<std::int32_t>(*lon)}, std::nullopt};
}

void read_point(RowReader& reader, const ImportMapping& mapping, district::StreamWhistle& whistle) {
  whistle.datum = mapping.datum;
  const auto lat = reader.value(ImportTarget::Lat);
  const auto lon = reader.value(ImportTarget::Lon);
  if (lat.text.empty() && lon.text.empty()) return;
  const bool half = lat.text.empty() || lon.text.empty();
  const auto reading =
      half ? PointReading{std::nullopt, ImportCause::HalfPoint} : judge_point(mapping, lat.text, lon.text);
  whistle.point = reading.point;
  if (!reading.cause) return;
  const RowReader::Value both{{}, lat.raw + ", " + lon.raw, lat.column + "+" + lon.column};
  reader.add(*reading.cause, both, {}, mapping.point_left_out ? ImportEffect::Value : ImportEffect::Row);
}

void read_reporter(RowReader& reader, district::StreamWhistle& whistle) {
  const auto anonymous = reader.text(ImportTarget::Anonymous) == "true";
  auto name = reader.text(ImportTarget::Name);
  auto phone = reader.text(ImportTarget::Phone);
  if (!anonymous && name.empty() && phone.empty()) return;
  whistle.reporter = district::StreamReporter{std::move(name), std::move(phone), anonymous};
}

void read_category(RowReader& reader, const DistrictNames& names, district::StreamWhistle& whistle) {
  const auto category = reader.value(ImportTarget::Category);
  whistle.category = category.text;
  if (!category.text.empty() && !names.has_category(category.text)) reader.add(ImportCause::NotInCatalogue, category);
}

}  // namespace

bool MappedRow::left_out() const {
  return std::any_of(faults.begin(), faults.end(),
                     [](const ImportFault& fault) { return fault.effect == ImportEffect::Row; });
}

MappedRow ImportMapper::map(const ImportRow& row) const {
  MappedRow mapped;
  auto& whistle = mapped.whistle;
  whistle.line = row.row;
  if (row.fault) {
    mapped.faults.push_back(*row.fault);
    return mapped;
  }
  RowReader reader(mapping_, names_, row);
  const auto id = reader.value(ImportTarget::Id);
  if (id.text.empty() && reader.faults.empty()) reader.add(ImportCause::NoId, id);
  whistle.key = import_key(mapping_.source, id.text);
  whistle.kind = reader.word(ImportTarget::Kind, v1::WHISTLE_KIND_RESIDENT);
  const bool resident = whistle.kind == v1::WHISTLE_KIND_RESIDENT;
  whistle.source = reader.word(ImportTarget::Source, resident ? v1::SOURCE_RESIDENT : v1::SOURCE_COMMUNITY);
  whistle.channel = reader.text(ImportTarget::Channel);
  read_category(reader, names_, whistle);
  whistle.urgency = reader.text(ImportTarget::Urgency);
  whistle.text = reader.text(ImportTarget::Text);
  read_point(reader, mapping_, whistle);
  whistle.estate = reader.text(ImportTarget::Estate);
  whistle.grid = reader.text(ImportTarget::Grid);
  whistle.area = reader.text(ImportTarget::Area);
  whistle.legacy_code = reader.text(ImportTarget::LegacyCode);
  if (!whistle.legacy_code.empty()) whistle.legacy_system = reader.text(ImportTarget::LegacySystem);
  whistle.address = reader.text(ImportTarget::Address);
  read_reporter(reader, whistle);
  if (const auto time = reader.value(ImportTarget::OccurredAt); !time.text.empty()) {
    const auto reading = read_civil(time.text, mapping_.time_format, offsets_);
    if (reading.fault == CivilFault::None) whistle.occurred_at = reading.at;
    if (reading.fault == CivilFault::InGap) reader.add(ImportCause::TimeInGap, time, zone_);
    if (reading.fault == CivilFault::OtherForm || reading.fault == CivilFault::NoSuchDay)
      reader.add(ImportCause::NoSuchTime, time, mapping_.time_format);
    if (reading.twice) reader.add(ImportCause::TimeTwice, time, zone_, ImportEffect::Kept);
  }
  mapped.faults = std::move(reader.faults);
  if (whistle.category.empty() && whistle.text.empty() && !mapped.left_out())
    mapped.faults.push_back({ImportCause::NothingSaid, ImportEffect::Row, {}, {}, {}});
  return mapped;
}

std::string import_key(std::string_view source, std::string_view id) {
  const bool readable = id.size() <= kReadableIdBytesMax && std::all_of(id.begin(), id.end(), [](char c) {
                          return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                                 c == '.' || c == '_' || c == '-';
                        });
  if (readable) return std::string(source) + ':' + std::string(id);
  return std::string(source) + ":#" + district::to_hex(district::sha256(id)).substr(0, kHashDigits);
}

}  // namespace whistle::tools
