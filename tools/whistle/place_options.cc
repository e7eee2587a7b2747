#include "tools/whistle/place_options.h"

#include "adapters/district/decimal.h"
#include "tools/whistle/blow_whistle.h"
#include "tools/whistle/word_value.h"
#include "tools/whistle/wording_help.h"

namespace whistle::tools {

namespace district = adapters::district;

namespace {

constexpr int kDegreePlaces = 7;

}  // namespace

void add_place_options(CLI::App& command, PlaceOptions& options, Language language) {
  const auto text = [&](const char* name, std::string& value, const Phrase& help) {
    return command.add_option(name, value, std::string(phrase(language, help)))
        ->type_name(std::string(phrase(language, phrases::kTextType)));
  };
  text("--estate", options.estate, phrases::kBlowEstateHelp);
  text("--grid", options.grid, phrases::kBlowGridHelp);
  auto* lat = text("--lat", options.lat, phrases::kBlowLatHelp);
  auto* lon = text("--lon", options.lon, phrases::kBlowLonHelp);
  lat->needs(lon);
  lon->needs(lat);
  text("--datum", options.datum, phrases::kBlowDatumHelp);
  text("--address", options.address, phrases::kBlowAddressHelp);
  text("--area", options.area, phrases::kBlowAreaHelp);
  text("--legacy", options.legacy, phrases::kBlowLegacyHelp);
}

Result<void> put_place(Language language, const PlaceOptions& options, district::StreamWhistle& whistle) {
  whistle.estate = options.estate;
  whistle.grid = options.grid;
  whistle.area = options.area;
  whistle.address = options.address;
  if (!options.legacy.empty()) {
    const auto colon = options.legacy.find(':');
    if (colon == std::string::npos || colon == 0 || colon + 1 == options.legacy.size()) {
      return usage_failure(worded(language, phrases::kBadOption, {"--legacy", options.legacy}),
                           std::string(phrase(language, phrases::kLegacyHint)));
    }
    whistle.legacy_system = options.legacy.substr(0, colon);
    whistle.legacy_code = options.legacy.substr(colon + 1);
  }
  if (options.lat.empty()) return {};
  const auto lat = district::scaled_decimal(options.lat, kDegreePlaces);
  const auto lon = district::scaled_decimal(options.lon, kDegreePlaces);
  if (!lat || !lon || std::abs(*lat) > 900'000'000 || std::abs(*lon) > 1'800'000'000) {
    return usage_failure(worded(language, phrases::kBadOption, {"--lat --lon", options.lat + " " + options.lon}),
                         std::string(phrase(language, phrases::kPointHint)));
  }
  whistle.point = engine::Point{static_cast<std::int32_t>(*lat), static_cast<std::int32_t>(*lon)};
  const auto datum = word_value<v1::Datum>(language, "--datum", options.datum);
  if (!datum) return tl::unexpected(datum.error());
  whistle.datum = *datum;
  return {};
}

Result<v1::Location> location_of(Language language, const PlaceOptions& options) {
  district::StreamWhistle whistle;
  if (auto placed = put_place(language, options, whistle); !placed) return tl::unexpected(placed.error());
  return blow_command_of(whistle).blow_whistle().location();
}

}  // namespace whistle::tools
