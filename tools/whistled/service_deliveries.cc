// Deliveries to the platforms of others: set up with the sockets, told what has become durable.
#include <algorithm>
#include <utility>

#include "storage/checkpoint.h"
#include "tools/whistled/deliveries/deliveries.h"
#include "tools/whistled/service.h"

namespace whistle::tools::whistled {

Result<void> Service::open_deliveries() {
  if (options_.deliveries.file.empty()) return {};
  const auto& state = parts_.core.state();
  auto rows = parts_.store.deliveries();
  if (!rows) return tl::unexpected(failure_of(rows.error()));
  const auto last = parts_.store.last_checkpoint();
  if (!last) return tl::unexpected(failure_of(last.error()));
  deliveries::DeliveriesParts parts{
      .file = options_.deliveries.file,
      .ask = [this](EdgeRequest request) { ask(std::move(request)); },
      .keep =
          [this](std::vector<engine::DeliveryRow> kept, std::function<void()> durable) {
            mailbox_.post([this, kept = std::move(kept), durable = std::move(durable)] { keep(kept, durable); });
          },
      .random = *options_.deliveries.random,
      .source = storage::checkpoint_origin(state.district_code, state.journal_id),
      .next_sequence = durable_next_.value,
      .rows = *std::move(rows),
      .checkpoint = std::nullopt};
  if (*last) parts.checkpoint = deliveries::OfferedCheckpoint{**last, parts_.clock.now().us};
  auto opened = deliveries::Deliveries::open(deliveries_thread_.context(), std::move(parts));
  if (!opened) return tl::unexpected(opened.error());
  deliveries_ = *std::move(opened);
  // With the first commit of this start, so that from then on nothing is missed.
  for (auto& row : deliveries_->new_rows())
    uncommitted_.add_delivery(std::move(row));
  return {};
}

// `durable` null: nobody waits for it.
void Service::keep(const std::vector<engine::DeliveryRow>& rows, const std::function<void()>& durable) {
  for (const auto& row : rows)
    uncommitted_.add_delivery(row);
  if (!durable) return;
  uncommitted_.add_reply({{{}, [durable](const v1::Reply&) { durable(); }}, {}, SteadyTime::clock::now()});
}

void Service::tell_deliveries(const engine::Batch& landed) {
  if (!deliveries_) return;
  if (!landed.entries.empty()) deliveries_->grown(durable_next_.value);
  if (landed.checkpoints.empty()) return;
  const auto newest = std::ranges::max(landed.checkpoints, {}, &engine::CheckpointRow::size);
  deliveries_->offer({newest, parts_.clock.now().us});
}

// How far each has come is remembered, so that little is told twice.
Result<void> Service::finish_deliveries() {
  if (!deliveries_) return {};
  bool ended = false;
  deliveries_->stop([&ended] { ended = true; });
  while (!ended) {
    if (auto turned = turn(/*wait=*/true); !turned) return turned;
  }
  return {};
}

}  // namespace whistle::tools::whistled
