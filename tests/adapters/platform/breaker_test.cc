#include "adapters/platform/breaker.h"

#include <doctest/doctest.h>

namespace whistle::adapters::platform {

using namespace std::chrono_literals;

TEST_CASE("so many failures in a row open it, then one is let through, which decides") {
  Breaker breaker(3);
  for (int i = 0; i < 2; ++i) {
    CHECK(breaker.admits(0ms));
    breaker.failed(0ms, 100ms);
  }
  CHECK(breaker.state(0ms) == BreakerState::Closed);
  breaker.failed(0ms, 100ms);
  CHECK(breaker.state(99ms) == BreakerState::Open);
  CHECK_FALSE(breaker.admits(99ms));
  CHECK(breaker.until() == 100ms);
  CHECK(breaker.state(100ms) == BreakerState::HalfOpen);
  CHECK(breaker.admits(100ms));
  breaker.begun(100ms);
  CHECK_FALSE(breaker.admits(100ms));
  breaker.failed(110ms, 100ms);
  CHECK(breaker.state(209ms) == BreakerState::Open);
  CHECK(breaker.admits(210ms));
  breaker.begun(210ms);
  breaker.succeeded();
  CHECK(breaker.state(211ms) == BreakerState::Closed);
  CHECK(breaker.failures() == 0);
}

TEST_CASE("a success between failures keeps it closed") {
  Breaker breaker(2);
  for (int i = 0; i < 10; ++i) {
    breaker.failed(0ms, 1'000ms);
    breaker.succeeded();
  }
  CHECK(breaker.admits(0ms));
}

TEST_CASE("who asks to be left alone is, without having failed often") {
  Breaker breaker(5);
  breaker.failed(0ms, 1ms);
  breaker.hold_until(500ms);
  breaker.hold_until(200ms);
  CHECK_FALSE(breaker.admits(499ms));
  CHECK(breaker.state(500ms) == BreakerState::Closed);
}

}  // namespace whistle::adapters::platform
