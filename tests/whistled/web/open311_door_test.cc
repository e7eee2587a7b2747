// Open311 where the core would not answer: in the client's format, with when to come again.
#include "tools/whistled/web/open311_door.h"

#include <doctest/doctest.h>

#include <string>

#include "storage/system_random.h"
#include "tests/whistled/web/played_core.h"

namespace whistle::tools::whistled::web {
namespace {

namespace http = adapters::http;

struct Door {
  Door()
      : door(played.core, district, random,
             [](const Caller&, http::Response, const ApiDoor::Answer&) { FAIL("no stranger"); },
             {.base_url = "https://whistle.example/open311", .contact = "", .key_service = ""}) {}

  http::Response ask(const std::string& target, v1::RefusalCode refused, const char* argument, const char* value) {
    const http::Request request{.method = "GET", .target = target, .address = "10.0.0.1"};
    http::Response told;
    door.respond(request, *http::parse_target(target), [&](http::Response response) { told = std::move(response); });
    played.answer_all([&](const EdgeRequest&) {
      v1::Reply reply;
      reply.mutable_refusal()->set_code(refused);
      auto& named = *reply.mutable_refusal()->add_arguments();
      named.set_name(argument);
      named.set_value(value);
      return reply;
    });
    return told;
  }

  PlayedCore played;
  DistrictCache district{played.core};
  storage::SystemRandom random;
  Open311Door door;
};

std::string retry_after(const http::Response& response) {
  for (const auto& field : response.fields)
    if (field.name == "Retry-After") return field.value;
  return {};
}

}  // namespace

TEST_CASE("a core that is too busy for the district is told as GeoReport has it, with when to come again") {
  Door door;
  const auto json = door.ask("/open311/v2/services.json?locale=en", v1::REFUSAL_CODE_BUSY, "retry_after_ms", "2500");
  CHECK(json.status == 503);
  CHECK(json.content_type == "application/json; charset=utf-8");
  CHECK(json.body == R"([{"code":503,"description":"service: busy, try again later"}])");
  CHECK(retry_after(json) == "3");
  const auto xml =
      door.ask("/open311/v2/requests.xml?locale=en", v1::REFUSAL_CODE_RATE_EXCEEDED, "retry_after_ms", "400");
  CHECK(xml.status == 429);
  CHECK(xml.content_type == "text/xml; charset=utf-8");
  CHECK(xml.body.find("<errors><error><code>429</code><description>request: too many, try again later") !=
        std::string::npos);
  CHECK(retry_after(xml) == "1");
  CHECK(retry_after(door.ask("/open311/v2/discovery.xml", v1::REFUSAL_CODE_STOPPING, "x", "y")) == "5");
}

}  // namespace whistle::tools::whistled::web
