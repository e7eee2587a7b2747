#include "adapters/api/openapi.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "adapters/api/field_value.h"
#include "adapters/api/openapi_examples.h"
#include "adapters/api/openapi_parts.h"
#include "adapters/api/openapi_schema.h"
#include "adapters/api/problem.h"
#include "adapters/api/required_fields.h"
#include "adapters/api/routes.h"

namespace whistle::adapters::api {

namespace {

namespace json = boost::json;
using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

json::object component(std::string_view kind, std::string_view name) {
  return {{"$ref", "#/components/" + std::string(kind) + "/" + std::string(name)}};
}

json::object path_parameter(Schemas& schemas, const Descriptor& message, std::string_view name) {
  if (name == "ticket") return component("parameters", "Ticket");
  const auto& field = *find_field(message, name);
  json::object schema = schemas.value(field);
  if (field.type() == FieldDescriptor::TYPE_BYTES) schema = {{"type", "string"}, {"pattern", "^[0-9a-fA-F]{64}$"}};
  return {{"name", name},
          {"in", "path"},
          {"required", true},
          {"schema", std::move(schema)},
          {"description", comment_of(field)}};
}

// What a path names or the body brings is no parameter of the query.
json::array query_parameters(Schemas& schemas, const Route& route, const Descriptor& message) {
  json::array parameters;
  if (route.body == BodyKind::Json || route.answers_file) return parameters;
  if (route.body == BodyKind::File) return {component("parameters", "StripMetadata")};
  const auto of_path = path_parameters(route.path);
  for (int i = 0; i < message.field_count(); ++i) {
    const auto& field = *message.field(i);
    const bool is_named = std::ranges::find(of_path, field.name()) != of_path.end();
    if (is_named || field.real_containing_oneof() != nullptr) continue;
    if (route.body == BodyKind::Raw && field.name() == "content") continue;
    auto schema = schemas.field(field);
    schema.erase("description");
    json::object parameter{{"name", field.name()}, {"in", "query"}, {"schema", std::move(schema)}};
    const auto comment = comment_of(field);
    if (!comment.empty()) parameter["description"] = comment;
    if (field.is_repeated()) parameter.insert({{"style", "form"}, {"explode", false}});
    parameters.push_back(std::move(parameter));
  }
  return parameters;
}

json::array parameters_of(Schemas& schemas, const Route& route, const Descriptor& message) {
  json::array parameters;
  for (const auto name : path_parameters(route.path))
    parameters.push_back(path_parameter(schemas, message, name));
  for (auto& parameter : query_parameters(schemas, route, message))
    parameters.push_back(std::move(parameter));
  if (is_command(route)) {
    parameters.push_back(component("parameters", "IdempotencyKey"));
    parameters.push_back(component("parameters", "ActingFor"));
    parameters.push_back(component("parameters", "ActedAt"));
  }
  if (route.takes_if_match) parameters.push_back(component("parameters", "IfMatch"));
  if (has_etag(route)) parameters.push_back(component("parameters", "IfNoneMatch"));
  if (route.answers_file) {
    parameters.push_back(component("parameters", "Range"));
    parameters.push_back(component("parameters", "IfRange"));
  }
  return parameters;
}

// Beside the reference, because the message is told in answers too, where nothing is demanded of it.
void demand(const Route& route, const Descriptor& message, json::object& schema) {
  json::array required;
  json::object inner;
  for (const auto path : required_fields(route.asks)) {
    const auto point = path.find('.');
    const auto& field = *find_field(message, path.substr(0, point));
    required.emplace_back(field.json_name());
    if (point == std::string_view::npos) continue;
    const auto& below = *find_field(*field.message_type(), path.substr(point + 1));
    inner[field.json_name()] = json::object{{"required", json::array{json::value(below.json_name())}}};
  }
  if (!required.empty()) schema["required"] = std::move(required);
  if (!inner.empty()) schema["properties"] = std::move(inner);
}

json::object request_body(Schemas& schemas, const Route& route, const Descriptor& message) {
  if (route.body == BodyKind::Raw) {
    return {{"content", {{"application/octet-stream", json::object()}}}, {"required", false}};
  }
  if (route.body == BodyKind::File) {
    return {{"description",
             "The file as it is. Whatever type is told, it is judged by its bytes: photos, documents, films and spoken "
             "notes are kept."},
            {"content", {{"*/*", json::object()}}},
            {"required", true}};
  }
  auto schema = schemas.reference(message.full_name());
  demand(route, message, schema);
  const bool required = schema.contains("required");
  json::object media{{"schema", std::move(schema)}};
  if (const auto example = request_example(route.asks); !example.empty()) media["example"] = json::parse(example);
  return {{"content", {{"application/json", std::move(media)}}}, {"required", required}};
}

json::object answer(Schemas& schemas, const Route& route) {
  json::object response{{"description", route.body == BodyKind::File ? "Kept, and durable"
                                        : route.status == 201        ? "Done, and durable; a ticket began"
                                        : is_command(route)          ? "Done, and durable"
                                                                     : "As far as the asker may see it"}};
  json::object headers;
  if (route.answers_raw) {
    response["content"] = json::object{{route.answers_file ? "*/*" : "application/octet-stream", json::object()}};
  } else {
    json::object media{{"schema", schemas.reference(reply_message(route))}};
    if (route.asks == "blow_whistle") media["example"] = json::parse(accepted_example());
    response["content"] = json::object{{"application/json", std::move(media)}};
  }
  if (route.status == 201) headers["Location"] = component("headers", "Location");
  if (has_etag(route) || route.takes_if_match) headers["ETag"] = component("headers", "ETag");
  if (!route.cursor.empty()) headers["Link"] = component("headers", "Link");
  if (!headers.empty()) response["headers"] = std::move(headers);
  return response;
}

json::array security(const Route& route) {
  json::array ways{json::object{{"bearer", json::array()}}};
  if (route.asker == Asker::Resident) ways.push_back(json::object{{"ticketToken", json::array()}});
  if (route.asker == Asker::Anybody) ways.push_back(json::object());
  return ways;
}

json::object operation(Schemas& schemas, const Route& route, std::set<std::string>& ids) {
  const auto& compiled = *asked_field(route).message_type();
  const auto& message = schemas.commented(compiled.full_name());
  std::string id = asked_field(route).json_name();
  if (route.body == BodyKind::File) id = "putFile";
  if (!ids.insert(id).second) ids.insert(id += "OfJournal");
  json::object one{{"operationId", id}, {"tags", json::array{json::value(route.tag)}}, {"summary", route.summary}};
  if (const auto comment = comment_of(message); !comment.empty()) one["description"] = comment;
  if (auto parameters = parameters_of(schemas, route, message); !parameters.empty())
    one["parameters"] = std::move(parameters);
  if (route.body != BodyKind::None) one["requestBody"] = request_body(schemas, route, message);
  json::object responses{{std::to_string(route.status), answer(schemas, route)}};
  if (route.answers_file) {
    auto part = answer(schemas, route);
    part["description"] = "The range that was asked for, as `Content-Range` says it";
    responses["206"] = std::move(part);
  }
  if (has_etag(route)) responses["304"] = json::object{{"description", "Nothing has changed"}};
  responses["default"] = component("responses", "Problem");
  one["responses"] = std::move(responses);
  one["security"] = security(route);
  return one;
}

std::string lower(std::string_view method) {
  std::string text;
  for (const char c : method)
    text.push_back(static_cast<char>(c - 'A' + 'a'));
  return text;
}

}  // namespace

std::string openapi_document(std::string_view public_url) {
  Schemas schemas;
  json::object paths;
  std::set<std::string> ids;
  for (const auto& route : routes()) {
    auto& path = paths[route.path];
    if (path.is_null()) path = json::object();
    path.as_object()[lower(route.method)] = operation(schemas, route, ids);
  }
  paths[kFeedPath] = json::object{{"get", feed_operation()}};
  json::object components = shared_components();
  auto messages = std::move(schemas).components();
  messages["Problem"] = problem_schema();
  components["schemas"] = std::move(messages);
  json::object document = document_head(public_url);
  document["paths"] = std::move(paths);
  document["components"] = std::move(components);
  return json::serialize(document);
}

}  // namespace whistle::adapters::api
