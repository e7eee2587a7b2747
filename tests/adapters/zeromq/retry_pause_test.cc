// How long a client waits before it asks a busy engine again.
#include "adapters/zeromq/retry_pause.h"

#include <doctest/doctest.h>

#include <set>

#include "tests/adapters/zeromq/fixed_random.h"

namespace whistle::adapters::zeromq {
namespace {

using namespace std::chrono_literals;

v1::Reply refusal(v1::RefusalCode code, const std::string& retry_after = "") {
  v1::Reply reply;
  reply.mutable_refusal()->set_code(code);
  if (retry_after.empty()) return reply;
  auto& argument = *reply.mutable_refusal()->add_arguments();
  argument.set_name("retry_after_ms");
  argument.set_value(retry_after);
  return reply;
}

TEST_CASE("a busy engine, one that stops, and a rate that is exceeded ask to come back; everything else is an answer") {
  for (const auto code : {v1::REFUSAL_CODE_BUSY, v1::REFUSAL_CODE_STOPPING, v1::REFUSAL_CODE_RATE_EXCEEDED}) {
    CHECK(asked_to_wait(refusal(code, "700")) == 700ms);
    CHECK(asked_to_wait(refusal(code)) == 0ms);
  }
  CHECK_FALSE(asked_to_wait(refusal(v1::REFUSAL_CODE_WRONG_STATE, "700")).has_value());
  CHECK_FALSE(asked_to_wait(refusal(v1::REFUSAL_CODE_TOO_MANY_OPEN)).has_value());
  v1::Reply accepted;
  accepted.mutable_accepted();
  CHECK_FALSE(asked_to_wait(accepted).has_value());
}

TEST_CASE("a time from the wire that makes no sense is not waited for") {
  CHECK(asked_to_wait(refusal(v1::REFUSAL_CODE_BUSY, "soon")) == 0ms);
  CHECK(asked_to_wait(refusal(v1::REFUSAL_CODE_BUSY, "-5")) == 0ms);
  CHECK(asked_to_wait(refusal(v1::REFUSAL_CODE_BUSY, "99999999999999")) == 0ms);
  CHECK(asked_to_wait(refusal(v1::REFUSAL_CODE_BUSY, "4000000000")) == 60s);
}

TEST_CASE("a pause is never shorter than what was asked for, nor longer than half as much again") {
  FixedRandom random(7);
  for (int i = 0; i < 100; ++i) {
    RetryPause pause;
    const auto wait = pause.next(1'000ms, random);
    CHECK(wait >= 1'000ms);
    CHECK(wait <= 1'500ms);
  }
}

TEST_CASE("pauses of clients that were sent away together differ") {
  FixedRandom random(7);
  std::set<std::chrono::milliseconds> pauses;
  for (int i = 0; i < 100; ++i)
    pauses.insert(RetryPause().next(1'000ms, random));
  CHECK(pauses.size() > 50);
}

TEST_CASE("an engine that does not say how long is asked less and less often") {
  FixedRandom random(7);
  RetryPause pause;
  auto last = pause.next(0ms, random);
  CHECK(last >= RetryPause::kFirst);
  for (int i = 0; i < 20; ++i)
    last = pause.next(0ms, random);
  CHECK(last >= RetryPause::kMax);
  CHECK(last <= RetryPause::kMax + RetryPause::kMax / 2);
}

}  // namespace
}  // namespace whistle::adapters::zeromq
