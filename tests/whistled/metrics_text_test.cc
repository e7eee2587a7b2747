#include "tools/whistled/metrics_text.h"

#include <doctest/doctest.h>

#include <set>
#include <sstream>

namespace whistle::tools::whistled {
namespace {

bool has_line(const std::string& page, const std::string& wanted) {
  std::istringstream lines(page);
  for (std::string line; std::getline(lines, line);) {
    if (line == wanted) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("a histogram counts by powers of two and keeps sum and count") {
  TimeHistogram times;
  for (const int us : {0, 1, 2, 3, 4, 5, 1'000'000})
    times.add(std::chrono::microseconds{us});
  times.add(std::chrono::nanoseconds{1});
  times.add(std::chrono::hours{1});
  times.add(std::chrono::seconds{-1});
  CHECK(times.counts()[0] == 4);   // at most 1 us: 0, 1, a nanosecond, less than nothing
  CHECK(times.counts()[1] == 1);   // 2
  CHECK(times.counts()[2] == 2);   // 3, 4
  CHECK(times.counts()[3] == 1);   // 5
  CHECK(times.counts()[20] == 1);  // a second lies between 2^19 and 2^20 us
  CHECK(times.counts()[26] == 1);  // beyond all
  CHECK(times.count() == 10);
  CHECK(times.sum() == 3'601'000'016);
}

TEST_CASE("the page says in Prometheus' words what was counted") {
  Snapshot snapshot;
  snapshot.measures.deciding.add(std::chrono::microseconds{3});
  snapshot.measures.count_command(v1::Command::kBlowWhistle);
  snapshot.measures.count_command(v1::Command::kBlowWhistle);
  snapshot.measures.count_command(v1::Command::kFireClock);
  snapshot.measures.count_refusal(v1::REFUSAL_CODE_UNKNOWN_CATEGORY);
  snapshot.measures.batch.add(300);
  snapshot.next_sequence = 42;
  snapshot.ruleset_sha256 = "\x01\xab";
  snapshot.ruleset_sequence = 7;
  snapshot.clock_mode = v1::CLOCK_MODE_REAL;
  snapshot.open_tickets[{v1::PARTY_KIND_STREET, v1::TICKET_STATE_ON_SITE}] = 3;
  MachineFacts machine;
  machine.disk = DiskReading{1'000, 2'000};
  machine.started = engine::Instant{1'500'000};
  const auto page = to_metrics(snapshot, machine);
  for (const auto* line :
       {"# TYPE whistle_command_stage_seconds histogram", "whistle_command_stage_seconds_count{stage=\"decide\"} 1",
        "whistle_commands_total{kind=\"blow_whistle\"} 2", "whistle_commands_total{kind=\"fire_clock\"} 1",
        "whistle_refusals_total{reason=\"unknown_category\"} 1", "whistle_commit_entries_sum 300",
        "whistle_journal_next_sequence 42", "whistle_ruleset_info{sha256=\"01ab\",sequence=\"7\"} 1",
        "whistle_civil_clock_info{mode=\"real\"} 1",
        "whistle_open_tickets{state=\"on_site\",tier=\"street\",lead=\"street\"} 3", "whistle_disk_free_bytes 1000",
        "process_start_time_seconds 1.5", "whistle_ready 1", "whistle_civil_clock_suspended 0"}) {
    CAPTURE(page);
    CHECK_MESSAGE(has_line(page, line), line);
  }
}

TEST_CASE("deliveries are told by subscriber, and not at all where there are none") {
  Snapshot snapshot;
  CHECK(to_metrics(snapshot, {}).find("whistle_delivery") == std::string::npos);
  snapshot.now = engine::Instant{9'500'000};
  auto& facts = snapshot.deliveries.emplace_back();
  facts.name = "platform";
  facts.backlog = 12;
  facts.dead = 2;
  facts.oldest_us = 2'000'000;
  facts.attempts = 30;
  facts.failures = 7;
  facts.delivered = 23;
  facts.breaker = adapters::platform::BreakerState::Open;
  const auto page = to_metrics(snapshot, {});
  for (const auto* line : {"whistle_delivery_backlog{subscriber=\"platform\"} 12",
                           "whistle_delivery_oldest_seconds{subscriber=\"platform\"} 7.5",
                           "whistle_delivery_attempts_total{subscriber=\"platform\"} 30",
                           "whistle_delivery_failures_total{subscriber=\"platform\"} 7",
                           "whistle_delivery_delivered_total{subscriber=\"platform\"} 23",
                           "whistle_delivery_dead_letters{subscriber=\"platform\"} 2",
                           "whistle_delivery_breaker_open{subscriber=\"platform\"} 1"}) {
    CAPTURE(page);
    CHECK_MESSAGE(has_line(page, line), line);
  }
}

TEST_CASE("every kind of command and every reason of a refusal has a place in the counts") {
  const auto& kinds = *v1::Command::descriptor();
  for (int i = 0; i < kinds.field_count(); ++i)
    CHECK(static_cast<std::size_t>(kinds.field(i)->number()) < Measures::kKindsMax);
  const auto& reasons = *v1::RefusalCode_descriptor();
  for (int i = 0; i < reasons.value_count(); ++i)
    CHECK(static_cast<std::size_t>(reasons.value(i)->number()) < Measures::kReasonsMax);
}

TEST_CASE("why an engine is not ready stands in one line, the gravest first") {
  Snapshot snapshot;
  CHECK(snapshot.not_ready().empty());
  snapshot.disk = DiskSpace::Low;
  CHECK(snapshot.not_ready().find("disk") != std::string::npos);
  snapshot.clock_jumped = engine::seconds(-90);
  CHECK(snapshot.not_ready().find("jumped by -90 s") != std::string::npos);
  snapshot.stopping = true;
  CHECK(snapshot.not_ready() == "stopping");
}

}  // namespace whistle::tools::whistled
