#include "adapters/api/api_response.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>

#include "adapters/api/base64.h"
#include "adapters/api/file_answer.h"
#include "adapters/api/http_status.h"
#include "adapters/api/json_print.h"
#include "engine/base64.h"
#include "engine/hexadecimal.h"

namespace whistle::adapters::api {

namespace {

using google::protobuf::Message;

constexpr unsigned kBadRequest = 400;
constexpr unsigned kForbidden = 403;
constexpr unsigned kNotFound = 404;
constexpr unsigned kTooLarge = 413;
constexpr unsigned kUnprocessable = 422;

std::string etag_of(std::string_view text) {
  return '"' + std::string(text) + '"';
}

// The ticket that the path names; 0: none.
std::uint64_t path_ticket(const Asked& asked) {
  if (asked.route->path.find("{ticket}") == std::string_view::npos) return 0;
  const auto& message = asked_message(asked);
  const auto* field = message.GetDescriptor()->FindFieldByName("ticket");
  return message.GetReflection()->GetUInt64(message, field);
}

HttpAnswer json_answer(const Message& message) {
  return {kOk, {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}}, message_json(message)};
}

// With a tag that the asker can compare; what it has already is not sent again.
HttpAnswer tagged(const Asked& asked, const Message& message, const std::string& etag) {
  if (is_known(asked.known_etags, etag)) return {kNotModified, {{"ETag", etag}, {"Cache-Control", "no-cache"}}, {}};
  auto answer = json_answer(message);
  answer.headers.back().value = "no-cache";  // keep it, and ask whether it still holds
  answer.headers.push_back({"ETag", etag});
  return answer;
}

constexpr std::string_view kPlain = ",:";

// The same question with another value of one parameter; of the others those that `stays` names, if it names any.
std::string link_with(const Asked& asked, std::string_view name, std::string_view value, std::string_view stays) {
  std::string link = asked.path;
  char separator = '?';
  for (const auto& [one, text] : asked.query) {
    if (one == name || (!stays.empty() && one != stays)) continue;
    link.append(1, separator).append(percent_encoded(one, kPlain)).append("=").append(percent_encoded(text, kPlain));
    separator = '&';
  }
  return link.append(1, separator).append(name).append("=").append(percent_encoded(value, kPlain));
}

// A list with pages ends with `cursor`, and `more` or the journal's `next_sequence`. One of bytes says by itself what
// was asked, but for how much a page holds.
void add_next_page(const Asked& asked, const Message& reply, HttpAnswer& answer) {
  if (asked.route->cursor.empty()) return;
  const auto& type = *reply.GetDescriptor();
  const auto& reflection = *reply.GetReflection();
  const auto* more = type.FindFieldByName("more");
  const auto* next = type.FindFieldByName("next_sequence");
  const auto* field = type.FindFieldByName("cursor");
  const bool of_bytes = field->type() == google::protobuf::FieldDescriptor::TYPE_BYTES;
  const auto cursor = of_bytes ? 0 : reflection.GetUInt64(reply, field);
  const bool has_more = more != nullptr ? reflection.GetBool(reply, more) : cursor < reflection.GetUInt64(reply, next);
  if (!has_more) return;
  const auto link =
      of_bytes ? link_with(asked, asked.route->cursor, engine::base64(reflection.GetString(reply, field)), "limit")
               : link_with(asked, asked.route->cursor, std::to_string(cursor), {});
  answer.headers.push_back({"Link", "<" + link + ">; rel=\"next\""});
}

HttpAnswer accepted_answer(const Asked& asked, const v1::Accepted& accepted) {
  auto answer = json_answer(accepted);
  if (!accepted.has_ticket()) return answer;
  const bool began = accepted.ticket() == accepted.sequence();
  if (began) {
    answer.status = kCreated;
    answer.headers.push_back({"Location", std::string(kBasePath) + "/tickets/" + std::to_string(accepted.ticket())});
  }
  // Of the ticket that the path names, or that began where it names none.
  const auto named = path_ticket(asked);
  if (asked.route->body == BodyKind::File) {
    answer.status = kCreated;
    answer.headers.push_back({"Location", std::string(kBasePath) + "/tickets/" + std::to_string(accepted.ticket()) +
                                              "/attachments/" +
                                              engine::hexadecimal(asked.request.command().put_attachment().sha256())});
  }
  if (named == accepted.ticket() || (named == 0 && began))
    answer.headers.push_back({"ETag", etag_of(std::to_string(accepted.sequence()))});
  return answer;
}

HttpAnswer tile_answer(const v1::GetTileReply& reply) {
  return {kOk, {{"Content-Type", "application/octet-stream"}, {"Cache-Control", "no-store"}}, reply.hashes()};
}

// What the question says of a refusal that its code alone does not.
Problem in_context(const Asked& asked, const v1::Refusal& refusal) {
  auto problem = refusal_problem(refusal);
  problem.instance = asked.path;
  if (refusal.code() == v1::REFUSAL_CODE_NOT_PERMITTED && problem.status == kForbidden && !asked.has_credential) {
    auto missing = http_problem(HttpFault::CredentialMissing, "Send Authorization: Bearer with a token of yours.");
    missing.instance = asked.path;
    return missing;
  }
  if (problem.status == kTooLarge && asked.route->body == BodyKind::None) problem.status = kBadRequest;
  // The ticket of the path is what is not found; another one is a wrong value.
  if (refusal.code() == v1::REFUSAL_CODE_UNKNOWN_TICKET) {
    const auto named = std::to_string(path_ticket(asked));
    const bool of_path =
        asked.request.has_get_ticket() || std::ranges::any_of(refusal.arguments(), [&](const auto& one) {
          return one.name() == "ticket" && one.value() == named;
        });
    problem.status = of_path ? kNotFound : kUnprocessable;
  }
  return problem;
}

// The part of the reply that answers the question; nullptr: it answers another one.
const Message* answering(const Asked& asked, const v1::Reply& reply) {
  const auto& reflection = *reply.GetReflection();
  const auto* part = reflection.GetOneofFieldDescriptor(reply, v1::Reply::descriptor()->FindOneofByName("body"));
  if (part == nullptr) return nullptr;
  const auto wanted = is_command(*asked.route) ? std::string_view("accepted") : asked.route->asks;
  return part->name() == wanted ? &reflection.GetMessage(reply, part) : nullptr;
}

}  // namespace

