#include "tests/crash/load.h"

#include <utility>

#include "tests/whistled/engine_in_process.h"

namespace whistle::crash {

namespace whistled = tools::whistled;

namespace {

constexpr const char* kHandler = "f-xiangrui-handler-1";
constexpr const char* kIntake = "intake-app";
constexpr std::uint64_t kMinutesApart = 12;
constexpr std::uint64_t kWhistlesInTen = 4;

v1::Request request_of(const std::string& key, const char* member, const v1::Command& command) {
  v1::Request request;
  request.set_key(key);
  request.set_claimed_member(member);
  *request.mutable_command() = command;
  return request;
}

}  // namespace

v1::Request Load::next() {
  ++number_;
  if (live_.empty() || below(10) < kWhistlesInTen) return whistle();
  const auto at = live_.begin() + static_cast<std::ptrdiff_t>(below(live_.size()));
  const auto chosen = *at;
  live_.erase(at);
  return act(chosen);
}

v1::Request Load::whistle() {
  if (now_ < whistled::kFounded) now_ = whistled::kFounded;
  now_ = now_ + engine::minutes(static_cast<std::int64_t>(below(kMinutesApart)));
  auto command = whistled::whistle(below(5) == 0 ? "P01" : "P03", now_.us);
  command.mutable_blow_whistle()->mutable_personal()->set_text("第" + std::to_string(number_) + "号：楼道灯坏了");
  return request_of("w-" + std::to_string(number_), kIntake, command);
}

v1::Request Load::act(const Live& live) {
  const auto key = std::to_string(number_) + "-" + std::to_string(live.ticket);
  switch (live.next) {
    case Act::Acknowledge:
      return request_of("a-" + key, kHandler, whistled::acknowledge(live.ticket));
    case Act::Arrive:
      return request_of("o-" + key, kHandler, whistled::arrive(live.ticket));
    case Act::Resolve:
      return request_of("r-" + key, kHandler, whistled::resolve(live.ticket, "换了灯泡 " + key));
    case Act::Confirm:
      break;
  }
  return request_of("c-" + key, kIntake, whistled::confirm(live.ticket));
}

void Load::hears(const Answer& answer) {
  if (!answer.reply.has_accepted()) return;
  const auto ticket = answer.reply.accepted().ticket();
  switch (answer.key.front()) {
    case 'w':
      return live_.push_back({ticket, Act::Acknowledge});
    case 'a':
      return live_.push_back({ticket, Act::Arrive});
    case 'o':
      return live_.push_back({ticket, Act::Resolve});
    case 'r':
      return live_.push_back({ticket, Act::Confirm});
    default:
      return;
  }
}

}  // namespace whistle::crash
