#include "tools/whistled/edge_thread.h"

#include <pthread.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>
#include <unistd.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <thread>
#include <utility>

#include "engine/assert.h"
#include "tools/whistled/log_text.h"

namespace whistle::tools::whistled {

namespace {

constexpr int kBackgroundNice = 10;  // a tenth of the weight of a thread that is not nice; see setpriority(2)

// Of the calling thread. On Linux a thread has a nice value of its own, and every thread may raise it, unless whoever
// starts the engine filters the call: then it takes its share like the others.
void run_as(const char* name, EdgeThread::Priority priority) {
  WHISTLE_ASSERT(::pthread_setname_np(::pthread_self(), name) == 0);
  if (priority == EdgeThread::Priority::Background &&
      ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kBackgroundNice) != 0) {
    spdlog::warn("event=priority_kept thread={} what={}", name, in_quotes(std::strerror(errno)));
  }
}

}  // namespace

struct EdgeThread::Loop {
  boost::asio::io_context context{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work{context.get_executor()};
  boost::asio::signal_set signals{context};
  std::function<void()> stop;
  std::function<void()> reload;
  std::thread thread;

  void wait_for_signal() {
    signals.async_wait([this](const boost::system::error_code& error, int signal) {
      if (error) return;
      signal == SIGHUP ? reload() : stop();
      wait_for_signal();
    });
  }
};

EdgeThread::EdgeThread(const char* name, Priority priority) : loop_(std::make_unique<Loop>()) {
  loop_->thread = std::thread([loop = loop_.get(), name, priority] {
    run_as(name, priority);
    loop->context.run();
  });
}

EdgeThread::~EdgeThread() {
  boost::asio::post(loop_->context, [loop = loop_.get()] {
    boost::system::error_code ignored;
    loop->signals.cancel(ignored);
  });
  loop_->work.reset();
  loop_->thread.join();
}

void EdgeThread::run(std::function<void()> job) {
  boost::asio::post(loop_->context, std::move(job));
}

void EdgeThread::watch_signals(std::function<void()> stop, std::function<void()> reload) {
  loop_->stop = std::move(stop);
  loop_->reload = std::move(reload);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP})
    loop_->signals.add(signal);
  boost::asio::post(loop_->context, [loop = loop_.get()] { loop->wait_for_signal(); });
}

boost::asio::io_context& EdgeThread::context() {
  return loop_->context;
}

}  // namespace whistle::tools::whistled
