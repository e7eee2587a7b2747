// The first page, as it is served.
#include "tools/whistled/web/page.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace whistle::tools::whistled::web {
namespace {

namespace fs = std::filesystem;
namespace http = adapters::http;

http::Response asked(const std::string& path, const std::string& method = "GET", const std::string& known = {}) {
  http::Request request{.method = method, .target = path};
  if (!known.empty()) request.fields.push_back({"If-None-Match", known});
  const auto target = http::parse_target(path);
  REQUIRE(target);
  return page_response(request, *target);
}

std::string field(const http::Response& response, const std::string& name) {
  for (const auto& one : response.fields) {
    if (one.name == name) return one.value;
  }
  return {};
}

fs::path first_page() {
  const char* source = std::getenv("WHISTLE_SOURCE_DIR");
  REQUIRE(source != nullptr);
  return fs::path(source) / "tools/web/first_page";
}

TEST_CASE("every file of the folder is served as it stands there, and asked for by the page") {
  const auto page = asked("/").body;
  int files = 0;
  for (const auto& entry : fs::directory_iterator(first_page())) {
    const auto name = entry.path().filename().string();
    CAPTURE(name);
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string content{std::istreambuf_iterator<char>(in), {}};
    const auto response = asked(name == "index.html" ? "/" : "/page/" + name);
    CHECK(response.status == 200);
    CHECK(response.body == content);
    if (name != "index.html") CHECK(page.find("\"page/" + name + "\"") != std::string::npos);
    ++files;
  }
  CHECK(files > 10);
}

TEST_CASE("each has the type of what it is") {
  CHECK(asked("/").content_type == "text/html; charset=utf-8");
  CHECK(asked("/page/page.css").content_type == "text/css; charset=utf-8");
  CHECK(asked("/page/page.js").content_type == "text/javascript; charset=utf-8");
  CHECK(asked("/page/mark.svg").content_type == "image/svg+xml");
}

TEST_CASE("the page runs its own scripts alone, and speaks to this origin alone") {
  for (const auto* path : {"/", "/page/page.js", "/page/mark.svg"}) {
    CAPTURE(path);
    const auto policy = field(asked(path), "Content-Security-Policy");
    CHECK(policy.starts_with("default-src 'none'; "));
    CHECK(policy.find("frame-ancestors 'none'") != std::string::npos);
    CHECK(policy.find("script-src 'unsafe") == std::string::npos);
    CHECK(policy.find("http") == std::string::npos);
  }
}

TEST_CASE("who has it is told that it still holds") {
  const auto tag = field(asked("/"), "ETag");
  REQUIRE(tag.size() > 10);
  CHECK(tag != field(asked("/page/page.js"), "ETag"));
  for (const auto& known : {tag, "W/" + tag, "\"other\", " + tag, std::string("*")}) {
    CAPTURE(known);
    const auto response = asked("/", "GET", known);
    CHECK(response.status == 304);
    CHECK(response.body.empty());
    CHECK(field(response, "ETag") == tag);
    CHECK(field(response, "Cache-Control") == "no-cache");
  }
  for (const auto& other : {std::string("\"other\""), tag.substr(1), field(asked("/page/page.js"), "ETag")})
    CHECK(asked("/", "GET", other).status == 200);
}

TEST_CASE("HEAD is told what GET is; the server leaves the body out") {
  const auto response = asked("/", "HEAD");
  CHECK(response.status == 200);
  CHECK(field(response, "ETag") == field(asked("/"), "ETag"));
}

TEST_CASE("nothing else is there, and nothing can be sent") {
  for (const auto* path : {"/index.html", "/page", "/page/", "/page/index.html", "/page/page.css/", "/page/other.js",
                           "/page//page.js", "/Page/page.js", "/favicon.ico", "//"}) {
    CAPTURE(path);
    CHECK(asked(path).status == 404);
  }
  for (const auto* method : {"POST", "PUT", "DELETE", "OPTIONS", "PATCH"}) {
    const auto response = asked("/", method);
    CHECK(response.status == 405);
    CHECK(field(response, "Allow") == "GET, HEAD");
  }
}

}  // namespace
}  // namespace whistle::tools::whistled::web
