// Server-sent events at /api/v1/feed: the journal as it grows, as far as each asker may see it.
//
//   GET /api/v1/feed                 from now on
//   Last-Event-ID: 4711              from what follows entry 4711, out of the journal; `?from=4712` says the same
//   ?from=9000, and 4712 is next     400: another journal said that, or this one before a backup was put back
//   ?ticket=17                       of that ticket alone; also by its private link
//
//   id: 4712
//   event: entry
//   data: {"sequence":"4712", …}     as GET /api/v1/entries tells it
//
//   id: 4790
//   event: position                  everything up to 4790 has been looked at: where to resume, also when nothing was
//   data: {"next":"4791"}            for this asker; every 15 s
//
// Askers who are the same one and stand at the same place are one reading. At most a few readings ask the core at a
// time, so that however many listen, the core has most of its time for commands; under load events come later, none is
// left out. Who reads slowly becomes a reading of its own and holds up nobody; who does not read is cut off by the
// session (HttpLimits::stream_time) and resumes. Lives on the web's thread.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "adapters/http/body_stream.h"
#include "adapters/http/http_server.h"
#include "adapters/http/target.h"
#include "tools/whistled/web/api_door.h"
#include "tools/whistled/web/web_core.h"

namespace whistle::tools::whistled::web {

class EventFeed : public std::enable_shared_from_this<EventFeed> {
 public:
  using Answer = ApiDoor::Answer;
  using AnswerStranger = ApiDoor::AnswerStranger;

  static constexpr std::size_t kStreamsMax = 4'096;
  static constexpr std::size_t kAskingMax = 2;  // readings that ask at a time
  static constexpr std::uint32_t kPage = 100;   // entries an answer
  // Of an answer, and a last event: well below what a stream may have waiting, or it would be cut off at each page.
  static constexpr std::size_t kTextBytes = std::size_t{96} << 10;
  static constexpr std::size_t kEnough = std::size_t{64} << 10;  // a stream that has more to send is not given more
  static constexpr std::chrono::milliseconds kHold{10};          // until it is looked at again
  static constexpr std::chrono::milliseconds kGather{100};       // between two askings of a reading that is up to date
  static constexpr std::chrono::seconds kPosition{15};           // also tells proxies that the connection lives

  // `next` is the journal's next sequence number.
  EventFeed(boost::asio::io_context& context, const WebCore& core, AnswerStranger answer_stranger, std::uint64_t next);
  ~EventFeed();
  EventFeed(const EventFeed&) = delete;
  EventFeed& operator=(const EventFeed&) = delete;

  // Begins to tell positions. Once.
  void start();
  // Ends all streams.
  void close();

  void respond(const adapters::http::Request& request, const adapters::http::Target& target, Answer answer);
  // The journal has grown to before `next`, and that is durable.
  void grown(std::uint64_t next);

  // Any thread.
  [[nodiscard]] std::size_t streams() const { return streams_.load(); }

 private:
  struct Asker;
  struct Reading;
  struct Timers;
  using ReadingPtr = std::shared_ptr<Reading>;

  [[nodiscard]] std::uint64_t meeting_point(const Reading& reading, std::uint64_t cursor) const;
  [[nodiscard]] ReadingPtr join(ReadingPtr reading);
  void wake_later();
  void hold();
  [[nodiscard]] ReadingPtr split(const ReadingPtr& reading);
  void go_on(const ReadingPtr& reading);
  void want(const ReadingPtr& reading);
  void ask_next();
  void answered(const ReadingPtr& reading, const v1::Reply& reply);
  void open(const ReadingPtr& reading, const v1::Reply& reply);
  void write(const ReadingPtr& reading, const std::string& text);
  void drop(const ReadingPtr& reading);
  void tell_positions();
  void wait_for_position();
  void forget(const std::shared_ptr<adapters::http::BodyStream>& stream);

  boost::asio::io_context& context_;
  const WebCore& core_;
  const AnswerStranger answer_stranger_;
  std::uint64_t next_;
  std::vector<ReadingPtr> readings_;
  std::deque<ReadingPtr> wanting_;  // in turn
  std::size_t asking_ = 0;
  std::atomic<std::size_t> streams_ = 0;
  bool waking_ = false;
  bool holding_ = false;
  bool closed_ = false;
  std::unique_ptr<Timers> timers_;
};

}  // namespace whistle::tools::whistled::web
