#include "tests/crash/engine_on_disk.h"

#include <utility>

#include "engine/permission.h"
#include "storage/rocksdb_store.h"
#include "tests/whistled/engine_in_process.h"
#include "tools/whistled/founding.h"

namespace whistle::crash {

namespace whistled = tools::whistled;
using whistled::fail;
using whistled::failure_of;

namespace {

constexpr std::size_t kCacheBytes = std::size_t{4} << 20;

v1::Actor actor_of(const v1::Request& request) {
  v1::Actor actor;
  actor.set_authentication(v1::AUTHENTICATION_PLAIN);
  actor.set_member(request.claimed_member());
  return actor;
}

}  // namespace

EngineOnDisk::Running::Running(whistled::Recovered from, engine::Store& store, const storage::Vault& vault,
                               engine::RandomSource& random)
    : recovered(std::move(from)),
      clock(recovered.core->state().last_time),
      uncommitted(*recovered.core),
      acceptance({*recovered.core, store, vault, random, clock, uncommitted,
                  [] { return fail(whistled::ExitCode::Failed, "a leap in time that the load does not make"); }}),
      committer(store, [] {}) {}

Result<void> EngineOnDisk::start() {
  auto opened = storage::open_rocksdb_store(disk_.directory(),
                                            {.sync = options_.sync, .cache_bytes = kCacheBytes, .env = disk_.env()});
  if (!opened) return tl::unexpected(failure_of(opened.error()));
  store_ = std::move(*opened);
  const auto next = store_->next_sequence();
  if (next && next->value == 0) {
    auto founded = whistled::found_journal(*store_, {.journal_id = std::string(16, 'j'),
                                                     .checkpoint_public_key = std::string(32, 'c'),
                                                     .rules = whistled::demonstration_rules(),
                                                     .admin_member = std::string(engine::kAdminMember),
                                                     .admin_public_key = std::string(32, 'a'),
                                                     .at = whistled::kFounded});
    if (!founded) return founded;
  }
  auto recovered = whistled::recover(*store_);
  if (!recovered) return tl::unexpected(recovered.error());
  running_ = std::make_unique<Running>(*std::move(recovered), *store_, vault_, random_);

  v1::Request request;
  request.mutable_command()->mutable_start_engine()->set_clock_mode(v1::CLOCK_MODE_FOLLOW);
  request.mutable_command()->mutable_start_engine()->set_version("crash");
  v1::Actor operating;
  operating.set_member(std::string(engine::kOperatorMember));
  operating.set_authentication(v1::AUTHENTICATION_OPERATOR);
  const auto started = running_->acceptance.accept(request, operating);
  if (!started) return tl::unexpected(started.error());
  if (const auto durable = commit(); !durable) return tl::unexpected(durable.error());
  return {};
}

void EngineOnDisk::end() {
  running_.reset();
  store_.reset();
}

Result<void> EngineOnDisk::take(const v1::Request& request) {
  auto reply = running_->acceptance.accept(request, actor_of(request));
  if (!reply) return tl::unexpected(reply.error());
  running_->gathering.push_back({request.key(), *std::move(reply)});
  return {};
}

Result<v1::Reply> EngineOnDisk::repeat(const v1::Request& request) {
  return running_->acceptance.accept(request, actor_of(request));
}

Result<std::vector<Answer>> EngineOnDisk::commit() {
  if (!dirty()) return std::exchange(running_->gathering, {});
  running_->in_flight = std::exchange(running_->gathering, {});
  return land(running_->committer.commit(*running_->uncommitted.depart()));
}

void EngineOnDisk::hand_over() {
  running_->in_flight = std::exchange(running_->gathering, {});
  running_->committer.hand_over(running_->uncommitted.depart());
}

std::optional<Result<std::vector<Answer>>> EngineOnDisk::finished() {
  const auto outcome = running_->committer.finished();
  if (!outcome) return std::nullopt;
  return land(*outcome);
}

Result<std::vector<Answer>> EngineOnDisk::wait() {
  return land(running_->committer.wait());
}

Result<std::vector<Answer>> EngineOnDisk::land(const engine::Stored<void>& outcome) {
  if (!outcome) return tl::unexpected(failure_of(outcome.error()));
  (void)running_->uncommitted.landed();
  return std::exchange(running_->in_flight, {});
}

}  // namespace whistle::crash
