// What may stand in a command, of whose member and times: each fault by name. The others: request_codec_test.cc.
#include "adapters/zeromq/request_limits.h"

#include <doctest/doctest.h>

#include <functional>
#include <string>
#include <vector>

namespace whistle::adapters::zeromq {
namespace {

std::string told(const v1::Command& command) {
  const auto fault = check_command_limits(command);
  if (!fault) return "accepted";
  auto text = v1::RefusalCode_Name(fault->code()).substr(std::string("REFUSAL_CODE_").size());
  for (const auto& argument : fault->arguments())
    text += " " + argument.name() + "=" + argument.value();
  return text;
}

struct Case {
  const char* expected;
  std::function<void(v1::Command&)> say;
};

void check_told(const std::vector<Case>& cases) {
  for (const auto& one : cases) {
    CAPTURE(one.expected);
    v1::Command command;
    one.say(command);
    CHECK(told(command) == one.expected);
  }
}

TEST_CASE("who takes over and who is away are named, within limits, and an absence has an end") {
  const std::string long_code(65, 'x');
  const std::vector<Case> cases = {
      {"accepted", [](auto& c) { c.mutable_hand_over_duty()->set_member("m"); }},
      {"MISSING field=member", [](auto& c) { c.mutable_hand_over_duty(); }},
      {"TOO_LARGE field=member limit=64", [&](auto& c) { c.mutable_hand_over_duty()->set_member(long_code); }},
      {"accepted", [](auto& c) { c.mutable_report_absence()->set_until_us(1); }},
      {"MISSING field=until", [](auto& c) { c.mutable_report_absence(); }},
      {"TIME_IMPOSSIBLE field=until time=-1", [](auto& c) { c.mutable_report_absence()->set_until_us(-1); }},
      {"TIME_IMPOSSIBLE field=from time=-1",
       [](auto& c) {
         c.mutable_report_absence()->set_from_us(-1);
         c.mutable_report_absence()->set_until_us(1);
       }},
      {"TOO_LARGE field=member limit=64", [&](auto& c) { c.mutable_report_absence()->set_member(long_code); }},
      {"accepted", [](auto& c) { c.mutable_end_absence(); }},
      {"TOO_LARGE field=member limit=64", [&](auto& c) { c.mutable_end_absence()->set_member(long_code); }},
  };
  check_told(cases);
}

TEST_CASE("who wants to be told who reported it says why, and nothing else that is personal") {
  const auto asked = [](v1::Command& command) -> v1::RevealReporter& {
    auto& reveal = *command.mutable_reveal_reporter();
    reveal.set_ticket(3);
    reveal.mutable_personal()->set_text("to call back");
    return reveal;
  };
  check_told({
      {"accepted", [&](auto& c) { asked(c); }},
      {"MISSING field=personal.text", [&](auto& c) { asked(c).mutable_personal()->clear_text(); }},
      {"MISSING field=personal.text", [&](auto& c) { asked(c).clear_personal(); }},
      {"TOO_LARGE field=personal.text limit=8192",
       [&](auto& c) { asked(c).mutable_personal()->set_text(std::string(8'193, 'x')); }},
      {"INVALID field=personal.address why=a note alone",
       [&](auto& c) { asked(c).mutable_personal()->set_address("E-GARDEN 3-2-501"); }},
      {"INVALID field=personal.reporter why=a note alone",
       [&](auto& c) { asked(c).mutable_personal()->mutable_reporter()->set_phone("13800000000"); }},
      {"INVALID field=personal.point why=journal only",
       [&](auto& c) { asked(c).mutable_personal()->mutable_point()->set_lat_e7(1); }},
      {"INVALID field=commitments why=journal only", [&](auto& c) { asked(c).mutable_commitments(); }},
  });
}

TEST_CASE(
    "on the wire a ticket is forgotten on request alone, under a reference, and the rest is the engine's to say") {
  const auto asked = [](v1::Command& command) -> v1::EraseTicket& {
    auto& erase = *command.mutable_erase_ticket();
    erase.set_ticket(3);
    erase.set_ground(v1::ERASE_GROUND_REQUEST);
    erase.set_reference("DSR-2026-17");
    return erase;
  };
  check_told({
      {"accepted", [&](auto& c) { asked(c); }},
      {"accepted", [&](auto& c) { asked(c).set_reference("x"); }},
      {"accepted", [&](auto& c) { asked(c).set_reference(std::string(64, 'x')); }},
      {"TOO_LARGE field=reference limit=64", [&](auto& c) { asked(c).set_reference(std::string(65, 'x')); }},
      {"MISSING field=reference", [&](auto& c) { asked(c).clear_reference(); }},
      {"MISSING field=ticket", [&](auto& c) { asked(c).clear_ticket(); }},
      {"MISSING field=ground", [&](auto& c) { asked(c).clear_ground(); }},
      {"INVALID field=ground why=the engine's own", [&](auto& c) { asked(c).set_ground(v1::ERASE_GROUND_RETENTION); }},
      {"INVALID field=ground why=the engine's own", [&](auto& c) { asked(c).set_ground(v1::ERASE_GROUND_RESTORED); }},
      {"INVALID field=category why=journal only", [&](auto& c) { asked(c).set_category("RUBBISH"); }},
      {"INVALID field=closed why=journal only", [&](auto& c) { asked(c).set_closed_us(1); }},
  });
}

TEST_CASE("what is submitted brings files or takes some away, each path once, and nothing of the journal's") {
  const auto asked = [](auto& c) -> auto& {
    return *c.mutable_submit_ruleset();
  };
  const auto with_file = [&](auto& c, const char* path) -> auto& {
    asked(c).add_files()->set_path(path);
    return asked(c);
  };
  check_told({
      {"accepted", [&](auto& c) { with_file(c, "calendar.yaml"); }},
      {"accepted", [&](auto& c) { asked(c).add_removed("tests/old.yaml"); }},
      {"accepted", [&](auto& c) { with_file(c, "calendar.yaml").set_base_sha256(std::string(32, 'b')); }},
      {"MISSING field=files", [&](auto& c) { asked(c); }},
      {"INVALID field=files.path why=not a relative path", [&](auto& c) { with_file(c, "../calendar.yaml"); }},
      {"INVALID field=files.path why=given twice", [&](auto& c) { with_file(c, "a.csv"), with_file(c, "a.csv"); }},
      {"INVALID field=removed why=given twice", [&](auto& c) { with_file(c, "a.csv").add_removed("a.csv"); }},
      {"INVALID field=removed why=not a relative path", [&](auto& c) { asked(c).add_removed("/etc/passwd"); }},
      {"INVALID field=base_sha256 why=32 bytes", [&](auto& c) { with_file(c, "a.csv").set_base_sha256("b"); }},
      {"INVALID field=paths why=journal only", [&](auto& c) { with_file(c, "a.csv").add_paths("a.csv"); }},
  });
}

TEST_CASE("a logic is named, and what is the engine's own or the operator's is nobody's to send") {
  check_told({
      {"accepted", [](auto& c) { c.mutable_adopt_logic()->set_logic(2); }},
      {"MISSING field=logic", [](auto& c) { c.mutable_adopt_logic(); }},
      {"NOT_PERMITTED needs=engine", [](auto& c) { c.mutable_record_reading()->mutable_reader()->set_member("m"); }},
      {"NOT_PERMITTED needs=engine", [](auto& c) { c.mutable_rotate_master_key()->set_id(std::string(8, 'i')); }},
  });
}

}  // namespace
}  // namespace whistle::adapters::zeromq
