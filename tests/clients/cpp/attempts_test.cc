// When a request is sent again, and what it ends with.
#include "tools/clients/cpp/src/attempts.h"

#include <doctest/doctest.h>

#include "tests/adapters/zeromq/fixed_random.h"
#include "tests/clients/cpp/played_engine.h"

namespace whistle::client {
namespace {

using namespace std::chrono_literals;
using Time = Attempts::Time;

struct Asked {
  adapters::zeromq::FixedRandom random{7};
  Time now{};
  Attempts attempts{"k-1", now + 20s, random};
};

std::chrono::milliseconds pause_of(const Attempts::Verdict& verdict) {
  REQUIRE(std::holds_alternative<Attempts::Again>(verdict));
  return std::get<Attempts::Again>(verdict).after;
}

Error error_of(const Attempts::Verdict& verdict) {
  REQUIRE(std::holds_alternative<Result<v1::Reply>>(verdict));
  REQUIRE_FALSE(std::get<Result<v1::Reply>>(verdict));
  return std::get<Result<v1::Reply>>(verdict).error();
}

TEST_CASE("each try waits twice as long as the one before, and none past the deadline") {
  Asked asked;
  CHECK(asked.attempts.patience(asked.now) == asked.now + 5s);
  CHECK(asked.attempts.patience(asked.now) == asked.now + 10s);
  CHECK(asked.attempts.patience(asked.now + 5s) == asked.now + 20s);
}

TEST_CASE("an answer ends it, and so does a refusal that no waiting would change") {
  Asked asked;
  const auto answered = asked.attempts.answered(status_reply(3), asked.now);
  REQUIRE(std::holds_alternative<Result<v1::Reply>>(answered));
  CHECK(std::get<Result<v1::Reply>>(answered)->get_status().next_sequence() == 3);
  const auto error = error_of(asked.attempts.answered(refusal_reply(v1::REFUSAL_CODE_WRONG_STATE), asked.now));
  CHECK(std::get<Refused>(error).code_name() == "WRONG_STATE");
}

TEST_CASE("a busy engine is asked again after the time that it named, unless that is past the deadline") {
  Asked asked;
  const auto busy = refusal_reply(v1::REFUSAL_CODE_BUSY, "retry_after_ms", "3000");
  const auto pause = pause_of(asked.attempts.answered(busy, asked.now));
  CHECK(pause >= 3s);
  CHECK(pause <= 4500ms);
  const auto late = asked.attempts.answered(busy, asked.now + 18s);
  CHECK(std::get<Refused>(error_of(late)).retry_after() == 3s);
}

TEST_CASE("after a try that was lost, an engine that is busy to the end may have done it") {
  Asked asked;
  CHECK(pause_of(asked.attempts.lost("gone", asked.now)) >= 100ms);
  const auto busy = asked.attempts.answered(refusal_reply(v1::REFUSAL_CODE_STOPPING), asked.now + 20s);
  const auto silence = std::get<NoAnswer>(error_of(busy));
  CHECK(silence.key == "k-1");
  CHECK(silence.reason.find("STOPPING") != std::string::npos);
}

TEST_CASE("what is lost is tried again until the deadline, and then there is no answer") {
  Asked asked;
  CHECK_FALSE(asked.attempts.given_up(asked.now + 30s));  // not before the first try
  CHECK(pause_of(asked.attempts.lost("gone", asked.now + 19'999ms)) <= 1ms);
  CHECK_FALSE(asked.attempts.given_up(asked.now + 19'999ms));
  CHECK(asked.attempts.given_up(asked.now + 20s)->reason == "gone");
  CHECK(std::get<NoAnswer>(error_of(asked.attempts.lost("gone again", asked.now + 20s))).reason == "gone again");
}

}  // namespace
}  // namespace whistle::client
