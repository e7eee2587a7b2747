// A conversation with the engine over a network that may be bad: whatever is asked is sent again, under the same
// idempotency key, until it is answered or the time is up, so that an act happens once or not at all.
//
//   auto session = EngineSession::open(settings, language);
//   v1::Command command;
//   command.mutable_acknowledge_ticket()->set_ticket(17);
//   auto accepted = (*session)->act(command, {.key = make_key()});
//
// One thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "adapters/zeromq/client_connection.h"
#include "tools/whistle/district_names.h"
#include "tools/whistle/district_time.h"
#include "tools/whistle/failure.h"
#include "tools/whistle/settings.h"
#include "whistle/v1/service.pb.h"

namespace whistle::tools {

// A fresh idempotency key: 32 hexadecimal digits of the system's randomness.
[[nodiscard]] std::string make_key();

// How a command is to be sent.
struct ActOptions {
  std::string key;               // 1 to 64 printable ASCII characters
  std::int64_t acted_at_us = 0;  // 0: now
};

class EngineSession {
 public:
  // Connects, and asks who the engine takes us for. `cache` is where names of districts are kept; empty: nowhere.
  [[nodiscard]] static Result<std::unique_ptr<EngineSession>> open(ConnectionSettings settings,
                                                                   std::filesystem::path cache, Language language);

  // Says in the request who speaks, and for whom, as the settings have it; `ask` and `act` do it by themselves.
  void sign(v1::Request& request) const;
  // A refusal is a failure too. A command without a key would not be safe to repeat: use `act`.
  [[nodiscard]] Result<v1::Reply> ask(v1::Request request);
  [[nodiscard]] Result<v1::Accepted> act(v1::Command command, const ActOptions& options);

  // As it was when it was asked for, at first when the session began; `now` moves its civil time on by what has passed
  // since.
  [[nodiscard]] const v1::GetStatusReply& status() const { return status_; }
  [[nodiscard]] engine::Instant now() const;
  [[nodiscard]] const DistrictTime& time() const { return *time_; }
  // Asks for the status again: after new rules, or when much time has passed.
  [[nodiscard]] Result<void> refresh();
  // Of the ruleset that was in force when the status was asked for; fetched once, then kept in the cache.
  [[nodiscard]] Result<const DistrictNames*> names();
  // The same, or where they cannot be fetched names that know codes alone: for telling what has been done already.
  [[nodiscard]] const DistrictNames& names_or_codes();

  [[nodiscard]] const ConnectionSettings& settings() const { return settings_; }
  [[nodiscard]] Language language() const { return language_; }

  // ---- for those who keep several requests in flight ----
  // The connection, opened again if it was lost, until the deadline.
  using Deadline = std::chrono::steady_clock::time_point;
  [[nodiscard]] Result<adapters::zeromq::ClientConnection*> connection(Deadline deadline);
  void drop_connection() { connection_.reset(); }
  [[nodiscard]] Deadline deadline() const { return std::chrono::steady_clock::now() + settings_.timeout; }

 private:
  EngineSession(ConnectionSettings settings, std::filesystem::path cache, Language language);
  [[nodiscard]] Result<void> learn_status();
  [[nodiscard]] Failure no_answer(const std::string& key, const std::string& reason) const;

  const ConnectionSettings settings_;
  const std::filesystem::path cache_;
  const Language language_;
  std::unique_ptr<adapters::zeromq::ClientConnection> connection_;
  bool connected_once_ = false;
  v1::GetStatusReply status_;
  std::chrono::steady_clock::time_point status_at_;
  std::optional<DistrictTime> time_;
  std::optional<DistrictNames> names_;
  const DistrictNames codes_alone_{v1::GetDistrictReply{}};
};

// Connects with the settings of the command line.
[[nodiscard]] Result<std::unique_ptr<EngineSession>> open_session(const SettingsLayer& settings,
                                                                  const Environment& environment, Language language);

}  // namespace whistle::tools
