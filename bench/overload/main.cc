// What becomes of acknowledgements when more whistles arrive than the engine can take? Speaks to an engine in plain
// mode.
//
//   bench_overload tcp://127.0.0.1:7710 [seconds]
//
// First finds the capacity with 1,024 whistles in flight; then sends at one half, twice and three times that, from
// intended send times over 32 connections, one whistle in twenty urgent, beside 200 acknowledgements a second of
// another client. Latencies count from the intended time. A peer that does not read as fast as it asks is dropped, and
// what it asked stays without an answer; that is counted. At the end the journal is asked for every whistle that was
// accepted.
#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "adapters/zeromq/client_connection.h"
#include "engine/core.h"

namespace whistle::bench {
namespace {

using adapters::zeromq::ClientConnection;
using adapters::zeromq::ClientFault;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using std::chrono::seconds;

constexpr int kAcksPerSecond = 200;
constexpr int kUrgentEvery = 20;
constexpr std::size_t kConnections = 32;
constexpr seconds kSilence{5};  // after so long without any answer none will come

[[noreturn]] void give_up(const std::string& what) {
  std::fprintf(stderr, "%s\n", what.c_str());
  std::exit(1);
}

std::unique_ptr<ClientConnection> connect(const std::string& endpoint) {
  auto opened = ClientConnection::open({.endpoint = endpoint, .curve = {}, .in_flight_max = 4'000'000});
  if (!opened) give_up(opened.error().what);
  return std::move(*opened);
}

v1::Request whistle(const std::string& key, bool urgent) {
  v1::Request request;
  request.set_key(key);
  auto& blow = *request.mutable_command()->mutable_blow_whistle();
  blow.set_kind(v1::WHISTLE_KIND_RESIDENT);
  blow.set_source(v1::SOURCE_RESIDENT);
  blow.set_category(urgent ? "C0504" : "P03");
  blow.mutable_location()->set_estate("QC-BAOTONG-01");
  blow.mutable_personal()->set_text("楼道灯坏了，晚上看不清台阶");
  blow.mutable_personal()->mutable_reporter()->set_phone("13800138012");
  return request;
}

v1::Request acknowledgement(std::uint64_t ticket) {
  v1::Request request;
  request.set_key("ack-" + std::to_string(ticket));
  request.set_claimed_member("f-xiangrui-handler-1");
  request.mutable_command()->mutable_acknowledge_ticket()->set_ticket(ticket);
  return request;
}

// Latencies of one kind of request.
class Latencies {
 public:
  void add(nanoseconds latency) { all_.push_back(latency); }
  std::size_t count() const { return all_.size(); }
  double ms_at(double share) {
    if (all_.empty()) return 0;
    const auto at = all_.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(all_.size() - 1));
    std::nth_element(all_.begin(), at, all_.end());
    return std::chrono::duration<double, std::milli>(*at).count();
  }

 private:
  std::vector<nanoseconds> all_;
};

struct Tally {
  Latencies acks;
  Latencies whistles;
  Latencies urgent;
  std::int64_t sent = 0;
  std::uint64_t sent_away = 0;
  std::uint64_t urgent_sent_away = 0;
  std::uint64_t acks_refused = 0;
  std::uint64_t unanswered = 0;
  nanoseconds lag_max{0};  // of this program behind its own intended times
  std::uint64_t retry_ms_sum = 0;
};

// Acknowledges tickets at an even rate on a thread of its own, so that what keeps the whistles' client busy does not
// count as the engine's time.
class Acknowledger {
 public:
  explicit Acknowledger(const std::string& endpoint) : connection_(connect(endpoint)) {}

  void offer(std::uint64_t ticket) {
    const std::lock_guard hold(mutex_);
    tickets_.push_back(ticket);
  }
  void start() {
    stop_ = false;
    thread_ = std::thread([this] { run(); });
  }
  // Waits for the last answers.
  void end(Tally& tally) {
    stop_ = true;
    thread_.join();
    tally.acks = std::exchange(latencies_, {});
    tally.acks_refused = std::exchange(refused_, 0);
    tally.unanswered += flying_.size();
    flying_.clear();
  }
  // For other questions, while no thread runs.
  ClientConnection& connection() { return *connection_; }

