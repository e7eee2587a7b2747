#include "bench/floor/sample_rows.h"

#include <utility>

#include "bench/require.h"
#include "engine/core.h"
#include "storage/rocksdb_store.h"
#include "tools/whistled/accepted_reply.h"
#include "whistle/v1/service.pb.h"

namespace whistle::bench {

namespace {

template <typename T>
T of_store(engine::Stored<T> stored) {
  require(stored.has_value(), stored ? "" : stored.error().what);
  return *std::move(stored);
}

}  // namespace

SampleRows read_sample(const std::filesystem::path& path, std::size_t most) {
  const auto store = of_store(storage::open_rocksdb_store(path, {.create_if_missing = false}));
  SampleRows sample;
  sample.header = of_store(store->meta("header")).value_or("");
  std::vector<std::pair<engine::TicketId, std::string>> tickets;
  require(store
              ->scan_open_tickets([&](engine::TicketId id, std::string_view row) {
                tickets.emplace_back(id, row);
                return true;
              })
              .has_value(),
          "no open tickets can be read");
  for (auto ticket = tickets.rbegin(); ticket != tickets.rend() && sample.whistles.size() < most; ++ticket) {
    const engine::Sequence first{ticket->first.value};
    auto& whistle = sample.whistles.emplace_back();
    whistle.entry = of_store(store->entry(first)).value_or("");
    whistle.vault = of_store(store->vault_row(ticket->first, first)).value_or("");
    whistle.ticket = std::move(ticket->second);
    const auto entry = engine::parse_entry(whistle.entry);
    require(entry && entry->command().has_blow_whistle(), "an entry is no whistle");
    v1::Reply reply;
    *reply.mutable_accepted() = tools::whistled::accepted_reply(*entry);
    whistle.reply = reply.SerializeAsString();
  }
  require(!sample.whistles.empty(), path.string() + " holds no open ticket");
  return sample;
}

}  // namespace whistle::bench
