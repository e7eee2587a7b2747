#include "adapters/open311/refusal.h"

#include <doctest/doctest.h>

#include <initializer_list>
#include <string>
#include <utility>

#include "tests/adapters/open311/sample_call.h"

namespace whistle::adapters::open311 {

namespace {

Answer told(v1::RefusalCode code, std::initializer_list<std::pair<const char*, const char*>> arguments = {}) {
  v1::Refusal refusal;
  refusal.set_code(code);
  for (const auto& [name, value] : arguments) {
    auto& argument = *refusal.add_arguments();
    argument.set_name(name);
    argument.set_value(value);
  }
  return tell_refusal(refusal, Format::Json, Language::En);
}

std::string retry_after(const Answer& answer) {
  return answer.headers.empty() ? "" : answer.headers.at(0).first + " " + answer.headers.at(0).second;
}

}  // namespace

TEST_CASE("a refusal names the parameter as the client named it") {
  CHECK(faults_of(told(v1::REFUSAL_CODE_TOO_LARGE, {{"field", "personal.text"}, {"limit", "8192"}})) ==
        "description: too large, at most 8192");
  CHECK(faults_of(told(v1::REFUSAL_CODE_TIME_IMPOSSIBLE, {{"field", "occurred_at"}, {"time", "1"}})) ==
        "attribute[occurred_at]: an impossible time");
  CHECK(faults_of(told(v1::REFUSAL_CODE_INVALID_TEXT, {{"field", "personal.reporter.phone"}})) ==
        "phone, email: not UTF-8, or a control character");
}

TEST_CASE("of what the core says nothing is repeated but numbers") {
  const auto answer = told(v1::REFUSAL_CODE_TOO_LARGE, {{"field", "Zq"}, {"limit", "Zq"}, {"why", "Zq"}});
  CHECK(faults_of(answer) == "request: too large");
  CHECK(retry_after(told(v1::REFUSAL_CODE_BUSY, {{"retry_after_ms", "1\r\nX: 1"}})) == "Retry-After 1");
}

TEST_CASE("statuses are the specification's where it has one, and HTTP's") {
  CHECK(told(v1::REFUSAL_CODE_MISSING).status == 400);
  CHECK(told(v1::REFUSAL_CODE_UNKNOWN_IDENTITY, {{"member", "x"}}).status == 403);
  CHECK(told(v1::REFUSAL_CODE_NOT_PERMITTED).status == 403);
  CHECK(told(v1::REFUSAL_CODE_UNKNOWN_CATEGORY).status == 404);
  CHECK(told(v1::REFUSAL_CODE_KEY_REUSED).status == 409);
  CHECK(told(v1::REFUSAL_CODE_RATE_EXCEEDED).status == 429);
  CHECK(told(v1::REFUSAL_CODE_TOO_MANY_OPEN).status == 429);
  CHECK(told(v1::REFUSAL_CODE_DISK_LOW).status == 503);
}

TEST_CASE("who has to wait is told for how long, in whole seconds") {
  CHECK(retry_after(told(v1::REFUSAL_CODE_BUSY)) == "Retry-After 1");
  CHECK(retry_after(told(v1::REFUSAL_CODE_BUSY, {{"retry_after_ms", "1001"}})) == "Retry-After 2");
  CHECK(retry_after(told(v1::REFUSAL_CODE_RATE_EXCEEDED, {{"retry_after_ms", "0"}})) == "Retry-After 1");
  CHECK(retry_after(told(v1::REFUSAL_CODE_DISK_LOW, {{"retry_s", "30"}})) == "Retry-After 30");
  CHECK(retry_after(told(v1::REFUSAL_CODE_DISK_LOW, {{"retry_s", "-3"}})) == "Retry-After 60");
  CHECK(retry_after(told(v1::REFUSAL_CODE_TOO_MANY_OPEN)).empty());
}

TEST_CASE("every refusal is told in both languages, and what cannot be of a client's making as our fault") {
  const auto& type = *v1::RefusalCode_descriptor();
  for (const auto language : {Language::Zh, Language::En}) {
    for (int i = 0; i < type.value_count(); ++i) {
      v1::Refusal refusal;
      refusal.set_code(static_cast<v1::RefusalCode>(type.value(i)->number()));
      const auto answer = tell_refusal(refusal, Format::Json, language);
      CAPTURE(type.value(i)->name());
      CHECK(answer.status >= 400);
      CHECK_FALSE(faults_of(answer).empty());
    }
  }
  CHECK(told(v1::REFUSAL_CODE_LAST_ADMIN).status == 500);
  CHECK(told(static_cast<v1::RefusalCode>(9'999)).status == 500);
}

}  // namespace whistle::adapters::open311