 private:
  std::optional<std::uint64_t> next() {
    const std::lock_guard hold(mutex_);
    if (tickets_.empty()) return std::nullopt;
    const auto ticket = tickets_.front();
    tickets_.pop_front();
    return ticket;
  }
  void run() {
    const auto every = nanoseconds{seconds{1}} / kAcksPerSecond;
    auto due = Clock::now();
    auto heard = due;
    while (!stop_ || (!flying_.empty() && Clock::now() - heard < kSilence)) {
      if (!stop_ && Clock::now() >= due) {
        if (const auto ticket = next()) send(*ticket, due);
        due += every;
        continue;
      }
      const auto left = std::chrono::ceil<milliseconds>(due - Clock::now());
      for (auto reply = connection_->receive(std::clamp(left, milliseconds{0}, milliseconds{5})); reply;
           reply = connection_->receive(milliseconds{0})) {
        heard = Clock::now();
        take(*reply);
      }
    }
  }
  void send(std::uint64_t ticket, Clock::time_point intended) {
    auto request = acknowledgement(ticket);
    const auto sent = connection_->send(request);
    if (!sent) give_up(sent.error().what);
    flying_[*sent] = intended;
  }
  void take(const v1::Reply& reply) {
    const auto flown = flying_.extract(reply.correlation());
    if (flown.empty()) return;  // of a round that is over
    latencies_.add(Clock::now() - flown.mapped());
    if (!reply.has_accepted()) ++refused_;
  }

  std::unique_ptr<ClientConnection> connection_;
  std::thread thread_;
  std::atomic<bool> stop_{false};
  std::mutex mutex_;
  std::deque<std::uint64_t> tickets_;
  std::unordered_map<std::uint64_t, Clock::time_point> flying_;
  Latencies latencies_;
  std::uint64_t refused_ = 0;
};

class Load {
 public:
  explicit Load(const std::string& endpoint) : acknowledger_(endpoint) {
    for (auto& line : lines_)
      line.connection = connect(endpoint);
  }

  // Whistles a second with so many in flight.
  double capacity(std::size_t in_flight, seconds duration) {
    const auto end = Clock::now() + duration;
    const auto began = Clock::now();
    const auto before = accepted_.size();
    Tally tally;
    while (Clock::now() < end) {
      while (flying() < in_flight)
        blow(Clock::now(), /*urgent=*/false, tally);
      take_whistles(milliseconds{1}, tally);
    }
    const auto took = std::chrono::duration<double>(Clock::now() - began).count();
    const auto rate = static_cast<double>(accepted_.size() - before) / took;
    drain(tally);
    return rate;
  }

  Tally offer(double rate, seconds duration) {
    Tally tally;
    const auto began = Clock::now();
    const auto whistle_every = nanoseconds{static_cast<std::int64_t>(1e9 / rate)};
    acknowledger_.start();
    while (Clock::now() - began < duration) {
      const auto passed = Clock::now() - began;
      tally.lag_max = std::max<nanoseconds>(tally.lag_max, passed - whistle_every * tally.sent);
      for (int burst = 0; burst < 64 && whistle_every * tally.sent <= passed; ++burst)
        blow(began + whistle_every * tally.sent, tally.sent % kUrgentEvery == 0, tally);
      take_whistles(milliseconds{0}, tally);
    }
    drain(tally);
    acknowledger_.end(tally);
    return tally;
  }

