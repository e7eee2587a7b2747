// The thread beside the core: takes signals, and does what takes long and needs no state, such as compiling a
// directory.
#pragma once

#include <functional>
#include <memory>

namespace boost::asio {
class io_context;
}

namespace whistle::tools::whistled {

class EdgeThread {
 public:
  // `Background`: gets what the other threads of the machine leave, and little more while they take all of it.
  enum class Priority { Normal, Background };

  // The name is what `top -H` shows of it: 15 characters at most.
  explicit EdgeThread(const char* name, Priority priority = Priority::Normal);
  // Finishes what it was given.
  ~EdgeThread();
  EdgeThread(const EdgeThread&) = delete;
  EdgeThread& operator=(const EdgeThread&) = delete;

  // Jobs run one after the other. Any thread.
  void run(std::function<void()> job);

  // Calls `stop` on SIGTERM and SIGINT, `reload` on SIGHUP, on this thread, each time. Once, by one object of the
  // process.
  void watch_signals(std::function<void()> stop, std::function<void()> reload);

  // For what listens beside the core. It is run by one thread, until this object goes.
  boost::asio::io_context& context();

 private:
  struct Loop;
  std::unique_ptr<Loop> loop_;
};

}  // namespace whistle::tools::whistled
