#include "tools/clients/cpp/src/line.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <future>
#include <utility>

namespace whistle::client {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

int new_eventfd() {
  const int descriptor = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (descriptor < 0) throw zmq::error_t(errno);
  return descriptor;
}

// Signals are for the threads of the program, not for one that it does not know of.
std::thread without_signals(std::function<void()> work) {
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  std::thread thread(std::move(work));
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return thread;
}

}  // namespace

Client::Line::Line(Options options)
    : options_(std::move(options)), context_(1), exchange_(context_, options_), wake_(new_eventfd()) {
  thread_ = without_signals([this] { run(); });
}

Client::Line::~Line() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  ::eventfd_write(wake_, 1);
  thread_.join();
  ::close(wake_);
}

void Client::Line::post(Task task) {
  {
    const std::lock_guard lock(mutex_);
    posted_.push_back(std::move(task));
  }
  ::eventfd_write(wake_, 1);
}

std::uint64_t Client::Line::start(v1::Request request, milliseconds timeout, Done done) {
  std::uint64_t number = 0;
  {
    const std::lock_guard lock(mutex_);
    number = ++last_number_;
  }
  const auto deadline = steady_clock::now() + timeout;
  post([this, number, deadline, request = std::move(request), done = std::move(done)](Time now) {
    exchange_.begin(number, request, deadline, done, now);
  });
  return number;
}

void Client::Line::cancel(std::uint64_t started) {
  post([this, started](Time) { exchange_.cancel(started); });
}

std::uint64_t Client::Line::listen(const std::string& endpoint, std::vector<std::string> topics,
                                   Subscription::Told told) {
  const auto subscription =
      std::make_shared<Subscription>(context_, endpoint, options_.login, std::move(topics), std::move(told));
  std::uint64_t number = 0;
  {
    const std::lock_guard lock(mutex_);
    number = ++last_number_;
  }
  post([this, number, subscription](Time) { subscriptions_.emplace(number, subscription); });
  return number;
}

void Client::Line::stop_listening(std::uint64_t listening) {
  std::promise<void> stopped;
  post([this, listening, &stopped](Time) {
    subscriptions_.erase(listening);
    stopped.set_value();
  });
  stopped.get_future().wait();
}

void Client::Line::run() {
  for (bool goes_on = true; goes_on;) {
    goes_on = wait();
    do_what_was_posted();
    const auto now = steady_clock::now();
    exchange_.read(now);
    exchange_.try_what_is_due(now);
    for (const auto& [number, subscription] : subscriptions_)
      subscription->read();
  }
  exchange_.end("the client was ended");
  do_what_was_posted();  // by those who were told so: they are told it again
  subscriptions_.clear();
}

bool Client::Line::wait() {
  std::vector<zmq::pollitem_t> items{{nullptr, wake_, ZMQ_POLLIN, 0}};
  const auto watch = [&items](adapters::zeromq::ClientSocket& socket) {
    items.push_back({socket.socket().handle(), 0, ZMQ_POLLIN, 0});
    items.push_back({socket.changes().handle(), 0, ZMQ_POLLIN, 0});
  };
  if (exchange_.socket() != nullptr) watch(*exchange_.socket());
  for (const auto& [number, subscription] : subscriptions_)
    watch(subscription->socket());
  auto wait_max = milliseconds{-1};
  if (const auto due = exchange_.next_due(); due != Time::max())
    wait_max = std::max(milliseconds{0}, std::chrono::ceil<milliseconds>(due - steady_clock::now()));
  try {
    (void)zmq::poll(items, wait_max);
  } catch (const zmq::error_t& error) {
    if (error.num() != EINTR) throw;  // nothing else can come of sockets that are there
  }
  eventfd_t woken = 0;
  (void)::eventfd_read(wake_, &woken);
  const std::lock_guard lock(mutex_);
  return !ending_;
}

void Client::Line::do_what_was_posted() {
  for (;;) {
    std::vector<Task> tasks;
    {
      const std::lock_guard lock(mutex_);
      tasks.swap(posted_);
    }
    if (tasks.empty()) return;
    for (const auto& task : tasks)
      task(steady_clock::now());
  }
}

}  // namespace whistle::client
