// How often a sender may ask: by role of the identity, by address, and as a stranger.
#include "tools/whistled/sender_limits.h"

#include <doctest/doctest.h>

#include "tests/whistled/engine_in_process.h"

namespace whistle::tools::whistled {
namespace {

using namespace std::chrono_literals;

const RateLimit::Time kStart = RateLimit::Time{} + 24h;

engine::State state() {
  const std::string hash(32, 'r');
  engine::State made;
  made.rulesets[hash] = demonstration_rules().ruleset;
  made.publications.push_back({engine::Sequence{1}, hash});
  made.identities["handler"] = {"f-xiangrui-handler-1", "handler", "", false, engine::Sequence{2}};
  made.identities["intake"] = {"intake-app", "intake", "", false, engine::Sequence{3}};
  made.identities["platform"] = {"platform-1", "platform", "", false, engine::Sequence{4}};
  made.identities["lost"] = {"f-xiangrui-handler-1", "lost", "", true, engine::Sequence{5}};
  return made;
}

v1::Actor with_key(std::string_view credential) {
  v1::Actor actor;
  actor.set_authentication(credential.empty() ? v1::AUTHENTICATION_PLAIN : v1::AUTHENTICATION_CURVE);
  actor.set_credential(std::string(credential));
  return actor;
}

// How many of so many at once are let through, up to 100.
int at_once(SenderLimits& limits, std::string_view credential, std::string_view address) {
  static const auto kState = state();
  const auto actor = with_key(credential);
  int passed = 0;
  while (passed < 100 && !limits.take(kState, {actor, address, engine::kInstantMin}, kStart))
    ++passed;
  return passed;
}

SenderRates rates() {
  return {.member = per_second(1, 3),
          .system = per_second(1, 7),
          .address = per_second(1, 20),
          .stranger = per_second(1, 2),
          .loopback = false};
}

TEST_CASE("people have their rate, systems theirs, and strangers little, all of one address together") {
  SenderLimits limits(rates());
  CHECK(at_once(limits, "handler", "") == 3);
  CHECK(at_once(limits, "intake", "") == 7);
  CHECK(at_once(limits, "platform", "") == 7);
  CHECK(at_once(limits, "nobody", "10.0.0.1") == 2);
  CHECK(at_once(limits, "nobody either", "10.0.0.1") == 0);
  CHECK(at_once(limits, "lost", "10.0.0.2") == 2);
}

TEST_CASE("an address has one rate for all who share it, and the refusal tells which rate and how long") {
  SenderLimits limits(rates());
  CHECK(at_once(limits, "", "10.0.0.1") == 20);
  const auto refused = limits.take(state(), {with_key("handler"), "10.0.0.1", engine::kInstantMin}, kStart);
  REQUIRE(refused.has_value());
  v1::Reply reply;
  *reply.mutable_refusal() = *refused;
  CHECK(told(reply) == "RATE_EXCEEDED of=address retry_after_ms=1000");
  CHECK_FALSE(limits.take(state(), {with_key("handler"), "10.0.0.2", engine::kInstantMin}, kStart).has_value());
}

TEST_CASE("loopback is many local programs at one address: it is limited where that is asked for") {
  SenderLimits limits(rates());
  for (const char* address : {"127.0.0.1", "::1", "::ffff:127.0.0.1"})
    CHECK(at_once(limits, "", address) == 100);
  auto with_loopback = rates();
  with_loopback.loopback = true;
  SenderLimits strict(with_loopback);
  CHECK(at_once(strict, "", "127.0.0.1") == 20);
}

TEST_CASE("what is not known is not limited: plain mode without an address") {
  SenderLimits limits(rates());
  CHECK(at_once(limits, "", "") == 100);
}

}  // namespace
}  // namespace whistle::tools::whistled
