// The body of a response that has no end yet, such as server-sent events: written from anywhere, sent at once.
//
//   const auto stream = BodyStream::make();
//   stream->when_gone([this, key] { forget(key); });
//   answer({.status = 200, .content_type = "text/event-stream", .stream = stream});
//   ... later, on any thread: if (!stream->write("data: 1\n\n")) forget(key);
//
// What is written before the answer is given is sent with it. Who reads too slowly is cut off, never waited for.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "adapters/http/http_limits.h"

namespace whistle::adapters::http {

class BodyStream {
 public:
  [[nodiscard]] static std::shared_ptr<BodyStream> make();
  ~BodyStream();
  BodyStream(const BodyStream&) = delete;
  BodyStream& operator=(const BodyStream&) = delete;

  // Any thread. False: nobody will get it, because the client is gone, close() was called, or what the client has not
  // taken would pass the limit (HttpLimits::stream_bytes), in which case its connection is closed.
  bool write(std::string piece);
  // Any thread. What was written is still sent; then the connection ends.
  void close();
  // Any thread. False as soon as write() would be.
  [[nodiscard]] bool open() const;
  // Any thread. Bytes that were written and have not gone out: whoever writes much waits until there are few.
  [[nodiscard]] std::size_t waiting() const;

  // Called once, on the context's thread, when the connection is over for whatever reason, and released then. To be set
  // before the answer is given. Not called where the context ends first, or the server was gone before the answer.
  void when_gone(std::function<void()> call);

  // ---- of the session that sends it ----

  // From now on `wake` is called, on any thread, when there is something to send, until end().
  void attach(std::size_t bytes_max, std::function<void()> wake);
  struct Taken {
    std::string bytes;
    bool closed = false;     // nothing comes after them
    bool overflown = false;  // the limit was passed
  };
  Taken take();
  [[nodiscard]] bool overflown() const;
  // That much of what was taken has gone out.
  void sent(std::size_t bytes);
  // The connection is over. On the context's thread, or where that thread is gone with `tell` false.
  void end(bool tell);

 private:
  BodyStream() = default;

  mutable std::mutex mutex_;
  std::string waiting_;
  std::size_t taken_ = 0;  // not sent yet
  std::size_t bytes_max_ = HttpLimits{}.stream_bytes;
  bool closed_ = false;
  bool overflown_ = false;
  bool ended_ = false;
  bool woken_ = false;  // since the last take()
  std::function<void()> wake_;
  std::function<void()> gone_;
};

}  // namespace whistle::adapters::http
