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

TEST_CASE("who takes over and who is away are named, within limits, and an absence has an end") {
  struct Case {
    const char* expected;
    std::function<void(v1::Command&)> say;
  };
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
  for (const auto& one : cases) {
    CAPTURE(one.expected);
    v1::Command command;
    one.say(command);
    CHECK(told(command) == one.expected);
  }
}

}  // namespace
}  // namespace whistle::adapters::zeromq
