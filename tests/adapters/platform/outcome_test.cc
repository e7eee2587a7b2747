#include "adapters/platform/outcome.h"

#include <doctest/doctest.h>

namespace whistle::adapters::platform {

using namespace std::chrono_literals;

TEST_CASE("an answer is delivery, a wish to be asked again, or a refusal") {
  for (const unsigned status : {200U, 201U, 202U, 204U, 299U})
    CHECK(outcome_of(status, {}, 0).verdict == Verdict::Delivered);
  for (const unsigned status : {408U, 425U, 429U, 500U, 502U, 503U, 504U, 599U})
    CHECK(outcome_of(status, {}, 0).verdict == Verdict::Later);
  for (const unsigned status : {301U, 307U, 400U, 401U, 403U, 404U, 410U, 413U, 422U})
    CHECK(outcome_of(status, {}, 0).verdict == Verdict::Refused);
  CHECK(no_answer("timed out").verdict == Verdict::Later);
  CHECK(outcome_of(307, {}, 0).why == "answered 307: redirects are not followed");
}

TEST_CASE("Retry-After is seconds or a date, an hour at most") {
  const std::int64_t now_s = 1'790'575'380;  // 2026-09-28T06:03:00Z
  CHECK(outcome_of(429, "17", now_s).retry_after == 17s);
  CHECK(outcome_of(503, " 0 ", now_s).retry_after == 0s);
  CHECK(outcome_of(503, "86400", now_s).retry_after == 3'600s);
  CHECK(outcome_of(503, "-5", now_s).retry_after == 0s);
  CHECK(outcome_of(503, "Mon, 28 Sep 2026 06:05:00 GMT", now_s).retry_after == 120s);
  CHECK(outcome_of(503, "Mon, 28 Sep 2026 06:00:00 GMT", now_s).retry_after == 0s);
  for (const auto* bad : {"", "soon", "17s", "1e3", "Mon, 28 Sep"})
    CHECK(outcome_of(503, bad, now_s).retry_after == std::nullopt);
  CHECK(outcome_of(410, "17", now_s).retry_after == std::nullopt);
}

}  // namespace whistle::adapters::platform