  // Keys that were accepted and are not in the journal.
  std::size_t lost() {
    auto missing = accepted_;
    v1::Request request;
    request.set_claimed_member("auditor-1");
    request.mutable_fetch_entries()->set_raw(true);
    request.mutable_fetch_entries()->set_limit(1'000);
    while (true) {
      const auto reply = acknowledger_.connection().call(request, seconds{60});
      if (!reply || !reply->has_fetch_entries()) give_up("the journal cannot be read");
      for (const auto& bytes : reply->fetch_entries().raw())
        missing.erase(engine::parse_entry(bytes)->key());
      if (reply->fetch_entries().cursor() >= reply->fetch_entries().next_sequence()) return missing.size();
      request.mutable_fetch_entries()->set_from(reply->fetch_entries().cursor());
    }
  }
  std::size_t accepted() const { return accepted_.size(); }

 private:
  struct Sent {
    Clock::time_point intended;
    bool urgent;
    std::string key;
  };
  struct Line {
    std::unique_ptr<ClientConnection> connection;
    std::unordered_map<std::uint64_t, Sent> flying;
  };

  std::size_t flying() const {
    std::size_t all = 0;
    for (const auto& line : lines_)
      all += line.flying.size();
    return all;
  }

  void blow(Clock::time_point intended, bool urgent, Tally& tally) {
    auto& line = lines_[next_key_ % kConnections];
    auto request = whistle("w-" + std::to_string(next_key_++), urgent);
    const auto sent = line.connection->send(request);
    if (!sent) give_up(sent.error().what);
    line.flying[*sent] = {intended, urgent, request.key()};
    ++tally.sent;
  }

  bool take_whistles(milliseconds wait, Tally& tally) {
    bool any = false;
    for (auto& line : lines_) {
      for (auto reply = line.connection->receive(wait); reply; reply = line.connection->receive(milliseconds{0})) {
        take(line, *reply, tally);
        any = true;
      }
      if (any) wait = milliseconds{0};
    }
    return any;
  }

  void take(Line& line, const v1::Reply& reply, Tally& tally) {
    const auto flown = line.flying.extract(reply.correlation());
    if (flown.empty()) return;  // of a round that is over
    const auto& sent = flown.mapped();
    if (reply.has_accepted()) {
      accepted_.insert(sent.key);
      if (!sent.urgent) acknowledger_.offer(reply.accepted().ticket());
      (sent.urgent ? tally.urgent : tally.whistles).add(Clock::now() - sent.intended);
      return;
    }
    ++(sent.urgent ? tally.urgent_sent_away : tally.sent_away);
    for (const auto& argument : reply.refusal().arguments()) {
      if (argument.name() == "retry_after_ms") tally.retry_ms_sum += std::stoull(argument.value());
    }
  }

  void drain(Tally& tally) {
    auto heard = Clock::now();
    while (flying() > 0 && Clock::now() - heard < kSilence) {
      if (take_whistles(milliseconds{1}, tally)) heard = Clock::now();
    }
    tally.unanswered = flying();
    for (auto& line : lines_)
      line.flying.clear();
  }

  std::array<Line, kConnections> lines_;
  Acknowledger acknowledger_;
  std::uint64_t next_key_ = 0;
  std::unordered_set<std::string> accepted_;
};

void print(double factor, double rate, seconds duration, Tally tally) {
  const auto per_second = [&](std::size_t count) {
    return static_cast<double>(count) / static_cast<double>(duration.count());
  };
  const auto away = tally.sent_away + tally.urgent_sent_away;
  std::printf("| %.1f | %.0f | %.0f | %.0f | %.1f %% | %.1f / %.1f / %.1f | %.0f / %.0f | %.0f / %.0f | %.0f |\n",
              factor, rate, per_second(tally.whistles.count() + tally.urgent.count()), per_second(away),
              100.0 * static_cast<double>(tally.urgent.count()) /
                  static_cast<double>(std::max<std::size_t>(1, tally.urgent.count() + tally.urgent_sent_away)),
              tally.acks.ms_at(0.5), tally.acks.ms_at(0.99), tally.acks.ms_at(1), tally.urgent.ms_at(0.5),
              tally.urgent.ms_at(0.99), tally.whistles.ms_at(0.5), tally.whistles.ms_at(0.99),
              away == 0 ? 0.0 : static_cast<double>(tally.retry_ms_sum) / static_cast<double>(away));
  std::fflush(stdout);
  std::printf("the load generator was at most %.0f ms late\n",
              std::chrono::duration<double, std::milli>(tally.lag_max).count());
  if (tally.unanswered > 0) std::printf("without an answer: %lu\n", tally.unanswered);
  if (tally.acks_refused > 0) std::printf("acknowledgements refused: %lu\n", tally.acks_refused);
}

int run(const std::string& endpoint, seconds duration) {
  Load load(endpoint);
  (void)load.capacity(1'024, seconds{2});  // warm
  const auto capacity = load.capacity(1'024, duration);
  std::printf("capacity with 1,024 in flight: %.0f whistles/s\n\n", capacity);
  std::printf(
      "| times capacity | offered/s | accepted/s | sent away/s | urgent let in | ack p50 / p99 / max ms | urgent p50 / "
      "p99 ms | whistle p50 / p99 ms | mean retry ms |\n|---|---|---|---|---|---|---|---|---|\n");
  for (const double factor : {0.5, 2.0, 3.0})
    print(factor, capacity * factor, duration, load.offer(capacity * factor, duration));
  const auto lost = load.lost();
  std::printf("\naccepted %zu, of which the journal lacks %zu\n", load.accepted(), lost);
  return lost == 0 ? 0 : 1;
}

}  // namespace
}  // namespace whistle::bench

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "bench_overload ENDPOINT [SECONDS]\n");
    return 2;
  }
  return whistle::bench::run(argv[1], std::chrono::seconds{argc > 2 ? std::atoi(argv[2]) : 10});
}
