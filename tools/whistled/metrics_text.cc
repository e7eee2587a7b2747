#include "tools/whistled/metrics_text.h"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <cctype>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/hexadecimal.h"

namespace whistle::tools::whistled {

namespace {

using engine::hexadecimal;
using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;
using Labels = std::vector<ClientMetric::Label>;

constexpr double kMicrosecond = 1e-6;

class Page {
 public:
  void add(const char* name, MetricType type, const char* help) { families_.push_back({name, help, type, {}}); }

  // ---- of the family that was added last ----
  void value(double value, Labels labels = {}) {
    ClientMetric metric;
    metric.label = std::move(labels);
    (families_.back().type == MetricType::Counter ? metric.counter.value : metric.gauge.value) = value;
    families_.back().metric.push_back(std::move(metric));
  }
  template <typename Histogram>
  void histogram(const Histogram& histogram, double unit, Labels labels = {}) {
    ClientMetric metric;
    metric.label = std::move(labels);
    std::uint64_t count = 0;
    double bound = 1;
    const auto& counts = histogram.counts();
    for (std::size_t i = 0; i + 1 < counts.size(); ++i, bound *= 2) {
      count += counts[i];
      metric.histogram.bucket.push_back({count, bound * unit});
    }
    metric.histogram.sample_count = count + counts.back();
    metric.histogram.sample_sum = static_cast<double>(histogram.sum()) * unit;
    families_.back().metric.push_back(std::move(metric));
  }

  std::string text() const { return prometheus::TextSerializer().Serialize(families_); }

