// The pages that the types of problems lead to.
#include "tools/whistled/web/problem_page.h"

#include <doctest/doctest.h>

#include <set>
#include <string>

#include "adapters/api/problem.h"
#include "adapters/api/problem_help.h"

namespace whistle::tools::whistled::web {
namespace {

namespace api = adapters::api;
namespace http = adapters::http;

http::Response asked(const std::string& path, const std::string& method = "GET") {
  const auto target = http::parse_target(path);
  REQUIRE(target);
  return problem_page({.method = method, .target = path}, *target);
}

TEST_CASE("the type of every problem leads to a page with code, status, meaning and what to do, in both languages") {
  const auto all = asked("/problems");
  CHECK(all.status == 200);
  std::set<std::string> pages;
  for (const auto& kind : api::problem_kinds()) {
    CAPTURE(kind.code);
    const auto type = api::problem_type(kind.code);
    const auto page = asked(type);
    CHECK(page.status == 200);
    CHECK(page.content_type == "text/html; charset=utf-8");
    const auto* help = api::help_of(kind.code);
    REQUIRE(help != nullptr);
    CHECK(page.body.find("<code>" + std::string(kind.code) + "</code>") != std::string::npos);
    CHECK(page.body.find("HTTP " + std::to_string(kind.status)) != std::string::npos);
    CHECK(page.body.find("<span lang=\"zh-CN\">" + std::string(help->title_zh) + "</span>") != std::string::npos);
    CHECK(page.body.find(kind.sentence.substr(0, kind.sentence.find_first_of("\"<>&"))) != std::string::npos);
    CHECK(page.body.find(help->todo_en.substr(0, help->todo_en.find_first_of("`\"<>&"))) != std::string::npos);
    CHECK(page.body.find(help->todo_zh.substr(0, help->todo_zh.find_first_of("`\"<>&"))) != std::string::npos);
    CHECK(all.body.find("href=\"" + type.substr(1) + "\"") != std::string::npos);
    CHECK(pages.insert(page.body).second);
  }
}

TEST_CASE("code is written as such, and everything as text") {
  const auto page = asked("/problems/key-missing").body;
  CHECK(page.find("<code>Idempotency-Key</code>") != std::string::npos);
  CHECK(page.find('`') == std::string::npos);
  for (const auto& kind : api::problem_kinds())
    CHECK(asked(api::problem_type(kind.code)).body.find("<script>") == std::string::npos);
}

TEST_CASE("there are no others, and nothing can be sent") {
  for (const auto* path :
       {"/problems/", "/problems/no-such-code", "/problems/UNKNOWN-TICKET", "/problems/UNKNOWN_TICKET",
        "/problems/unspecified", "/problems/unknown-ticket/", "/problems/unknown-ticket/more"}) {
    CAPTURE(path);
    CHECK(asked(path).status == 404);
  }
  CHECK(asked("/problems", "POST").status == 405);
  CHECK(asked("/problems/unknown-ticket", "DELETE").status == 405);
}

}  // namespace
}  // namespace whistle::tools::whistled::web
