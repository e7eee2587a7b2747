#include "tools/whistled/web/open311_door.h"

#include <array>
#include <utility>

#include "adapters/http/form.h"
#include "adapters/http/media_type.h"
#include "adapters/open311/georeport.h"
#include "engine/hexadecimal.h"
#include "tools/whistled/web/credential.h"

namespace whistle::tools::whistled::web {

namespace http = adapters::http;
namespace open311 = adapters::open311;

namespace {

constexpr std::size_t kKeyBytes = 16;

std::string text_of(const http::Request& request, std::string_view name) {
  return std::string(request.field(name).value_or(""));
}

http::Response open311_response(open311::Answer answered) {
  http::Response response{
      .status = answered.status, .body = std::move(answered.body), .content_type = std::move(answered.content_type)};
  for (auto& [name, value] : answered.headers)
    response.fields.push_back({std::move(name), std::move(value)});
  return response;
}

// All but the form.
open311::Call said_in(const http::Request& request, const http::Target& target) {
  return {.method = request.method,
          .path = {target.segments.begin() + 1, target.segments.end()},
          .query = target.query,
          .form = {},
          .content_type = text_of(request, "Content-Type"),
          .accept = text_of(request, "Accept"),
          .accept_language = text_of(request, "Accept-Language"),
          .authorized = request.field("Authorization").has_value()};
}

}  // namespace

struct Open311Door::Call {
  open311::Call said;
  open311::Question question;
  std::shared_ptr<const DistrictFacts> facts;
  open311::Context context;
  std::string authorization;
  std::string key;
  Caller caller;
  Answer answer;
};

http::Response Open311Door::refuse_large(const http::Request& request, const http::Target& target) {
  return open311_response(open311::refuse_form(said_in(request, target), open311::FormFault::TooLarge));
}

void Open311Door::respond(const http::Request& request, const http::Target& target, Answer answer) const {
  auto call = std::make_shared<Call>();
  call->said = said_in(request, target);
  if (http::essence_of(call->said.content_type) == "application/x-www-form-urlencoded") {
    auto form = http::parse_form(request.body);
    if (!form) return answer(open311_response(open311::refuse_form(call->said, open311::FormFault::Unreadable)));
    call->said.form = *std::move(form);
  }
  call->authorization = text_of(request, "Authorization");
  call->key = text_of(request, "Idempotency-Key");
  call->caller = {request.address, request.group};
  call->answer = std::move(answer);
  const bool with_now = open311::needs_now(call->said);
  district_.get(
      request.address, with_now, [this, call](std::shared_ptr<const DistrictFacts> facts, const v1::Refusal& refusal) {
        if (!facts) return call->answer(open311_response(open311::refuse(call->said, refusal)));
        call->facts = std::move(facts);
        const auto& status = call->facts->status;
        call->context = {.jurisdiction_id = status.district_code(),
                         .name_zh = status.district_name_zh(),
                         .name_en = status.district_name_en(),
                         .district = &call->facts->rules->district,
                         .utc_offset = [facts = call->facts.get()](std::int64_t at) { return facts->utc_offset(at); },
                         .now_us = status.civil_time_us(),
                         .rules_since_us = call->facts->rules->in_force_us,
                         .base_url = service_.base_url,
                         .contact = service_.contact,
                         .key_service = service_.key_service};
        auto question = open311::read(call->said, call->context);
        if (!question) return call->answer(open311_response(std::move(question.error())));
        call->question = *std::move(question);
        ask(call);
      });
}

void Open311Door::ask(const std::shared_ptr<Call>& call) const {
  v1::Actor actor;
  actor.set_authentication(v1::AUTHENTICATION_NOBODY);
  if (call->question.about == open311::Question::About::NewRequest) {
    call->question.request.set_key(call->key.empty() ? make_key() : call->key);
    if (!call->question.api_key.empty()) {
      actor = actor_with_token(call->question.api_key);
    } else if (auto shown = actor_of(call->authorization, /*shows_ticket_token=*/false)) {
      actor = *std::move(shown);
    }
  }
  core_.ask({call->question.request, actor, call->caller.address}, [this, call](const v1::Reply& reply) {
    auto response = open311_response(open311::tell(call->question, reply, call->context));
    response.compress = call->question.about != open311::Question::About::NewRequest;  // which may tell a private link
    if (is_of_stranger(reply)) return answer_stranger_(call->caller, std::move(response), call->answer);
    call->answer(std::move(response));
  });
}

// A client that cannot say which requests are the same one gets what it asks for: each is new.
std::string Open311Door::make_key() const {
  std::array<std::uint8_t, kKeyBytes> bytes{};
  random_.fill(bytes);
  return engine::hexadecimal({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

}  // namespace whistle::tools::whistled::web
