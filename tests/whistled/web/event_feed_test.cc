// The feed of server-sent events, with a core that is played by the test.
#include "tools/whistled/web/event_feed.h"

#include <doctest/doctest.h>

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <deque>

#include "storage/sha256.h"

namespace whistle::tools::whistled::web {
namespace {

namespace http = adapters::http;

constexpr std::uint64_t kBegun = 100;  // entries of the journal when the feed opens

// Everybody may see every entry but those of odd numbers, which only "auditor" may.
class Stage {
 public:
  Stage() { feed_->start(); }
  ~Stage() {
    feed_->close();
    run();
  }

  struct Listener {
    unsigned status = 0;
    std::shared_ptr<http::BodyStream> stream;
    std::string body;

    std::string told() { return stream->take().bytes; }
  };

  Listener listen(const std::string& token, const std::string& target = "/api/v1/feed", http::Fields fields = {}) {
    if (!token.empty()) fields.push_back({"Authorization", "Bearer " + token});
    const http::Request request{.method = "GET", .target = target, .fields = std::move(fields), .address = "10.0.0.1"};
    auto listener = std::make_shared<Listener>();
    feed_->respond(request, *http::parse_target(target), [listener](http::Response response) {
      listener->status = response.status;
      listener->stream = std::move(response.stream);
      listener->body = std::move(response.body);
    });
    answer_all();
    return *listener;
  }

  // The journal grows, and everybody is told.
  void grow(std::uint64_t entries) {
    next_ += entries;
    feed_->grown(next_);
    wait();
  }

  // Until the feed asks, or for a while in which it does not.
  void wait() {
    context_.restart();
    const auto until = std::chrono::steady_clock::now() + EventFeed::kGather * 3;
    while (asked_.empty() && context_.run_one_until(until) > 0) {
    }
    answer_all();
  }

  void answer_all() {
    while (!asked_.empty()) {
      auto request = std::move(asked_.front());
      asked_.pop_front();
      ++questions;
      request.tell(reply_to(request));
      run();
    }
  }

  EventFeed& feed() { return *feed_; }

  std::size_t questions = 0;
  v1::RefusalCode refuse = v1::REFUSAL_CODE_UNSPECIFIED;
  std::uint64_t page = 500;
  std::size_t entry_bytes = 0;  // about so many

 private:
  void run() {
    context_.restart();
    context_.poll();
  }

  v1::Reply reply_to(const EdgeRequest& request) const {
    v1::Reply reply;
    if (refuse != v1::REFUSAL_CODE_UNSPECIFIED) {
      reply.mutable_refusal()->set_code(refuse);
      return reply;
    }
    auto& fetched = *reply.mutable_fetch_entries();
    auto at = request.request.fetch_entries().from();
    for (std::uint64_t looked_at = 0; at < next_ && looked_at < page; ++at, ++looked_at) {
      const bool auditor = request.actor.credential() == actor_hash_of_auditor_;
      if (at % 2 != 0 && !auditor) continue;
      fetched.add_entries()->set_sequence(at);
      if (entry_bytes > 0) fetched.mutable_entries()->rbegin()->set_key(std::string(entry_bytes, 'k'));
    }
    fetched.set_cursor(at);
    fetched.set_next_sequence(next_);
    return reply;
  }

