#include "tools/whistled/web/web_edge.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <atomic>
#include <chrono>
#include <span>
#include <utility>

#include "adapters/api/api_response.h"
#include "adapters/api/openapi.h"
#include "adapters/api/problem.h"
#include "adapters/api/routes.h"
#include "adapters/http/cors.h"
#include "adapters/http/http_server.h"
#include "adapters/http/target.h"
#include "storage/system_random.h"
#include "tools/whistled/web/api_door.h"
#include "tools/whistled/web/body_admission.h"
#include "tools/whistled/web/credential.h"
#include "tools/whistled/web/district_facts.h"
#include "tools/whistled/web/event_feed.h"
#include "tools/whistled/web/login_guard.h"
#include "tools/whistled/web/open311_door.h"
#include "tools/whistled/web/page.h"
#include "tools/whistled/web/problem_page.h"
#include "tools/whistled/web/web_core.h"

namespace whistle::tools::whistled::web {

namespace api = adapters::api;
namespace http = adapters::http;

namespace {

constexpr std::uint64_t kFormBytesMax = 64U << 10;
constexpr std::chrono::milliseconds kEndTime{2'000};
constexpr unsigned kTooLarge = 413;
constexpr unsigned kExpectationFailed = 417;
constexpr unsigned kHeaderTooLarge = 431;

http::HttpLimits limits_of(const WebOptions& options) {
  http::HttpLimits limits;
  limits.header_bytes = 16U << 10;
  limits.body_bytes = kFormBytesMax;
  limits.connections = options.connections;
  limits.connections_per_address = options.connections / 2;  // one address cannot take them all
  limits.end_time = kEndTime;
  return limits;
}

http::CorsRules cors_rules(const WebOptions& options) {
  return {
      .origins = options.origins,
      .methods = {"GET", "POST", "PUT"},
      .request_fields = {"Authorization", "Content-Type", "Idempotency-Key", "If-Match", "If-None-Match", "If-Range",
                         "Last-Event-ID", "Range", "Whistle-Ticket-Token", "Whistle-Acting-For", "Whistle-Acted-At"},
      .response_fields = {"Accept-Ranges", "Content-Range", "ETag", "Link", "Location", "Retry-After"}};
}

bool is_below(const http::Target& target, std::initializer_list<std::string_view> path) {
  return target.segments.size() >= path.size() && std::equal(path.begin(), path.end(), target.segments.begin());
}

bool is_at(const http::Target& target, std::initializer_list<std::string_view> path) {
  return target.segments.size() == path.size() && is_below(target, path);
}

// What listens at all addresses of the machine is reached by none of that name.
bool is_of_any_address(std::string_view url) {
  return url.find("//0.0.0.0:") != std::string_view::npos || url.find("//[::]:") != std::string_view::npos;
}

http::Response told(const api::Problem& problem) {
  return response_of(api::tell(problem));
}

api::HttpFault fault_of(unsigned status) {
  switch (status) {
    case kHeaderTooLarge:
      return api::HttpFault::HeaderTooLarge;
    case kExpectationFailed:
      return api::HttpFault::ExpectationUnknown;
    default:
      return api::HttpFault::RequestMalformed;
  }
}

// "The header is too large: 16384 bytes at most."
std::string sentence_of(const http::ReadFault& fault) {
  std::string sentence(fault.what);
  if (!sentence.empty() && sentence.front() >= 'a' && sentence.front() <= 'z')
    sentence.front() = static_cast<char>(sentence.front() - 'a' + 'A');
  if (fault.limit > 0) sentence += ": " + std::to_string(fault.limit) + " bytes at most";
  return sentence + ".";
}

// Nothing that we serve is to tell others where it came from.
void add_safety(http::Response& response) {
  response.fields.push_back({"Referrer-Policy", "no-referrer"});
}

}  // namespace

// What lives on the context's thread.
class WebEdge::Hall : public std::enable_shared_from_this<Hall> {
 public:
  Hall(boost::asio::io_context& context, WebParts parts, http::Cors cors)
      : context_(context),
        core_(context, std::move(parts.ask)),
        cors_(std::move(cors)),
        district_(core_),
        api_(context, core_, answer_stranger()),
        feed_(std::make_shared<EventFeed>(context, core_, answer_stranger(), parts.next_sequence)) {}