HttpAnswer tell(const Asked& asked, const v1::Reply& reply) {
  if (reply.has_refusal()) return tell(in_context(asked, reply.refusal()));
  const auto* part = answering(asked, reply);
  if (part == nullptr) return tell(in_context(asked, v1::Refusal()));
  switch (reply.body_case()) {
    case v1::Reply::kAccepted:
      return accepted_answer(asked, reply.accepted());
    case v1::Reply::kGetTicket:
      return tagged(asked, reply.get_ticket().ticket(),
                    etag_of(std::to_string(reply.get_ticket().ticket().record().last_entry())));
    case v1::Reply::kGetDistrict:
      return tagged(asked, reply.get_district(), etag_of(engine::hexadecimal(reply.get_district().ruleset_sha256())));
    case v1::Reply::kFetchAttachment:
      return file_answer(asked, reply.fetch_attachment());
    case v1::Reply::kGetTile:
      return tile_answer(reply.get_tile());
    default:
      break;
  }
  auto answer = json_answer(*part);
  add_next_page(asked, *part, answer);
  return answer;
}

HttpAnswer tell(const Problem& problem) {
  HttpAnswer answer{problem.status,
                    {{"Content-Type", "application/problem+json"}, {"Cache-Control", "no-store"}},
                    problem_json(problem)};
  answer.headers.insert(answer.headers.end(), problem.headers.begin(), problem.headers.end());
  return answer;
}

}  // namespace whistle::adapters::api
