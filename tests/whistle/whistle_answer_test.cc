#include "tools/whistle/whistle_answer.h"

#include <doctest/doctest.h>

#include <boost/json.hpp>

namespace whistle::tools {

namespace {

DistrictNames tree() {
  v1::GetDistrictReply reply;
  const auto add = [&](const char* code, v1::Tier tier, const char* parent) {
    auto& area = *reply.add_areas();
    area.set_code(code);
    area.set_tier(tier);
    area.set_parent(parent);
  };
  add("D", v1::TIER_DISTRICT, "");
  add("S1", v1::TIER_STREET, "D");
  add("C1", v1::TIER_COMMUNITY, "S1");
  add("G1", v1::TIER_GRID, "C1");
  return DistrictNames(reply);
}

v1::Accepted accepted() {
  v1::Accepted accepted;
  auto& blown = *accepted.add_events()->mutable_whistle_blown();
  blown.mutable_place()->set_how(v1::LOCATED_BY_GRID_POLYGON);
  blown.mutable_place()->set_area("G1");
  blown.mutable_place()->add_flags(v1::ROUTE_FLAG_ON_EDGE);
  auto& dispatched = *accepted.add_events()->mutable_ticket_dispatched();
  dispatched.set_lead("F1");
  dispatched.set_rule("by-duty");
  dispatched.set_fallback(v1::LEAD_FALLBACK_DESK);
  dispatched.add_assist()->set_party("A1");
  dispatched.add_inform("I1");
  dispatched.set_hand_off("119");
  return accepted;
}

void start_clock(v1::Accepted& accepted, std::uint32_t part, v1::ClockKind kind, std::int64_t due_us,
                 bool past = false) {
  auto& clock = *accepted.add_events()->mutable_clock_started();
  clock.mutable_clock()->set_part(part);
  clock.mutable_clock()->set_kind(kind);
  clock.set_due_us(due_us);
  clock.set_past_data_until(past);
}

}  // namespace

TEST_CASE("an answer places the area in the tree and tells the lead's clocks alone") {
  const auto time = DistrictTime::of_zone("Asia/Shanghai");
  REQUIRE(time);
  auto reply = accepted();
  start_clock(reply, 0, v1::CLOCK_KIND_ACK, 1'790'000'000'999'999);
  start_clock(reply, 1, v1::CLOCK_KIND_RESOLVE, 1'790'000'000'000'000);
  start_clock(reply, 0, v1::CLOCK_KIND_TOTAL, 1'790'086'400'000'000, /*past=*/true);
  const auto answer = answer_of("k1", reply, tree(), *time);
  CHECK(answer.place.grid == "G1");
  CHECK(answer.place.community == "C1");
  CHECK(answer.place.street == "S1");
  CHECK_FALSE(answer.place.estate);
  CHECK(answer.due.ack == "2026-09-21T22:13:20+08:00");
  CHECK_FALSE(answer.due.on_site);
  CHECK_FALSE(answer.due.resolve);
  CHECK(answer.due.total == "2026-09-22T22:13:20+08:00");
  CHECK(answer.flags == std::vector<std::string>{"on_edge", "fell_back", "total_past_data_until"});
}

TEST_CASE("the members stand in their order, what is absent is null") {
  const auto time = DistrictTime::of_zone("Asia/Shanghai");
  REQUIRE(time);
  const auto text = boost::json::serialize(to_json(answer_of("k1", accepted(), tree(), *time)));
  CHECK(text ==
        R"({"key":"k1","place":{"grid":"G1","community":"C1","street":"S1","estate":null,"how":"grid_polygon"},)"
        R"("rule":"by-duty","lead":"F1","assist":["A1"],"inform":["I1"],"against":null,"hand_off":"119",)"
        R"("due":{"ack":null,"on_site":null,"resolve":null,"total":null},"flags":["on_edge","fell_back"]})");
}

TEST_CASE("an area above the grids has no grid, and an unknown one has no place in the tree") {
  const auto names = tree();
  CHECK(names.area_at("C1", v1::TIER_GRID) == std::nullopt);
  CHECK(names.area_at("C1", v1::TIER_STREET) == "S1");
  CHECK(names.area_at("X", v1::TIER_STREET) == std::nullopt);
}

}  // namespace whistle::tools
