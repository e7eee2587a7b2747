// One request of the service: who sends it, what it asks, where its answer goes.
#include <spdlog/spdlog.h>

#include <utility>

#include "adapters/district/compile.h"
#include "adapters/zeromq/message_form.h"
#include "adapters/zeromq/request_codec.h"
#include "engine/hexadecimal.h"
#include "tools/whistled/deliveries/deliveries.h"
#include "tools/whistled/log_text.h"
#include "tools/whistled/service.h"
#include "tools/whistled/web/web_edge.h"

namespace whistle::tools::whistled {

namespace zeromq = adapters::zeromq;
using engine::hexadecimal;
using zeromq::refusal;

namespace {

constexpr std::size_t kCompilingMax = 2;
constexpr std::size_t kQueriesMax = 8'192;  // parked
constexpr std::chrono::milliseconds kLater{1'000};

v1::Refusal busy(std::chrono::milliseconds retry_after) {
  return refusal(v1::REFUSAL_CODE_BUSY, {{"retry_after_ms", std::to_string(retry_after.count())}});
}

}  // namespace

void Service::take(zeromq::Incoming incoming) {
  Addressee addressee{std::move(incoming.peer), nullptr};
  if (auto refused = turned_away(incoming)) {
    refuse_now(addressee, incoming.one_frame ? zeromq::correlation_of(incoming.bytes()) : 0, *std::move(refused));
    return;
  }
  auto request = zeromq::decode_request(incoming.bytes());
  if (!request) {
    audit(actor_of(incoming, {}), nullptr, request.error().refusal);
    refuse_now(addressee, request.error().correlation, std::move(request.error().refusal));
    return;
  }
  if (router_->is_dropped(addressee.peer)) {
    refuse_now(addressee, request->correlation(), busy(kLater));
    return;
  }
  if (options_.curve_server && !request->claimed_member().empty()) {
    refuse_now(addressee, request->correlation(),
               refusal(v1::REFUSAL_CODE_INVALID, {{"field", "claimed_member"}, {"why", "plain mode alone"}}));
    return;
  }
  auto actor = actor_of(incoming, *request);
  take_decoded(std::move(addressee), *std::move(request), std::move(actor));
}

void Service::ask(EdgeRequest request) {
  mailbox_.post([this, asked = std::make_shared<EdgeRequest>(std::move(request))] {
    Addressee addressee{{}, std::move(asked->tell)};
    const Sender sender{asked->actor, asked->address, parts_.clock.now()};
    if (auto often = sender_limits_.take(parts_.core.state(), sender, std::chrono::steady_clock::now()))
      return refuse_now(addressee, asked->request.correlation(), *std::move(often));
    take_decoded(std::move(addressee), std::move(asked->request), std::move(asked->actor));
  });
}

void Service::take_decoded(Addressee addressee, v1::Request request, v1::Actor actor) {
  if (is_query(request)) {
    if (queries_.size() >= kQueriesMax) {
      refuse_now(addressee, request.correlation(), busy(kLater));
      return;
    }
    audit_reading(actor, request);
    queries_.push_back({std::move(addressee), std::move(request), std::move(actor)});
    return;
  }
  if (request.has_put_chunk()) return take_chunk(std::move(addressee), std::move(request), actor);
  line_up(std::move(addressee), std::move(request), std::move(actor));
}

// What is refused without being read.
std::optional<v1::Refusal> Service::turned_away(const zeromq::Incoming& incoming) {
  if (!incoming.one_frame) return refusal(v1::REFUSAL_CODE_MALFORMED, {{"what", "a request is one frame"}});
  const auto actor = actor_of(incoming, {});
  const Sender sender{actor, incoming.address, parts_.clock.now()};
  if (auto often = sender_limits_.take(parts_.core.state(), sender, std::chrono::steady_clock::now())) return often;
  // Only who may bring rules sends much, and only who is known a piece of a file; from anybody else it is not even
  // read. In plain mode who speaks stands inside.
  const auto bytes = incoming.bytes().size();
  if (bytes <= zeromq::kRequestBytesMax || !options_.curve_server) return std::nullopt;
  if (acceptance_.may_submit(actor)) return std::nullopt;
  const bool known = engine::standing_of(parts_.core.state(), actor, sender.at).has_value();
  const auto limit = known ? zeromq::kChunkRequestBytesMax : zeromq::kRequestBytesMax;
  if (bytes <= limit) return std::nullopt;
  return refusal(v1::REFUSAL_CODE_TOO_LARGE, {{"field", "request"}, {"limit", std::to_string(limit)}});
}

// Into its lane, or away with a time to come back. Where time is what whistles say, one that came back later would say
// another: there nobody is sent away, and the loader's own window bounds what waits.
void Service::line_up(Addressee addressee, v1::Request request, v1::Actor actor) {
  const auto lane = lane_of(parts_.core.state().in_force(), request.command());
  const auto now = std::chrono::steady_clock::now();
  const bool bounded = parts_.clock.mode() != v1::CLOCK_MODE_FOLLOW;
  const auto later = bounded ? admission_.ask(lane, lanes_, now) : std::nullopt;
  if (later) {
    refuse_now(addressee, request.correlation(), busy(*later));
  } else {
    lanes_.add(lane, {std::move(addressee), std::move(request), std::move(actor), now});
  }
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
  actor.set_acting_for(request.acting_for().member());
  actor.set_acting_for_resident(request.acting_for().has_ticket_token());
  return actor;
}

Result<void> Service::take_command(WaitingCommand&& command) {
  auto& [addressee, request, actor, arrived] = command;
  measures_.count_command(request.command().body_case());
  if (auto closed = closed_for(request.command())) {
    refuse_now(addressee, request.correlation(), *std::move(closed));
    return {};
  }
  if (request.command().has_put_attachment()) return put_attachment(std::move(command));
  if (brings_files(request)) return compile(std::move(addressee), std::move(request), std::move(actor));
  auto answer = acceptance_.accept(request, actor);
  if (!answer) {
    options_.on_fatal(answer.error());
    return tl::unexpected(answer.error());
  }
  if (answer->has_refusal()) audit(actor, &request, answer->refusal());
  const auto decided = SteadyTime::clock::now();
  measures_.deciding.add(decided - arrived);
  reply(std::move(addressee), request.correlation(), *std::move(answer), decided);
  return {};
}

Result<tl::expected<Service::FilesToCompile, v1::Reply>> Service::files_to_compile(const v1::Request& request,
                                                                                   const v1::Actor& actor) {
  using Files = tl::expected<FilesToCompile, v1::Reply>;
  if (!request.command().has_submit_ruleset())
    return FilesToCompile{files_of(request.command().publish_ruleset()), {}, {}};
  // What has just been published may be what it is laid over.
  if (auto durable = make_durable(); !durable) return tl::unexpected(durable.error());
  auto base = acceptance_.base_of(request, actor);
  if (!base) return tl::unexpected(base.error());
  if (!*base) return Files{tl::unexpect, refused(base->error())};
  auto laid_over = overlaid(std::move((*base)->files), request.command().submit_ruleset());
  if (!laid_over) return Files{tl::unexpect, refused(laid_over.error())};
  return FilesToCompile{std::move(laid_over->files), std::move((*base)->sha256), std::move(laid_over->paths)};
}

// On the edge thread, because it takes as long as a thousand whistles; decided here when that is done.
Result<void> Service::compile(Addressee addressee, v1::Request request, v1::Actor actor) {
  const auto refuse = [&](v1::Reply answer) -> Result<void> {
    audit(actor, &request, answer.refusal());
    reply(addressee, request.correlation(), std::move(answer));
    return {};
  };
  const bool submits = request.command().has_submit_ruleset();
  const auto may = submits ? acceptance_.may_submit(actor) : acceptance_.may_publish(actor);
  if (!may) return refuse(refused(may.error().refusal));
  if (stopping_ || compiling_ == kCompilingMax) {
    refuse_now(addressee, request.correlation(), stopping_ ? refusal(v1::REFUSAL_CODE_STOPPING, {}) : busy(kLater));
    return {};
  }
  auto gathered = files_to_compile(request, actor);
  if (!gathered) return tl::unexpected(gathered.error());
  if (!*gathered) return refuse(std::move(gathered->error()));
  ++compiling_;
  auto asked = std::make_shared<ParkedQuery>(ParkedQuery{std::move(addressee), std::move(request), std::move(actor)});
  auto files = std::make_shared<FilesToCompile>(**std::move(gathered));
  edge_.run([this, asked, files] {
    using Prepared = decltype(prepare_ruleset(adapters::district::compile_district({})));
    auto prepared =
        std::make_shared<Prepared>(prepare_ruleset(adapters::district::compile_district(std::move(files->files))));
    if (*prepared) {
      (*prepared)->base_sha256 = std::move(files->base_sha256);
      (*prepared)->paths = std::move(files->paths);
    }
    mailbox_.post([this, asked, prepared] {
      --compiling_;
      take_compiled(*asked, std::move(*prepared));
    });
  });
  return {};
}

void Service::take_compiled(const ParkedQuery& asked,
                            tl::expected<PreparedRuleset, std::vector<adapters::district::Diagnostic>> prepared) {
  const auto correlation = asked.request.correlation();
  if (!prepared) return reply(asked.addressee, correlation, refused(refusal_of(prepared.error())));
  // Time may have jumped while it was compiled.
  if (auto closed = closed_for(asked.request.command()))
    return refuse_now(asked.addressee, correlation, *std::move(closed));
  const auto sha256 = prepared->sha256;
  auto answer = acceptance_.accept_ruleset(asked.request, asked.actor, *std::move(prepared));
  if (!answer) return fail_with(answer.error());
  if (answer->has_accepted()) spdlog::info("event=ruleset_accepted sha256={}", hexadecimal(sha256));
  if (answer->has_refusal()) audit(asked.actor, &asked.request, answer->refusal());
  reply(asked.addressee, correlation, *std::move(answer));
}

// Asked before and after compiling.
bool Service::reload_suspended() const {
  if (suspended_) spdlog::warn("event=reload_refused why={}", in_quotes("civil time has jumped and is not confirmed"));
  return suspended_;
}

void Service::reload() {
  if (web_) {
    if (const auto reloaded = web_->reload_certificate(); !reloaded)
      spdlog::error("event=certificate_kept what={}", in_quotes(reloaded.error().what));
  }
  if (deliveries_) deliveries_->reload();
  if (options_.district.empty()) {
    spdlog::warn("event=reload_refused why={}", in_quotes("no --district was given"));
    return;
  }
  if (reload_suspended()) return;
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
      if (reload_suspended()) return;
      v1::Request request;
      request.mutable_command()->mutable_publish_ruleset();
      const auto sha256 = hexadecimal((*prepared)->sha256);
      const auto answer = acceptance_.accept_ruleset(request, engine::operator_actor(), *std::move(*prepared));
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

void Service::reply(Addressee addressee, std::uint64_t correlation, v1::Reply answer, SteadyTime decided) {
  if (answer.has_refusal()) {
    measures_.count_refusal(answer.refusal().code());
  } else {
    ++measures_.accepted;
  }
  answer.set_correlation(correlation);
  uncommitted_.add_reply({std::move(addressee), std::move(answer), decided});
}

// Without waiting: it tells nothing of what was decided.
void Service::refuse_now(const Addressee& addressee, std::uint64_t correlation, v1::Refusal why) {
  measures_.count_refusal(why.code());
  v1::Reply answer;
  answer.set_correlation(correlation);
  *answer.mutable_refusal() = std::move(why);
  send(addressee, std::move(answer));
}

std::optional<v1::Command> Service::worth_recording(const v1::Actor& actor, const v1::Request* request,
                                                    const v1::Refusal& refusal) {
  if (!RefusalAudit::matters(refusal.code())) return std::nullopt;
  const auto& clock = parts_.clock;
  // Running time; on a driven clock its own, so that equal commands give equal journals.
  const auto now = clock.mode() == v1::CLOCK_MODE_REAL ? std::chrono::steady_clock::now()
                                                       : RateLimit::Time{std::chrono::microseconds{clock.now().us}};
  return refusal_audit_.note(parts_.core.state(), actor, request, refusal, now);
}

void Service::audit(const v1::Actor& actor, const v1::Request* request, const v1::Refusal& refusal) {
  if (const auto record = worth_recording(actor, request, refusal)) acceptance_.record(*record);
}

// Before the question is answered, which waits until the entry is durable.
void Service::audit_reading(const v1::Actor& actor, const v1::Request& request) {
  if (const auto record = reading_audit_.note(parts_.core.state(), actor, request, parts_.clock.now()))
    acceptance_.record(*record);
}

}  // namespace whistle::tools::whistled
