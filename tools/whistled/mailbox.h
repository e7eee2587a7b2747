// How other threads reach the core thread: they leave a job, the core thread runs it in its next turn.
#pragma once

#include <functional>
#include <mutex>
#include <vector>

namespace whistle::tools::whistled {

class Mailbox {
 public:
  Mailbox();
  ~Mailbox();
  Mailbox(const Mailbox&) = delete;
  Mailbox& operator=(const Mailbox&) = delete;

  // Any thread.
  void post(std::function<void()> job);
  // Ends a wait on the descriptor. Any thread.
  void wake();

  // ---- the core thread ----
  // For zmq_poll: readable while there is something to run, or after `wake`.
  int descriptor() const { return event_; }
  // Runs what has been left so far; what a job leaves waits for the next call.
  void run();

 private:
  int event_;  // eventfd
  std::mutex mutex_;
  std::vector<std::function<void()>> jobs_;  // guarded by mutex_
};

}  // namespace whistle::tools::whistled
