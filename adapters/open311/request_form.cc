#include "adapters/open311/request_form.h"

#include <optional>
#include <string>
#include <utility>

#include "adapters/district/decimal.h"
#include "adapters/district/utf8.h"
#include "adapters/open311/catalogue.h"
#include "adapters/open311/fault.h"
#include "adapters/open311/instant.h"
#include "adapters/open311/parameters.h"

namespace whistle::adapters::open311 {
namespace {

constexpr std::size_t kDescriptionCharactersMax = 4'000;  // the specification's
constexpr std::size_t kTextBytesMax = 8'192;              // these are the core's, see personal.proto
constexpr std::size_t kAddressBytesMax = 512;
constexpr std::size_t kReporterBytesMax = 128;
constexpr std::size_t kDecimalBytesMax = 64;
constexpr std::size_t kUrlBytesMax = 1'024;
constexpr std::size_t kWordBytesMax = 8;
constexpr int kDecimalPlaces = 7;

struct Form {
  Parameters of;
  Faults& faults;
};

bool has_han(std::string_view text) {
  for (const char32_t point : district::code_points(text)) {
    if (point >= 0x3400 && point <= 0x9FFF) return true;
  }
  return false;
}

// "Jane Doe", and 王小明: there the family name comes first.
std::string whole_name(std::string_view first, std::string_view last) {
  if (first.empty() || last.empty()) return std::string(first.empty() ? last : first);
  if (has_han(first) || has_han(last)) return std::string(last).append(first);
  return std::string(first).append(" ").append(last);
}

std::optional<std::int32_t> degrees(Form& form, std::string_view name, std::string_view given,
                                    std::int64_t degrees_max) {
  const auto e7 = district::scaled_decimal(given, kDecimalPlaces);
  const std::int64_t limit = degrees_max * 10'000'000;
  if (e7 && *e7 >= -limit && *e7 <= limit) return static_cast<std::int32_t>(*e7);
  const auto to = std::to_string(degrees_max);
  form.faults.add(400, name,
                  {"须为十进制度数，-" + to + "至" + to, "a decimal number of degrees, -" + to + " to " + to});
  return std::nullopt;
}

void read_point(Form& form, v1::Location& location, bool& given) {
  const auto lat = form.of.one("lat", kDecimalBytesMax);
  const auto lon = form.of.one("long", kDecimalBytesMax);
  if (lat.empty() && lon.empty()) return;
  given = true;
  if (lat.empty() != lon.empty()) {
    form.faults.add(400, lat.empty() ? "lat" : "long",
                    {"未提供，lat与long须同时给出", "not provided; lat and long go together"});
    return;
  }
  const auto lat_e7 = degrees(form, "lat", lat, 90);
  const auto lon_e7 = degrees(form, "long", lon, 180);
  if (!lat_e7 || !lon_e7) return;
  location.mutable_point()->set_lat_e7(*lat_e7);
  location.mutable_point()->set_lon_e7(*lon_e7);
  location.set_datum(v1::DATUM_WGS84);
}

// An estate, grid or other area of the district, by its code.
void read_address_id(Form& form, const v1::GetDistrictReply& district, v1::Location& location, bool& given) {
  const std::string code(form.of.one("address_id", kCodeBytesMax));
  if (code.empty()) return;
  given = true;
  if (find_code(district.estates(), code) != nullptr) {
    location.set_estate(code);
  } else if (const auto* area = find_area(district, code)) {
    if (area->tier() == v1::TIER_GRID)
      location.set_grid(code);
    else
      location.set_area(code);
  } else {
    form.faults.add(400, "address_id",
                    {"辖区内没有此编码的小区、网格或区域", "no estate, grid or area of the district"});
  }
}

void read_place(Form& form, const v1::GetDistrictReply& district, v1::BlowWhistle& blow) {
  bool given = false;
  read_point(form, *blow.mutable_location(), given);
  read_address_id(form, district, *blow.mutable_location(), given);
  const auto faults = form.faults.count();
  const auto address = form.of.one("address_string", kAddressBytesMax);
  if (!address.empty()) blow.mutable_personal()->set_address(std::string(address));
  // An address that was given and cannot be taken is one fault, not two.
  if (given || !address.empty() || form.faults.count() != faults) return;
  form.faults.add(
      400, "lat, long, address_string, address_id",
      {"未提供位置，须有经纬度、地址或地址编码之一", "no place: give lat and long, or one of the addresses"});
}

void read_text(Form& form, v1::PersonalData& personal) {
  auto description = form.of.lines("description", kTextBytesMax);
  if (district::character_count(description) > kDescriptionCharactersMax) {
    form.faults.add(400, "description", {"最多4000字", "at most 4000 characters"});
    return;
  }
  const auto url = form.of.one("media_url", kUrlBytesMax);
  if (!url.empty()) {
    if ((!url.starts_with("https://") && !url.starts_with("http://")) || url.find(' ') != std::string_view::npos) {
      form.faults.add(400, "media_url", {"须为http或https网址", "an address of http or https"});
      return;
    }
    description.append(description.empty() ? "" : "\n").append("media_url: ").append(url);
    if (description.size() > kTextBytesMax)
      form.faults.add(400, "media_url", {"与description合计最多8192字节", "with the description at most 8192 bytes"});
  }
  personal.set_text(std::move(description));
}

bool read_anonymous(Form& form) {
  const auto given = form.of.one(kAnonymous, kWordBytesMax);
  if (given.empty()) return false;
  const auto truth = truth_of(given);
  if (!truth) form.faults.add(400, kAnonymous, {"须为yes或no", "yes or no"});
  return truth.value_or(false);
}

void read_reporter(Form& form, v1::BlowWhistle& blow) {
  const auto name =
      whole_name(form.of.one("first_name", kReporterBytesMax), form.of.one("last_name", kReporterBytesMax));
  const auto phone = form.of.one("phone", kReporterBytesMax);
  const auto email = form.of.one("email", kReporterBytesMax);
  blow.set_anonymous(read_anonymous(form));
  if (name.size() > kReporterBytesMax)
    form.faults.add(400, "first_name, last_name", {"合计最多128字节", "together at most 128 bytes"});
  const bool known = !name.empty() || !phone.empty() || !email.empty();
  if (blow.anonymous() && known) {
    form.faults.add(
        400, kAnonymous,
        {"保密时不得填写first_name、last_name、phone、email", "goes without first_name, last_name, phone, email"});
  }
  if (!known) return;
  auto& reporter = *blow.mutable_personal()->mutable_reporter();
  reporter.set_name(name);
  // Whoever calls back has one line to do it by.
  reporter.set_phone(std::string(phone.empty() ? email : phone));
}

// An answer to a question that was not asked would be lost without a word.
void refuse_other_attributes(Form& form, const Pairs& pairs) {
  for (const auto& [name, value] : pairs) {
    if (!name.starts_with("attribute") || name == kAnonymous || name == kOccurredAt || value.empty()) continue;
    form.faults.add(400, "attribute",
                    {"此服务只有anonymous和occurred_at", "this service has anonymous and occurred_at alone"});
    return;
  }
}

void read_service(Form& form, const v1::GetDistrictReply& district, v1::BlowWhistle& blow) {
  const auto faults = form.faults.count();
  const auto code = form.of.one("service_code", kCodeBytesMax);
  if (code.empty()) {
    if (form.faults.count() == faults) form.faults.add(400, "service_code", kNotProvided);
  } else if (!is_service(district, code)) {
    form.faults.add(404, "service_code", kNoSuchService);
  } else {
    blow.set_category(std::string(code));
  }
}

}  // namespace

tl::expected<Question, Answer> read_form(const Call& call, const Context& context, Question question) {
  Faults faults(question.language);
  Form form{{call.form, faults}, faults};
  auto& blow = *question.request.mutable_command()->mutable_blow_whistle();
  blow.set_kind(v1::WHISTLE_KIND_RESIDENT);
  blow.set_source(v1::SOURCE_RESIDENT);
  blow.set_channel("open311");
  read_service(form, *context.district, blow);
  read_place(form, *context.district, blow);
  read_text(form, *blow.mutable_personal());
  read_reporter(form, blow);
  blow.set_occurred_at_us(read_instant(form.of, faults, kOccurredAt).value_or(0));
  refuse_other_attributes(form, call.form);
  if (!faults.empty()) return tl::unexpected(faults.answer(question.format));
  if (blow.personal().ByteSizeLong() == 0) blow.clear_personal();
  if (blow.location().ByteSizeLong() == 0) blow.clear_location();
  question.about = Question::About::NewRequest;
  return question;
}

}  // namespace whistle::adapters::open311
