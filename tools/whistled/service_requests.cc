// One request of the service: who sends it, what it asks, where its answer goes.
#include <spdlog/spdlog.h>

#include <utility>

#include "adapters/district/compile.h"
#include "adapters/zeromq/message_form.h"
#include "adapters/zeromq/request_codec.h"
#include "tools/whistled/hexadecimal.h"
#include "tools/whistled/log_text.h"
#include "tools/whistled/service.h"

namespace whistle::tools::whistled {

namespace zeromq = adapters::zeromq;
using zeromq::refusal;

namespace {

constexpr std::size_t kCompilingMax = 2;

v1::Refusal busy() {
  return refusal(v1::REFUSAL_CODE_BUSY, {});
}

}  // namespace

Result<void> Service::take(zeromq::Incoming incoming) {
  taken_at_ = SteadyTime::clock::now();
  if (!incoming.one_frame) {
    refuse_now(incoming.peer, 0, refusal(v1::REFUSAL_CODE_MALFORMED, {{"what", "a request is one frame"}}));
    return {};
  }
  // Only who may publish sends much; from anybody else it is not even read. In plain mode who speaks stands inside.
  if (incoming.bytes().size() > zeromq::kRequestBytesMax && options_.curve_server &&
      !acceptance_.may_publish(actor_of(incoming, {}))) {
    refuse_now(incoming.peer, 0,
               refusal(v1::REFUSAL_CODE_TOO_LARGE,
                       {{"field", "request"}, {"limit", std::to_string(zeromq::kRequestBytesMax)}}));
    return {};
  }
  auto request = zeromq::decode_request(incoming.bytes());
  if (!request) {
    refuse_now(incoming.peer, request.error().correlation, std::move(request.error().refusal));
    return {};
  }
  if (router_->is_dropped(incoming.peer)) {
    refuse_now(incoming.peer, request->correlation(), busy());
    return {};
  }
  if (options_.curve_server && !request->claimed_member().empty()) {
    refuse_now(incoming.peer, request->correlation(),
               refusal(v1::REFUSAL_CODE_INVALID, {{"field", "claimed_member"}, {"why", "plain mode alone"}}));
    return {};
  }
  auto actor = actor_of(incoming, *request);
  if (is_query(*request)) {
    queries_.push_back({std::move(incoming.peer), *std::move(request), std::move(actor)});
    return {};
  }
  return take_command(std::move(incoming.peer), *std::move(request), std::move(actor));
}

v1::Actor Service::actor_of(const zeromq::Incoming& incoming, const v1::Request& request) const {
  v1::Actor actor;
  if (options_.curve_server) {
    actor.set_authentication(v1::AUTHENTICATION_CURVE);
    actor.set_credential(incoming.credential);
  } else {
    actor.set_authentication(v1::AUTHENTICATION_PLAIN);
    actor.set_member(request.claimed_member());
  }
  return actor;
}

Result<void> Service::take_command(zeromq::Peer peer, v1::Request request, v1::Actor actor) {
  measures_.count_command(request.command().body_case());
  if (auto closed = closed_for(request.command())) {
    refuse_now(peer, request.correlation(), *std::move(closed));
    return {};
  }
  if (publishes_files(request)) {
    compile(std::move(peer), std::move(request), std::move(actor));
    return {};
  }
  auto answer = acceptance_.accept(request, actor);
  if (!answer) {
    options_.on_fatal(answer.error());
    return tl::unexpected(answer.error());
  }
  const auto decided = SteadyTime::clock::now();
  measures_.deciding.add(decided - taken_at_);
  reply(peer, request.correlation(), *std::move(answer), decided);
  return {};
}

// On the edge thread, because it takes as long as a thousand whistles; decided here when that is done.
void Service::compile(zeromq::Peer peer, v1::Request request, v1::Actor actor) {
  if (const auto may = acceptance_.may_publish(actor); !may) {
    v1::Reply answer;
    *answer.mutable_refusal() = may.error().refusal;
    return reply(peer, request.correlation(), std::move(answer));
  }
  if (stopping_ || compiling_ == kCompilingMax) {
    return refuse_now(peer, request.correlation(), stopping_ ? refusal(v1::REFUSAL_CODE_STOPPING, {}) : busy());
  }
  ++compiling_;
  auto asked = std::make_shared<ParkedQuery>(ParkedQuery{std::move(peer), std::move(request), std::move(actor)});
  edge_.run([this, asked] {
    auto files = files_of(asked->request.command().publish_ruleset());
    using Prepared = decltype(prepare_ruleset(adapters::district::compile_district({})));
    auto prepared = std::make_shared<Prepared>(prepare_ruleset(adapters::district::compile_district(std::move(files))));
    mailbox_.post([this, asked, prepared] {
      --compiling_;
      const auto correlation = asked->request.correlation();
      if (!*prepared) return reply(asked->peer, correlation, refused(refusal_of(prepared->error())));
      const auto sha256 = (*prepared)->sha256;
      auto answer = acceptance_.accept_ruleset(asked->request, asked->actor, *std::move(*prepared));
      if (!answer) {
        options_.on_fatal(answer.error());
        failure_ = answer.error();
        return;
      }
      if (answer->has_accepted()) spdlog::info("event=ruleset_accepted sha256={}", hexadecimal(sha256));
      reply(asked->peer, correlation, *std::move(answer));
    });
  });
}

void Service::reload() {
  if (options_.district.empty()) {
    spdlog::warn("event=reload_refused why={}", in_quotes("no --district was given"));
    return;
  }
  if (suspended_) {
    spdlog::warn("event=reload_refused why={}", in_quotes("civil time has jumped and is not confirmed"));
    return;
  }
  if (stopping_ || compiling_ == kCompilingMax) return;
  ++compiling_;
  spdlog::info("event=reload directory={}", in_quotes(options_.district.string()));
  edge_.run([this, directory = options_.district] {
    using Prepared = decltype(prepare_ruleset(adapters::district::compile_directory(directory)));
    auto prepared = std::make_shared<Prepared>(prepare_ruleset(adapters::district::compile_directory(directory)));
    mailbox_.post([this, prepared] {
      --compiling_;
      if (!*prepared) {
        for (const auto& error : prepared->error()) {
          spdlog::error("event=ruleset_fault what={}", in_quotes(adapters::district::to_text(error)));
        }
        spdlog::error("event=reload_failed faults={} kept=the_old_ruleset", prepared->error().size());
        return;
      }
      v1::Actor actor;
      actor.set_member(std::string(engine::kOperatorMember));
      actor.set_authentication(v1::AUTHENTICATION_OPERATOR);
      v1::Request request;
      request.mutable_command()->mutable_publish_ruleset();
      const auto sha256 = hexadecimal((*prepared)->sha256);
      const auto answer = acceptance_.accept_ruleset(request, actor, *std::move(*prepared));
      if (!answer) {
        options_.on_fatal(answer.error());
        failure_ = answer.error();
      } else if (answer->has_accepted()) {
        spdlog::info("event=reloaded sha256={} sequence={}", sha256, answer->accepted().sequence());
      } else {
        spdlog::warn("event=reload_refused sha256={} why={}", sha256, in_quotes(answer->refusal().ShortDebugString()));
      }
    });
  });
}

void Service::reply(const zeromq::Peer& peer, std::uint64_t correlation, v1::Reply answer, SteadyTime decided) {
  if (answer.has_refusal()) {
    measures_.count_refusal(answer.refusal().code());
  } else {
    ++measures_.accepted;
  }
  answer.set_correlation(correlation);
  uncommitted_.add_reply({peer, answer.SerializeAsString(), decided});
}

// Without waiting: it tells nothing of what was decided.
void Service::refuse_now(const zeromq::Peer& peer, std::uint64_t correlation, v1::Refusal why) {
  measures_.count_refusal(why.code());
  v1::Reply answer;
  answer.set_correlation(correlation);
  *answer.mutable_refusal() = std::move(why);
  (void)router_->send(peer, answer.SerializeAsString());
}

}  // namespace whistle::tools::whistled
