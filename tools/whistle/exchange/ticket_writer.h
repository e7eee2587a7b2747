// Tickets written one after the other in a format of exchange.
//
//   GeoJSON     a FeatureCollection (RFC 7946): WGS84, longitude first; a ticket without a point has the geometry null
//   CSV         RFC 4180 in UTF-8 with a byte order mark; latitude and longitude are columns; text that a spreadsheet
//               would run as a formula has an apostrophe before it
//   JSON lines  one object a line, the columns of the CSV; what is not given is null
#pragma once

#include <memory>
#include <optional>
#include <ostream>
#include <string_view>

#include "tools/whistle/exchange/ticket_row.h"

namespace whistle::tools {

enum class TicketFormat { GeoJson, Csv, JsonLines };

// nullopt: no such format.
[[nodiscard]] std::optional<TicketFormat> ticket_format(std::string_view word);

// Use from one thread.
class TicketWriter {
 public:
  // All outlive the writer. Writes what stands before the first ticket.
  TicketWriter(std::ostream& out, TicketFormat format, const TicketRowParts& parts);

  void write(const v1::Ticket& ticket);
  // What stands after the last. Without it a FeatureCollection is no JSON, so that nobody takes a part for the whole.
  void end();

 private:
  void write_csv(const std::vector<TicketCell>& cells, const std::optional<v1::Position>& point);
  void write_json(const v1::Ticket& ticket, const std::vector<TicketCell>& cells,
                  const std::optional<v1::Position>& point);

  std::ostream& out_;
  const TicketFormat format_;
  const TicketRowParts& parts_;
  bool first_ = true;
};

}  // namespace whistle::tools
