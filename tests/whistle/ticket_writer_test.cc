#include "tools/whistle/exchange/ticket_writer.h"

#include <doctest/doctest.h>

#include <boost/json.hpp>
#include <sstream>

namespace whistle::tools {

namespace {

v1::Ticket ticket() {
  v1::Ticket ticket;
  ticket.set_number("20260928-00017-4");
  ticket.set_text("=cmd|'/c calc'!A1");
  ticket.mutable_record()->set_id(17);
  ticket.mutable_record()->set_state(v1::TICKET_STATE_DISPATCHED);
  ticket.mutable_record()->set_accepted_us(1'790'000'000'000'000);
  ticket.mutable_record()->mutable_point()->set_lat_e7(423'574'000);
  ticket.mutable_record()->mutable_point()->set_lon_e7(-710'648'001);
  return ticket;
}

std::string written(TicketFormat format, const std::vector<v1::Ticket>& tickets, bool content = true) {
  const DistrictNames names{v1::GetDistrictReply{}};
  const auto time = DistrictTime::of_zone("Asia/Shanghai");
  const TicketRowParts parts{Language::English, names, *time, content};
  std::ostringstream out;
  TicketWriter writer(out, format, parts);
  for (const auto& one : tickets)
    writer.write(one);
  writer.end();
  return out.str();
}

}  // namespace

TEST_CASE("GeoJSON has the longitude first, and null where there is no point") {
  auto without = ticket();
  without.mutable_record()->clear_point();
  const auto collection = boost::json::parse(written(TicketFormat::GeoJson, {ticket(), without})).as_object();
  CHECK(collection.at("type") == "FeatureCollection");
  const auto& features = collection.at("features").as_array();
  REQUIRE(features.size() == 2);
  const auto& point = features[0].at("geometry").at("coordinates").as_array();
  CHECK(point[0].as_double() == doctest::Approx(-71.0648001));
  CHECK(point[1].as_double() == doctest::Approx(42.3574));
  CHECK(features[1].at("geometry").is_null());
  CHECK(features[0].at("id") == 17);
  CHECK(features[0].at("properties").at("accepted") == "2026-09-21T22:13:20+08:00");
  CHECK(boost::json::parse(written(TicketFormat::GeoJson, {})).at("features").as_array().empty());
}

TEST_CASE("CSV guards texts and leaves numbers alone") {
  const auto csv = written(TicketFormat::Csv, {ticket()});
  CHECK(csv.starts_with("\xEF\xBB\xBFnumber,id,"));
  CHECK(csv.find(",text,latitude,longitude\r\n") != std::string::npos);
  CHECK(csv.ends_with(",\"'=cmd|'/c calc'!A1\",42.3574,-71.0648001\r\n"));
  CHECK(written(TicketFormat::Csv, {ticket()}, /*content=*/false).find("cmd") == std::string::npos);
}

TEST_CASE("JSON lines say what is not given") {
  const auto line = boost::json::parse(written(TicketFormat::JsonLines, {ticket()})).as_object();
  CHECK(line.at("closed").is_null());
  CHECK(line.at("text") == "=cmd|'/c calc'!A1");
  CHECK(line.at("latitude").as_double() == doctest::Approx(42.3574));
}

TEST_CASE("degrees are exact") {
  CHECK(degrees_text(0) == "0.0");
  CHECK(degrees_text(-1) == "-0.0000001");
  CHECK(degrees_text(1'800'000'000) == "180.0");
}

}  // namespace whistle::tools
