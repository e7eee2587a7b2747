// Open tickets are put back while a thread reads: all of them, in their order, whatever the reading meets.
#include "tools/whistled/open_tickets.h"

#include <doctest/doctest.h>

#include <string>

#include "engine/core.h"
#include "storage/memory_store.h"

namespace whistle::tools::whistled {
namespace {

using engine::Sequence;
using engine::TicketId;

constexpr std::uint64_t kTickets = 10'000;  // more than are on their way at once
constexpr std::uint64_t kAmended = 7'000;   // pinned to other rules than the rest

v1::TicketRecord row(std::uint64_t id) {
  v1::TicketRecord record;
  record.set_id(id);
  record.set_state(v1::TICKET_STATE_DISPATCHED);
  record.set_ruleset(id == kAmended ? 9 : 1);
  record.add_parts()->set_party("FIRM-" + std::to_string(id % 7));
  return record;
}

// A journal of empty entries, and of it tickets 1 to kTickets, of which `spoilt` has these bytes.
void fill(engine::Store& store, std::uint64_t spoilt, const std::string& bytes) {
  engine::Batch batch;
  for (std::uint64_t sequence = 0; sequence <= kTickets; ++sequence) {
    v1::Entry entry;
    entry.set_sequence(sequence);
    batch.entries.push_back({Sequence{sequence}, engine::entry_bytes(entry)});
  }
  for (std::uint64_t id = 1; id <= kTickets; ++id) {
    batch.open_tickets.push_back({TicketId{id}, id == spoilt ? bytes : row(id).SerializeAsString(), {}});
  }
  batch.meta.push_back({"header", "head"});
  REQUIRE(store.commit(batch));
}

TEST_CASE("every open ticket is put back, and what they are pinned to is told") {
  storage::MemoryStore store;
  fill(store, 0, "");
  engine::State state;
  const auto pinned = load_open_tickets(store, state);
  REQUIRE(pinned);
  CHECK(*pinned == std::set<Sequence>{Sequence{1}, Sequence{9}});
  CHECK(state.open_ids.size() == kTickets);
  CHECK(state.open.size() == kTickets);
  CHECK(state.find_open(TicketId{kAmended})->ruleset == Sequence{9});
  std::size_t of_parties = 0;
  for (const auto& [party, tickets] : state.by_party)
    of_parties += tickets.size();
  CHECK(of_parties == kTickets);
}

TEST_CASE("a row in the middle that is not a ticket's ends the loading and is named") {
  for (const auto& bytes : {std::string("\xff"), row(2).SerializeAsString()}) {
    storage::MemoryStore store;
    fill(store, kTickets / 2, bytes);
    engine::State state;
    const auto loaded = load_open_tickets(store, state);
    REQUIRE_FALSE(loaded);
    CHECK(loaded.error().code == ExitCode::BadData);
    CHECK(loaded.error().what.find("ticket " + std::to_string(kTickets / 2)) != std::string::npos);
  }
}

// Closed at so many hours, each to be reopened for a day, scored and appealed for for five.
v1::TicketRecord closed_row(std::uint64_t id, std::int64_t hours) {
  auto record = row(id);
  record.set_state(v1::TICKET_STATE_CLOSED);
  record.set_closed_us(engine::hours(hours).us);
  record.set_reopen_until_us(engine::hours(hours + 24).us);
  record.set_appeal_until_us(engine::hours(hours + 120).us);
  return record;
}

TEST_CASE("of the closed tickets those are put back that a later act may concern, and no open one twice") {
  storage::MemoryStore store;
  engine::Batch batch;
  for (std::uint64_t sequence = 0; sequence <= 10; ++sequence) {
    v1::Entry entry;
    entry.set_sequence(sequence);
    batch.entries.push_back({Sequence{sequence}, engine::entry_bytes(entry)});
  }
  for (std::uint64_t id = 1; id <= 10; ++id) {
    const auto hours = static_cast<std::int64_t>(id) * 24;
    batch.closed_tickets.push_back(
        {TicketId{id}, closed_row(id, hours).SerializeAsString(), engine::Instant{engine::hours(hours).us}});
  }
  batch.meta.push_back({"header", "head"});
  REQUIRE(store.commit(batch));
  engine::State state;
  state.last_time = engine::Instant{engine::hours(240).us};
  std::set<Sequence> pinned;
  REQUIRE(load_recent_tickets(store, engine::Instant{engine::hours(24).us}, state, pinned));
  std::vector<std::uint64_t> ids;
  for (const auto id : state.recent.ids())
    ids.push_back(id.value);
  CHECK(ids == std::vector<std::uint64_t>{5, 6, 7, 8, 9, 10});  // until 240 hours and later
  CHECK(pinned == std::set<Sequence>{Sequence{1}});
  CHECK(state.recent.find(TicketId{5})->parts.size() == 1);
  CHECK(state.open.size() == 0);
}

}  // namespace
}  // namespace whistle::tools::whistled
