#include "adapters/api/openapi_parts.h"

#include "adapters/api/problem.h"

namespace whistle::adapters::api {

namespace {

namespace json = boost::json;

constexpr std::string_view kConventions =
    "JSON is protobuf's JSON mapping of the messages in `proto/whistle/v1`: names in lowerCamelCase, 64-bit numbers as "
    "strings, bytes in base64, enumerators by name; in answers every field that is no message or choice is there even "
    "if it "
    "is zero. In requests names may also be written as in the .proto files, 64-bit numbers as numbers, enumerators "
    "short "
    "and in lower case (`on_site`), hashes in hexadecimal; unknown names and names given twice are refused. Instants "
    "are "
    "microseconds since 1970 UTC. Fields marked \"journal only\" are refused in requests; those marked \"wire only\" "
    "never "
    "come back. A command needs an `Idempotency-Key` and is answered when it is durable; repeated under the same key "
    "it is "
    "done once. `Link` with `rel=\"next\"` leads to the next page of a list.";

json::object header_parameter(std::string_view name, bool required, json::object schema, std::string_view description) {
  return {{"name", name},
          {"in", "header"},
          {"required", required},
          {"schema", std::move(schema)},
          {"description", description}};
}

json::object text_schema() {
  return {{"type", "string"}};
}

json::object shared_parameters() {
  const json::object key{{"type", "string"}, {"minLength", 1}, {"maxLength", 64}, {"pattern", "^[ -~]+$"}};
  return {
      {"Ticket",
       {{"name", "ticket"},
        {"in", "path"},
        {"required", true},
        {"schema", {{"type", "string"}, {"pattern", "^([0-9]+|[0-9]{8}-[0-9]{5,}-[0-9])$"}}},
        {"description", "Id of the ticket, or its number as people say it."},
        {"example", "20260928-00017-4"}}},
      {"IdempotencyKey",
       header_parameter(
           "Idempotency-Key", true, key,
           "Made by the client, one for each thing that it wants done. The same key with another content is "
           "KEY_REUSED.")},
      {"IfMatch", header_parameter("If-Match", false, text_schema(),
                                   "The ticket's ETag: TICKET_CHANGED if something else happened since. `*` is no "
                                   "condition.")},
      {"IfNoneMatch", header_parameter("If-None-Match", false, text_schema(), "ETags that the client has: 304.")},
      {"Range", header_parameter("Range", false, text_schema(),
                                 "One range, `bytes=0-1023`, `bytes=1024-` or `bytes=-500`; several are answered with "
                                 "the whole file.")},
      {"IfRange", header_parameter("If-Range", false, text_schema(), "The file's ETag, where a download goes on.")},
      {"StripMetadata",
       {{"name", "strip_metadata"},
        {"in", "query"},
        {"schema", {{"type", "boolean"}, {"default", false}}},
        {"description",
         "Takes place, device, time, comments, previews and whatever else tells about who took it out of a JPEG, PNG "
         "or "
         "WebP before it is hashed and kept; orientation and colour profile stay, the coded pixels are untouched. "
         "Other "
         "files are refused with 415."}}},
      {"ActingFor", header_parameter("Whistle-Acting-For", false, text_schema(),
                                     "Code of a member of the same party in whose stead a dispatcher acts.")},
      {"ActedAt",
       header_parameter("Whistle-Acted-At", false, {{"type", "string"}, {"format", "date-time"}},
                        "When an act done offline was done. It is kept and shown; the engine's time decides.")},
  };
}

// Of the feed's query, which is read as decimal digits alone.
json::object number_parameter(std::string_view name, std::string_view description) {
  return {{"name", name},
          {"in", "query"},
          {"schema", {{"type", "string"}, {"format", "uint64"}, {"pattern", "^[0-9]+$"}}},
          {"description", description}};
}

json::object text_header(std::string_view description) {
  return {{"schema", text_schema()}, {"description", description}};
}

json::object problem_response() {
  json::object media{{"schema", {{"$ref", "#/components/schemas/Problem"}}}};
  media["example"] =
      json::parse(problem_json(refusal_problem(v1::REFUSAL_CODE_WRONG_STATE, {{"ticket", "17"}, {"state", "closed"}})));
  return {{"description",
           "Nothing was changed; see the schema for the codes. With 429 and 503 `Retry-After` says when to "
           "try again, under the same `Idempotency-Key`."},
          {"content", {{"application/problem+json", std::move(media)}}}};
}

json::object tag(std::string_view name, std::string_view description) {
  return {{"name", name}, {"description", description}};
}

}  // namespace

json::object document_head(std::string_view public_url) {
  return {
      {"openapi", "3.1.0"},
      {"info",
       {{"title", "Whistle"},
        {"version", "v1"},
        {"description", kConventions},
        {"license", {{"name", "Apache-2.0"}, {"identifier", "Apache-2.0"}}}}},
      {"servers", json::array{json::object{{"url", std::string(public_url) += kBasePath}}}},
      {"tags", json::array{tag("whistles", "How a ticket starts"), tag("tickets", "Tickets, and what is done to them"),
                           tag("attachments", "Files that lie with a ticket"), tag("public", "What anybody may see"),
                           tag("status", "The engine and its district"), tag("members", "Who is away"),
                           tag("identities", "Credentials"), tag("rules", "Rulesets and the logic"),
                           tag("audit", "The journal and its proofs")}}};
}

json::object shared_components() {
  return {{"securitySchemes",
           {{"bearer", {{"type", "http"}, {"scheme", "bearer"}, {"description", "A token that is bound to a member."}}},
            {"ticketToken",
             {{"type", "apiKey"},
              {"in", "header"},
              {"name", "Whistle-Ticket-Token"},
              {"description",
               "The private token of one ticket, 16 bytes in hexadecimal or base64: what its resident may do. "
               "With a bearer token of an intake identity as well, or alone."}}}}},
          {"parameters", shared_parameters()},
          {"headers",
           {{"Location", text_header("The ticket that began, or the file.")},
            {"ETag", text_header("The ticket's last entry, or the hash of the ruleset or the file.")},
            {"Link", text_header("`rel=\"next\"`: the next page; absent: that was all.")}}},
          {"responses", {{"Problem", problem_response()}}}};
}

json::object problem_schema() {
  std::string catalogue = "A problem of RFC 9457. `type` is `/problems/` and the code in kebab-case.\n";
  json::array codes;
  for (const auto& kind : problem_kinds()) {
    codes.emplace_back(kind.code);
    catalogue.append("\n- `").append(kind.code).append("` (").append(std::to_string(kind.status)).append("): ");
    catalogue.append(kind.title).append(".");
  }
  const json::object one_or_more{
      {"oneOf", json::array{text_schema(), json::object{{"type", "array"}, {"items", text_schema()}}}}};
  return {{"type", "object"},
          {"description", catalogue},
          {"required", json::array{"type", "title", "status", "code"}},
          {"properties",
           {{"type", {{"type", "string"}, {"format", "uri-reference"}}},
            {"title", text_schema()},
            {"status", {{"type", "integer"}}},
            {"detail", text_schema()},
            {"instance", {{"type", "string"}, {"format", "uri-reference"}}},
            {"code", {{"type", "string"}, {"examples", std::move(codes)}}},
            {"arguments",
             {{"type", "object"},
              {"additionalProperties", one_or_more},
              {"description", "The values in `detail`, by name."}}}}}};
}

json::object feed_operation() {
  constexpr std::string_view kEvents =
      "Server-sent events, until the client goes; who connects again with `Last-Event-ID` misses nothing. With a "
      "ticket's private token, `ticket` is that ticket.\n"
      "\n- `entry`: `data` is an Entry as `GET /entries` answers it, `id` its sequence number."
      "\n- `position`: every 15 s; up to `id` everything has been looked at, also what this asker may not see. "
      "`data` is `{\"next\":\"4791\"}`, the next sequence number."
      "\n- `end`: the credential holds no longer; `data` is a Problem. The stream ends.";
  constexpr std::string_view kExample =
      "retry: 2000\n\nid: 4712\nevent: entry\ndata: {\"sequence\":\"4712\"}\n\n"
      "id: 4790\nevent: position\ndata: {\"next\":\"4791\"}\n\n";
  return {
      {"operationId", "readFeed"},
      {"tags", json::array{"audit"}},
      {"summary", "The journal as it grows, as far as the asker may see it"},
      {"description", kEvents},
      {"parameters",
       json::array{number_parameter("from", "Sequence number to begin with; absent: what comes from now on."),
                   number_parameter("ticket", "Id of a ticket, not its number: of that one alone."),
                   header_parameter("Last-Event-ID", false, text_schema(),
                                    "`id` of the last event that the client has; counts more than `from`.")}},
      {"responses",
       {{"200",
         {{"description", "The events, as they come"},
          {"content", {{"text/event-stream", {{"schema", text_schema()}, {"example", kExample}}}}}}},
        {"default", {{"$ref", "#/components/responses/Problem"}}}}},
      {"security", json::array{json::object{{"bearer", json::array()}}, json::object{{"ticketToken", json::array()}}}}};
}

bool has_etag(const Route& route) {
  return route.asks == "get_ticket" || route.asks == "get_district" || route.answers_file;
}

std::string reply_message(const Route& route) {
  if (is_command(route)) return v1::Accepted::descriptor()->full_name();
  if (route.asks == "get_ticket") return v1::Ticket::descriptor()->full_name();
  return v1::Reply::descriptor()->FindFieldByName(std::string(route.asks))->message_type()->full_name();
}

}  // namespace whistle::adapters::api