  boost::asio::io_context context_{1};
  std::deque<EdgeRequest> asked_;
  std::uint64_t next_ = kBegun;
  WebCore core_{context_, [this](EdgeRequest request) { asked_.push_back(std::move(request)); }};
  std::shared_ptr<EventFeed> feed_ = std::make_shared<EventFeed>(
      context_, core_,
      [](const Caller&, http::Response response, http::HttpServer::Answer answer) { answer(std::move(response)); },
      kBegun);
  const std::string actor_hash_of_auditor_ = storage::sha256("auditor");
};

std::size_t count(const std::string& text, const std::string& piece) {
  std::size_t found = 0;
  for (auto at = text.find(piece); at != std::string::npos; at = text.find(piece, at + 1))
    ++found;
  return found;
}

}  // namespace

TEST_CASE("who connects is told what happens from then on, each what it may see") {
  Stage stage;
  auto handler = stage.listen("handler");
  auto auditor = stage.listen("auditor");
  REQUIRE(handler.status == 200);
  REQUIRE(auditor.status == 200);
  CHECK(count(handler.told(), "event: entry") == 0);
  CHECK(count(auditor.told(), "event: entry") == 0);
  stage.grow(4);
  const auto told = handler.told();
  CHECK(count(told, "event: entry") == 2);
  CHECK(told.find("id: 100\nevent: entry\ndata: {") == 0);
  CHECK(count(auditor.told(), "event: entry") == 4);
}

TEST_CASE("who comes back goes on after the last event that it has, out of the journal") {
  Stage stage;
  for (const auto& listener : {stage.listen("auditor", "/api/v1/feed", {{"Last-Event-ID", "89"}}),
                               stage.listen("auditor", "/api/v1/feed?from=90"),
                               stage.listen("auditor", "/api/v1/feed?from=3", {{"Last-Event-ID", "89"}})}) {
    auto told = listener.stream->take().bytes;
    CHECK(count(told, "event: entry") == 10);
    CHECK(told.find("id: 90\n") != std::string::npos);
    CHECK(told.find("id: 99\n") != std::string::npos);
  }
}

TEST_CASE("a long way back is gone in pages, and nothing is left out or told twice") {
  Stage stage;
  stage.page = 7;
  auto auditor = stage.listen("auditor", "/api/v1/feed?from=0");
  const auto told = auditor.told();
  CHECK(count(told, "event: entry") == kBegun);
  for (std::uint64_t i = 0; i < kBegun; ++i)
    CHECK(count(told, "id: " + std::to_string(i) + "\n") == 1);
}

TEST_CASE("a thousand streams of one asker are one reading, wherever they began") {
  Stage stage;
  std::vector<Stage::Listener> listeners;
  for (int i = 0; i < 1'000; ++i)
    listeners.push_back(stage.listen("auditor", i % 2 == 0 ? "/api/v1/feed" : "/api/v1/feed?from=50"));
  CHECK(stage.feed().streams() == 1'000);
  const auto before = stage.questions;
  stage.grow(3);
  CHECK(stage.questions == before + 1);
  for (auto& listener : listeners) {
    const auto told = listener.told();
    CHECK(count(told, "id: 102\n") == 1);
  }
}

TEST_CASE("a token that is revoked ends its streams, and says why") {
  Stage stage;
  auto handler = stage.listen("handler");
  stage.refuse = v1::REFUSAL_CODE_UNKNOWN_IDENTITY;
  stage.grow(1);
  const auto told = handler.stream->take();
  CHECK(told.bytes.find("event: end\ndata: {") != std::string::npos);
  CHECK(told.bytes.find("UNKNOWN_IDENTITY") != std::string::npos);
  CHECK(told.closed);
  CHECK(stage.feed().streams() == 0);
}

TEST_CASE("a busy core is asked again when there is more, and nobody is cut off") {
  Stage stage;
  auto auditor = stage.listen("auditor");
  (void)auditor.told();
  stage.refuse = v1::REFUSAL_CODE_BUSY;
  stage.grow(1);
  CHECK(count(auditor.told(), "event: entry") == 0);
  stage.refuse = v1::REFUSAL_CODE_UNSPECIFIED;
  stage.grow(1);
  CHECK(count(auditor.told(), "event: entry") == 2);
}

TEST_CASE("a busy core is asked again although nothing happens any more") {
  Stage stage;
  auto auditor = stage.listen("auditor");
  (void)auditor.told();
  stage.refuse = v1::REFUSAL_CODE_BUSY;
  stage.grow(1);
  stage.refuse = v1::REFUSAL_CODE_UNSPECIFIED;
  stage.wait();
  CHECK(count(auditor.told(), "event: entry") == 1);
}

TEST_CASE("who catches up is told as fast as it reads, and is not cut off by what it missed") {
  Stage stage;
  stage.entry_bytes = 40U << 10;
  auto auditor = stage.listen("auditor", "/api/v1/feed?from=0");
  std::size_t events = 0;
  for (std::uint64_t turns = 0; events < kBegun && turns < kBegun; ++turns) {
    REQUIRE(auditor.stream->open());
    CHECK(auditor.stream->waiting() <= http::HttpLimits{}.stream_bytes);
    const auto told = auditor.told();
    events += count(told, "event: entry");
    auditor.stream->sent(told.size());
    stage.wait();
  }
  CHECK(events == kBegun);
}

TEST_CASE("who reads slowly holds up nobody, and gets all of it") {
  Stage stage;
  stage.entry_bytes = 40U << 10;
  auto slow = stage.listen("auditor", "/api/v1/feed?from=0");
  auto fast = stage.listen("auditor", "/api/v1/feed?from=0");
  const auto events = [&](Stage::Listener& listener) {
    const auto told = listener.told();
    listener.stream->sent(told.size());
    return count(told, "event: entry");
  };
  std::size_t of_fast = 0;
  for (std::uint64_t turns = 0; of_fast < kBegun && turns < kBegun; ++turns) {
    of_fast += events(fast);
    stage.wait();
  }
  CHECK(of_fast == kBegun);
  CHECK(slow.stream->open());
  CHECK(slow.stream->waiting() <= http::HttpLimits{}.stream_bytes);
  std::size_t of_slow = 0;
  for (std::uint64_t turns = 0; of_slow < kBegun && turns < kBegun; ++turns) {
    of_slow += events(slow);
    stage.wait();
  }
  CHECK(of_slow == kBegun);
  CHECK(stage.feed().streams() == 2);
  const auto before = stage.questions;
  stage.grow(1);
  CHECK(stage.questions == before + 1);  // they have met
  CHECK(events(slow) == 1);
  CHECK(events(fast) == 1);
}

TEST_CASE("who asks for what no journal has yet is told where this one ends") {
  Stage stage;
  CHECK(stage.listen("handler", "/api/v1/feed?from=100").status == 200);
  CHECK(stage.listen("handler", "/api/v1/feed", {{"Last-Event-ID", "99"}}).status == 200);
  const auto beyond = stage.listen("handler", "/api/v1/feed?from=101");
  CHECK(beyond.status == 400);
  CHECK(beyond.body.find("QUERY_INVALID") != std::string::npos);
  const auto resumed = stage.listen("handler", "/api/v1/feed", {{"Last-Event-ID", "100"}});
  CHECK(resumed.status == 400);
  CHECK(resumed.body.find("HEADER_INVALID") != std::string::npos);
  CHECK(resumed.body.find("The journal ends before entry 100") != std::string::npos);
  CHECK(stage.feed().streams() == 2);
}

TEST_CASE("nobody is let in without a token that the core knows, and bad words are told") {
  Stage stage;
  CHECK(stage.listen("").status == 401);
  CHECK(stage.listen("handler", "/api/v1/feed?from=x").status == 400);
  CHECK(stage.listen("handler", "/api/v1/feed?since=1").status == 400);
  CHECK(stage.listen("handler", "/api/v1/feed", {{"Last-Event-ID", "-1"}}).status == 400);
  CHECK(stage.listen("", "/api/v1/feed", {{"Whistle-Ticket-Token", "zz"}}).status == 400);
  stage.refuse = v1::REFUSAL_CODE_UNKNOWN_IDENTITY;
  CHECK(stage.listen("stranger").status == 401);
  CHECK(stage.feed().streams() == 0);
}

TEST_CASE("a client that goes is forgotten") {
  Stage stage;
  auto one = stage.listen("auditor");
  auto other = stage.listen("auditor");
  one.stream->end(/*tell=*/true);
  CHECK(stage.feed().streams() == 1);
  stage.grow(1);
  CHECK(count(other.told(), "event: entry") == 1);
}

}  // namespace whistle::tools::whistled::web