  Result<void> listen(const WebOptions& options) {
    auto server = http::HttpServer::listen(
        context_, options.endpoint, options.tls,
        [this](http::Request request, http::HttpServer::Answer answer) {
          respond(std::move(request), std::move(answer));
        },
        limits_of(options), [this](const http::Request& request) { return body_room(request); },
        [this](const http::ReadFault& fault, const http::Request& request) { return refuse(fault, request); });
    if (!server) return fail(ExitCode::Failed, "--http " + server.error().what);
    server_ = *std::move(server);
    auto base = options.public_url.empty() ? server_->endpoint() : options.public_url;
    while (base.ends_with('/'))
      base.pop_back();
    openapi_ = api::openapi_document(is_of_any_address(base) ? std::string() : base);
    open311_.emplace(core_, district_, random_, answer_stranger(),
                     Open311Service{base + "/open311", options.contact, options.key_service});
    boost::asio::post(context_, [self = shared_from_this()] { self->feed_->start(); });
    return {};
  }

  void close() {
    server_.reset();
    boost::asio::post(context_, [self = shared_from_this()] { self->feed_->close(); });
  }

  void grown(std::uint64_t next) {
    boost::asio::post(context_, [self = shared_from_this(), next] { self->feed_->grown(next); });
  }

  void set_tokens(Tokens tokens) {
    boost::asio::post(context_, [self = shared_from_this(), tokens = std::move(tokens)]() mutable {
      self->admission_.set_tokens(std::move(tokens));
    });
  }

  // Of what is kept here the one thing that comes from the rules: /api/v1 asks the core each time, and the first page
  // asks /api/v1.
  void rules_changed() {
    boost::asio::post(context_, [self = shared_from_this()] { self->district_.rules_changed(); });
  }

  WebCounts counts() const { return {requests_.load(), failed_logins_.load(), feed_->streams()}; }
  http::HttpServer& server() { return *server_; }
  const std::string& endpoint() const { return server_->endpoint(); }

 private:
  ApiDoor::AnswerStranger answer_stranger() {
    return [this](const Caller& caller, http::Response response, http::HttpServer::Answer answer) {
      auto timer = std::make_shared<boost::asio::steady_timer>(context_);
      timer->expires_after(guard_.failed(caller.group, std::chrono::steady_clock::now()));
      ++failed_logins_;
      timer->async_wait([timer, response = std::move(response), answer = std::move(answer)](const auto&) mutable {
        answer(std::move(response));
      });
    };
  }

  void respond(http::Request request, http::HttpServer::Answer answer) {
    ++requests_;
    if (auto answered = cors_.preflight(request)) return answer(*std::move(answered));
    auto with_fields = [fields = cors_.fields(request), answer = std::move(answer)](http::Response response) {
      response.fields.insert(response.fields.end(), fields.begin(), fields.end());
      add_safety(response);
      answer(std::move(response));
    };
    const auto target = http::parse_target(request.target);
    if (!target) return with_fields(told(api::http_problem(api::HttpFault::RequestMalformed, target.error().what)));
    if (is_at(*target, {"api", "v1", "feed"})) return feed_->respond(request, *target, with_fields);
    if (is_at(*target, {"api", "v1", "openapi.json"}))
      return with_fields({.status = 200, .body = openapi_, .content_type = "application/json"});
    if (is_below(*target, {"api", "v1"})) return api_.respond(std::move(request), *target, with_fields);
    if (is_below(*target, {"open311"})) return open311_->respond(request, *target, with_fields);
    if (is_below(*target, {"problems"})) return with_fields(problem_page(request, *target));
    with_fields(page_response(request, *target));
  }

