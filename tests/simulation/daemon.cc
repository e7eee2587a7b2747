#include "tests/simulation/daemon.h"

#include <utility>

#include "adapters/zeromq/request_codec.h"
#include "engine/permission.h"
#include "storage/sha256.h"
#include "tests/simulation/broken_rule.h"
#include "tests/simulation/files.h"
#include "tools/whistled/recovery.h"

namespace whistle::tests {

namespace whistled = tools::whistled;

namespace {

std::unique_ptr<engine::Core> recovered(engine::Store& store) {
  auto recovered = whistled::recover(store);
  if (!recovered) throw BrokenRule("the engine does not start again: " + recovered.error().what);
  return std::move(recovered->core);
}

}  // namespace

v1::Actor operator_actor() {
  v1::Actor actor;
  actor.set_member(std::string(engine::kOperatorMember));
  actor.set_authentication(v1::AUTHENTICATION_OPERATOR);
  return actor;
}

Daemon::Daemon(engine::Store& store, const Setting& setting, adapters::CivilClock& clock, std::uint64_t seed)
    : store_(store),
      setting_(setting),
      clock_(clock),
      core_(recovered(store)),
      random_(seed, core_->state().next_sequence.value),
      uncommitted_(*core_),
      acceptance_({*core_, store_, setting_.vault(), random_, clock_, uncommitted_,
                   []() -> whistled::Result<void> { return {}; }}) {
  start();
}

void Daemon::start() {
  v1::Request request;
  auto& start = *request.mutable_command()->mutable_start_engine();
  start.set_clock_mode(clock_.mode());
  start.set_version("simulated");
  const auto started = acceptance_.accept(request, operator_actor());
  require(started && started->has_accepted(), "the engine's start is refused");
  depart();
  write();
  (void)land();
}

void Daemon::receive(const std::string& frame, const v1::Actor& actor) {
  v1::Reply reply;
  auto request = adapters::zeromq::decode_request(frame);
  if (!request) {
    *reply.mutable_refusal() = request.error().refusal;
    reply.set_correlation(request.error().correlation);
    audit(actor, nullptr, reply.refusal());
  } else {
    auto answered = answer(*request, actor);
    if (!answered) throw BrokenRule("the engine ends itself: " + answered.error().what);
    reply = *std::move(answered);
    if (reply.has_refusal()) audit(actor, &*request, reply.refusal());
    reply.set_correlation(request->correlation());
  }
  uncommitted_.add_reply({{}, reply.SerializeAsString(), {}});
}

// What the edge thread would compile is compiled already.
whistled::Result<v1::Reply> Daemon::answer(const v1::Request& request, const v1::Actor& actor) {
  if (request.command().has_put_attachment()) return put_file(request, actor);
  if (!whistled::publishes_files(request)) return acceptance_.accept(request, actor);
  if (const auto may = acceptance_.may_publish(actor); !may) {
    v1::Reply reply;
    *reply.mutable_refusal() = may.error().refusal;
    return reply;
  }
  const auto& variant = setting_.variant_of(request.command().publish_ruleset().ruleset_sha256());
  return acceptance_.accept_ruleset(request, actor, variant.rules);
}

// The file has come and is sealed already: what the thread of files would say of it.
whistled::Result<v1::Reply> Daemon::put_file(const v1::Request& request, const v1::Actor& actor) {
  auto admitted = acceptance_.admit_file(request, actor);
  if (!admitted) return tl::unexpected(admitted.error());
  if (!*admitted) return std::move(admitted->error());
  const auto& upload = (*admitted)->upload;
  const auto ticket = std::to_string(upload.ticket.value);
  return acceptance_.accept_file(
      request, actor, {type_of_file(upload.sha256), 1 + upload.ticket.value, storage::sha256({ticket, upload.sha256})});
}

// How many of one sender is a matter of running time, which here goes with the journal's.
void Daemon::audit(const v1::Actor& actor, const v1::Request* request, const v1::Refusal& refusal) {
  const whistled::RateLimit::Time now{std::chrono::microseconds{core_->state().last_time.us}};
  if (const auto record = refusal_audit_.note(core_->state(), actor, request, refusal, now)) {
    acceptance_.record(*record);
  }
}

void Daemon::reload(const Variant& variant) {
  v1::Request request;
  request.mutable_command()->mutable_publish_ruleset();
  const auto answered = acceptance_.accept_ruleset(request, operator_actor(), variant.rules);
  if (!answered) throw BrokenRule("the engine ends itself: " + answered.error().what);
}

std::vector<v1::Entry> Daemon::undurable() const {
  std::vector<v1::Entry> entries;
  if (departed_ != nullptr) {
    for (const auto& entry : departed_->batch.entries)
      entries.push_back(engine::parse_entry(entry.bytes).value());
  }
  for (const auto& entry : core_->untaken_entries())
    entries.push_back(engine::parse_entry(entry.bytes).value());
  return entries;
}

void Daemon::write() {
  if (departed_ == nullptr) return;
  const auto stored = store_.commit(departed_->batch);
  if (!stored) throw BrokenRule("the store in memory refuses a batch: " + stored.error().what);
  departed_.reset();
}

std::vector<whistled::WaitingReply> Daemon::land() {
  write();
  const auto landed = uncommitted_.landed();
  return landed->replies;
}

}  // namespace whistle::tests
