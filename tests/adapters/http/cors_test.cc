#include "adapters/http/cors.h"

#include <doctest/doctest.h>

#include <string>

namespace whistle::adapters::http {

namespace {

std::string value_of(const Fields& fields, std::string_view name) {
  for (const auto& field : fields)
    if (field.name == name) return field.value;
  return {};
}

Request from(const std::string& origin) {
  return {"GET", "/", "", {{"origin", origin}}};
}

Request preflight_from(const std::string& origin) {
  return {"OPTIONS", "/", "", {{"Origin", origin}, {"Access-Control-Request-Method", "POST"}}};
}

const CorsRules kRules{.origins = {"https://map.example", "http://localhost:5173"},
                       .methods = {"GET", "POST"},
                       .request_fields = {"Authorization"},
                       .response_fields = {"X-Total"}};

}  // namespace

TEST_CASE("a page of a listed origin may read, any other may not") {
  const auto cors = *Cors::of(kRules);
  const auto listed = cors.fields(from("https://map.example"));
  CHECK(value_of(listed, "Access-Control-Allow-Origin") == "https://map.example");
  CHECK(value_of(listed, "Access-Control-Expose-Headers") == "X-Total");
  CHECK(value_of(listed, "Access-Control-Allow-Credentials").empty());
  CHECK(value_of(listed, "Vary") == "Origin");
  for (const auto* origin : {"https://map.example.evil", "https://map.example:444", "http://map.example", "null", "*",
                             "https://MAP.example"}) {
    CAPTURE(origin);
    const auto other = cors.fields(from(origin));
    CHECK(other.size() == 1);
    CHECK(value_of(other, "Vary") == "Origin");
  }
  CHECK(cors.fields({"GET", "/"}).size() == 1);
}

TEST_CASE("a browser that asks beforehand is told what is allowed") {
  const auto cors = *Cors::of(kRules);
  const auto answer = cors.preflight(preflight_from("http://localhost:5173"));
  REQUIRE(answer.has_value());
  CHECK(answer->status == 204);
  CHECK(value_of(answer->fields, "Access-Control-Allow-Origin") == "http://localhost:5173");
  CHECK(value_of(answer->fields, "Access-Control-Allow-Methods") == "GET, POST");
  CHECK(value_of(answer->fields, "Access-Control-Allow-Headers") == "Authorization");
  CHECK(value_of(answer->fields, "Access-Control-Max-Age") == "600");
  const auto refused = cors.preflight(preflight_from("https://evil.example"));
  REQUIRE(refused.has_value());
  CHECK(refused->fields.size() == 1);
}

TEST_CASE("a request that only looks like a preflight is none") {
  const auto cors = *Cors::of(kRules);
  CHECK_FALSE(cors.preflight(from("https://map.example")).has_value());
  CHECK_FALSE(cors.preflight({"OPTIONS", "/", "", {{"Origin", "https://map.example"}}}).has_value());
  CHECK_FALSE(cors.preflight({"OPTIONS", "/", "", {{"Access-Control-Request-Method", "GET"}}}).has_value());
}

TEST_CASE("any origin is told as such, and alone") {
  const auto any = *Cors::of({.origins = {"*"}, .methods = {"GET"}});
  const auto fields = any.fields(from("https://any.example"));
  CHECK(value_of(fields, "Access-Control-Allow-Origin") == "*");
  CHECK(value_of(fields, "Vary").empty());
  CHECK(value_of(fields, "Access-Control-Allow-Credentials").empty());
  CHECK_FALSE(Cors::of({.origins = {"https://a.example", "*"}}).has_value());
}

TEST_CASE("rules that no header can hold are refused, and without origins nothing is said") {
  for (const auto* origin :
       {"map.example", "https://", "https://a/", "https://a/b", "https://*.example", "https://a b"})
    CHECK_FALSE(Cors::of({.origins = {origin}}).has_value());
  CHECK_FALSE(Cors::of({.origins = {"https://a"}, .methods = {"GET,"}}).has_value());
  CHECK_FALSE(Cors::of({.origins = {"https://a"}, .request_fields = {"A\r\nB"}}).has_value());
  CHECK(Cors::of({})->fields(from("https://a")).empty());
}

}  // namespace whistle::adapters::http
