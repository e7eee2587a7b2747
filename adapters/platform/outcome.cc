#include "adapters/platform/outcome.h"

#include <date/date.h>

#include <algorithm>
#include <charconv>
#include <locale>
#include <sstream>
#include <utility>

namespace whistle::adapters::platform {

namespace {

constexpr unsigned kTimeout = 408;
constexpr unsigned kTooEarly = 425;
constexpr unsigned kTooMany = 429;
constexpr unsigned kGone = 410;

// Seconds, or a date of HTTP; nullopt: neither.
std::optional<std::chrono::seconds> wait_of(std::string_view text, std::int64_t now_s) {
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error == std::errc() && end == text.data() + text.size() && !text.empty()) {
    return std::clamp(std::chrono::seconds(seconds), std::chrono::seconds(0), kRetryAfterMax);
  }
  std::istringstream stream{std::string(text)};
  stream.imbue(std::locale::classic());
  date::sys_seconds time;
  stream >> date::parse("%a, %d %b %Y %H:%M:%S GMT", time);
  if (stream.fail()) return std::nullopt;
  return std::clamp(time.time_since_epoch() - std::chrono::seconds(now_s), std::chrono::seconds(0), kRetryAfterMax);
}

Verdict verdict_of(unsigned status) {
  if (status >= 200 && status < 300) return Verdict::Delivered;
  if (status >= 500 || status == kTimeout || status == kTooEarly || status == kTooMany) return Verdict::Later;
  return Verdict::Refused;
}

std::string words_for(unsigned status) {
  if (status >= 300 && status < 400) return "answered " + std::to_string(status) + ": redirects are not followed";
  if (status == kGone) return "answered 410: the receiver wants no more";
  return "answered " + std::to_string(status);
}

}  // namespace

Outcome outcome_of(unsigned status, std::string_view retry_after, std::int64_t now_s) {
  Outcome outcome{.verdict = verdict_of(status), .status = status, .why = {}, .retry_after = {}};
  if (outcome.verdict == Verdict::Delivered) return outcome;
  outcome.why = words_for(status);
  if (outcome.verdict == Verdict::Later && !retry_after.empty())
    outcome.retry_after = wait_of(http::trimmed(retry_after), now_s);
  return outcome;
}

Outcome no_answer(std::string why) {
  return {.verdict = Verdict::Later, .status = 0, .why = std::move(why), .retry_after = {}};
}

}  // namespace whistle::adapters::platform
