#include "tools/whistle/ticket_sheet.h"

#include <doctest/doctest.h>

#include <sstream>

namespace whistle::tools {

namespace {

v1::Ticket erased_ticket() {
  v1::Ticket ticket;
  ticket.set_number("20260928-00001-6");
  ticket.mutable_record()->set_id(17);
  ticket.mutable_record()->set_state(v1::TICKET_STATE_CLOSED);
  auto& erasure = *ticket.mutable_erasure();
  erasure.set_ticket(17);
  erasure.set_sequence(40);
  erasure.set_time_us(1'790'557'200'000'000);
  erasure.set_ground(v1::ERASE_GROUND_RETENTION);
  erasure.set_member("@engine");
  return ticket;
}

std::string sheet_of(const v1::Ticket& ticket, Language language) {
  const DistrictNames codes{v1::GetDistrictReply{}};
  const auto time = DistrictTime::of_zone("Asia/Shanghai");
  REQUIRE(time);
  std::istringstream in;
  std::ostringstream out;
  Console console{.in = in, .out = out, .err = out, .environment = [](const char*) { return std::string(); }};
  print_ticket(console, {language, codes, *time, {1'790'557'200'000'000}}, ticket, Timeline{});
  return out.str();
}

}  // namespace

TEST_CASE("a ticket's page says when its personal data were erased, why, and by whom") {
  CHECK(sheet_of(erased_ticket(), Language::English)
            .find("personal data erased 2026-09-28 09:00:00: its time to be kept is over (engine, entry #40)\n") !=
        std::string::npos);
  CHECK(sheet_of(erased_ticket(), Language::Chinese)
            .find("个人信息      2026-09-28 09:00:00 已删除：保存期限届满（引擎，日志 #40）\n") != std::string::npos);
}

TEST_CASE("a ticket whose personal data are kept says nothing of erasing") {
  auto ticket = erased_ticket();
  ticket.clear_erasure();
  CHECK(sheet_of(ticket, Language::English).find("personal data") == std::string::npos);
}

TEST_CASE("programs are told the erasure by its codes") {
  std::istringstream in;
  std::ostringstream out;
  Console console{.in = in, .out = out, .err = out, .environment = [](const char*) { return std::string(); }};
  print_ticket_json(console, erased_ticket(), Timeline{});
  CHECK(out.str().find(R"("erasure":{"ticket":"17","sequence":"40","time_us":"1790557200000000",)"
                       R"("ground":"ERASE_GROUND_RETENTION","member":"@engine"})") != std::string::npos);
}

}  // namespace whistle::tools
