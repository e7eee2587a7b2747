#include "adapters/api/problem.h"

#include <doctest/doctest.h>
#include <boost/json.hpp>

#include <algorithm>
#include <set>
#include <string>

#include "tests/adapters/api/asking.h"

#include "adapters/api/problem_help.h"

namespace whistle::adapters::api {
namespace {

namespace json = boost::json;

TEST_CASE("every refusal has a status, a title and a sentence") {
  const auto& codes = *v1::RefusalCode_descriptor();
  const auto kinds = problem_kinds();
  for (int i = 0; i < codes.value_count(); ++i) {
    const auto code = static_cast<v1::RefusalCode>(codes.value(i)->number());
    if (code == v1::REFUSAL_CODE_UNSPECIFIED) continue;
    CAPTURE(codes.value(i)->name());
    v1::Refusal refusal;
    refusal.set_code(code);
    const auto problem = refusal_problem(refusal);
    CHECK(problem.status >= 400);
    CHECK(problem.status != 500);
    CHECK("REFUSAL_CODE_" + problem.code == codes.value(i)->name());
    CHECK(problem.title.find("this version does not know") == std::string::npos);
    CHECK(problem.detail.ends_with('.'));
    CHECK(std::ranges::count(kinds, problem.code, &ProblemKind::code) == 1);
  }
}

TEST_CASE("a code of a newer engine is a fault of the server, not a crash") {
  v1::Refusal refusal;
  refusal.set_code(static_cast<v1::RefusalCode>(30'000));
  CHECK(refusal_problem(refusal).status == 500);
}

TEST_CASE("types are of their own, and made of the code") {
  std::set<std::string> types;
  for (const auto& kind : problem_kinds())
    CHECK(types.insert(problem_type(kind.code)).second);
  CHECK(problem_type("UNKNOWN_TICKET") == "/problems/unknown-ticket");
}

TEST_CASE("whoever is refused is told in both languages what can be done") {
  for (const auto& kind : problem_kinds()) {
    CAPTURE(kind.code);
    const auto* help = help_of(kind.code);
    REQUIRE(help != nullptr);
    CHECK_FALSE(help->title_zh.empty());
    CHECK(help->todo_zh.ends_with("。"));
    CHECK(help->todo_en.ends_with('.'));
    CHECK(std::ranges::count(help->todo_en, '`') % 2 == 0);
  }
  CHECK(help_of("NO_SUCH_CODE") == nullptr);
}

TEST_CASE("the sentence says what the arguments are") {
  const auto problem = refusal_problem(v1::REFUSAL_CODE_WRONG_STATE, {{"ticket", "17"}, {"state", "closed"}});
  CHECK(problem.status == 409);
  CHECK(problem.detail == "Ticket 17 is closed, which does not allow this.");
}

TEST_CASE("faults of rules are told all, in words and for programs") {
  auto problem =
      refusal_problem(v1::REFUSAL_CODE_RULESET_INVALID, {{"error", "a.csv:1: no"}, {"error", "b.csv:2: \"no\""}});
  CHECK(problem.detail == "The rules have faults: a.csv:1: no, b.csv:2: \"no\".");
  problem.instance = "/api/v1/rulesets";
  const auto body = json::parse(problem_json(problem)).as_object();
  CHECK(body.at("type") == "/problems/ruleset-invalid");
  CHECK(body.at("status") == 422);
  CHECK(body.at("code") == "RULESET_INVALID");
  CHECK(body.at("instance") == "/api/v1/rulesets");
  CHECK(body.at("arguments").at("error") == json::array{"a.csv:1: no", "b.csv:2: \"no\""});
}

TEST_CASE("what passes by itself says when to come again, in whole seconds") {
  const auto wait = [](v1::RefusalCode code, const char* name, std::string value) {
    return header_of(refusal_problem(code, {{name, std::move(value)}}).headers, "Retry-After");
  };
  CHECK(wait(v1::REFUSAL_CODE_RATE_EXCEEDED, "retry_after_ms", "1001") == "2");
  CHECK(wait(v1::REFUSAL_CODE_RATE_EXCEEDED, "retry_after_ms", "0") == "1");
  CHECK(wait(v1::REFUSAL_CODE_RATE_EXCEEDED, "retry_after_ms", "18446744073709551615") == "18446744073709552");
  CHECK(wait(v1::REFUSAL_CODE_BUSY, "of", "identity") == "1");
  CHECK(wait(v1::REFUSAL_CODE_DISK_LOW, "retry_s", "60") == "60");
  CHECK(wait(v1::REFUSAL_CODE_WRONG_STATE, "retry_s", "60").empty());
}

TEST_CASE("an unknown credential is asked for another") {
  const auto problem = refusal_problem(v1::REFUSAL_CODE_UNKNOWN_IDENTITY, {{"member", ""}});
  CHECK(problem.status == 401);
  CHECK(header_of(problem.headers, "WWW-Authenticate").starts_with("Bearer"));
  CHECK(header_of(http_problem(HttpFault::CredentialMissing, "").headers, "WWW-Authenticate") == "Bearer");
}

}  // namespace
}  // namespace whistle::adapters::api
