// The short texts that people and programs write: codes of bytes, numbers, dates, limits, addresses. Each is given the
// whole input, and what it takes it must write again as a text that means the same.
#include <algorithm>
#include <string>

#include "adapters/district/civil_text.h"
#include "adapters/district/decimal.h"
#include "adapters/district/names.h"
#include "adapters/district/source_files.h"
#include "adapters/district/utf8.h"
#include "adapters/http/loopback_endpoint.h"
#include "adapters/zeromq/curve_key_file.h"
#include "adapters/zeromq/message_form.h"
#include "engine/assert.h"
#include "engine/base64.h"
#include "engine/hexadecimal.h"
#include "engine/limit.h"
#include "engine/ticket.h"
#include "tests/fuzz/target.h"
#include "tools/whistle/settings.h"
#include "tools/whistle/ticket_name.h"
#include "tools/whistle/token_text.h"

namespace whistle::fuzz {

namespace district = adapters::district;
namespace zeromq = adapters::zeromq;

namespace {

void read_bytes_as_text(std::string_view text) {
  if (const auto bytes = engine::parse_base64(text)) WHISTLE_ASSERT(engine::base64(*bytes) == text);
  if (const auto bytes = engine::from_hexadecimal(text)) WHISTLE_ASSERT(engine::hexadecimal(*bytes) == text);
  if (const auto key = zeromq::from_z85(text)) WHISTLE_ASSERT(zeromq::to_z85(*key) == text);
  if (const auto token = tools::parse_token(text))
    WHISTLE_ASSERT(tools::parse_token(tools::token_text(*token)) == token);
  WHISTLE_ASSERT(engine::parse_base64(engine::base64(text)) == text);
  WHISTLE_ASSERT(engine::from_hexadecimal(engine::hexadecimal(text)) == text);
}

void read_times(std::string_view text) {
  if (const auto day = district::parse_date(text)) {
    WHISTLE_ASSERT(district::date_text(*day) == text && district::weekday_of(*day) < 7);
  }
  if (const auto minute = district::parse_minute_of_day(text)) WHISTLE_ASSERT(*minute <= 24 * 60);
  if (const auto at = district::parse_rfc3339(text)) {
    WHISTLE_ASSERT(*at >= engine::kInstantMin && *at <= engine::kInstantMax);
    const auto seconds = engine::Instant{at->us - at->us % 1'000'000};
    WHISTLE_ASSERT(district::parse_rfc3339(district::rfc3339_text(*at, 0)) == seconds);
  }
  if (const auto limit = engine::parse_limit(text)) {
    WHISTLE_ASSERT(limit->count <= engine::kLimitCountMax);
    const auto again = engine::parse_limit(engine::to_string(*limit));
    WHISTLE_ASSERT(again && again->count == limit->count && (limit->none() || again->unit == limit->unit));
  }
}

void read_numbers(std::string_view text) {
  constexpr std::int64_t kMax = 1'000'000;
  if (const auto number = district::whole_number(text, std::uint32_t{kMax}))
    WHISTLE_ASSERT(*number <= kMax && std::to_string(*number) == text);
  for (const int places : {0, 2, 7})
    static_cast<void>(district::scaled_decimal(text, places));
  // A whole number means as many units, of places that do not count.
  const auto whole = district::scaled_decimal(text, 0);
  if (whole && std::to_string(*whole) == text && *whole > -kMax && *whole < kMax)
    WHISTLE_ASSERT(district::scaled_decimal(text, 2) == *whole * 100);
  if (const auto number = engine::parse_ticket_number(text)) {
    WHISTLE_ASSERT(engine::ticket_number(number->local_day, number->day_counter) == text);
    const auto name = tools::parse_ticket_name(text);
    WHISTLE_ASSERT(name && name->kind == tools::TicketName::Kind::Number);
  }
  if (const auto name = tools::parse_ticket_name(text)) static_cast<void>(tools::ends_as(*name, "20260928-00017-4"));
}

// Two readers say what UTF-8 is: of the wire, and of the directory.
void read_characters(std::string_view text) {
  const auto broken = district::first_invalid_utf8(text);
  WHISTLE_ASSERT(zeromq::is_utf8(text) == !broken.has_value());
  if (broken) {
    WHISTLE_ASSERT(*broken < text.size() && zeromq::is_utf8(text.substr(0, *broken)));
    return;
  }
  const auto points = district::code_points(text);
  WHISTLE_ASSERT(points.size() == district::character_count(text));
  WHISTLE_ASSERT(std::ranges::none_of(
      points, [](char32_t point) { return point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff); }));
  constexpr std::string_view kNames[] = {"areas", "parties", "grid", "潍坊"};
  static_cast<void>(district::nearest_name(text, kNames));
  district::Diagnostics diagnostics;
  const bool clean = district::check_text(district::FileReport(diagnostics, "areas.csv"), text);
  WHISTLE_ASSERT(clean == !district::first_control_character(text).has_value());
  WHISTLE_ASSERT(clean == !diagnostics.has_errors());
}

void read_addresses(std::string_view text) {
  namespace http = adapters::http;
  if (const auto endpoint = http::parse_loopback(text)) {
    const auto again = http::parse_loopback(http::to_text(*endpoint));
    WHISTLE_ASSERT(again && again->address == endpoint->address && again->port == endpoint->port);
  }
  const std::string whole(text);
  if (const auto next = tools::next_port(whole)) WHISTLE_ASSERT(*next != whole && !next->empty());
}

}  // namespace

void read(std::string_view input) {
  read_bytes_as_text(input);
  read_times(input);
  read_numbers(input);
  read_characters(input);
  read_addresses(input);
}

}  // namespace whistle::fuzz
