#include "tools/whistled/run.h"

#include <spdlog/spdlog.h>
#include <unistd.h>

#include <memory>
#include <optional>
#include <utility>

#include "adapters/http/loopback_endpoint.h"
#include "adapters/zeromq/curve_key_file.h"
#include "engine/hexadecimal.h"
#include "storage/attachment_files.h"
#include "storage/checkpoint_key.h"
#include "storage/rocksdb_store.h"
#include "storage/seeded_random.h"
#include "storage/system_random.h"
#include "storage/vault.h"
#include "tools/whistled/clock_choice.h"
#include "tools/whistled/data_directory.h"
#include "tools/whistled/disk_guard.h"
#include "tools/whistled/log_text.h"
#include "tools/whistled/open_files.h"
#include "tools/whistled/recovery.h"
#include "tools/whistled/service.h"

namespace whistle::tools::whistled {

namespace {

namespace zeromq = adapters::zeromq;
using engine::hexadecimal;

bool is_loopback(std::string_view endpoint) {
  return endpoint.starts_with("tcp://127.") || endpoint.starts_with("tcp://localhost:") ||
         endpoint.starts_with("tcp://[::1]:");
}

Result<void> check_plain(const RunOptions& options) {
  if (!options.plain || (is_loopback(options.bind) && is_loopback(options.feed))) return {};
  return fail(ExitCode::Usage,
              "--plain believes every claim: it binds to loopback alone, such as tcp://127.0.0.1:7710");
}

Result<std::optional<zeromq::CurveKeys>> server_keys(const RunOptions& options, const DataDirectory& data) {
  if (options.plain) return std::nullopt;
  auto file = zeromq::read_curve_key_file(zeromq::secret_file_of(data.server_key()));
  if (!file) return fail(ExitCode::BadData, file.error().what);
  if (file->keys.secret_key.empty())
    return fail(ExitCode::BadData, data.server_key().string() + "_secret holds no secret key");
  return std::move(file->keys);
}

[[noreturn]] void end_at_once(const Failure& failure) {
  spdlog::critical("event=commit_failed code={} what={}", static_cast<int>(failure.code), in_quotes(failure.what));
  spdlog::default_logger()->flush();
  // What is in memory is ahead of the disk and must not be served; destructors would only touch a store that has
  // failed.
  ::_exit(static_cast<int>(failure.code));
}

// A limit that is too low shows as refused connections one day; better now.
Result<void> check_open_files(const RunOptions& options) {
  constexpr std::size_t kClientsUsual = 2'000;
  const auto possible = raise_open_files();
  if (!possible) return tl::unexpected(possible.error());
  const std::size_t wanted = options.clients == 0 ? kClientsUsual : options.clients;
  if (*possible >= wanted) return {};
  const auto what = "open files allow " + std::to_string(*possible) + " clients; for " + std::to_string(wanted) +
                    " raise the limit to " + std::to_string(open_files_for(wanted)) +
                    " (LimitNOFILE of the unit, ulimit -n)";
  if (options.clients != 0) return fail(ExitCode::Failed, what);
  spdlog::warn("event=few_open_files what={}", in_quotes(what));
  return {};
}

SenderRates rates_of(const RunOptions& options) {
  constexpr std::uint32_t kIdentityBurstSeconds = 10;  // a client that catches up after an outage
  constexpr std::uint32_t kAddressBurstSeconds = 2;
  SenderRates rates;
  rates.member = per_second(options.member_rate, options.member_rate * kIdentityBurstSeconds);
  rates.system = per_second(options.system_rate, options.system_rate * kIdentityBurstSeconds);
  rates.address = per_second(options.address_rate, options.address_rate * kAddressBurstSeconds);
  rates.loopback = options.limit_loopback;
  return rates;
}

AdmissionLimits admission_of(const RunOptions& options) {
  AdmissionLimits limits;
  limits.whistle_wait_max = std::chrono::milliseconds{options.whistle_wait_ms};
  limits.urgent_wait_max = limits.whistle_wait_max * 2;
  return limits;
}

void warn_of_driven_time(const adapters::CivilClock& clock) {
  if (clock.mode() == v1::CLOCK_MODE_FOLLOW) {
    spdlog::warn(
        "event=driven_clock what={}",
        in_quotes("CIVIL TIME IS NOT REAL: it is the newest occurred_at accepted. Never for an engine in service."));
  } else if (clock.mode() == v1::CLOCK_MODE_FAST) {
    spdlog::warn("event=driven_clock speed={} what={}", clock.speed(),
                 in_quotes("CIVIL TIME IS NOT REAL: it runs faster. Never for an engine in service."));
  }
}

Result<void> announce(const RunOptions& options, const DataDirectory& data, const Service& service) {
  const auto text = to_text(service.endpoints());
  if (auto written = write_atomically(data.endpoints(), text); !written) return written;
  if (!options.ready_file.empty()) {
    if (auto written = write_atomically(options.ready_file, text); !written) return written;
  }
  spdlog::info("event=serving commands={} feed={} mode={} operations={} http={} pid={}", service.endpoints().commands,
               service.endpoints().feed, options.plain ? "plain" : "curve",
               service.endpoints().operations.empty() ? "none" : service.endpoints().operations,
               service.endpoints().http.empty() ? "none" : service.endpoints().http, ::getpid());
  if (options.plain) spdlog::warn("event=plain_mode what={}", in_quotes("no authentication: every claim is believed"));
  return {};
}

// What the machine refuses at once it should not have to refuse after recovery.
Result<void> check_operations(const RunOptions& options) {
  if (options.operations.empty()) return {};
  if (const auto endpoint = adapters::http::parse_loopback(options.operations); !endpoint)
    return fail(ExitCode::Usage, "--operations " + endpoint.error().what);
  return {};
}

WebOptions web_options(const RunOptions& options) {
  WebOptions web{.endpoint = options.http,
                 .origins = options.http_origins,
                 .public_url = options.http_url,
                 .contact = options.open311_contact,
                 .key_service = options.open311_key_service,
                 .connections = options.http_connections};
  if (!options.http_certificate.empty()) web.tls = {options.http_certificate, options.http_key};
  return web;
}

std::optional<DiskLimits> disk_limits(const RunOptions& options) {
  if (!options.disk_low) return std::nullopt;
  return limits_from(*options.disk_low);
}

// An engine that would stop at once does not start, so that trying again and again writes nothing.
Result<void> check_space(const RunOptions& options, const DataDirectory& data) {
  const auto disk = read_disk(data.store());
  if (!disk) return {};
  DiskGuard guard(disk_limits(options).value_or(default_limits(disk->total_bytes)));
  if (guard.update(disk->free_bytes) != DiskSpace::Exhausted) return {};
  return fail(ExitCode::StoreFull, "only " + std::to_string(disk->free_bytes) +
                                       " bytes are left on the disk, at least " + std::to_string(guard.limits().floor) +
                                       " are needed (--disk-low)");
}

// One at a time, on the edge thread; a copy that an interrupted backup left is in nobody's way.
Result<std::filesystem::path> copy_store(const storage::CopyableStore& store, const DataDirectory& data) {
  std::error_code error;
  std::filesystem::remove_all(data.snapshot(), error);
  if (error) return fail(ExitCode::Failed, data.snapshot().string() + ": " + error.message());
  if (const auto copied = store.copy_to(data.snapshot()); !copied) return fail(ExitCode::Failed, copied.error().what);
  spdlog::info("event=snapshot_made directory={}", in_quotes(data.snapshot().string()));
  return data.snapshot();
}

// Keys are wrapped anew in the order of their tickets: the first of all tells a rotation that was cut off, and a key of
// another directory.
Result<void> check_master_key(const engine::Store& store, const storage::Vault& vault, const DataDirectory& data) {
  bool fits = true;
  const auto scanned = store.scan_vault(engine::TicketId{0}, [&](const engine::VaultRow& row) {
    if (row.entry.value != row.ticket.value) return true;
    fits = vault.wraps(row.row);
    return false;
  });
  if (!scanned) return fail(ExitCode::BadData, scanned.error().what);
  if (fits) return {};
  return fail(ExitCode::BadData, data.master_key().string() +
                                     " is not the key of this vault; where a rotation was cut off, finish it: whistled "
                                     "rotate-master-key --data " +
                                     data.root().string());
}

Result<void> serve(const RunOptions& options, const DataDirectory& data, Service& service) {
  service.watch_signals();
  if (auto announced = announce(options, data, service); !announced) return announced;
  auto served = service.run();
  ::unlink(data.endpoints().c_str());
  if (!options.ready_file.empty()) ::unlink(options.ready_file.c_str());
  return served;
}

}  // namespace

Result<void> run(const RunOptions& options) {
  if (auto checked = check_plain(options); !checked) return checked;
  const DataDirectory data(options.data);
  if (auto checked = check_operations(options); !checked) return checked;
  if (auto checked = data.check_exists(); !checked) return checked;
  if (auto checked = check_open_files(options); !checked) return checked;
  if (auto checked = check_space(options, data); !checked) return checked;
  auto keys = server_keys(options, data);
  if (!keys) return tl::unexpected(keys.error());
  const auto vault = storage::Vault::open(data.master_key());
  if (!vault) return fail(ExitCode::BadData, vault.error().what);
  const auto checkpoint_key = storage::CheckpointKey::open(data.checkpoint_key());
  if (!checkpoint_key) return fail(ExitCode::BadData, checkpoint_key.error().what);
  auto store = storage::open_rocksdb_store(data.store(), {.create_if_missing = false});
  if (!store) return tl::unexpected(unopened(store.error()));
  if (auto checked = check_master_key(**store, *vault, data); !checked) return checked;
  auto recovered = recover(**store);
  if (!recovered) return tl::unexpected(recovered.error());
  auto& core = *recovered->core;
  spdlog::info("event=recovered district={} next_sequence={} open_tickets={} replayed={} ruleset={}",
               core.state().district_code, core.state().next_sequence.value, recovered->open_tickets,
               recovered->replayed,
               core.state().publications.empty() ? "none" : hexadecimal(core.state().publications.back().sha256));

  auto erasures = storage::ErasureList::open(options.erasures.empty() ? data.erasures() : options.erasures);
  if (!erasures) return fail(ExitCode::BadData, erasures.error().what);
  auto files = storage::AttachmentFiles::open(data.attachments());
  if (!files) return fail(ExitCode::Failed, files.error().what);
  const auto clock = choose_clock(options, core.state(), adapters::system_time(), adapters::running_time());
  if (!clock) return tl::unexpected(clock.error());
  warn_of_driven_time(**clock);
  // A new stream each start, so that an engine that starts again goes on and does not repeat itself.
  const auto random = options.seed ? std::unique_ptr<engine::RandomSource>(std::make_unique<storage::SeededRandom>(
                                         *options.seed, core.state().next_sequence.value))
                                   : std::make_unique<storage::SystemRandom>();
  // Of its own: what pauses draw must not change what is sealed.
  const auto delivery_random = options.seed
                                   ? std::unique_ptr<engine::RandomSource>(std::make_unique<storage::SeededRandom>(
                                         *options.seed, ~core.state().next_sequence.value))
                                   : std::make_unique<storage::SystemRandom>();
  auto service = Service::open({**store, *vault, *checkpoint_key, *random, **clock, core},
                               {.commands = options.bind,
                                .feed = options.feed,
                                .curve_server = *std::move(keys),
                                .district = options.district,
                                .rates = rates_of(options),
                                .admission = admission_of(options),
                                .reporter_open_max = options.plain ? 0 : options.reporter_open,
                                .operations = options.operations,
                                .control = data.control(),
                                .web = web_options(options),
                                .deliveries = {options.deliveries, delivery_random.get()},
                                .store = data.store(),
                                .copy_store = [&] { return copy_store(**store, data); },
                                .heartbeat_within = std::chrono::seconds{options.heartbeat_within},
                                .checkpoint_every = std::chrono::seconds{options.checkpoint_every},
                                .files = *std::move(files),
                                .erasures = *std::move(erasures),
                                .read_disk = [&] { return read_disk(data.store()); },
                                .disk_limits = disk_limits(options),
                                .on_fatal = end_at_once});
  if (!service) return tl::unexpected(service.error());
  return serve(options, data, **service);
}

}  // namespace whistle::tools::whistled