  // Before anything of it is believed: much is read of those alone who may send it.
  http::BodyRoom body_room(const http::Request& request) {
    const auto target = http::parse_target(request.target);
    if (!target) return 0;
    if (is_below(*target, {"open311"})) return kFormBytesMax;
    if (!is_below(*target, {"api", "v1"})) return 0;
    auto [room, strangers] = admission_.room_for(request, *target);
    if (!room.refusal) return room;
    ++requests_;
    auto refusal = *room.refusal;
    const auto fields = cors_.fields(request);
    refusal.fields.insert(refusal.fields.end(), fields.begin(), fields.end());
    add_safety(refusal);
    if (strangers) room.refusal_after = refuse_stranger(request, *strangers);
    room.refusal = std::make_shared<const http::Response>(std::move(refusal));
    return room;
  }

  // How long it has to wait. Recorded by the core, as whoever sends little is.
  std::chrono::milliseconds refuse_stranger(const http::Request& request, const v1::Request& question) {
    ++failed_logins_;
    if (const auto actor = actor_of(request.field("Authorization"), /*shows_ticket_token=*/false))
      core_.ask({question, *actor, request.address}, [](const v1::Reply&) {});
    return guard_.failed(request.group, std::chrono::steady_clock::now());
  }

  // What the server does not even read, in the words of the interface that was meant.
  http::Response refuse(const http::ReadFault& fault, const http::Request& request) {
    ++requests_;
    auto response = fault_response(fault, request);
    const auto fields = cors_.fields(request);
    response.fields.insert(response.fields.end(), fields.begin(), fields.end());
    add_safety(response);
    return response;
  }

  static http::Response fault_response(const http::ReadFault& fault, const http::Request& request) {
    if (fault.status != kTooLarge) return told(api::http_problem(fault_of(fault.status), sentence_of(fault)));
    const auto target = http::parse_target(request.target);
    if (target && is_below(*target, {"open311"})) return Open311Door::refuse_large(request, *target);
    auto problem =
        api::refusal_problem(v1::REFUSAL_CODE_TOO_LARGE, {{"field", "body"}, {"limit", std::to_string(fault.limit)}});
    if (target && is_below(*target, {"api", "v1"})) {
      // Where nothing is served, that is what is wrong.
      constexpr std::size_t kBaseSegments = 2;
      const auto route = api::find_route(request.method, std::span(target->segments).subspan(kBaseSegments));
      if (!route) problem = route.error();
    }
    problem.instance = request.target.substr(0, request.target.find('?'));
    return told(problem);
  }

  boost::asio::io_context& context_;
  std::string openapi_;
  WebCore core_;
  http::Cors cors_;
  storage::SystemRandom random_;
  LoginGuard guard_;
  std::atomic<std::uint64_t> requests_ = 0;
  std::atomic<std::uint64_t> failed_logins_ = 0;
  DistrictCache district_;
  ApiDoor api_;
  std::optional<Open311Door> open311_;
  std::shared_ptr<EventFeed> feed_;
  BodyAdmission admission_;
  std::unique_ptr<http::HttpServer> server_;
};

Result<std::unique_ptr<WebEdge>> WebEdge::open(boost::asio::io_context& context, WebParts parts,
                                               const WebOptions& options) {
  auto cors = http::Cors::of(cors_rules(options));
  if (!cors) return fail(ExitCode::Usage, "--http-origin " + cors.error().what);
  auto hall = std::make_shared<Hall>(context, std::move(parts), *std::move(cors));
  if (auto listening = hall->listen(options); !listening) return tl::unexpected(listening.error());
  return std::unique_ptr<WebEdge>(new WebEdge(std::move(hall)));
}

WebEdge::~WebEdge() = default;

void WebEdge::close() {
  hall_->close();
}

const std::string& WebEdge::endpoint() const {
  return hall_->endpoint();
}

void WebEdge::grown(std::uint64_t next) {
  hall_->grown(next);
}

void WebEdge::set_tokens(Tokens tokens) {
  hall_->set_tokens(std::move(tokens));
}

void WebEdge::rules_changed() {
  hall_->rules_changed();
}

WebCounts WebEdge::counts() const {
  return hall_->counts();
}

Result<void> WebEdge::reload_certificate() {
  if (auto reloaded = hall_->server().reload_certificate(); !reloaded)
    return fail(ExitCode::Failed, reloaded.error().what);
  return {};
}

}  // namespace whistle::tools::whistled::web
