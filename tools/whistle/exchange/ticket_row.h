// A ticket as one flat row of an export: the same names in CSV, JSON lines and GeoJSON.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tools/whistle/district_names.h"
#include "tools/whistle/district_time.h"
#include "tools/whistle/language.h"
#include "whistle/v1/service.pb.h"

namespace whistle::tools {

struct TicketCell {
  std::string_view name;
  std::string text;     // empty: not given, or not for the asker
  bool number = false;  // else text
};

struct TicketRowParts {
  Language language{};
  const DistrictNames& names;
  const DistrictTime& time;
  bool content = false;  // text and address are columns too
};

// Latitude and longitude are not among the cells.
[[nodiscard]] std::vector<TicketCell> ticket_cells(const TicketRowParts& parts, const v1::Ticket& ticket);
// WGS84; nullopt: not given, or not for the asker.
[[nodiscard]] std::optional<v1::Position> ticket_point(const v1::Ticket& ticket);
// "-71.0648": exactly, with as many decimals as it needs.
[[nodiscard]] std::string degrees_text(std::int32_t degrees_e7);

}  // namespace whistle::tools
