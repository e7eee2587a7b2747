#include "tools/whistled/edge_thread.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>

#include <csignal>
#include <thread>
#include <utility>

namespace whistle::tools::whistled {

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

EdgeThread::EdgeThread() : loop_(std::make_unique<Loop>()) {
  loop_->thread = std::thread([loop = loop_.get()] { loop->context.run(); });
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
