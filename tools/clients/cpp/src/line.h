// A client's one thread: the connection to the engine and whatever feeds are listened to, polled together. Others post
// to it and never wait for it but at the end.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tools/clients/cpp/src/exchange.h"
#include "tools/clients/cpp/src/subscription.h"
#include "whistle/client/client.h"

namespace whistle::client {

class Client::Line {
 public:
  // Throws zmq::error_t on what is no address, or where the system gives no descriptor.
  explicit Line(Options options);
  // What is under way is told NoAnswer; returns when all are told.
  ~Line();
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;

  // ---- Any thread
  std::uint64_t start(v1::Request request, std::chrono::milliseconds timeout, Done done);
  void cancel(std::uint64_t started);
  // `told` is called on this thread. Throws as the constructor.
  std::uint64_t listen(const std::string& endpoint, std::vector<std::string> topics, Subscription::Told told);
  // Returns when `told` is not called any more. Not from this thread.
  void stop_listening(std::uint64_t listening);

  [[nodiscard]] const Options& options() const { return options_; }
  [[nodiscard]] bool is_this_thread() const { return std::this_thread::get_id() == thread_.get_id(); }

 private:
  using Time = Exchange::Time;
  using Task = std::function<void(Time now)>;

  void post(Task task);
  void run();
  // Waits for something to do; false: the line is to end.
  bool wait();
  void do_what_was_posted();

  const Options options_;
  zmq::context_t context_;
  Exchange exchange_;                                                     // of the thread
  std::map<std::uint64_t, std::shared_ptr<Subscription>> subscriptions_;  // of the thread
  int wake_;                                                              // an eventfd

  std::mutex mutex_;
  std::vector<Task> posted_;
  std::uint64_t last_number_ = 0;
  bool ending_ = false;

  std::thread thread_;
};

}  // namespace whistle::client
