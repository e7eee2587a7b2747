#include "tools/whistled/service.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <utility>

#include "tools/whistled/deliveries/deliveries.h"
#include "tools/whistled/log_text.h"
#include "tools/whistled/web/web_edge.h"

namespace whistle::tools::whistled {

namespace zeromq = adapters::zeromq;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

constexpr std::size_t kDrainMax = 4'096;   // requests a turn
constexpr milliseconds kDrainTime{8};      // for reading them, or for sending away those that are too many
constexpr std::size_t kFireMax = 64;       // clocks a turn, so that a storm of them never holds up commands
constexpr std::size_t kHandOverMin = 512;  // entries from which on a writer thread pays
constexpr std::size_t kGatherMax = 8'192;  // entries and replies behind a batch in flight
constexpr milliseconds kWorkTime{8};       // for commands in one turn, so that who goes first waits no longer
constexpr milliseconds kWorkTimeMax{250};  // where the disk takes as long: half of the time at least is for work
constexpr milliseconds kQueryTime{20};     // for queries in one turn
constexpr milliseconds kBeat{1'000};       // also how often wall time is read at least
constexpr milliseconds kRetry{5};          // of replies that wait for a slow peer

}  // namespace

Result<std::unique_ptr<Service>> Service::open(ServiceParts parts, ServiceOptions options) {
  std::unique_ptr<Service> service(new Service(parts, std::move(options)));
  // Before anybody is answered: what cannot be read ends the start.
  if (auto removed = service->remove_orphans(); !removed) return tl::unexpected(removed.error());
  if (auto opened = service->open_tree(); !opened) return tl::unexpected(opened.error());
  if (auto bound = service->bind(); !bound) return tl::unexpected(bound.error());
  return service;
}

Service::Service(ServiceParts parts, ServiceOptions options)
    : parts_(parts),
      options_(std::move(options)),
      uncommitted_(parts_.core),
      acceptance_({parts_.core, parts_.store, parts_.vault, parts_.random, parts_.clock, uncommitted_,
                   [this] { return make_durable(); }, options_.reporter_open_max,
                   options_.erasures ? &*options_.erasures : nullptr}),
      sender_limits_(options_.rates),
      admission_(options_.admission),
      heartbeats_(options_.heartbeat_within),
      next_beat_(steady_clock::now()),
      durable_next_(parts_.core.state().next_sequence),
      next_checkpoint_(steady_clock::now() + options_.checkpoint_every),
      committer_(parts_.store, [this] { mailbox_.wake(); }) {}

Service::~Service() {
  if (operations_) operations_->close();
  if (web_) web_->close();
  if (deliveries_) deliveries_->close();
}

Result<void> Service::bind() {
  const auto failed = [](const zeromq::SocketError& error) { return fail(ExitCode::Failed, error.what); };
  const bool plain = !options_.curve_server.has_value();
  auto authenticator =
      zeromq::ZapAuthenticator::start(context_, plain ? zeromq::Admission::Plain : zeromq::Admission::Curve);
  if (!authenticator) return failed(authenticator.error());
  authenticator_ = std::move(*authenticator);
  auto router = zeromq::RouterSocket::bind(context_, {options_.commands, options_.curve_server});
  if (!router) return failed(router.error());
  router_ = std::move(*router);
  auto feed = zeromq::FeedSocket::bind(context_, {options_.feed, options_.curve_server});
  if (!feed) return failed(feed.error());
  feed_ = std::move(*feed);
  endpoints_ = {router_->endpoint(), feed_->endpoint(), plain ? "" : options_.curve_server->public_key, {}};
  if (auto opened = open_deliveries(); !opened) return opened;
  if (auto opened = open_operations(); !opened) return opened;
  return open_web();
}

void Service::request_stop() {
  mailbox_.post([this] { stopping_ = true; });
}

void Service::request_reload() {
  mailbox_.post([this] { reload(); });
}

void Service::watch_signals() {
  edge_.watch_signals([this] { request_stop(); }, [this] { request_reload(); });
}

Result<void> Service::run() {
  auto served = start();
  while (served && !stopping_)
    served = turn(/*wait=*/true);
  if (served) served = finish();
  if (served && ended_for_) served = tl::unexpected(*ended_for_);
  if (!served)
    spdlog::critical("event=failed code={} what={}", static_cast<int>(served.error().code),
                     in_quotes(served.error().what));
  spdlog::info("event=stopped next_sequence={} accepted={} refused={} queries={} fired={} commits={} replies_lost={}",
               parts_.core.state().next_sequence.value, measures_.accepted, measures_.refused(), measures_.queries,
               measures_.fired, measures_.commit.count(), router_->lost());
  return served;
}

Result<void> Service::start() {
  watch_disk();
  v1::Command command;
  auto& start = *command.mutable_start_engine();
  start.set_clock_mode(parts_.clock.mode());
  if (parts_.clock.mode() == v1::CLOCK_MODE_FAST) start.set_speed(parts_.clock.speed());
  start.set_version(WHISTLE_VERSION);
  if (auto started = command_by_operator(command); !started) return started;
  if (auto durable = make_durable(); !durable) return durable;
  if (deliveries_) deliveries_->start();
  return erase_again();
}

Result<void> Service::command_by_operator(const v1::Command& command) {
  v1::Request request;
  *request.mutable_command() = command;
  const auto answer = acceptance_.accept(request, engine::operator_actor());
  if (!answer) return tl::unexpected(answer.error());
  if (answer->has_refusal()) return fail(ExitCode::BadData, answer->refusal().ShortDebugString());
  return {};
}

Result<void> Service::turn(bool wait) {
  if (wait) wait_for_work();
  watch_clock();  // before anything is decided by it, jobs of the mailbox too
  mailbox_.run();
  if (failure_) return tl::unexpected(*failure_);
  const auto began = steady_clock::now();
  if (auto drained = drain(); !drained) return drained;
  const auto worked = work();
  if (!worked) return tl::unexpected(worked.error());
  fire_due();
  const auto settling = steady_clock::now();
  if (auto settled = settle(); !settled) return settled;
  settled_in_ = steady_clock::now() - settling;
  admission_.measured(*worked, steady_clock::now() - began);
  router_->flush();
  const auto now = steady_clock::now();
  watch_tree(now);
  beat(now);
  return {};
}

// A command waits for what gathers before it: in a storm of clocks that is what the writer needs to stay busy, and no
// more. When it has written, it wakes this thread.
bool Service::clocks_wait() const {
  return suspended_ || (committer_.busy() && uncommitted_.size() >= kHandOverMin);
}

void Service::fire_due() {
  more_is_due_ = false;
  if (clocks_wait()) return;
  const auto due = parts_.core.next_due();
  const auto fired = acceptance_.fire_due(kFireMax);
  if (fired == 0) return;
  measures_.fired += fired;
  measures_.lateness.add(std::chrono::microseconds{(parts_.clock.now() - *due).us});
  more_is_due_ = fired >= kFireMax;
}

// What has arrived is answered, what is being compiled is finished, what was decided is durable.
Result<void> Service::finish() {
  spdlog::info("event=stopping");
  while (compiling_ > 0 || file_jobs_ > 0) {
    if (auto turned = turn(/*wait=*/true); !turned) return turned;
  }
  if (auto turned = turn(/*wait=*/false); !turned) return turned;
  while (!lanes_.empty()) {
    if (const auto worked = work(); !worked) return tl::unexpected(worked.error());
    if (auto settled = settle(); !settled) return settled;
  }
  // The last questions may leave records of refusals.
  do {
    if (auto durable = make_durable(); !durable) return durable;
    if (auto answered = answer_queries(); !answered) return answered;
  } while (!queries_.empty() || uncommitted_.dirty());
  if (auto finished = finish_deliveries(); !finished) return finished;
  if (auto finished = finish_tree(); !finished) return finished;
  if (auto finished = finish_scrub(); !finished) return finished;
  router_->flush();
  return {};
}

void Service::wait_for_work() {
  std::array<zmq::pollitem_t, 2> items = {
      {{router_->handle(), 0, ZMQ_POLLIN, 0}, {nullptr, mailbox_.descriptor(), ZMQ_POLLIN, 0}}};
  // Interrupted by a signal is as good as woken.
  (void)zmq_poll(items.data(), static_cast<int>(items.size()), time_to_wait().count());
}

milliseconds Service::time_to_wait() const {
  const bool undurable = uncommitted_.dirty() && !committer_.busy();
  if (more_is_due_ || !queries_.empty() || !lanes_.empty() || undurable) return milliseconds{0};
  auto wait = std::chrono::ceil<milliseconds>(next_beat_ - steady_clock::now());
  if (!growing_ && options_.checkpoint_every.count() > 0 && signed_next_ < durable_next_)
    wait = std::min(wait, std::chrono::ceil<milliseconds>(next_checkpoint_ - steady_clock::now()));
  if (router_->waiting()) wait = std::min(wait, kRetry);
  if (const auto due = parts_.core.next_due(); due && !clocks_wait()) {
    if (const auto left = parts_.clock.until_past(*due)) {
      wait = std::min(wait, std::chrono::ceil<milliseconds>(std::chrono::microseconds{left->us}));
    }
  }
  return std::clamp(wait, milliseconds{0}, kBeat);
}

Result<void> Service::drain() {
  // Where nobody is sent away, what cannot be decided yet stays with its senders.
  const bool stays = parts_.clock.mode() == v1::CLOCK_MODE_FOLLOW && lanes_.size() >= kDrainMax;
  const auto deadline = steady_clock::now() + kDrainTime;
  for (std::size_t drained = 0; drained < kDrainMax && !stays && steady_clock::now() < deadline; ++drained) {
    auto incoming = router_->receive();
    if (!incoming) return fail(ExitCode::Failed, incoming.error().what);
    if (!*incoming) break;
    take(**std::move(incoming));
  }
  return {};
}

// Decides what has arrived, until the turn's time is over. Where all of it fits, in the order in which it came, and
// always so where whistles themselves are what time is made of.
Result<std::size_t> Service::work() {
  const auto time = std::clamp<std::chrono::nanoseconds>(settled_in_, kWorkTime, kWorkTimeMax);
  const bool fits = admission_.cost_of(lanes_.size()) <= time;
  const auto order = fits || parts_.clock.mode() == v1::CLOCK_MODE_FOLLOW ? Order::Arrival : Order::Lanes;
  const auto deadline = steady_clock::now() + time;
  std::size_t done = 0;
  while (auto command = lanes_.next(order)) {
    ++done;
    if (auto taken = take_command(*std::move(command)); !taken) return tl::unexpected(taken.error());
    if (uncommitted_.size() >= kGatherMax || steady_clock::now() >= deadline) break;
  }
  return done;
}

Result<void> Service::settle() {
  if (committer_.busy()) {
    auto outcome = committer_.finished();
    if (!outcome && queries_.empty() && uncommitted_.size() < kGatherMax) return {};
    if (!outcome) outcome = committer_.wait();
    if (auto landed = land(*std::move(outcome)); !landed) return landed;
  }
  // While clocks are all there is, they are worth a batch for the writer; whoever waits for an answer does not wait for
  // it.
  const bool storm = more_is_due_ && queries_.empty() && !uncommitted_.owes_replies();
  if (storm && uncommitted_.size() < kHandOverMin) return {};
  if (uncommitted_.dirty()) {
    const auto pending = uncommitted_.depart();
    if (queries_.empty() && pending->batch.entries.size() >= kHandOverMin) {
      committer_.hand_over(pending);
      return {};
    }
    if (auto landed = land(committer_.commit(*pending)); !landed) return landed;
  }
  tell(uncommitted_.take_replies());
  return answer_queries();
}

Result<void> Service::land(engine::Stored<void> outcome) {
  if (!outcome) {
    const auto failure = failure_of(outcome.error());
    options_.on_fatal(failure);
    return tl::unexpected(failure);
  }
  const auto landed = uncommitted_.landed();
  measures_.commit.add(committer_.took());
  measures_.batch.add(landed->batch.entries.size());
  durable_next_.value += landed->batch.entries.size();
  tell_web(landed->batch);
  tell_deliveries(landed->batch);
  tell(landed->replies);
  for (const auto& [sequence, topics] : landed->notices) {
    if (auto told = feed_->publish(sequence, topics); !told)
      spdlog::error("event=feed_failed what={}", in_quotes(told.error().what));
  }
  for (const auto& checkpoint : landed->batch.checkpoints) {
    if (auto told = feed_->checkpoint(checkpoint.size); !told)
      spdlog::error("event=feed_failed what={}", in_quotes(told.error().what));
  }
  return {};
}

Result<void> Service::make_durable() {
  if (committer_.busy()) {
    if (auto landed = land(committer_.wait()); !landed) return landed;
  }
  if (uncommitted_.dirty()) {
    const auto pending = uncommitted_.depart();
    if (auto landed = land(committer_.commit(*pending)); !landed) return landed;
  }
  tell(uncommitted_.take_replies());
  return {};
}

// nullopt: it comes later.
Result<std::optional<v1::Reply>> Service::answer_of(const ParkedQuery& query) {
  if (query.request.has_fetch_attachment()) return fetch_attachment(query);
  if (query.request.has_heartbeat()) return answer_heartbeat(query);
  auto now = answer({parts_.core.state(), parts_.store, parts_.vault, parts_.clock}, query.request, query.actor);
  if (!now) return tl::unexpected(now.error());
  return *std::move(now);
}

Result<void> Service::answer_queries() {
  const auto deadline = steady_clock::now() + kQueryTime;
  std::vector<v1::Command> records;
  std::size_t answered = 0;
  while (answered < queries_.size() && (answered == 0 || steady_clock::now() < deadline)) {
    const auto& query = queries_[answered++];
    auto outcome = answer_of(query);
    if (!outcome) {
      options_.on_fatal(outcome.error());
      return tl::unexpected(outcome.error());
    }
    ++measures_.queries;
    if (!*outcome) continue;
    auto& answer = **outcome;
    if (answer.has_refusal()) {
      if (auto record = worth_recording(query.actor, &query.request, answer.refusal()))
        records.push_back(*std::move(record));
    }
    answer.set_correlation(query.request.correlation());
    send(query.addressee, std::move(answer));
  }
  queries_.erase(queries_.begin(), queries_.begin() + static_cast<std::ptrdiff_t>(answered));
  // Not before all are answered: what they see is durable, and these are not yet.
  for (const auto& record : records)
    acceptance_.record(record);
  return {};
}

void Service::tell(const std::vector<WaitingReply>& replies) {
  const auto durable = steady_clock::now();
  for (const auto& [addressee, answer, decided] : replies) {
    send(addressee, answer);
    measures_.durable.add(durable - decided);
    measures_.replying.add(steady_clock::now() - durable);
  }
}

void Service::beat(SteadyTime now) {
  if (now < next_beat_) return;
  next_beat_ = now + kBeat;
  watch_disk();
  watch_heartbeats(now);
  sweep_files(now);
  sweep_retention();
  watch_scrub(now);
  if (auto told = feed_->heartbeat(durable_next_); !told) {
    spdlog::error("event=feed_failed what={}", in_quotes(told.error().what));
  }
}

}  // namespace whistle::tools::whistled