 private:
  std::vector<MetricFamily> families_;
};

// TICKET_STATE_ON_SITE of prefix TICKET_STATE_ is on_site.
std::string word(std::string_view name, std::string_view prefix) {
  std::string text(name.substr(std::min(prefix.size(), name.size())));
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

// The level of the administration that leads: firms and owners look after estates, everybody else after areas.
const char* tier_of(v1::PartyKind kind) {
  switch (kind) {
    case v1::PARTY_KIND_PROPERTY_FIRM:
    case v1::PARTY_KIND_FALLBACK_FIRM:
    case v1::PARTY_KIND_OWNERS_GROUP:
    case v1::PARTY_KIND_ALLIANCE:
      return "estate";
    case v1::PARTY_KIND_COMMUNITY:
      return "community";
    case v1::PARTY_KIND_STREET:
      return "street";
    case v1::PARTY_KIND_DEPARTMENT:
    case v1::PARTY_KIND_DESK:
      return "district";
    default:
      return "none";
  }
}

void add_stages(Page& page, const Measures& measures) {
  page.add("whistle_command_stage_seconds", MetricType::Histogram,
           "Time of a command in each stage: decide (from the socket to decided), durable (until its batch is on the "
           "disk), reply (until its reply is with the transport)");
  page.histogram(measures.deciding, kMicrosecond, {{"stage", "decide"}});
  page.histogram(measures.durable, kMicrosecond, {{"stage", "durable"}});
  page.histogram(measures.replying, kMicrosecond, {{"stage", "reply"}});
  page.add("whistle_commit_seconds", MetricType::Histogram, "Time of one write batch with its sync");
  page.histogram(measures.commit, kMicrosecond);
  page.add("whistle_commit_entries", MetricType::Histogram, "Entries a commit");
  page.histogram(measures.batch, 1);
  page.add("whistle_clock_lateness_seconds", MetricType::Histogram,
           "Civil time by which the earliest due clock was late, in each turn that fired one");
  page.histogram(measures.lateness, kMicrosecond);
}

void add_counts(Page& page, const Snapshot& snapshot) {
  const auto& measures = snapshot.measures;
  page.add("whistle_commands_total", MetricType::Counter, "Commands that arrived, by kind");
  const auto& kinds = *v1::Command::descriptor();
  for (int i = 0; i < kinds.field_count(); ++i) {
    const auto number = static_cast<std::size_t>(kinds.field(i)->number());
    if (measures.commands[number % Measures::kKindsMax] > 0) {
      page.value(static_cast<double>(measures.commands[number % Measures::kKindsMax]),
                 {{"kind", std::string(kinds.field(i)->name())}});
    }
  }
  page.add("whistle_commands_accepted_total", MetricType::Counter, "Commands that were accepted, repetitions included");
  page.value(static_cast<double>(measures.accepted));
  page.add("whistle_refusals_total", MetricType::Counter, "Requests that were refused, by reason");
  for (std::size_t i = 0; i < measures.refusals.size(); ++i) {
    if (measures.refusals[i] == 0) continue;
    const auto name = v1::RefusalCode_Name(static_cast<v1::RefusalCode>(i));
    page.value(static_cast<double>(measures.refusals[i]), {{"reason", word(name, "REFUSAL_CODE_")}});
  }
  page.add("whistle_queries_total", MetricType::Counter, "Queries that were answered");
  page.value(static_cast<double>(measures.queries));
  page.add("whistle_clocks_fired_total", MetricType::Counter, "Clocks that fired in a turn of their own");
  page.value(static_cast<double>(measures.fired));
  page.add("whistle_replies_lost_total", MetricType::Counter,
           "Replies thrown away because their peer did not read, or was gone");
  page.value(static_cast<double>(snapshot.replies_lost));
}

void add_web(Page& page, const WebCounts& web) {
  page.add("whistle_http_requests_total", MetricType::Counter, "Requests that came over the web");
  page.value(static_cast<double>(web.requests));
  page.add("whistle_http_failed_logins_total", MetricType::Counter,
           "Unknown, expired and revoked tokens, and wrong private links");
  page.value(static_cast<double>(web.failed_logins));
  page.add("whistle_http_streams", MetricType::Gauge, "Event streams that are open");
  page.value(static_cast<double>(web.streams));
}

void add_deliveries(Page& page, const Snapshot& snapshot) {
  const auto each = [&](const char* name, MetricType type, const char* help, auto value) {
    page.add(name, type, help);
    for (const auto& facts : snapshot.deliveries)
      page.value(static_cast<double>(value(facts)), {{"subscriber", facts.name}});
  };
  using Facts = deliveries::DeliveryFacts;
  each("whistle_delivery_backlog", MetricType::Gauge, "Entries of the journal that are not settled for the subscriber",
       [](const Facts& facts) { return facts.backlog; });
  each("whistle_delivery_oldest_seconds", MetricType::Gauge,
       "Civil time since the oldest entry that waits to be delivered, dead letters aside; 0: none does",
       [&](const Facts& facts) {
         if (!facts.oldest_us) return 0.0;
         return static_cast<double>(std::max<std::int64_t>(snapshot.now.us - *facts.oldest_us, 0)) * kMicrosecond;
       });
  each("whistle_delivery_attempts_total", MetricType::Counter, "Requests to the subscriber, with their repetitions",
       [](const Facts& facts) { return facts.attempts; });
  each("whistle_delivery_failures_total", MetricType::Counter, "Requests that brought no 2xx",
       [](const Facts& facts) { return facts.failures; });
  each("whistle_delivery_delivered_total", MetricType::Counter, "Entries and checkpoints that the subscriber has taken",
       [](const Facts& facts) { return facts.delivered; });
  each("whistle_delivery_dead_letters", MetricType::Gauge,
       "Entries that the subscriber refused, each of which holds up its ticket",
       [](const Facts& facts) { return facts.dead; });
  each("whistle_delivery_breaker_open", MetricType::Gauge,
       "1: nothing is sent for a while, because too much has failed; 0.5: one request is let through to see",
       [](const Facts& facts) {
         using adapters::platform::BreakerState;
         if (facts.breaker == BreakerState::Closed) return 0.0;
         return facts.breaker == BreakerState::Open ? 1.0 : 0.5;
       });
}

void add_heartbeats(Page& page, const Snapshot& snapshot) {
  page.add("whistle_platform_heartbeat_age_seconds", MetricType::Gauge,
           "Time since a platform has said that it lives, of those that have since the start");
  for (const auto& facts : snapshot.heartbeats)
    page.value(std::chrono::duration<double>(facts.age).count(), {{"member", facts.member}});
  page.add("whistle_platform_clock_ahead_seconds", MetricType::Gauge,
           "By how much a platform's clock was before the machine's at its last heartbeat");
  for (const auto& facts : snapshot.heartbeats)
    page.value(static_cast<double>(facts.ahead.us) * kMicrosecond, {{"member", facts.member}});
}

void add_state(Page& page, const Snapshot& snapshot) {
  page.add("whistle_open_tickets", MetricType::Gauge, "Open tickets, by state and by the tier and kind of the lead");
  for (const auto& [key, count] : snapshot.open_tickets) {
    page.value(static_cast<double>(count), {{"state", word(v1::TicketState_Name(key.second), "TICKET_STATE_")},
                                            {"tier", tier_of(key.first)},
                                            {"lead", word(v1::PartyKind_Name(key.first), "PARTY_KIND_")}});
  }
  page.add("whistle_journal_next_sequence", MetricType::Gauge, "Entries of the journal that are durable");
  page.value(static_cast<double>(snapshot.next_sequence));
  page.add("whistle_gathering", MetricType::Gauge, "Entries and replies that wait for a commit");
  page.value(static_cast<double>(snapshot.gathering));
  page.add("whistle_queries_waiting", MetricType::Gauge, "Queries that wait for their turn");
  page.value(static_cast<double>(snapshot.queries_waiting));
  page.add("whistle_ruleset_info", MetricType::Gauge, "The rules in force");
  if (!snapshot.ruleset_sha256.empty()) {
    page.value(
        1, {{"sha256", hexadecimal(snapshot.ruleset_sha256)}, {"sequence", std::to_string(snapshot.ruleset_sequence)}});
  }
  page.add("whistle_civil_clock_info", MetricType::Gauge, "Where civil time comes from");
  page.value(1, {{"mode", word(v1::ClockMode_Name(snapshot.clock_mode), "CLOCK_MODE_")}});
  page.add("whistle_civil_clock_suspended", MetricType::Gauge,
           "1: the machine's time jumped, nothing is accepted or fired until an operator confirms it");
  page.value(snapshot.clock_jumped ? 1 : 0);
  page.add("whistle_disk_low", MetricType::Gauge, "1: too little space, new whistles are refused");
  page.value(snapshot.disk == DiskSpace::Ample ? 0 : 1);
  page.add("whistle_vault_unscrubbed", MetricType::Gauge, "1: bytes of what was erased may still lie in files");
  page.value(snapshot.vault_unscrubbed ? 1 : 0);
  page.add("whistle_ready", MetricType::Gauge, "What /-/ready says");
  page.value(snapshot.not_ready().empty() ? 1 : 0);
  page.add("whistle_build_info", MetricType::Gauge, "The program that runs");
  page.value(1, {{"version", WHISTLE_VERSION}, {"logic", std::to_string(engine::kNewestLogic)}});
}

void add_machine(Page& page, const MachineFacts& machine) {
  const auto gauge = [&](const char* name, const char* help, const std::optional<std::uint64_t>& value) {
    page.add(name, MetricType::Gauge, help);
    if (value) page.value(static_cast<double>(*value));
  };
  using Bytes = std::optional<std::uint64_t>;
  gauge("whistle_disk_free_bytes", "Space that is left where the store lies",
        machine.disk ? Bytes{machine.disk->free_bytes} : Bytes{});
  gauge("whistle_store_bytes", "Files of the store", machine.store_bytes);
  gauge("process_resident_memory_bytes", "Resident memory size in bytes", machine.resident_bytes);
  gauge("process_open_fds", "Number of open file descriptors", machine.open_files);
  gauge("process_max_fds", "Maximum number of open file descriptors", machine.open_files_max);
  page.add("process_start_time_seconds", MetricType::Gauge, "Start time of the process since unix epoch in seconds");
  if (machine.started) page.value(static_cast<double>(machine.started->us) * kMicrosecond);
}

}  // namespace

std::string to_metrics(const Snapshot& snapshot, const MachineFacts& machine) {
  Page page;
  add_stages(page, snapshot.measures);
  add_counts(page, snapshot);
  if (snapshot.web) add_web(page, *snapshot.web);
  if (!snapshot.deliveries.empty()) add_deliveries(page, snapshot);
  if (!snapshot.heartbeats.empty()) add_heartbeats(page, snapshot);
  add_state(page, snapshot);
  add_machine(page, machine);
  return page.text();
}

}  // namespace whistle::tools::whistled
