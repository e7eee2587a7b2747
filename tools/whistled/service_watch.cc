// What the service watches about its machine, and what it says to whoever watches it.
#include <spdlog/spdlog.h>

#include <utility>

#include "adapters/zeromq/message_form.h"
#include "tools/whistled/deliveries/deliveries.h"
#include "tools/whistled/log_text.h"
#include "tools/whistled/service.h"
#include "tools/whistled/web/web_edge.h"

namespace whistle::tools::whistled {

namespace {

constexpr const char* kWatchRetrySeconds = "60";  // somebody has to do something first

}  // namespace

Result<void> Service::open_operations() {
  if (options_.operations.empty() && options_.control.empty()) return {};
  OperationsParts parts;
  parts.ask = [this](std::function<void(const Snapshot&)> told) {
    mailbox_.post([this, told = std::move(told)] { told(snapshot()); });
  };
  parts.confirm_clock = [this](std::function<void(bool)> told) {
    mailbox_.post([this, told = std::move(told)] { confirm_clock(told); });
  };
  if (deliveries_) {
    parts.deliveries = [this](std::string method, std::string path, OperationsParts::Told told) {
      deliveries_->operate(std::move(method), std::move(path), std::move(told));
    };
  }
  parts.copy_store = options_.copy_store;
  parts.store = options_.store;
  auto opened = Operations::open(edge_.context(), std::move(parts), options_.operations, options_.control);
  if (!opened) return tl::unexpected(opened.error());
  operations_ = *std::move(opened);
  endpoints_.operations = operations_->endpoint();
  return {};
}

void Service::watch_clock() {
  const auto jumped = parts_.clock.jumped();
  if (jumped.has_value() == suspended_) return;
  suspended_ = jumped.has_value();
  if (suspended_) {
    spdlog::critical("event=clock_jumped seconds={} what={}", jumped->us / engine::seconds(1).us,
                     in_quotes("the machine's time was set: nothing is accepted and no clock fires until somebody has "
                               "looked at it and runs whistled confirm-clock"));
  }
}

void Service::confirm_clock(const std::function<void(bool)>& told) {
  const auto jumped = parts_.clock.jumped();
  if (jumped) {
    parts_.clock.confirm();
    suspended_ = false;
    spdlog::warn("event=clock_confirmed seconds={} now_us={}", jumped->us / engine::seconds(1).us,
                 parts_.clock.now().us);
  }
  told(jumped.has_value());
}

void Service::watch_disk() {
  const auto reading = options_.read_disk ? options_.read_disk() : std::nullopt;
  if (!reading) return;
  if (!disk_) disk_.emplace(options_.disk_limits.value_or(default_limits(reading->total_bytes)));
  const auto before = disk_->space();
  const auto space = disk_->update(reading->free_bytes);
  if (space == before) return;
  if (space == DiskSpace::Ample) {
    spdlog::warn("event=disk_ample free_bytes={}", reading->free_bytes);
  } else if (space == DiskSpace::Low) {
    spdlog::error("event=disk_low free_bytes={} low_bytes={} what={}", reading->free_bytes, disk_->limits().low,
                  in_quotes("new whistles are refused; acknowledging, closing and clocks go on"));
  } else {
    ended_for_ = Failure{ExitCode::StoreFull, "only " + std::to_string(reading->free_bytes) +
                                                  " bytes are left on the disk: stopped in order, make space first"};
    stopping_ = true;
    spdlog::critical("event=disk_exhausted free_bytes={} floor_bytes={}", reading->free_bytes, disk_->limits().floor);
  }
}

std::optional<v1::Refusal> Service::closed_for(const v1::Command& command) const {
  using adapters::zeromq::refusal;
  if (suspended_) return refusal(v1::REFUSAL_CODE_CLOCK_SUSPENDED, {{"retry_s", kWatchRetrySeconds}});
  if (command.has_blow_whistle() && disk_ && disk_->space() != DiskSpace::Ample) {
    return refusal(v1::REFUSAL_CODE_DISK_LOW, {{"retry_s", kWatchRetrySeconds}});
  }
  return std::nullopt;
}

Snapshot Service::snapshot() const {
  const auto& state = parts_.core.state();
  Snapshot now;
  now.measures = measures_;
  now.next_sequence = durable_next_.value;
  if (!state.publications.empty()) {
    now.ruleset_sha256 = state.publications.back().sha256;
    now.ruleset_sequence = state.publications.back().sequence.value;
  }
  now.open_tickets = open_by_kind(state);
  now.clock_mode = parts_.clock.mode();
  now.clock_jumped = parts_.clock.jumped();
  now.disk = disk_ ? disk_->space() : DiskSpace::Ample;
  now.vault_unscrubbed = parts_.store.needs_scrub();
  if (web_) now.web = web_->counts();
  if (deliveries_) now.deliveries = deliveries_->facts();
  now.heartbeats = heartbeats_.facts(SteadyTime::clock::now());
  now.now = parts_.clock.now();
  now.replies_lost = router_->lost();
  now.gathering = uncommitted_.size();
  now.queries_waiting = queries_.size();
  now.stopping = stopping_;
  return now;
}

}  // namespace whistle::tools::whistled
