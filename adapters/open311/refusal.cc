#include "adapters/open311/refusal.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "adapters/district/decimal.h"
#include "adapters/open311/catalogue.h"
#include "adapters/open311/fault.h"
#include "adapters/open311/words.h"

namespace whistle::adapters::open311 {
namespace {

constexpr std::uint32_t kPauseSecondsMax = 86'400;
constexpr std::uint32_t kPauseMsMax = kPauseSecondsMax * 1'000;
constexpr std::uint32_t kLimitMax = 1'000'000'000;

std::string_view argument(const v1::Refusal& refusal, std::string_view name) {
  for (const auto& candidate : refusal.arguments()) {
    if (candidate.name() == name) return candidate.value();
  }
  return {};
}

struct FieldName {
  std::string_view core;
  std::string_view parameter;
};

constexpr std::array kFieldNames{
    FieldName{"personal.text", "description"},
    FieldName{"personal.address", "address_string"},
    FieldName{"personal.reporter", "first_name, last_name, phone, email"},
    FieldName{"personal.reporter.name", "first_name, last_name"},
    FieldName{"personal.reporter.phone", "phone, email"},
    FieldName{"anonymous", kAnonymous},
    FieldName{"occurred_at", kOccurredAt},
    FieldName{"category", "service_code"},
    FieldName{"categories", "service_code"},
    FieldName{"numbers", "service_request_id"},
    FieldName{"location", "lat, long, address_id"},
    FieldName{"location.point", "lat, long"},
    FieldName{"location.estate", "address_id"},
    FieldName{"location.grid", "address_id"},
    FieldName{"location.area", "address_id"},
    FieldName{"from_us", "start_date"},
    FieldName{"until_us", "end_date"},
    FieldName{"limit", "page_size"},
    FieldName{"key", "Idempotency-Key"},
};

// The parameter whose value the core refused; what it calls otherwise is no parameter of the client's.
std::string_view field_of(const v1::Refusal& refusal) {
  const auto core = argument(refusal, "field");
  const auto* found =
      std::find_if(kFieldNames.begin(), kFieldNames.end(), [core](const FieldName& name) { return name.core == core; });
  return found == kFieldNames.end() ? "request" : found->parameter;
}

// Seconds, at least one; nullopt: the core says nothing of when to try again.
std::optional<std::uint32_t> pause_of(const v1::Refusal& refusal) {
  if (const auto ms = district::whole_number(argument(refusal, "retry_after_ms"), kPauseMsMax))
    return std::max(1U, (*ms + 999) / 1'000);
  if (const auto seconds = district::whole_number(argument(refusal, "retry_s"), kPauseSecondsMax))
    return std::max(1U, *seconds);
  return std::nullopt;
}

struct Telling {
  v1::RefusalCode code;
  unsigned status;
  std::string_view field;  // empty: the one that the core names
  Phrase words;
  std::uint32_t usual_pause = 0;  // seconds until another try, where the core says none; 0: none is told
};

constexpr Phrase kLater{"系统繁忙，请稍后再试", "busy, try again later"};

// What a whistle and a list of public tickets can be refused with.
constexpr std::array kTellings{
    Telling{v1::REFUSAL_CODE_MISSING, 400, "", kNotProvided},
    Telling{v1::REFUSAL_CODE_INVALID, 400, "", {"无效", "not valid"}},
    Telling{v1::REFUSAL_CODE_TOO_LARGE, 400, "", {"过大", "too large"}},
    Telling{v1::REFUSAL_CODE_INVALID_TEXT, 400, "", {"不是UTF-8，或含有控制字符", "not UTF-8, or a control character"}},
    Telling{v1::REFUSAL_CODE_TIME_IMPOSSIBLE, 400, "", {"时间不可能", "an impossible time"}},
    Telling{v1::REFUSAL_CODE_POINT_IMPOSSIBLE, 400, "lat, long", {"位置不可能", "an impossible place"}},
    Telling{v1::REFUSAL_CODE_KEY_REUSED, 409, "Idempotency-Key", {"已用于另一内容", "was used for another content"}},
    Telling{v1::REFUSAL_CODE_UNKNOWN_IDENTITY, 403, "api_key", {"无效", "not a key, or none any more"}},
    Telling{v1::REFUSAL_CODE_WRONG_TOKEN, 403, "api_key", {"无效", "not a key, or none any more"}},
    Telling{v1::REFUSAL_CODE_NOT_PERMITTED, 403, "api_key", {"无权提交", "may not do this"}},
    Telling{v1::REFUSAL_CODE_UNKNOWN_CATEGORY, 404, "service_code", kNoSuchService},
    Telling{v1::REFUSAL_CODE_UNKNOWN_TICKET, 404, "service_request_id", kNoSuchRequest},
    Telling{v1::REFUSAL_CODE_TOO_MANY_OPEN, 429, "request", {"未办结的诉求过多", "this reporter has too many open"}},
    Telling{v1::REFUSAL_CODE_RATE_EXCEEDED, 429, "request", {"过于频繁，请稍后再试", "too many, try again later"}, 1},
    Telling{v1::REFUSAL_CODE_BUSY, 503, "service", kLater, 1},
    Telling{v1::REFUSAL_CODE_STOPPING, 503, "service", kLater, 5},
    Telling{v1::REFUSAL_CODE_DISK_LOW, 503, "service", {"暂不受理新诉求", "takes no new requests at present"}, 60},
    Telling{v1::REFUSAL_CODE_CLOCK_SUSPENDED, 503, "service", {"暂停受理", "suspended at present"}, 60},
    Telling{v1::REFUSAL_CODE_LOGIC_OLD, 503, "service", {"暂停受理", "suspended at present"}, 60},
};

// Any other: of the way in which we asked, which is our fault.
constexpr Telling kUnexpected{v1::REFUSAL_CODE_UNSPECIFIED, 500, "service", {"内部错误", "an error of this server"}};

const Telling& telling_of(v1::RefusalCode code) {
  const auto* found =
      std::find_if(kTellings.begin(), kTellings.end(), [code](const Telling& telling) { return telling.code == code; });
  return found == kTellings.end() ? kUnexpected : *found;
}

}  // namespace

Answer tell_refusal(const v1::Refusal& refusal, Format format, Language language) {
  const auto& telling = telling_of(refusal.code());
  std::string what(say(language, telling.words));
  const auto limit = district::whole_number(argument(refusal, "limit"), kLimitMax);
  if (refusal.code() == v1::REFUSAL_CODE_TOO_LARGE && limit)
    what.append(say(language, {"，上限", ", at most "})).append(std::to_string(*limit));
  const auto field = telling.field.empty() ? field_of(refusal) : telling.field;
  auto answer = fault_answer(format, language, telling.status, field, {what, what});
  if (telling.usual_pause > 0) {
    answer.headers.emplace_back("Retry-After", std::to_string(pause_of(refusal).value_or(telling.usual_pause)));
  }
  return answer;
}

}  // namespace whistle::adapters::open311
