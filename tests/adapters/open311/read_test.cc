// Paths, methods, formats and what holds of every call.
#include <doctest/doctest.h>

#include <boost/json.hpp>
#include <string>

#include "tests/adapters/open311/sample_call.h"

namespace whistle::adapters::open311 {

namespace {

std::string header(const Answer& answer, const std::string& name) {
  for (const auto& [key, value] : answer.headers) {
    if (key == name) return value;
  }
  return {};
}

constexpr const char* kForm = "api_key=k&service_code=C0137&address_string=x";

}  // namespace

TEST_CASE("the suffix says the format, whatever the client would accept") {
  auto call = get("/v2/services.json");
  call.accept = "text/xml";
  CHECK(answer_to(call).content_type == "application/json; charset=utf-8");
  CHECK(answer_to(get("/v2/services.xml")).content_type == "text/xml; charset=utf-8");
}

TEST_CASE("without a suffix the client's wish says it, and XML is what the specification asks for") {
  auto call = get("/v2/services");
  CHECK(answer_to(call).content_type == "text/xml; charset=utf-8");
  call.accept = "application/json";
  CHECK(answer_to(call).content_type == "application/json; charset=utf-8");
  call.accept = "text/html";
  CHECK(answer_to(call).status == 406);
}

TEST_CASE("a form that cannot be taken apart is refused in the caller's format and language") {
  auto call = post("/v2/requests.json?locale=en", "");
  const auto broken = refuse_form(call, FormFault::Unreadable);
  CHECK(broken.status == 400);
  CHECK(broken.content_type == "application/json; charset=utf-8");
  CHECK(faults_of(broken) == "form: UTF-8 with whole escapes and without NUL, of at most 128 parameters");
  const auto large = refuse_form(call, FormFault::TooLarge);
  CHECK(large.status == 413);
  CHECK(large.body == R"([{"code":413,"description":"form: too large"}])");
  call = post("/v2/requests", "");
  CHECK(refuse_form(call, FormFault::TooLarge)
            .body.ends_with("<errors><error><code>413</code><description>form：过大</description></error></errors>"));
  call.accept = "application/json";
  CHECK(refuse_form(call, FormFault::TooLarge).content_type == "application/json; charset=utf-8");
}

TEST_CASE("what time it is matters to who asks for tickets without a span, and to nobody else") {
  for (const auto* target : {"/v2/requests.json", "/v2/requests", "/v2/requests.xml?status=open&page=2"})
    CHECK(needs_now(get(target)));
  for (const auto* target :
       {"/discovery.json", "/v2/services.json", "/v2/services/C0137.json", "/v2/tokens/x.json",
        "/v2/requests/20260928-00017-4.json", "/v2/requests.json?service_request_id=20260928-00017-4",
        "/v2/requests.json?start_date=2026-09-01T00:00:00Z", "/v2/requests.json?end_date=2026-09-01T00:00:00Z"})
    CHECK_FALSE(needs_now(get(target)));
  CHECK_FALSE(needs_now(post("/v2/requests.json", kForm)));
}

TEST_CASE("a format that is not served is told") {
  CHECK(answer_to(get("/v2/services.csv")).status == 406);
  CHECK(answer_to(get("/v2/requests.json.gz")).status == 406);
}

TEST_CASE("codes may have dots") {
  const auto answer = answer_to(get("/v2/services/C01.9.json"));
  CHECK(answer.status == 404);
  CHECK(answer.content_type == "application/json; charset=utf-8");
  CHECK(question_of(get("/v2/requests/20260928-00017-4")).request.list_public_tickets().numbers(0) ==
        "20260928-00017-4");
}

TEST_CASE("other paths are not found") {
  for (const auto* path : {"", "/", "/v2", "/v3/services.json", "/services.json", "/v2/", "/v2/other.json",
                           "/v2/services/", "/v2/services/C0137/x.json", "/v2/discovery/x.json", "/v2/.json",
                           "/requests.json", "/discovery/x", "/v2//services.json", "/v2/tokens.json"}) {
    CAPTURE(path);
    CHECK(answer_to(get(path)).status == 404);
  }
}

TEST_CASE("discovery is served above the versions and below") {
  CHECK(answer_to(get("/discovery.json")).status == 200);
  CHECK(answer_to(get("/discovery.json")).body == answer_to(get("/v2/discovery.json")).body);
}

TEST_CASE("a method that a resource does not have is told with those that it has") {
  auto call = post("/v2/services.json", kForm);
  CHECK(answer_to(call).status == 405);
  CHECK(header(answer_to(call), "Allow") == "GET, HEAD");
  call = get("/v2/requests.json");
  call.method = "DELETE";
  CHECK(header(answer_to(call), "Allow") == "GET, HEAD, POST");
  call.method = "get";
  CHECK(answer_to(call).status == 405);
  call.method = "HEAD";
  CHECK(question_of(call).about == Question::About::Requests);
}

TEST_CASE("a jurisdiction is ours or not said") {
  CHECK(answer_to(get("/v2/services.json?jurisdiction_id=370700")).status == 200);
  CHECK(answer_to(get("/v2/services.json?jurisdiction_id=")).status == 200);
  const auto other = answer_to(get("/v2/services.json?jurisdiction_id=city.gov&locale=en"));
  CHECK(other.status == 404);
  CHECK(faults_of(other) == "jurisdiction_id: not served here");
  CHECK(answer_to(post("/v2/requests.json", std::string(kForm) + "&jurisdiction_id=city.gov")).status == 404);
}

TEST_CASE("a post without a key is forbidden, and a wrong one is the core's to tell") {
  const std::string form = "service_code=C0137&address_string=x";
  const auto answer = answer_to(post("/v2/requests.json?locale=en", form));
  CHECK(answer.status == 403);
  CHECK(faults_of(answer) == "api_key: not provided");
  CHECK(question_of(post("/v2/requests.json", form + "&api_key=secret")).api_key == "secret");
  CHECK(question_of(post("/v2/requests.json?api_key=secret", form)).api_key == "secret");
  auto call = post("/v2/requests.json", form);
  call.authorized = true;
  CHECK(question_of(call).api_key.empty());
}

TEST_CASE("a key goes nowhere but into the question") {
  const auto question = question_of(post("/v2/requests.json", "api_key=s3cr3t&service_code=C0137&address_string=x"));
  CHECK(question.request.ShortDebugString().find("s3cr3t") == std::string::npos);
  const auto answer = answer_to(post("/v2/requests.json", "api_key=s3cr3t%0D%0AX-Evil:1&service_code=C0137"));
  CHECK(answer.status == 403);
  CHECK(answer.body.find("s3cr3t") == std::string::npos);
  CHECK(question_of(get("/v2/requests.json?api_key=s3cr3t")).api_key.empty());
}

TEST_CASE("a body is a form") {
  auto call = post("/v2/requests.json", kForm);
  for (const auto* type : {"", "application/json", "multipart/form-data; boundary=x",
                           "application/x-www-form-urlencodedx", "application/x-www-form-urlencoded x", "text/plain"}) {
    CAPTURE(type);
    call.content_type = type;
    CHECK(answer_to(call).status == 415);
  }
  for (const auto* type : {"Application/X-WWW-Form-Urlencoded", "application/x-www-form-urlencoded\t; charset=utf-8"}) {
    call.content_type = type;
    CHECK(question_of(call).about == Question::About::NewRequest);
  }
}

TEST_CASE("parameters are bounded in number") {
  auto call = get("/v2/services.json?locale=en");
  call.query.resize(200, {"x", "y"});
  CHECK(answer_to(call).status == 200);
  call.query.resize(201, {"x", "y"});
  CHECK(faults_of(answer_to(call)) == "parameters: at most 200");
}

TEST_CASE("faults are told in the language of who asks, in either format") {
  CHECK(faults_of(answer_to(get("/v2/services/x.json"))) == "service_code：没有此类服务");
  CHECK(answer_to(get("/v2/services/x.xml?locale=en")).body ==
        R"(<?xml version="1.0" encoding="utf-8"?><errors><error><code>404</code>)"
        R"(<description>service_code: no such service</description></error></errors>)");
  auto call = get("/v2/services/x.json");
  call.accept_language = "en";
  CHECK(answer_to(call).body == R"([{"code":404,"description":"service_code: no such service"}])");
}

TEST_CASE("bytes that are no text are refused, naming the parameter") {
  CHECK(faults_of(answer_to(get("/v2/services.json?locale=en&jurisdiction_id=%ff"))) == "jurisdiction_id: not UTF-8");
  CHECK(faults_of(answer_to(get("/v2/services.json?locale=en&jurisdiction_id=a%00b"))) ==
        "jurisdiction_id: a control character");
  CHECK(faults_of(answer_to(get("/v2/services.json?locale=en&jurisdiction_id=" + std::string(65, 'a')))) ==
        "jurisdiction_id: at most 64 bytes");
  CHECK(faults_of(answer_to(get("/v2/services.json?locale=en&extensions=maybe"))) == "extensions: true or false");
  CHECK(faults_of(answer_to(get("/v2/services.json?locale=en&jurisdiction_id=a&jurisdiction_id=b"))) ==
        "jurisdiction_id: given twice with different values");
}

}  // namespace whistle::adapters::open311
