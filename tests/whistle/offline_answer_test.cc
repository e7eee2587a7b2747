#include "tools/whistle/offline_answer.h"

#include <doctest/doctest.h>
#include <boost/json.hpp>

#include "tests/whistle/offline_sample.h"

namespace whistle::tools {
namespace {

namespace district = adapters::district;

district::StreamWhistle whistle(std::string_view json) {
  auto tree = district::read_json(json);
  REQUIRE(tree);
  auto read = district::read_whistle(*tree, {});
  REQUIRE(read);
  return *read;
}

struct Said {
  WhistleAnswer answer;
  std::string explanation;
};

Said said(std::string_view json) {
  const OfflineDistrict sample = offline(district::sample());
  const auto routed = route_offline(*sample.ruleset, whistle(json));
  REQUIRE(routed);
  return {answer_of(*sample.ruleset, "k", *routed), explanation_of(*sample.ruleset, *routed)};
}

std::string refusal(std::string_view json) {
  const OfflineDistrict sample = offline(district::sample());
  const auto routed = route_offline(*sample.ruleset, whistle(json));
  return routed ? "" : district::to_text(routed.error());
}

}  // namespace

TEST_CASE("a resident's whistle from an estate goes to its firm, due after working time") {
  const Said now =
      said(R"({"kind":"resident","category":"E02","estate":"E1","occurred_at":"2026-09-30T17:30:00+08:00"})");
  CHECK(
      boost::json::serialize(to_json(now.answer)) ==
      R"({"key":"k","place":{"grid":"0101","community":"C1","street":"S1","estate":"E1","how":"estate"},"rule":"inside-an-estate",)"
      R"("lead":"F1","assist":[],"inform":[],"against":null,"hand_off":null,"due":{"ack":"2026-10-01T09:30:00+08:00",)"
      R"("on_site":null,"resolve":"2026-10-01T11:30:00+08:00","total":"2026-10-15T17:30:00+08:00"},"flags":[]})");
  CHECK(now.explanation ==
        "placed in grid 0101, estate E1 by estate; not gas (category); rule inside-an-estate; lead estate");
}

TEST_CASE("a gas leak hands off, and its assistant that finds nobody is told") {
  const Said now = said(
      R"({"kind":"resident","category":"E01.1","lat":36.75,"lon":119.25,"occurred_at":"2026-09-30T17:30:00+08:00"})");
  CHECK(now.answer.lead == "GAS");
  CHECK(now.answer.hand_off == "119");
  CHECK(now.answer.place.how == "grid_polygon");
  CHECK(now.answer.due.resolve == "2026-09-30T19:30:00+08:00");
  CHECK(now.explanation ==
        "placed in grid 0102 by grid_polygon; rule gas; lead duty:gas; 1 of its assistants find nobody");
}

TEST_CASE("a lead that finds nobody falls back, and says so") {
  const Said now =
      said(R"({"kind":"resident","category":"A01","grid":"0102","occurred_at":"2026-09-30T17:30:00+08:00"})");
  CHECK(now.answer.lead == "CM2");
  CHECK(now.answer.flags == std::vector<std::string>{"fell_back"});
  CHECK(now.explanation.ends_with("lead duty, estate, which finds nobody: its community"));
}

TEST_CASE("deadlines past the calendar's data are flagged, clock by clock") {
  const Said now =
      said(R"({"kind":"resident","category":"A01","estate":"E1","occurred_at":"2026-12-31T17:00:00+08:00"})");
  CHECK(now.answer.flags == std::vector<std::string>{"ack_past_data_until", "resolve_past_data_until"});
}

TEST_CASE("a point of a Chinese map is moved before it is looked up") {
  const std::string edge = R"("lat":36.75,"lon":119.2004,"occurred_at":"2026-09-30T17:30:00+08:00"})";
  CHECK(said(R"({"kind":"resident","category":"E02",)" + edge).answer.place.grid == "0102");
  CHECK(said(R"({"kind":"resident","category":"E02","datum":"GCJ02",)" + edge).answer.place.grid == "0101");
}

TEST_CASE("what the engine refuses is refused offline") {
  CHECK(refusal(R"({"kind":"resident","category":"E99","occurred_at":"2026-09-30T17:30:00+08:00"})") ==
        "1: category: unknown category 'E99'");
  CHECK(refusal(R"({"kind":"resident","urgency":"dire","occurred_at":"2026-09-30T17:30:00+08:00"})") ==
        "1: urgency: unknown urgency 'dire'");
  CHECK(refusal(R"({"kind":"resident"})") == "1: occurred_at: is missing");
}

}  // namespace whistle::tools
