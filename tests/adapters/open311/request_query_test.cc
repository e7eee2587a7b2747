#include "adapters/open311/request_query.h"

#include <doctest/doctest.h>

#include <string>

#include "tests/adapters/open311/sample_call.h"

namespace whistle::adapters::open311 {

namespace {

constexpr std::int64_t kSecondUs = 1'000'000;
constexpr std::int64_t kDayUs = 86'400 * kSecondUs;

v1::ListPublicTickets asked(const std::string& query) {
  return question_of(get("/v2/requests.json" + query)).request.list_public_tickets();
}

std::string refused(const std::string& query) {
  const auto answer = answer_to(get("/v2/requests.json?locale=en&" + query));
  CHECK(answer.status == 400);
  return faults_of(answer);
}

}  // namespace

TEST_CASE("without conditions the newest 1,000 of 90 days are asked for") {
  const auto list = asked("");
  CHECK(list.from_us() == kNowUs - 90 * kDayUs);
  CHECK(list.until_us() == kNowUs + kSecondUs);
  CHECK(list.limit() == 1'000);
  CHECK(list.status() == v1::PUBLIC_STATUS_UNSPECIFIED);
  CHECK(list.numbers_size() + list.categories_size() + list.tickets_size() == 0);
}

TEST_CASE("a span has both its ends, and one end stands for 90 days") {
  const auto both = asked("?start_date=2026-09-01T00:00:00Z&end_date=2026-09-28T04:00:00Z");
  CHECK(both.from_us() == 1'788'220'800 * kSecondUs);
  CHECK(both.until_us() == kNowUs + kSecondUs);
  CHECK(asked("?start_date=2026-09-28T04:00:00.75Z").from_us() == kNowUs);
  CHECK(asked("?start_date=2026-09-28T04:00:00Z").until_us() == kNowUs + 90 * kDayUs + kSecondUs);
  CHECK(asked("?end_date=2026-09-28T12:00:00%2B08:00").from_us() == kNowUs - 90 * kDayUs);
  CHECK(asked("?end_date=2026-09-28T12:00:00+08:00").until_us() == kNowUs + kSecondUs);
  CHECK(asked("?end_date=1970-01-01T00:00:00Z").from_us() == 1);
}

TEST_CASE("spans that cannot be are refused") {
  CHECK(refused("start_date=2026-02-30T25:00:00Z") ==
        "start_date: a date and time with an offset, as 2026-01-31T08:30:00+08:00");
  CHECK(refused("end_date=2026-09-28") == "end_date: a date and time with an offset, as 2026-01-31T08:30:00+08:00");
  CHECK(refused("start_date=2026-09-28T00:00:00Z&end_date=2026-09-27T00:00:00Z") == "start_date: later than end_date");
  CHECK(refused("start_date=2026-01-01T00:00:00Z&end_date=2026-04-01T00:00:01Z") ==
        "start_date, end_date: a span of at most 90 days");
  CHECK(asked("?start_date=2026-01-01T00:00:00Z&end_date=2026-04-01T00:00:00Z").limit() == 1'000);
}

TEST_CASE("services and states come comma by comma, or again") {
  const auto list = asked("?service_code=C0137,E0502&service_code=,M01,&status=open");
  CHECK(list.categories_size() == 3);
  CHECK(list.categories(2) == "M01");
  CHECK(list.status() == v1::PUBLIC_STATUS_OPEN);
  CHECK(asked("?status=closed").status() == v1::PUBLIC_STATUS_CLOSED);
  CHECK(asked("?status=open,%20closed").status() == v1::PUBLIC_STATUS_UNSPECIFIED);
  CHECK(refused("status=Open") == "status: open or closed");
  std::string many = "service_code=x";
  for (int i = 0; i < 50; ++i)
    many += ",x";
  CHECK(refused(many) == "service_code: at most 50 items");
  CHECK(refused("service_code=a,%ff") == "service_code: not UTF-8");
  CHECK(refused("service_code=a," + std::string(65, 'b')) == "service_code: at most 64 bytes");
}

TEST_CASE("ids override whatever else is asked") {
  const auto list = asked("?service_request_id=20260928-00017-4,20260927-00003-1&status=nonsense&start_date=x&page=-1");
  CHECK(list.numbers_size() == 2);
  CHECK(list.from_us() == 0);
  CHECK(list.until_us() == 0);
  CHECK(list.limit() == 50);
}

TEST_CASE("ids of which none can be one find nothing, not everything") {
  for (const auto* ids : {"4711", "x", "20260928-00017", "-1-2", "1--", "--", "20260928-00017-4x", "%E8%B7%AF-1-1"}) {
    CAPTURE(ids);
    const auto answer = answer_to(get("/v2/requests.json?service_request_id=" + std::string(ids)));
    CHECK(answer.status == 200);
    CHECK(answer.body == "[]");
  }
  CHECK(asked("?service_request_id=x,20260928-00017-4").numbers_size() == 1);
  CHECK(refused("service_request_id=%ff") == "service_request_id: not UTF-8");
}

TEST_CASE("pages are cut out of the newest 1,000") {
  const auto question = question_of(get("/v2/requests.json?page=3&page_size=100"));
  CHECK(question.skip == 200);
  CHECK(question.request.list_public_tickets().limit() == 300);
  CHECK(asked("?page=2").limit() == 100);
  CHECK(asked("?page_size=7").limit() == 7);
  CHECK(asked("?page=4&page_size=300").limit() == 1'000);
  CHECK(answer_to(get("/v2/requests.json?page=5&page_size=300")).body == "[]");
  CHECK(answer_to(get("/v2/requests.xml?page=1000000&page_size=1000")).body ==
        R"(<?xml version="1.0" encoding="utf-8"?><service_requests/>)");
  for (const auto* page : {"0", "-1", "1.5", "1e3", "01", "x", "1000001", "99999999999999999999"}) {
    CAPTURE(page);
    CHECK(refused("page=" + std::string(page)) == "page: a whole number, 1 to 1000000");
  }
  CHECK(refused("page_size=1001") == "page_size: a whole number, 1 to 1000");
}

TEST_CASE("one request is asked for by its number, and a token is one") {
  const auto one = question_of(get("/v2/requests/20260928-00017-4.json"));
  CHECK(one.about == Question::About::OneRequest);
  CHECK(one.request.list_public_tickets().numbers(0) == "20260928-00017-4");
  CHECK(question_of(get("/v2/tokens/20260928-00017-4.xml")).about == Question::About::Token);
  CHECK(faults_of(answer_to(get("/v2/requests/x.json?locale=en"))) ==
        "service_request_id: no public request has this number");
  CHECK(faults_of(answer_to(get("/v2/tokens/x.json?locale=en"))) == "token: no public request has this number");
  CHECK(answer_to(get("/v2/tokens/x.json")).status == 404);
}

}  // namespace whistle::adapters::open311
