#include "tests/simulation/daemon.h"

#include <algorithm>
#include <utility>

#include "adapters/zeromq/request_codec.h"
#include "engine/permission.h"
#include "storage/record_format.h"
#include "storage/sha256.h"
#include "tests/simulation/broken_rule.h"
#include "tests/simulation/chance.h"
#include "tests/simulation/files.h"
#include "tools/whistled/queries.h"
#include "tools/whistled/recovery.h"

namespace whistle::tests {

namespace whistled = tools::whistled;

namespace {

std::unique_ptr<engine::Core> recovered(engine::Store& store) {
  auto recovered = whistled::recover(store);
  if (!recovered) throw BrokenRule("the engine does not start again: " + recovered.error().what);
  return std::move(recovered->core);
}

storage::ErasureList opened(const std::filesystem::path& erasures) {
  auto list = storage::ErasureList::open(erasures);
  if (!list) throw BrokenRule("the list of erasures cannot be read: " + list.error().what);
  return *std::move(list);
}

}  // namespace

Daemon::Daemon(engine::Store& store, const Setting& setting, adapters::CivilClock& clock, std::uint64_t seed,
               const std::filesystem::path& erasures)
    : store_(store),
      setting_(setting),
      clock_(clock),
      core_(recovered(store)),
      random_(seed, core_->state().next_sequence.value),
      uncommitted_(*core_),
      erasures_(opened(erasures)),
      acceptance_({*core_, store_, setting_.vault(), random_, clock_, uncommitted_,
                   []() -> whistled::Result<void> { return {}; }, /*reporter_open_max=*/0, &erasures_}) {
  start();
  operate(seed);
}

void Daemon::command_by_operator(const v1::Command& command) {
  v1::Request request;
  *request.mutable_command() = command;
  const auto answered = acceptance_.accept(request, engine::operator_actor());
  require(answered && answered->has_accepted(), "the operator is refused: " + command.ShortDebugString());
}

void Daemon::start() {
  v1::Command command;
  auto& start = *command.mutable_start_engine();
  start.set_clock_mode(clock_.mode());
  start.set_version("simulated");
  command_by_operator(command);
  depart();
  write();
  (void)land();
  erase_again();
}

// What was on the list before it was in the journal.
void Daemon::erase_again() {
  const auto back = acceptance_.erased_elsewhere();
  require(back.has_value(), "the list of erasures cannot be compared");
  for (const auto ticket : *back) {
    const auto erased = acceptance_.erase_own(ticket, v1::ERASE_GROUND_RESTORED);
    require(erased && *erased, "what is on the list of erasures is not erased");
  }
}

// At some starts the operator has a newer logic adopted, or says under which key the vault lies now. That the keys are
// wrapped anew is the vault's, and nothing that an entry depends on.
void Daemon::operate(std::uint64_t seed) {
  Chance chance(seed, core_->state().next_sequence.value);
  v1::Command command;
  if (core_->state().logic < engine::kNewestLogic && chance.one_in(4)) {
    command.mutable_adopt_logic()->set_logic(engine::kNewestLogic);
    command_by_operator(command);
  }
  if (core_->state().logic < engine::logic_needed(v1::Command::kRotateMasterKey) || !chance.one_in(4)) return;
  const auto& former = core_->state().master_key_id;
  command.mutable_rotate_master_key()->set_former_id(former.empty() ? std::string(8, '0') : former);
  command.mutable_rotate_master_key()->set_id(storage::number_key(core_->state().next_sequence.value));
  command_by_operator(command);
}

void Daemon::read(const std::string& member, v1::ReadingKind kind) {
  if (core_->state().logic < engine::logic_needed(v1::Command::kRecordReading)) return;
  v1::Command command;
  auto& reading = *command.mutable_record_reading();
  reading.mutable_reader()->set_member(member);
  reading.set_kind(kind);
  reading.set_until_us((std::max(clock_.now(), core_->state().last_time) + engine::hours(1)).us);
  acceptance_.record(command);
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
  uncommitted_.add_reply({{}, std::move(reply), {}});
}

// What the edge thread would compile is compiled already.
whistled::Result<v1::Reply> Daemon::answer(const v1::Request& request, const v1::Actor& actor) {
  if (request.command().has_put_attachment()) return put_file(request, actor);
  if (!whistled::brings_files(request)) return acceptance_.accept(request, actor);
  const bool submits = request.command().has_submit_ruleset();
  if (const auto may = submits ? acceptance_.may_submit(actor) : acceptance_.may_publish(actor); !may)
    return whistled::refused(may.error().refusal);
  if (submits) return submit(request, actor);
  const auto& variant = setting_.variant_of(request.command().publish_ruleset().ruleset_sha256());
  return acceptance_.accept_ruleset(request, actor, variant.rules);
}

// What it is laid over stands in the store; what comes of it is said, not compiled.
whistled::Result<v1::Reply> Daemon::submit(const v1::Request& request, const v1::Actor& actor) {
  const auto base = acceptance_.base_of(request, actor);
  if (!base) return tl::unexpected(base.error());
  if (!*base) return whistled::refused(base->error());
  auto prepared = setting_.variant_of(request.command().submit_ruleset().ruleset_sha256()).rules;
  prepared.base_sha256 = (*base)->sha256;
  prepared.paths = {request.command().submit_ruleset().files(0).path()};
  return acceptance_.accept_ruleset(request, actor, std::move(prepared));
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
  const auto answered = acceptance_.accept_ruleset(request, engine::operator_actor(), variant.rules);
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
