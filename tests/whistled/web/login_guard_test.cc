// Who guesses waits longer and longer.
#include "tools/whistled/web/login_guard.h"

#include <doctest/doctest.h>

namespace whistle::tools::whistled::web {
namespace {

using namespace std::chrono_literals;

const LoginGuard::Time kStart = LoginGuard::Time{} + 24h;

}  // namespace

TEST_CASE("each failure of an address waits twice as long as the one before, up to eight seconds") {
  LoginGuard guard;
  for (const auto expected : {250ms, 500ms, 1'000ms, 2'000ms, 4'000ms, 8'000ms, 8'000ms})
    CHECK(guard.failed("10.0.0.1", kStart) == expected);
  CHECK(guard.failures() == 7);
}

TEST_CASE("one address does not wait for another's failures, but an IPv6 customer is one") {
  LoginGuard guard;
  CHECK(guard.failed("10.0.0.1", kStart) == 250ms);
  CHECK(guard.failed("10.0.0.2", kStart) == 250ms);
  CHECK(guard.failed("2001:db8:1:2:3::4", kStart) == 250ms);
  CHECK(guard.failed("2001:db8:1:2:ffff::1", kStart) == 500ms);
  CHECK(guard.failed("2001:db8:1:3:3::4", kStart) == 250ms);
}

TEST_CASE("ten minutes without a failure, and it is forgotten") {
  LoginGuard guard;
  CHECK(guard.failed("10.0.0.1", kStart) == 250ms);
  CHECK(guard.failed("10.0.0.1", kStart + 9min) == 500ms);
  CHECK(guard.failed("10.0.0.1", kStart + 19min) == 250ms);
}

TEST_CASE("what is remembered is bounded, however many addresses guess") {
  LoginGuard guard;
  for (std::size_t i = 0; i < LoginGuard::kAddressesMax + 1'000; ++i)
    (void)guard.failed("host-" + std::to_string(i), kStart);
  CHECK(guard.remembered() <= LoginGuard::kAddressesMax);
}

}  // namespace whistle::tools::whistled::web
