#include "tools/whistle/engine_session.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "adapters/zeromq/retry_pause.h"
#include "engine/hexadecimal.h"
#include "storage/system_random.h"
#include "tools/whistle/wording.h"
#include "tools/whistle/wording_connection.h"
#include "tools/whistle/wording_message.h"
#include "tools/whistle/wording_refusal.h"

namespace whistle::tools {

namespace {

namespace zeromq = adapters::zeromq;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

// The first try waits this long before the connection is taken for dead and made anew; each later one twice as long,
// because an engine that is only slow answers no sooner for being asked again.
constexpr milliseconds kTryFirst{5'000};
constexpr milliseconds kConnectMax{5'000};

milliseconds left_until(EngineSession::Deadline deadline) {
  return std::max(milliseconds{0}, std::chrono::duration_cast<milliseconds>(deadline - steady_clock::now()));
}

// Never sleeps past the deadline.
class Pause {
 public:
  void wait(EngineSession::Deadline deadline, milliseconds asked = milliseconds{0}) {
    std::this_thread::sleep_for(std::min(pause_.next(asked, random_), left_until(deadline)));
  }

 private:
  zeromq::RetryPause pause_;
  storage::SystemRandom random_;
};

bool worth_another_try(zeromq::ClientFault fault) {
  switch (fault) {
    case zeromq::ClientFault::BadEndpoint:
    case zeromq::ClientFault::BadKey:
    case zeromq::ClientFault::HandshakeFailed:
    case zeromq::ClientFault::TooManyInFlight:
      return false;
    case zeromq::ClientFault::Unreachable:
    case zeromq::ClientFault::TimedOut:
    case zeromq::ClientFault::Disconnected:
    case zeromq::ClientFault::Malformed:
    case zeromq::ClientFault::Io:
      return true;
  }
  return false;
}

}  // namespace

std::string make_key() {
  storage::SystemRandom random;
  std::string bytes(16, '\0');
  random.fill({reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size()});
  return engine::hexadecimal(bytes);
}

EngineSession::EngineSession(ConnectionSettings settings, std::filesystem::path cache, Language language)
    : settings_(std::move(settings)), cache_(std::move(cache)), language_(language) {}

Result<std::unique_ptr<EngineSession>> EngineSession::open(ConnectionSettings settings, std::filesystem::path cache,
                                                           Language language) {
  std::unique_ptr<EngineSession> session(new EngineSession(std::move(settings), std::move(cache), language));
  if (auto known = session->learn_status(); !known) return tl::unexpected(known.error());
  return session;
}

Result<void> EngineSession::learn_status() {
  v1::Request request;
  request.mutable_get_status();
  auto reply = ask(std::move(request));
  if (!reply) return tl::unexpected(reply.error());
  status_ = reply->get_status();
  status_at_ = steady_clock::now();
  time_ = DistrictTime::of_zone(status_.time_zone().empty() ? "UTC" : status_.time_zone());
  if (!time_) return file_failure(worded(language_, phrases::kUnknownZone, {status_.time_zone()}));
  return {};
}

Result<void> EngineSession::refresh() {
  const auto before = status_.ruleset_sha256();
  auto known = learn_status();
  if (known && status_.ruleset_sha256() != before) names_.reset();
  return known;
}

engine::Instant EngineSession::now() const {
  const auto passed = std::chrono::duration_cast<std::chrono::microseconds>(steady_clock::now() - status_at_).count();
  switch (status_.clock_mode()) {
    case v1::CLOCK_MODE_FAST:
      return {status_.civil_time_us() + passed * std::max<std::int64_t>(1, status_.speed())};
    case v1::CLOCK_MODE_FOLLOW:
      return {status_.civil_time_us()};
    default:
      return {status_.civil_time_us() + passed};
  }
}

Failure EngineSession::no_answer(const std::string& key, const std::string& reason) const {
  const auto seconds = std::to_string(std::chrono::duration_cast<std::chrono::seconds>(settings_.timeout).count());
  Failure failure{ExitCode::NoAnswer, "no_answer",
                  worded(language_, phrases::kNoAnswer, {settings_.endpoint, seconds, reason}),
                  std::string(phrase(language_, phrases::kNoAnswerHint)), std::nullopt};
  if (!key.empty()) failure.hint = worded(language_, phrases::kNoAnswerToActHint, {key});
  return failure;
}

Result<zeromq::ClientConnection*> EngineSession::connection(Deadline deadline) {
  Pause pause;
  while (!connection_) {
    zeromq::ClientOptions options{.endpoint = settings_.endpoint, .curve = settings_.curve};
    options.connect_timeout = std::clamp(left_until(deadline), milliseconds{1}, kConnectMax);
    auto opened = zeromq::ClientConnection::open(options);
    if (opened) {
      connection_ = std::move(*opened);
      connected_once_ = true;
      break;
    }
    // An engine that knew us once and now breaks off the handshake is one that goes down or comes up.
    const bool passing = connected_once_ && opened.error().fault == zeromq::ClientFault::HandshakeFailed;
    if (!passing && !worth_another_try(opened.error().fault))
      return tl::unexpected(word_client_error(language_, opened.error()));
    if (left_until(deadline) == milliseconds{0}) return tl::unexpected(no_answer({}, opened.error().what));
    pause.wait(deadline);
  }
  return connection_.get();
}

void EngineSession::sign(v1::Request& request) const {
  request.set_claimed_member(settings_.claimed_member);
  const bool of_tickets = request.has_command() || request.has_get_ticket() || request.has_fetch_entries() ||
                          request.has_get_ruleset() || request.has_put_chunk() || request.has_fetch_attachment();
  if (settings_.acting_for && of_tickets) *request.mutable_acting_for() = *settings_.acting_for;
}

Result<v1::Reply> EngineSession::ask(v1::Request request) {
  const auto until = deadline();
  sign(request);
  Pause pause;
  std::string reason;
  for (auto try_max = kTryFirst;; try_max *= 2) {
    auto connected = connection(until);
    if (!connected) {
      // Once something was sent, the hint has to name the key under which it can be repeated.
      if (!reason.empty() && connected.error().exit == ExitCode::NoAnswer)
        return tl::unexpected(no_answer(request.key(), reason));
      return tl::unexpected(connected.error());
    }
    auto reply = (*connected)->call(request, std::clamp(left_until(until), milliseconds{1}, try_max));
    const auto asked = reply ? zeromq::asked_to_wait(*reply) : milliseconds{0};
    if (!asked) {
      if (reply->body_case() == v1::Reply::kRefusal)
        return tl::unexpected(word_refusal(language_, reply->refusal(), time_ ? &*time_ : nullptr));
      return std::move(*reply);
    }
    if (reply) {
      reason = word_refusal(language_, reply->refusal()).message;
    } else {
      if (!worth_another_try(reply.error().fault)) return tl::unexpected(word_client_error(language_, reply.error()));
      reason = reply.error().what;
      drop_connection();
    }
    if (left_until(until) == milliseconds{0}) return tl::unexpected(no_answer(request.key(), reason));
    pause.wait(until, *asked);
  }
}

Result<v1::Accepted> EngineSession::act(v1::Command command, const ActOptions& options) {
  v1::Request request;
  request.set_key(options.key);
  request.set_acted_at_us(options.acted_at_us);
  *request.mutable_command() = std::move(command);
  auto reply = ask(std::move(request));
  if (!reply) return tl::unexpected(reply.error());
  return std::move(*reply->mutable_accepted());
}

Result<const DistrictNames*> EngineSession::names() {
  if (names_) return &*names_;
  const auto& hash = status_.ruleset_sha256();
  const auto kept = cache_.empty() ? std::nullopt : read_cached_district(cache_, hash);
  if (kept) {
    names_.emplace(*kept);
    return &*names_;
  }
  v1::Request request;
  request.mutable_get_district();
  auto reply = ask(std::move(request));
  if (!reply) return tl::unexpected(reply.error());
  if (!cache_.empty()) write_cached_district(cache_, reply->get_district());
  names_.emplace(reply->get_district());
  return &*names_;
}

const DistrictNames& EngineSession::names_or_codes() {
  const auto known = names();
  return known ? **known : codes_alone_;
}

Result<std::unique_ptr<EngineSession>> open_session(const SettingsLayer& settings, const Environment& environment,
                                                    Language language) {
  auto connection = connection_of(settings, environment, language);
  if (!connection) return tl::unexpected(connection.error());
  return EngineSession::open(std::move(*connection), cache_directory(environment), language);
}

}  // namespace whistle::tools
