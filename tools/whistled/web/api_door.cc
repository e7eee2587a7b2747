#include "tools/whistled/web/api_door.h"

#include <span>
#include <utility>

#include "adapters/api/api_response.h"
#include "adapters/api/problem.h"
#include "tools/whistled/web/credential.h"
#include "tools/whistled/web/header_view.h"

namespace whistle::tools::whistled::web {

namespace api = adapters::api;
namespace http = adapters::http;

namespace {

constexpr std::size_t kBaseSegments = 2;  // "api", "v1"

std::span<const std::string> below_base(const http::Target& target) {
  return std::span(target.segments).subspan(kBaseSegments);
}

}  // namespace

struct ApiDoor::Call {
  api::Asked asked;
  v1::Actor actor;
  Caller caller;
  std::string body;  // of a file
  std::shared_ptr<const void> held;
  Answer answer;
};

http::Response response_of(api::HttpAnswer answered) {
  http::Response response{.status = answered.status, .body = std::move(answered.body), .content_type = ""};
  for (const auto& [name, value] : answered.headers) {
    if (http::same_token(name, "Content-Type")) {
      response.content_type = value;
    } else {
      response.fields.push_back({name, value});
    }
  }
  return response;
}

const api::Route* ApiDoor::route_of(const http::Request& request, const http::Target& target) {
  const auto found = api::find_route(request.method, below_base(target));
  return found ? found->route : nullptr;
}

void ApiDoor::respond(http::Request request, const http::Target& target, Answer answer) {
  const HeaderView headers(request);
  auto asked = api::read({.method = request.method,
                          .segments = below_base(target),
                          .query = target.query,
                          .header = headers.lookup(),
                          .body = request.body});
  if (!asked) return answer(response_of(api::tell(asked.error())));
  const bool by_link = asked->request.acting_for().has_ticket_token();
  auto actor = actor_of(request.field("Authorization"), by_link);
  if (!actor)
    return answer(response_of(api::tell(api::http_problem(api::HttpFault::CredentialMissing, actor.error()))));
  if (actor->authentication() == v1::AUTHENTICATION_TICKET_TOKEN && asked->request.has_command()) {
    asked->request.set_key(resident_key(asked->request.acting_for().ticket_token(), asked->request.key()));
  }
  const bool is_file = asked->route->body == api::BodyKind::File;
  auto call = std::make_shared<Call>(Call{*std::move(asked), *std::move(actor), Caller{request.address, request.group},
                                          is_file ? std::move(request.body) : std::string(), std::move(request.held),
                                          std::move(answer)});
  if (call->asked.ticket_number.empty()) return ask(call);
  core_.ask({api::number_question(call->asked), call->actor, call->caller.address},
            [this, call](const v1::Reply& reply) {
              if (api::name_ticket(call->asked, reply)) return tell(*call, reply);
              ask(call);
            });
}

void ApiDoor::ask(const std::shared_ptr<Call>& call) {
  const auto& route = *call->asked.route;
  if (route.body == api::BodyKind::File || route.answers_file) return ask_about_file(call);
  core_.ask({call->asked.request, call->actor, call->caller.address},
            [this, call](const v1::Reply& reply) { tell(*call, reply); });
}

void ApiDoor::ask_about_file(const std::shared_ptr<Call>& call) {
  auto file = std::make_shared<FileCall>();
  file->asked = call->asked;
  file->actor = call->actor;
  file->address = call->caller.address;
  file->body = std::move(call->body);
  file->held = std::move(call->held);
  // Its hash is told too: it is known by then. A pointer back would be a circle.
  file->tell = [this, call, of = std::weak_ptr(file)](const v1::Reply& reply, std::shared_ptr<const void> held) {
    if (const auto told = of.lock()) call->asked = told->asked;
    tell(*call, reply, std::move(held));
  };
  file->refuse = [call](api::Problem problem) {
    problem.instance = call->asked.path;
    call->answer(response_of(api::tell(problem)));
  };
  if (call->asked.route->answers_file) return files_.fetch(file);
  files_.put(std::move(file));
}

// The acceptance of a whistle brings its private link, a reveal whom to call; beside what the asker has chosen.
bool ApiDoor::holds_secret(const v1::Reply& reply) {
  return !reply.accepted().ticket_token().empty() || reply.accepted().has_reporter();
}

void ApiDoor::tell(const Call& call, const v1::Reply& reply, std::shared_ptr<const void> held) const {
  auto response = response_of(api::tell(call.asked, reply));
  response.held = std::move(held);
  response.compress = !holds_secret(reply);
  if (is_of_stranger(reply)) return answer_stranger_(call.caller, std::move(response), call.answer);
  call.answer(std::move(response));
}

}  // namespace whistle::tools::whistled::web
