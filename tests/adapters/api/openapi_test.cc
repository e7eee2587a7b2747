#include "adapters/api/openapi.h"

#include <doctest/doctest.h>
#include <boost/json.hpp>

#include <set>
#include <string>

#include "adapters/api/api_request.h"
#include "adapters/api/json_body.h"
#include "adapters/api/openapi_examples.h"
#include "adapters/api/routes.h"

namespace whistle::adapters::api {
namespace {

namespace json = boost::json;

const json::object& document() {
  static const auto parsed = json::parse(openapi_document("https://whistle.example")).as_object();
  return parsed;
}

const json::object& operation(std::string_view path, std::string_view method) {
  return document().at("paths").at(path).at(method).as_object();
}

bool has_parameter(const json::object& operation, std::string_view name) {
  for (const auto& one : operation.at("parameters").as_array()) {
    const auto* given = one.as_object().if_contains("name");
    const auto* reference = one.as_object().if_contains("$ref");
    if (given != nullptr && given->as_string() == name) return true;
    if (reference != nullptr && reference->as_string().ends_with("/" + std::string(name))) return true;
  }
  return false;
}

// Every "$ref" below the value.
void collect_references(const json::value& value, std::set<std::string>& found) {
  if (value.is_array()) {
    for (const auto& one : value.as_array())
      collect_references(one, found);
  } else if (value.is_object()) {
    for (const auto& [name, one] : value.as_object()) {
      if (name == "$ref") found.emplace(one.as_string());
      collect_references(one, found);
    }
  }
}

TEST_CASE("every route is in the document, and nothing else but the feed") {
  std::size_t operations = 0;
  for (const auto& [path, methods] : document().at("paths").as_object())
    operations += methods.as_object().size();
  CHECK(operations == routes().size() + 1);
  for (const auto& route : routes()) {
    CAPTURE(route.path);
    const auto method = route.method == "GET" ? "get" : route.method == "PUT" ? "put" : "post";
    const auto& one = operation(route.path, method);
    CHECK(one.at("summary").as_string() == route.summary);
    CHECK(one.at("responses").as_object().contains(std::to_string(route.status)));
    CHECK(one.contains("requestBody") == (route.body != BodyKind::None));
    CHECK(one.at("security").as_array().size() == (route.asker == Asker::Member ? 1 : 2));
  }
}

TEST_CASE("operations have names of their own") {
  std::set<std::string> ids;
  for (const auto& [path, methods] : document().at("paths").as_object())
    for (const auto& [method, one] : methods.as_object())
      CHECK(ids.emplace(one.at("operationId").as_string()).second);
  CHECK(ids.contains("blowWhistle"));
}

TEST_CASE("what is referred to is there") {
  std::set<std::string> references;
  collect_references(document(), references);
  CHECK(references.size() > 100);
  for (const auto& reference : references) {
    CAPTURE(reference);
    json::error_code ec;
    CHECK(json::value(document()).find_pointer(reference.substr(1), ec) != nullptr);
  }
}

TEST_CASE("the comments of the .proto files are the descriptions") {
  const auto& schemas = document().at("components").at("schemas").as_object();
  CHECK(schemas.at("BlowWhistle").at("description").as_string() == "Starts a ticket.");
  const auto& channel = schemas.at("BlowWhistle").at("properties").at("channel").as_object();
  CHECK(channel.at("description").as_string() == "free word: app, phone, web; at most 32 bytes");
  const auto& ticket = schemas.at("Ticket").at("properties").as_object();
  CHECK(ticket.at("absences").at("description").as_string().ends_with("the rules know it no more"));
  CHECK(ticket.at("notes").at("description").as_string().starts_with("by sequence"));
  CHECK(operation("/tickets/{ticket}/urge", "post").at("summary").as_string() == "Urges whoever leads");
  CHECK(schemas.at("Outcome").at("description").as_string().find("`OUTCOME_FORCED`: supervisor only") !=
        json::string::npos);
}

TEST_CASE("fields are described as JSON carries them") {
  const auto& schemas = document().at("components").at("schemas").as_object();
  const auto& blow = schemas.at("BlowWhistle").at("properties").as_object();
  CHECK(blow.at("occurredAtUs").at("type") == "string");
  CHECK(blow.at("occurredAtUs").at("format") == "int64");
  CHECK(blow.at("attachmentSha256").at("items").at("contentEncoding") == "base64");
  CHECK(blow.at("kind").at("$ref") == "#/components/schemas/WhistleKind");
  CHECK(blow.at("anonymous").at("type") == "boolean");
  CHECK(schemas.at("Event").at("maxProperties") == 1);
}

TEST_CASE("parameters are those of path, query and headers") {
  const auto& list = operation("/tickets", "get");
  for (const auto* name : {"lead", "states", "after", "limit", "in_hand"})
    CHECK(has_parameter(list, name));
  const auto& put = operation("/tickets/{ticket}/attachments/{sha256}", "put");
  for (const auto* name : {"Ticket", "sha256", "offset", "size"})
    CHECK(has_parameter(put, name));
  const auto& post = operation("/tickets/{ticket}/attachments", "post");
  for (const auto* name : {"Ticket", "StripMetadata", "IdempotencyKey"})
    CHECK(has_parameter(post, name));
  CHECK(post.at("operationId") == "putFile");
  CHECK(post.at("requestBody").at("content").as_object().contains("*/*"));
  const auto& get = operation("/tickets/{ticket}/attachments/{sha256}", "get");
  CHECK(has_parameter(get, "Range"));
  CHECK_FALSE(has_parameter(get, "offset"));
  CHECK(get.at("responses").as_object().contains("206"));
  CHECK_FALSE(has_parameter(put, "content"));
  CHECK_FALSE(has_parameter(put, "IdempotencyKey"));
  CHECK(has_parameter(operation("/tickets/{ticket}/urge", "post"), "IfMatch"));
  CHECK_FALSE(has_parameter(operation("/whistles", "post"), "IfMatch"));
  CHECK(has_parameter(operation("/whistles", "post"), "IdempotencyKey"));
}

TEST_CASE("the server is the one that clients reach, or where the document lies") {
  CHECK(document().at("servers").at(0).at("url") == "https://whistle.example/api/v1");
  CHECK(json::parse(openapi_document("")).at("servers").at(0).at("url") == "/api/v1");
}

TEST_CASE("what a body has to bring is said of requests, and not of what is answered") {
  const auto schema_of = [](std::string_view path) {
    const auto& body = operation(path, "post").at("requestBody");
    return std::pair(body.at("required").as_bool(), body.at("content").at("application/json").at("schema").as_object());
  };
  const auto [whistle_required, whistle] = schema_of("/whistles");
  CHECK(whistle_required);
  CHECK(whistle.at("required") == json::array{"kind", "source"});
  const auto [reassign_required, reassign] = schema_of("/tickets/{ticket}/reassign");
  CHECK(reassign_required);
  CHECK(reassign.at("required") == json::array{"party", "personal"});
  CHECK(reassign.at("properties").at("personal").at("required") == json::array{"text"});
  CHECK(schema_of("/absences").second.at("required") == json::array{"untilUs"});
  const auto [urge_required, urge] = schema_of("/tickets/{ticket}/urge");
  CHECK_FALSE(urge_required);
  CHECK_FALSE(urge.contains("required"));
  for (const auto& [name, schema] : document().at("components").at("schemas").as_object())
    CHECK((name == "Problem" || !schema.as_object().contains("required")));
}

TEST_CASE("the feed is told with its events and where it begins") {
  const auto& feed = operation(kFeedPath, "get");
  for (const auto* name : {"from", "ticket", "Last-Event-ID"})
    CHECK(has_parameter(feed, name));
  CHECK(feed.at("responses").at("200").at("content").as_object().contains("text/event-stream"));
  CHECK(feed.at("security") ==
        json::array{json::object{{"bearer", json::array()}}, json::object{{"ticketToken", json::array()}}});
  for (const auto* event : {"- `entry`: ", "- `position`: ", "- `end`: "})
    CHECK(feed.at("description").as_string().find(event) != json::string::npos);
}

TEST_CASE("the examples are bodies that are read") {
  std::size_t examples = 0;
  for (const auto& route : routes()) {
    const auto example = request_example(route.asks);
    if (example.empty()) continue;
    ++examples;
    CAPTURE(route.asks);
    v1::Request request;
    CHECK(read_json(example, asked_message(route, request)));
  }
  CHECK(examples == 13);
}

TEST_CASE("every problem is in the catalogue") {
  const auto& problem = document().at("components").at("schemas").at("Problem").as_object();
  const auto& codes = problem.at("properties").at("code").at("examples").as_array();
  CHECK(codes.size() == problem_kinds().size());
}

}  // namespace
}  // namespace whistle::adapters::api
