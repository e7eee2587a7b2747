// An engine in this process, with real sockets on loopback and a store of the test's choice: what the daemon wires,
// without the process.
//
//   EngineInProcess engine;                        // memory, CURVE, time that follows whistles
//   engine.start();
//   auto intake = engine.member("intake-app");     // registered by the administrator
//   auto reply = intake->call(request);
//   engine.stop();
//
// Use from one thread.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "adapters/clock.h"
#include "adapters/http/http_message.h"
#include "adapters/zeromq/client_connection.h"
#include "engine/ports.h"
#include "storage/checkpoint_key.h"
#include "storage/seeded_random.h"
#include "storage/vault.h"
#include "tests/support/temp_dir.h"
#include "tools/whistled/recovery.h"
#include "tools/whistled/service.h"

namespace whistle::tools::whistled {

// The demonstration district, compiled once.
[[nodiscard]] const PreparedRuleset& demonstration_rules();
[[nodiscard]] std::filesystem::path demonstration_directory();
// 2026-03-02 10:00 in the district, a Monday: working time.
inline constexpr engine::Instant kFounded{1'772'416'800'000'000};
inline constexpr const char* kHandler = "f-xiangrui-handler-1";  // of the firm that leads most of the tests' tickets
inline constexpr const char* kOtherFirm = "f-qinghe-handler-1";
inline constexpr std::chrono::seconds kPatience{60};  // of a loaded machine

class TestClient {
 public:
  TestClient(const std::string& endpoint, std::optional<adapters::zeromq::CurveLogin> login);

  [[nodiscard]] v1::Reply call(v1::Request request);
  // A command under a key.
  [[nodiscard]] v1::Reply act(const std::string& key, const v1::Command& command);
  adapters::zeromq::ClientConnection& connection() { return *connection_; }

 private:
  std::unique_ptr<adapters::zeromq::ClientConnection> connection_;
};

class EngineInProcess {
 public:
  struct Options {
    bool curve = true;
    std::function<std::unique_ptr<engine::Store>(const std::filesystem::path&)>
        open_store;                  // empty: memory, kept over restarts
    std::filesystem::path district;  // for reloads
    std::string admin = "admin-1";
    SenderRates rates;
    AdmissionLimits admission;
    std::uint32_t reporter_open_max = 0;
    std::function<std::optional<DiskReading>()> read_disk;  // empty: the disk is not watched
    // What a snapshot asks for, on the edge thread; empty: there is none to be had.
    std::function<Result<std::filesystem::path>()> copy_store;
    std::chrono::milliseconds checkpoint_every{5'000};
  };

  EngineInProcess() : EngineInProcess(Options{}) {}
  explicit EngineInProcess(Options options);
  ~EngineInProcess();

  // Recovers and serves; time follows whistles from where the journal ends, or is what the test says.
  void start(std::unique_ptr<adapters::CivilClock> clock = nullptr);
  // Ends as a signal would; what `run` returned.
  Result<void> stop();
  // What run returned, once it ended by itself.
  Result<void> wait();

  // A client of a member: with CURVE under a key of its own, which is registered first.
  [[nodiscard]] std::unique_ptr<TestClient> member(const std::string& code);
  // With any key, registered or not.
  [[nodiscard]] std::unique_ptr<TestClient> client(const adapters::zeromq::CurveKeys& keys);
  [[nodiscard]] const adapters::zeromq::CurveKeys& admin_keys() const { return admin_keys_; }
  [[nodiscard]] adapters::zeromq::CurveKeys make_keys();
  // Of a member that `member` has registered.
  [[nodiscard]] const adapters::zeromq::CurveKeys& keys_of(const std::string& code) const { return members_.at(code); }
  [[nodiscard]] const adapters::zeromq::CurveKeys& server_keys() const { return server_keys_; }

  [[nodiscard]] engine::Store& store() { return *store_; }
  [[nodiscard]] Service& service() { return *service_; }
  // That signs its checkpoints, and its public half.
  [[nodiscard]] const storage::CheckpointKey& checkpoint_key() const { return *checkpoint_key_; }
  [[nodiscard]] const std::string& checkpoint_public_key() const { return checkpoint_key_->public_key(); }
  // Where files of tickets lie.
  [[nodiscard]] std::filesystem::path attachments() const { return dir_.path() / "attachments"; }
  // Lets go of a store that is not in memory, so that the test may open it; while the engine is stopped.
  void close_store() { store_.reset(); }
  // Of the operations port and of the control socket.
  [[nodiscard]] adapters::http::Response get(const std::string& target);
  [[nodiscard]] adapters::http::Response post(const std::string& target);
  // The whole journal, from the store: for use while the engine is idle or stopped.
  [[nodiscard]] std::vector<v1::Entry> journal();
  // Calls of on_fatal.
  [[nodiscard]] std::optional<Failure> fatal() const { return fatal_; }

 private:
  void found();

  Options options_;
  support::TempDir dir_;
  storage::SeededRandom random_{1};
  std::optional<storage::Vault> vault_;
  std::optional<storage::CheckpointKey> checkpoint_key_;
  adapters::zeromq::CurveKeys server_keys_;
  adapters::zeromq::CurveKeys admin_keys_;
  std::map<std::string, adapters::zeromq::CurveKeys> members_;
  std::unique_ptr<engine::Store> store_;
  std::optional<Recovered> recovered_;
  std::unique_ptr<adapters::CivilClock> clock_;
  std::unique_ptr<Service> service_;
  std::thread thread_;
  Result<void> ended_;
  std::optional<Failure> fatal_;
};

// ---- requests that tests send ----

// Ids of the tickets that such a list has, page after page.
[[nodiscard]] std::vector<std::uint64_t> listed(TestClient& client,
                                                const std::function<void(v1::ListTickets&)>& conditions,
                                                std::uint32_t page = 100);

// A resident's whistle for an estate of F-XIANGRUI.
[[nodiscard]] v1::Command whistle(const std::string& category = "P03", std::int64_t occurred_at_us = 0);
[[nodiscard]] v1::Command acknowledge(std::uint64_t ticket);
[[nodiscard]] v1::Command arrive(std::uint64_t ticket);
[[nodiscard]] v1::Command report_progress(std::uint64_t ticket, const std::string& note);
[[nodiscard]] v1::Command resolve(std::uint64_t ticket, const std::string& note);
[[nodiscard]] v1::Command finish_part(std::uint64_t ticket);
[[nodiscard]] v1::Command release(std::uint64_t ticket, const std::string& party, const std::string& why);
[[nodiscard]] v1::Command dispute(std::uint64_t ticket, const std::string& why);
[[nodiscard]] v1::Command confirm(std::uint64_t ticket, std::uint32_t rating = 5);
[[nodiscard]] v1::Command withdraw(std::uint64_t ticket);
// A second matter, rubble: the street's.
[[nodiscard]] v1::Command split(std::uint64_t ticket, const std::string& text);

// A refusal's code and arguments in one line; "accepted" or the reply's kind otherwise.
[[nodiscard]] std::string told(const v1::Reply& reply);

}  // namespace whistle::tools::whistled
