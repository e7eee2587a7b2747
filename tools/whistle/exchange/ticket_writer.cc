#include "tools/whistle/exchange/ticket_writer.h"

#include <boost/json.hpp>

#include "tools/whistle/csv_text.h"

namespace whistle::tools {

namespace {

std::string json_value(const TicketCell& cell) {
  if (cell.text.empty()) return "null";
  return cell.number ? cell.text : boost::json::serialize(boost::json::string(cell.text));
}

std::string members(const std::vector<TicketCell>& cells) {
  std::string text;
  for (const auto& cell : cells)
    text += (text.empty() ? "\"" : ",\"") + std::string(cell.name) + "\":" + json_value(cell);
  return text;
}

}  // namespace

std::optional<TicketFormat> ticket_format(std::string_view word) {
  if (word == "geojson") return TicketFormat::GeoJson;
  if (word == "csv") return TicketFormat::Csv;
  if (word == "jsonl") return TicketFormat::JsonLines;
  return std::nullopt;
}

TicketWriter::TicketWriter(std::ostream& out, TicketFormat format, const TicketRowParts& parts)
    : out_(out), format_(format), parts_(parts) {
  if (format_ == TicketFormat::GeoJson) out_ << R"({"type":"FeatureCollection","features":[)";
  if (format_ != TicketFormat::Csv) return;
  out_ << kByteOrderMark;
  for (const auto& cell : ticket_cells(parts_, v1::Ticket()))
    out_ << cell.name << ',';
  out_ << "latitude,longitude\r\n";
}

void TicketWriter::write(const v1::Ticket& ticket) {
  const auto cells = ticket_cells(parts_, ticket);
  const auto point = ticket_point(ticket);
  if (format_ == TicketFormat::Csv) {
    write_csv(cells, point);
  } else {
    write_json(ticket, cells, point);
  }
  first_ = false;
}

void TicketWriter::write_csv(const std::vector<TicketCell>& cells, const std::optional<v1::Position>& point) {
  for (const auto& cell : cells)
    out_ << (cell.number ? cell.text : csv_text_cell(cell.text)) << ',';
  if (point) out_ << degrees_text(point->lat_e7());
  out_ << ',';
  if (point) out_ << degrees_text(point->lon_e7());
  out_ << "\r\n";
}

void TicketWriter::write_json(const v1::Ticket& ticket, const std::vector<TicketCell>& cells,
                              const std::optional<v1::Position>& point) {
  const auto lat = point ? degrees_text(point->lat_e7()) : "null";
  const auto lon = point ? degrees_text(point->lon_e7()) : "null";
  if (format_ == TicketFormat::JsonLines) {
    out_ << '{' << members(cells) << R"(,"latitude":)" << lat << R"(,"longitude":)" << lon << "}\n";
    return;
  }
  out_ << (first_ ? "\n" : ",\n") << R"({"type":"Feature","id":)" << ticket.record().id() << R"(,"geometry":)";
  if (point) {
    out_ << R"({"type":"Point","coordinates":[)" << lon << ',' << lat << "]}";
  } else {
    out_ << "null";
  }
  out_ << R"(,"properties":{)" << members(cells) << "}}";
}

void TicketWriter::end() {
  if (format_ == TicketFormat::GeoJson) out_ << "\n]}\n";
}

}  // namespace whistle::tools
