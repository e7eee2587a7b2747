// Who guesses waits longer and longer.
#include "tools/whistled/web/login_guard.h"

#include <doctest/doctest.h>

namespace whistle::tools::whistled::web {
namespace {

using namespace std::chrono_literals;

const LoginGuard::Time kStart = LoginGuard::Time{} + 24h;

}  // namespace

TEST_CASE("each failure from one place waits twice as long as the one before, up to eight seconds") {
  LoginGuard guard;
  for (const auto expected : {250ms, 500ms, 1'000ms, 2'000ms, 4'000ms, 8'000ms, 8'000ms})
    CHECK(guard.failed("10.0.0.1", kStart) == expected);
}

TEST_CASE("nobody waits for the failures of another") {
  LoginGuard guard;
  CHECK(guard.failed("one", kStart) == 250ms);
  CHECK(guard.failed("another", kStart) == 250ms);
  CHECK(guard.failed("one", kStart) == 500ms);
}

TEST_CASE("ten minutes without a failure, and it is forgotten") {
  LoginGuard guard;
  CHECK(guard.failed("10.0.0.1", kStart) == 250ms);
  CHECK(guard.failed("10.0.0.1", kStart + 9min) == 500ms);
  CHECK(guard.failed("10.0.0.1", kStart + 19min) == 250ms);
}

TEST_CASE("what is remembered is bounded, from however many places they guess") {
  LoginGuard guard;
  for (std::size_t i = 0; i < LoginGuard::kGroupsMax + 1'000; ++i)
    (void)guard.failed("host-" + std::to_string(i), kStart);
  CHECK(guard.remembered() <= LoginGuard::kGroupsMax);
}

}  // namespace whistle::tools::whistled::web
