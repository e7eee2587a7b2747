#include "tools/whistled/retention_sweep.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>

#include "adapters/district/compile.h"

#include "engine/core.h"
#include "storage/memory_store.h"
#include "tests/whistled/engine_in_process.h"

namespace whistle::tools::whistled {
namespace {

using engine::Instant;
using engine::Sequence;
using engine::TicketId;

constexpr Instant kClosed{1'790'000'000'000'000};
constexpr std::int64_t kDayHours = 24;

// Rules that keep what is of the class property for so many days, and nothing else for a time; 0: they say nothing.
std::shared_ptr<const engine::Ruleset> rules_of(std::uint32_t days) {
  auto files = adapters::district::read_directory(demonstration_directory());
  REQUIRE(files.has_value());
  std::erase_if(*files, [](const auto& file) { return file.path == "retention.yaml"; });
  if (days > 0) files->push_back({"retention.yaml", "personal_data: {property: " + std::to_string(days) + "cd}\n"});
  const auto prepared = prepare_ruleset(adapters::district::compile_district(*std::move(files)));
  REQUIRE(prepared.has_value());
  return prepared->ruleset;
}

engine::State ruled(std::uint32_t days, std::uint64_t publication = 1) {
  engine::State state;
  state.publications.push_back({Sequence{publication}, "rules"});
  state.rulesets["rules"] = rules_of(days);
  return state;
}

void close(engine::Store& store, std::uint64_t id, const std::string& category, Instant closed) {
  v1::TicketRecord record;
  record.set_id(id);
  record.set_category(category);
  record.set_closed_us(closed.us);
  v1::Entry entry;
  entry.set_sequence(id);
  engine::Batch batch;
  batch.entries.push_back({Sequence{id}, engine::entry_bytes(entry)});
  batch.closed_tickets.push_back({TicketId{id}, record.SerializeAsString(), closed});
  REQUIRE(store.commit(batch));
}

std::vector<std::uint64_t> due(RetentionSweep& sweep, const engine::State& state, const engine::Store& store,
                               Instant now) {
  const auto found = sweep.due(state, store, now);
  REQUIRE(found.has_value());
  std::vector<std::uint64_t> ids;
  for (const auto id : *found)
    ids.push_back(id.value);
  return ids;
}

Instant days_later(std::int64_t days) {
  return kClosed + engine::minutes(60 * kDayHours * days);
}

}  // namespace

TEST_CASE("a ticket falls due when its class has been kept so many days, not before, and others do not") {
  storage::MemoryStore store;
  close(store, 0, "P03", kClosed);
  close(store, 1, "E0110", kClosed + engine::minutes(1));
  close(store, 2, "P03", days_later(1));
  const auto state = ruled(60);
  RetentionSweep sweep;
  CHECK(due(sweep, state, store, days_later(60) - engine::minutes(1)).empty());
  RetentionSweep later;
  CHECK(due(later, state, store, days_later(60)) == std::vector<std::uint64_t>{0});
  RetentionSweep latest;
  CHECK(due(latest, state, store, days_later(400)) == std::vector<std::uint64_t>{0, 2});
}

TEST_CASE("a district that says nothing keeps everything") {
  storage::MemoryStore store;
  close(store, 0, "P03", kClosed);
  RetentionSweep sweep;
  CHECK(due(sweep, ruled(0), store, days_later(40'000)).empty());
}

TEST_CASE("many are looked at in steps, each once a round, and again when new rules are in force") {
  storage::MemoryStore store;
  constexpr std::uint64_t kTickets = 2 * RetentionSweep::kLookedAtMax + 10;
  for (std::uint64_t id = 0; id < kTickets; ++id)
    close(store, id, "P03", kClosed + engine::minutes(static_cast<std::int64_t>(id)));
  const auto state = ruled(60);
  const auto now = days_later(400);
  RetentionSweep sweep;
  std::vector<std::uint64_t> all;
  for (int i = 0; i < 3; ++i)
    std::ranges::copy(due(sweep, state, store, now), std::back_inserter(all));
  REQUIRE(all.size() == kTickets);
  CHECK(std::ranges::is_sorted(all));
  CHECK(due(sweep, state, store, now).empty());  // rests
  CHECK(due(sweep, ruled(60, 2), store, now).size() == RetentionSweep::kLookedAtMax);
  RetentionSweep rested;
  for (int i = 0; i < 3; ++i)
    static_cast<void>(due(rested, state, store, now));
  CHECK(due(rested, state, store, now + RetentionSweep::kRest).size() == RetentionSweep::kLookedAtMax);
}

}  // namespace whistle::tools::whistled
