// The acts over the wire: what they seal and for whom it is opened again, and that repeating them does nothing twice.
#include <doctest/doctest.h>

#include "adapters/datum.h"
#include "storage/vault_row.h"
#include "tests/whistled/engine_in_process.h"

namespace whistle::tools::whistled {
namespace {

constexpr const char* kDispatcher = "desk-dispatcher";
constexpr const char* kStreetHandler = "s-qingchi-handler-1";

v1::Command amend_address(std::uint64_t ticket, const std::string& address) {
  v1::Command command;
  auto& amend = *command.mutable_amend_ticket();
  amend.set_ticket(ticket);
  amend.mutable_location()->set_estate("QC-BAOTONG-01");
  amend.mutable_personal()->set_address(address);
  amend.mutable_personal()->set_text("门牌说错了");
  return command;
}

v1::Ticket shown(TestClient& client, std::uint64_t ticket) {
  v1::Request request;
  request.mutable_get_ticket()->set_ticket(ticket);
  return client.call(request).get_ticket().ticket();
}

std::vector<std::string> notes_of(const v1::Ticket& ticket) {
  std::vector<std::string> texts;
  for (const auto& note : ticket.notes())
    texts.push_back(note.text());
  return texts;
}

std::string everything(EngineInProcess& engine) {
  std::string bytes;
  for (const auto& entry : engine.journal())
    bytes += entry.SerializeAsString();
  return bytes;
}

TEST_CASE(
    "a split seals reporter and address anew under the new ticket's own key, and nothing of it is in the journal") {
  EngineInProcess engine;
  engine.start();
  const auto intake = engine.member("intake-app");
  const auto first = intake->act("w", whistle()).accepted().ticket();
  const auto reply = engine.member(kDispatcher)->act("s", split(first, "门口还有渣土"));
  REQUIRE_MESSAGE(reply.has_accepted(), told(reply));
  const auto second = reply.accepted().ticket();
  CHECK_FALSE(reply.accepted().ticket_number().empty());
  const auto street = engine.member(kStreetHandler);
  const auto view = shown(*street, second);
  CHECK(view.text() == "门口还有渣土");
  CHECK(view.address() == "3号楼2单元");
  CHECK(view.reporter_name() == "张**");
  CHECK(view.reporter_phone() == "***12");
  CHECK(view.record().split_from() == first);
  CHECK(shown(*street, first).record().id() == 0);  // the street has no part in the first
  const auto firm = engine.member(kHandler);
  CHECK(shown(*firm, first).text() == "楼道灯坏了");
  CHECK(shown(*firm, first).record().split_into(0) == second);
  CHECK(shown(*firm, second).record().id() == 0);
  v1::Request by_number;
  by_number.mutable_get_ticket()->set_number(reply.accepted().ticket_number());
  CHECK(street->call(by_number).get_ticket().ticket().record().id() == second);
  REQUIRE(engine.stop().has_value());
  const auto row = engine.store().vault_row(engine::TicketId{second}, engine::Sequence{second}).value().value();
  const auto parts = storage::parse_row(row);
  REQUIRE(parts);
  CHECK(parts->kind == storage::RowKind::First);
  const auto bytes = everything(engine);
  for (const auto* secret : {"门口还有渣土", "3号楼2单元", "张三", "13800138012"})
    CHECK(bytes.find(secret) == std::string::npos);
}

TEST_CASE("a repeated split gets the first answer whatever became of the tickets, and other content is refused") {
  EngineInProcess engine;
  engine.start();
  const auto first = engine.member("intake-app")->act("w", whistle()).accepted().ticket();
  const auto dispatcher = engine.member(kDispatcher);
  const auto answer = dispatcher->act("s", split(first, "渣土"));
  REQUIRE_MESSAGE(answer.has_accepted(), told(answer));
  const auto same = [&] {
    return dispatcher->act("s", split(first, "渣土")).accepted().SerializeAsString() ==
           answer.accepted().SerializeAsString();
  };
  CHECK(same());
  // What was carried over is another address now.
  REQUIRE(dispatcher->act("am", amend_address(first, "5号楼")).has_accepted());
  CHECK(same());
  auto other = split(first, "渣土");
  other.mutable_split_ticket()->set_category("E0110");
  CHECK(told(dispatcher->act("s", other)).starts_with("KEY_REUSED"));
  other = split(first, "别的");
  CHECK(told(dispatcher->act("s", other)).starts_with("KEY_REUSED"));
  other = split(first, "渣土");
  other.mutable_split_ticket()->mutable_personal()->set_address("3号楼2单元");
  CHECK(told(dispatcher->act("s", other)).starts_with("KEY_REUSED"));
  REQUIRE(engine.stop().has_value());
  engine.start();
  CHECK(engine.member(kDispatcher)->act("s", split(first, "渣土")).accepted().SerializeAsString() ==
        answer.accepted().SerializeAsString());
  REQUIRE(engine.stop().has_value());
  std::size_t splits = 0;
  for (const auto& entry : engine.journal())
    splits += entry.command().has_split_ticket() ? 1 : 0;
  CHECK(splits == 1);
}

TEST_CASE("an amended address and point take the place of those before, converted from the datum they came in") {
  EngineInProcess engine;
  engine.start();
  const auto ticket = engine.member("intake-app")->act("w", whistle()).accepted().ticket();
  const auto dispatcher = engine.member(kDispatcher);
  const engine::Point there{366'900'000, 1'191'900'000};
  for (const auto datum : {v1::DATUM_GCJ02, v1::DATUM_BD09, v1::DATUM_CGCS2000}) {
    CAPTURE(v1::Datum_Name(datum));
    auto command = amend_address(ticket, v1::Datum_Name(datum));
    const auto said = adapters::from_wgs84(datum, there);
    auto& location = *command.mutable_amend_ticket()->mutable_location();
    location.set_datum(datum);
    location.mutable_point()->set_lat_e7(said.lat_e7);
    location.mutable_point()->set_lon_e7(said.lon_e7);
    const auto reply = dispatcher->act(v1::Datum_Name(datum), command);
    REQUIRE_MESSAGE(reply.has_accepted(), told(reply));
    const auto view = shown(*engine.member(kHandler), ticket);
    CHECK(view.address() == v1::Datum_Name(datum));
    CHECK(view.text() == "楼道灯坏了");
    CHECK(std::abs(view.point().lat_e7() - there.lat_e7) <= 1);
    CHECK(std::abs(view.point().lon_e7() - there.lon_e7) <= 1);
  }
  REQUIRE(engine.stop().has_value());
  for (const auto& entry : engine.journal())
    CHECK_FALSE(entry.command().amend_ticket().location().has_point());
}

TEST_CASE("notes are shown to who works on the ticket and to the blower, not to who only oversees it") {
  EngineInProcess engine;
  engine.start();
  const auto intake = engine.member("intake-app");
  const auto handler = engine.member(kHandler);
  const auto ticket = intake->act("w", whistle()).accepted().ticket();
  REQUIRE(handler->act("a", acknowledge(ticket)).has_accepted());
  REQUIRE(told(handler->act("p", report_progress(ticket, "配件明天到"))) == "accepted");
  REQUIRE(told(handler->act("r", resolve(ticket, "换了灯泡"))) == "accepted");
  REQUIRE(told(intake->act("d", dispute(ticket, "还是不亮"))) == "accepted");
  const std::vector<std::string> all{"配件明天到", "换了灯泡", "还是不亮"};
  CHECK(notes_of(shown(*handler, ticket)) == all);
  CHECK(notes_of(shown(*intake, ticket)) == all);
  CHECK(shown(*handler, ticket).notes(0).member() == kHandler);
  const auto overseen = shown(*engine.member("s-qingchi-dispatcher"), ticket);
  CHECK(overseen.record().id() == ticket);
  CHECK(overseen.notes().empty());
  CHECK(told(handler->act("p", report_progress(ticket, "配件明天到"))) == "accepted");
  CHECK(told(handler->act("p", report_progress(ticket, "后天到"))).starts_with("KEY_REUSED"));
  CHECK(shown(*handler, ticket).record().progress_reports() == 1);
}

TEST_CASE("what an act must and must not say is refused before anybody decides on it") {
  EngineInProcess engine;
  engine.start();
  const auto intake = engine.member("intake-app");
  const auto ticket = intake->act("w", whistle()).accepted().ticket();
  CHECK(told(intake->act("1", report_progress(ticket, ""))) == "MISSING field=personal.text");
  auto named = dispute(ticket, "why");
  named.mutable_dispute_resolution()->mutable_personal()->mutable_reporter()->set_name("x");
  CHECK(told(intake->act("2", named)) == "INVALID field=personal.reporter why=a note alone");
  v1::Command amend;
  amend.mutable_amend_ticket()->set_ticket(ticket);
  amend.mutable_amend_ticket()->mutable_personal()->set_text("why");
  CHECK(told(intake->act("3", amend)) == "MISSING field=category");
  auto carried = split(ticket, "x");
  carried.mutable_split_ticket()->set_carried_over(true);
  CHECK(told(intake->act("4", carried)) == "INVALID field=carried_over why=journal only");
  v1::Command link;
  link.mutable_link_split_ticket()->set_ticket(ticket);
  CHECK(told(intake->act("5", link)) == "NOT_PERMITTED needs=engine");
  v1::Command nowhere;
  nowhere.mutable_reassign_ticket()->set_ticket(ticket);
  nowhere.mutable_reassign_ticket()->mutable_personal()->set_text("why");
  CHECK(told(intake->act("6", nowhere)) == "MISSING field=party");
}

}  // namespace
}  // namespace whistle::tools::whistled
