#include "tests/whistled/engine_in_process.h"

#include <doctest/doctest.h>
#include <spdlog/spdlog.h>

#include <cstdlib>

#include "adapters/district/compile.h"
#include "adapters/http/http_client.h"
#include "engine/assert.h"
#include "storage/memory_store.h"
#include "tools/whistled/founding.h"

namespace whistle::tools::whistled {

namespace zeromq = adapters::zeromq;

namespace {}  // namespace

std::filesystem::path demonstration_directory() {
  const char* source = std::getenv("WHISTLE_SOURCE_DIR");
  WHISTLE_ASSERT(source != nullptr);
  return std::filesystem::path(source) / "tools" / "demonstration" / "weifang-hitech";
}

const PreparedRuleset& demonstration_rules() {
  static const PreparedRuleset rules = [] {
    auto prepared = prepare_ruleset(adapters::district::compile_directory(demonstration_directory()));
    WHISTLE_ASSERT(prepared.has_value());
    return *std::move(prepared);
  }();
  return rules;
}

TestClient::TestClient(const std::string& endpoint, std::optional<zeromq::CurveLogin> login) {
  auto opened = zeromq::ClientConnection::open(
      {.endpoint = endpoint, .curve = std::move(login), .connect_timeout = kPatience, .in_flight_max = 16'384});
  REQUIRE_MESSAGE(opened.has_value(), opened.error().what);
  connection_ = std::move(*opened);
}

v1::Reply TestClient::call(v1::Request request) {
  auto reply = connection_->call(request, kPatience);
  REQUIRE_MESSAGE(reply.has_value(), reply.error().what);
  return *std::move(reply);
}

v1::Reply TestClient::act(const std::string& key, const v1::Command& command) {
  v1::Request request;
  request.set_key(key);
  *request.mutable_command() = command;
  return call(std::move(request));
}

EngineInProcess::EngineInProcess(Options options) : options_(std::move(options)) {
  spdlog::set_level(spdlog::level::off);
  server_keys_ = zeromq::make_curve_keys(random_);
  admin_keys_ = zeromq::make_curve_keys(random_);
  auto vault = storage::Vault::create(dir_.path() / "master.key", random_);
  REQUIRE(vault.has_value());
  vault_.emplace(std::move(*vault));
  auto key = storage::CheckpointKey::create(dir_.path() / "checkpoint.key", random_);
  REQUIRE(key.has_value());
  checkpoint_key_.emplace(std::move(*key));
  found();
}

EngineInProcess::~EngineInProcess() {
  if (thread_.joinable()) (void)stop();
}

void EngineInProcess::found() {
  store_ = options_.open_store ? options_.open_store(dir_.path() / "db") : std::make_unique<storage::MemoryStore>();
  const auto founded = found_journal(*store_, {.journal_id = std::string(16, 'j'),
                                               .checkpoint_public_key = checkpoint_key_->public_key(),
                                               .rules = demonstration_rules(),
                                               .admin_member = options_.admin,
                                               .admin_public_key = admin_keys_.public_key,
                                               .at = kFounded});
  REQUIRE_MESSAGE(founded.has_value(), founded.error().what);
}

void EngineInProcess::start(std::unique_ptr<adapters::CivilClock> clock) {
  if (!store_) store_ = options_.open_store(dir_.path() / "db");
  auto recovered = recover(*store_);
  REQUIRE_MESSAGE(recovered.has_value(), recovered.error().what);
  recovered_ = std::move(*recovered);
  clock_ = clock ? std::move(clock) : std::make_unique<adapters::FollowClock>(recovered_->core->state().last_time);
  auto files = storage::AttachmentFiles::open(attachments());
  REQUIRE_MESSAGE(files.has_value(), files.error().what);
  auto erasures = storage::ErasureList::open(dir_.path() / "erasures");
  REQUIRE_MESSAGE(erasures.has_value(), erasures.error().what);
  auto service = Service::open({*store_, *vault_, *checkpoint_key_, random_, *clock_, *recovered_->core},
                               {.commands = "tcp://127.0.0.1:*",
                                .feed = "tcp://127.0.0.1:*",
                                .curve_server = options_.curve ? std::optional(server_keys_) : std::nullopt,
                                .district = options_.district,
                                .rates = options_.rates,
                                .admission = options_.admission,
                                .reporter_open_max = options_.reporter_open_max,
                                .operations = "http://127.0.0.1:0",
                                .control = dir_.path() / "control",
                                .store = dir_.path(),
                                .copy_store = options_.copy_store,
                                .checkpoint_every = options_.checkpoint_every,
                                .files = *std::move(files),
                                .erasures = *std::move(erasures),
                                .read_disk = options_.read_disk,
                                .disk_limits = std::nullopt,
                                .on_fatal = [this](const Failure& failure) { fatal_ = failure; }});
  REQUIRE_MESSAGE(service.has_value(), service.error().what);
  service_ = std::move(*service);
  thread_ = std::thread([this] { ended_ = service_->run(); });
}

adapters::http::Response EngineInProcess::get(const std::string& target) {
  auto answer = adapters::http::ask_loopback(service_->endpoints().operations, {"GET", target, ""}, kPatience);
  REQUIRE_MESSAGE(answer.has_value(), answer.error().what);
  return *std::move(answer);
}

adapters::http::Response EngineInProcess::post(const std::string& target) {
  auto answer = adapters::http::ask_local(dir_.path() / "control", {"POST", target, ""}, kPatience);
  REQUIRE_MESSAGE(answer.has_value(), answer.error().what);
  return *std::move(answer);
}

Result<void> EngineInProcess::stop() {
  service_->request_stop();
  return wait();
}

Result<void> EngineInProcess::wait() {
  thread_.join();
  service_.reset();
  recovered_.reset();
  if (options_.open_store) store_.reset();
  return ended_;
}

zeromq::CurveKeys EngineInProcess::make_keys() {
  return zeromq::make_curve_keys(random_);
}

std::unique_ptr<TestClient> EngineInProcess::client(const zeromq::CurveKeys& keys) {
  std::optional<zeromq::CurveLogin> login;
  if (options_.curve) login = zeromq::CurveLogin{server_keys_.public_key, keys};
  return std::make_unique<TestClient>(service_->endpoints().commands, std::move(login));
}

std::unique_ptr<TestClient> EngineInProcess::member(const std::string& code) {
  const auto [known, is_new] = members_.try_emplace(code);
  if (is_new) {
    known->second = make_keys();
    v1::Command command;
    command.mutable_register_identity()->set_member(code);
    command.mutable_register_identity()->set_curve_public_key(known->second.public_key);
    const auto reply = client(admin_keys_)->act("register-" + code, command);
    REQUIRE_MESSAGE(reply.has_accepted(), told(reply));
  }
  return client(known->second);
}

std::vector<v1::Entry> EngineInProcess::journal() {
  std::vector<v1::Entry> entries;
  if (!store_) store_ = options_.open_store(dir_.path() / "db");
  const auto scanned = store_->scan_entries(engine::Sequence{0}, [&](engine::Sequence, std::string_view bytes) {
    entries.push_back(engine::parse_entry(bytes).value());
    return true;
  });
  REQUIRE(scanned.has_value());
  return entries;
}

std::vector<std::uint64_t> listed(TestClient& client, const std::function<void(v1::ListTickets&)>& conditions,
                                  std::uint32_t page) {
  std::vector<std::uint64_t> ids;
  v1::Request request;
  auto& query = *request.mutable_list_tickets();
  conditions(query);
  query.set_limit(page);
  for (;;) {
    const auto reply = client.call(request);
    for (const auto& ticket : reply.list_tickets().tickets())
      ids.push_back(ticket.record().id());
    if (!reply.list_tickets().more()) return ids;
    query.set_after(reply.list_tickets().cursor());
  }
}

v1::Command whistle(const std::string& category, std::int64_t occurred_at_us) {
  v1::Command command;
  auto& blow = *command.mutable_blow_whistle();
  blow.set_kind(v1::WHISTLE_KIND_RESIDENT);
  blow.set_source(v1::SOURCE_RESIDENT);
  blow.set_category(category);
  blow.set_occurred_at_us(occurred_at_us);
  blow.mutable_location()->set_estate("QC-BAOTONG-01");
  blow.mutable_personal()->set_text("楼道灯坏了");
  blow.mutable_personal()->set_address("3号楼2单元");
  blow.mutable_personal()->mutable_reporter()->set_name("张三");
  blow.mutable_personal()->mutable_reporter()->set_phone("13800138012");
  return command;
}

v1::Command acknowledge(std::uint64_t ticket) {
  v1::Command command;
  command.mutable_acknowledge_ticket()->set_ticket(ticket);
  return command;
}

v1::Command arrive(std::uint64_t ticket) {
  v1::Command command;
  command.mutable_arrive_on_site()->set_ticket(ticket);
  return command;
}

v1::Command report_progress(std::uint64_t ticket, const std::string& note) {
  v1::Command command;
  command.mutable_report_progress()->set_ticket(ticket);
  command.mutable_report_progress()->mutable_personal()->set_text(note);
  return command;
}

v1::Command resolve(std::uint64_t ticket, const std::string& note) {
  v1::Command command;
  auto& resolve = *command.mutable_resolve_ticket();
  resolve.set_ticket(ticket);
  resolve.set_outcome(v1::OUTCOME_FIXED);
  resolve.add_evidence()->set_kind(v1::EVIDENCE_NOTE);
  resolve.mutable_personal()->set_text(note);
  return command;
}

v1::Command finish_part(std::uint64_t ticket) {
  v1::Command command;
  command.mutable_finish_part()->set_ticket(ticket);
  return command;
}

v1::Command release(std::uint64_t ticket, const std::string& party, const std::string& why) {
  v1::Command command;
  command.mutable_release_assistant()->set_ticket(ticket);
  command.mutable_release_assistant()->set_party(party);
  command.mutable_release_assistant()->mutable_personal()->set_text(why);
  return command;
}

v1::Command dispute(std::uint64_t ticket, const std::string& why) {
  v1::Command command;
  command.mutable_dispute_resolution()->set_ticket(ticket);
  command.mutable_dispute_resolution()->mutable_personal()->set_text(why);
  return command;
}

v1::Command confirm(std::uint64_t ticket, std::uint32_t rating) {
  v1::Command command;
  command.mutable_confirm_resolution()->set_ticket(ticket);
  command.mutable_confirm_resolution()->set_rating(rating);
  return command;
}

v1::Command withdraw(std::uint64_t ticket) {
  v1::Command command;
  command.mutable_withdraw_whistle()->set_ticket(ticket);
  return command;
}

v1::Command split(std::uint64_t ticket, const std::string& text) {
  v1::Command command;
  command.mutable_split_ticket()->set_ticket(ticket);
  command.mutable_split_ticket()->set_category("E0111");
  command.mutable_split_ticket()->mutable_personal()->set_text(text);
  return command;
}

std::string told(const v1::Reply& reply) {
  if (reply.has_accepted()) return "accepted";
  if (!reply.has_refusal()) return "answered";
  std::string text = v1::RefusalCode_Name(reply.refusal().code()).substr(std::string("REFUSAL_CODE_").size());
  for (const auto& argument : reply.refusal().arguments())
    text += " " + argument.name() + "=" + argument.value();
  return text;
}

}  // namespace whistle::tools::whistled
