#include "adapters/api/instant_text.h"

#include <charconv>
#include <chrono>

namespace whistle::adapters::api {

namespace {

// Takes what the text begins with, as long as all of it is there.
class Scanner {
 public:
  explicit Scanner(std::string_view rest) : rest_(rest) {}

  int digits(std::size_t count, int max) {
    int value = 0;
    if (rest_.size() < count) return fail();
    for (const char c : rest_.substr(0, count)) {
      if (c < '0' || c > '9') return fail();
      value = value * 10 + (c - '0');
    }
    rest_.remove_prefix(count);
    return value <= max ? value : fail();
  }
  char one_of(std::string_view letters) {
    if (rest_.empty() || letters.find(rest_.front()) == std::string_view::npos) return static_cast<char>(fail());
    const char letter = rest_.front();
    rest_.remove_prefix(1);
    return letter;
  }
  // Of a fraction, in microseconds; 0 where there is none.
  std::int64_t fraction() {
    constexpr std::int64_t kSecond = 1'000'000;
    if (!rest_.starts_with('.')) return 0;
    rest_.remove_prefix(1);
    if (rest_.empty() || rest_.front() < '0' || rest_.front() > '9') return fail();
    std::int64_t us = 0;
    for (std::int64_t unit = kSecond / 10; !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; unit /= 10) {
      us += (rest_.front() - '0') * unit;
      rest_.remove_prefix(1);
    }
    return us;
  }
  [[nodiscard]] bool ended() const { return !failed_ && rest_.empty(); }

 private:
  int fail() {
    failed_ = true;
    return 0;
  }

  std::string_view rest_;
  bool failed_ = false;
};

}  // namespace

std::optional<std::int64_t> parse_instant(std::string_view text) {
  namespace chrono = std::chrono;
  Scanner scan(text);
  const chrono::year year(scan.digits(4, 9'999));
  scan.one_of("-");
  const chrono::month month(static_cast<unsigned>(scan.digits(2, 12)));
  scan.one_of("-");
  const chrono::day day(static_cast<unsigned>(scan.digits(2, 31)));
  scan.one_of("Tt ");
  std::int64_t seconds = scan.digits(2, 23) * std::int64_t{3'600};
  scan.one_of(":");
  seconds += scan.digits(2, 59) * std::int64_t{60};
  scan.one_of(":");
  seconds += scan.digits(2, 59);
  const auto us = scan.fraction();
  const char sign = scan.one_of("Zz+-");
  if (sign == '+' || sign == '-') {
    std::int64_t offset = scan.digits(2, 23) * std::int64_t{3'600};
    scan.one_of(":");
    offset += scan.digits(2, 59) * std::int64_t{60};
    seconds += sign == '+' ? -offset : offset;
  }
  const chrono::year_month_day date(year, month, day);
  if (!scan.ended() || !date.ok()) return std::nullopt;
  const auto days = chrono::sys_days(date).time_since_epoch().count();
  return (days * std::int64_t{86'400} + seconds) * 1'000'000 + us;
}

}  // namespace whistle::adapters::api
