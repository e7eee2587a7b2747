#include "adapters/http/content_coding.h"

#include <doctest/doctest.h>

#include <string>

#include "adapters/http/body_stream.h"

namespace whistle::adapters::http {

namespace {

bool accepts(const std::string& list) {
  Request request;
  request.fields = {{"accept-encoding", list}};
  return accepts_gzip(request);
}

bool is_coded(Response response) {
  code_body(response, /*accepts_gzip=*/true);
  for (const auto& field : response.fields)
    if (field.name == "Content-Encoding" && field.value == "gzip") return true;
  return false;
}

}  // namespace

TEST_CASE("gzip is taken where the client weighs it at least as much as the body as it is") {
  for (const auto* list : {"gzip", "GZIP", "x-gzip", "br, gzip;q=0.1", "*", "identity;q=0.5, gzip", "deflate, *;q=0.2"})
    CHECK(accepts(list));
  for (const auto* list : {"", "br", "gzip;q=0", "*;q=0", "*, gzip;q=0", "identity, gzip;q=0.9", "gzip;q=nonsense"})
    CHECK_FALSE(accepts(list));
  CHECK_FALSE(accepts_gzip({}));
}

TEST_CASE("text, JSON, XML, scripts and SVG are compressed from 1 KiB on") {
  const std::string body(1'024, 'a');
  for (const auto* type : {"text/plain; charset=utf-8", "application/json", "application/problem+json", "text/xml",
                           "application/xml", "application/javascript", "text/javascript", "image/svg+xml"}) {
    CAPTURE(type);
    CHECK(is_coded({200, body, type}));
  }
  for (const auto* type : {"image/png", "application/octet-stream", "", "nonsense"}) {
    CAPTURE(type);
    CHECK_FALSE(is_coded({200, body, type}));
  }
  CHECK_FALSE(is_coded({200, std::string(1'023, 'a')}));
}

TEST_CASE("what is coded already, must not be, or has no end stays as it is") {
  const std::string body(2'000, 'a');
  CHECK_FALSE(is_coded({200, body, "text/plain", {{"content-encoding", "br"}}}));
  CHECK_FALSE(is_coded({.status = 200, .body = body, .compress = false}));
  CHECK_FALSE(is_coded({.status = 200, .body = body, .stream = BodyStream::make()}));
}

}  // namespace whistle::adapters::http
