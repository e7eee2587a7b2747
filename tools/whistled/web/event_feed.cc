#include "tools/whistled/web/event_feed.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <charconv>
#include <functional>
#include <optional>
#include <utility>

#include "adapters/api/api_response.h"
#include "adapters/api/json_print.h"
#include "adapters/api/problem.h"
#include "adapters/api/request_headers.h"
#include "tools/whistled/web/api_door.h"
#include "tools/whistled/web/credential.h"
#include "tools/whistled/web/header_view.h"

namespace whistle::tools::whistled::web {

namespace api = adapters::api;
namespace http = adapters::http;

namespace {

using Stream = std::shared_ptr<http::BodyStream>;

std::optional<std::uint64_t> number_of(std::string_view text) {
  std::uint64_t number = 0;
  const auto* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (text.empty() || error != std::errc{} || rest != end) return std::nullopt;
  return number;
}

http::Response problem_response(api::HttpFault fault, std::string detail) {
  return response_of(api::tell(api::http_problem(fault, std::move(detail))));
}

// What a client says of where it stands and what it wants.
struct Wanted {
  std::optional<std::uint64_t> from;
  std::uint64_t ticket = 0;
  bool resumes = false;
};

tl::expected<Wanted, http::Response> wanted_by(const http::Request& request, const http::Target& target) {
  Wanted wanted;
  for (const auto& [name, value] : target.query) {
    const auto number = number_of(value);
    if (name != "from" && name != "ticket")
      return tl::unexpected(problem_response(api::HttpFault::QueryInvalid, "The feed takes from and ticket."));
    if (!number)
      return tl::unexpected(problem_response(api::HttpFault::QueryInvalid, "\"" + name + "\" is a whole number."));
    if (name == "from") wanted.from = number;
    if (name == "ticket") wanted.ticket = *number;
  }
  const auto last = request.field("Last-Event-ID");
  if (!last || last->empty()) return wanted;
  const auto number = number_of(*last);
  if (!number || *number == ~std::uint64_t{0})
    return tl::unexpected(problem_response(api::HttpFault::HeaderInvalid, "Last-Event-ID is the id of an event."));
  wanted.resumes = true;
  wanted.from = *number + 1;  // what a browser sends when it connects again counts more than the address it began with
  return wanted;
}

}  // namespace

struct EventFeed::Asker {
  v1::Actor actor;
  v1::ActingFor acting_for;
  std::uint64_t ticket = 0;
  Caller caller;  // wherever one of them asks from

  [[nodiscard]] bool is_as(const Asker& other) const {
    return ticket == other.ticket && actor.authentication() == other.actor.authentication() &&
           actor.credential() == other.actor.credential() &&
           acting_for.ticket_token() == other.acting_for.ticket_token() &&
           acting_for.member() == other.acting_for.member();
  }
};

// One asker at one place of the journal, and the streams that are told.
struct EventFeed::Reading {
  Asker asker;
  std::uint64_t from = 0;
  std::vector<Stream> streams;
  bool asking = false;
  bool wanting = false;
  bool held = false;  // its streams have enough to send
  // ---- until the first answer ----
  bool resumes = false;  // `from` is what follows its Last-Event-ID
  Answer answer;
};

struct EventFeed::Timers {
  explicit Timers(boost::asio::io_context& context) : position(context), gather(context), hold(context) {}
  boost::asio::steady_timer position;
  boost::asio::steady_timer gather;
  boost::asio::steady_timer hold;
};

EventFeed::EventFeed(boost::asio::io_context& context, const WebCore& core, AnswerStranger answer_stranger,
                     std::uint64_t next)
    : context_(context),
      core_(core),
      answer_stranger_(std::move(answer_stranger)),
      next_(next),
      timers_(std::make_unique<Timers>(context)) {}

EventFeed::~EventFeed() = default;

void EventFeed::start() {
  wait_for_position();
}

void EventFeed::close() {
  closed_ = true;
  timers_->position.cancel();
  timers_->gather.cancel();
  timers_->hold.cancel();
  while (!readings_.empty())
    drop(ReadingPtr(readings_.back()));
  wanting_.clear();
}

void EventFeed::respond(const http::Request& request, const http::Target& target, Answer answer) {
  if (request.method != "GET") {
    auto refused = problem_response(api::HttpFault::MethodNotAllowed, "The feed is read with GET.");
    refused.fields.push_back({"Allow", "GET"});
    return answer(std::move(refused));
  }
  const auto wanted = wanted_by(request, target);
  if (!wanted) return answer(wanted.error());
  auto reading = std::make_shared<Reading>();
  const HeaderView headers(request);
  api::Asked asked;
  if (const auto problem =
          api::read_asker({.method = {}, .segments = {}, .query = {}, .header = headers.lookup(), .body = {}}, asked))
    return answer(response_of(api::tell(*problem)));
  auto& asker = reading->asker;
  asker.acting_for = asked.request.acting_for();
  auto actor = actor_of(request.field("Authorization"), asker.acting_for.has_ticket_token());
  if (!actor || actor->authentication() == v1::AUTHENTICATION_NOBODY) {
    return answer(problem_response(api::HttpFault::CredentialMissing,
                                   actor ? "The feed is told to who shows a token." : actor.error()));
  }
  if (streams() >= kStreamsMax || closed_) {
    auto busy = response_of(api::tell(api::refusal_problem(v1::REFUSAL_CODE_BUSY, {{"retry_after_ms", "5000"}})));
    return answer(std::move(busy));
  }
  asker.actor = *std::move(actor);
  asker.caller = {request.address, request.group};
  asker.ticket = wanted->ticket;
  reading->from = wanted->from.value_or(next_);
  reading->resumes = wanted->resumes;
  reading->answer = std::move(answer);
  want(reading);
}

void EventFeed::grown(std::uint64_t next) {
  if (next <= next_) return;
  next_ = next;
  wake_later();
}

// After a while everybody who is behind asks, but for those whose streams still have enough to send.
void EventFeed::wake_later() {
  if (waking_ || closed_) return;
  waking_ = true;
  timers_->gather.expires_after(kGather);
  timers_->gather.async_wait([self = shared_from_this()](const boost::system::error_code& error) {
    self->waking_ = false;
    if (error || self->closed_) return;
    const auto readings = self->readings_;  // who goes on may leave the list, or become two
    for (const auto& reading : readings) {
      if (reading->from < self->next_ && !reading->held) self->go_on(reading);
    }
  });
}

// Those who were held look again whether their streams have sent what they were given.
void EventFeed::hold() {
  if (holding_ || closed_) return;
  holding_ = true;
  timers_->hold.expires_after(kHold);
  timers_->hold.async_wait([self = shared_from_this()](const boost::system::error_code& error) {
    self->holding_ = false;
    if (error || self->closed_) return;
    const auto readings = self->readings_;
    for (const auto& reading : readings) {
      if (reading->held) self->go_on(reading);
    }
  });
}

// Those of its streams that have enough to send, as a reading of their own at the same place; nullptr: none has, or all
// have.
EventFeed::ReadingPtr EventFeed::split(const ReadingPtr& reading) {
  const auto full = [](const Stream& stream) { return stream->waiting() > kEnough; };
  auto& streams = reading->streams;
  const auto slow = std::stable_partition(streams.begin(), streams.end(), std::not_fn(full));
  if (slow == streams.end() || slow == streams.begin()) return nullptr;
  auto apart = std::make_shared<Reading>();
  apart->asker = reading->asker;
  apart->from = reading->from;
  apart->streams.assign(slow, streams.end());
  streams.erase(slow, streams.end());
  readings_.push_back(apart);
  return apart;
}

// At once or, where no stream has sent what it was given, a little later: who catches up is told as fast as it reads.
void EventFeed::go_on(const ReadingPtr& reading) {
  if (reading->asking || reading->streams.empty()) return;
  if (const auto slow = split(reading)) {
    slow->held = true;
    hold();
  }
  reading->held = reading->streams.front()->waiting() > kEnough;
  if (reading->held) return hold();
  want(reading);
}

void EventFeed::want(const ReadingPtr& reading) {
  if (reading->asking || reading->wanting) return;
  reading->wanting = true;
  wanting_.push_back(reading);
  ask_next();
}

void EventFeed::ask_next() {
  while (asking_ < kAskingMax && !wanting_.empty()) {
    const auto reading = std::move(wanting_.front());
    wanting_.pop_front();
    reading->wanting = false;
    if (reading->streams.empty() && !reading->answer) continue;  // all gone meanwhile
    reading->asking = true;
    ++asking_;
    v1::Request request;
    auto& fetch = *request.mutable_fetch_entries();
    fetch.set_from(reading->from);
    fetch.set_limit(kPage);
    const auto& asker = reading->asker;
    fetch.set_ticket(asker.ticket);
    if (asker.acting_for.who_case() != v1::ActingFor::WHO_NOT_SET) *request.mutable_acting_for() = asker.acting_for;
    core_.ask({request, asker.actor, asker.caller.address},
              [self = shared_from_this(), reading](const v1::Reply& reply) {
                --self->asking_;
                reading->asking = false;
                if (!self->closed_) self->answered(reading, reply);
                self->ask_next();
              });
  }
}

void EventFeed::answered(const ReadingPtr& reading, const v1::Reply& reply) {
  if (reading->answer) {
    open(reading, reply);
  } else if (reply.has_refusal()) {
    const auto code = reply.refusal().code();
    if (code == v1::REFUSAL_CODE_BUSY || code == v1::REFUSAL_CODE_RATE_EXCEEDED) return wake_later();
    // The token has expired, or was revoked.
    write(reading, "event: end\ndata: " + api::problem_json(api::refusal_problem(reply.refusal())) + "\n\n");
    drop(reading);
    return;
  }
  if (reading->streams.empty()) return;
  const auto& fetched = reply.fetch_entries();
  next_ = std::max(next_, fetched.next_sequence());
  auto until = meeting_point(*reading, fetched.cursor());
  std::string text;
  for (const auto& entry : fetched.entries()) {
    if (text.size() >= kTextBytes) until = std::min(until, entry.sequence());  // the rest is asked for again
    if (entry.sequence() >= until) break;
    text += "id: " + std::to_string(entry.sequence()) + "\nevent: entry\ndata: " + api::message_json(entry) + "\n\n";
  }
  reading->from = std::max(reading->from, until);
  if (!text.empty()) write(reading, text);
  const auto joined = join(reading);
  if (joined->from < next_) go_on(joined);
}

void EventFeed::open(const ReadingPtr& reading, const v1::Reply& reply) {
  auto answer = std::exchange(reading->answer, nullptr);
  if (reply.has_refusal()) {
    auto response = response_of(api::tell(api::refusal_problem(reply.refusal())));
    if (is_of_stranger(reply)) return answer_stranger_(reading->asker.caller, std::move(response), std::move(answer));
    return answer(std::move(response));
  }
  const auto next = reply.fetch_entries().next_sequence();
  if (reading->from > next) {
    // It was told by another journal, or by this one before a backup was put back.
    return answer(problem_response(reading->resumes ? api::HttpFault::HeaderInvalid : api::HttpFault::QueryInvalid,
                                   "The journal ends before entry " + std::to_string(next) + ", and entry " +
                                       std::to_string(reading->from) + " is asked for."));
  }
  auto stream = http::BodyStream::make();
  stream->when_gone([weak = weak_from_this(), gone = std::weak_ptr(stream)] {
    const auto self = weak.lock();
    const auto held = gone.lock();
    if (self && held) self->forget(held);
  });
  // Told at once, so that a browser knows that it is connected; and how soon it may come back.
  (void)stream->write(": the journal from " + std::to_string(reading->from) + " on\nretry: 2000\n\n");
  reading->streams.push_back(stream);
  readings_.push_back(reading);
  ++streams_;
  answer({.status = 200,
          .content_type = "text/event-stream",
          .fields = {{"X-Accel-Buffering", "no"}},
          .stream = std::move(stream)});
}

// How far this reading is told what was fetched: to where another one of the same asker stands, so that both go on as
// one.
std::uint64_t EventFeed::meeting_point(const Reading& reading, std::uint64_t cursor) const {
  auto until = cursor;
  for (const auto& other : readings_) {
    if (other.get() != &reading && !other->asking && other->from > reading.from && other->asker.is_as(reading.asker))
      until = std::min(until, other->from);
  }
  return until;
}

// With who reads the same at the same place, from here on one reading.
EventFeed::ReadingPtr EventFeed::join(ReadingPtr reading) {
  const auto same = std::ranges::find_if(readings_, [&](const ReadingPtr& other) {
    return other != reading && !other->asking && other->from == reading->from && other->asker.is_as(reading->asker);
  });
  if (same == readings_.end()) return reading;
  auto joined = *same;
  std::ranges::move(reading->streams, std::back_inserter(joined->streams));
  reading->streams.clear();
  std::erase(readings_, reading);
  return joined;
}

void EventFeed::write(const ReadingPtr& reading, const std::string& text) {
  streams_ -= std::erase_if(reading->streams, [&](const Stream& stream) { return !stream->write(text); });
  if (reading->streams.empty()) std::erase(readings_, reading);
}

void EventFeed::drop(const ReadingPtr& reading) {
  for (const auto& stream : reading->streams)
    stream->close();
  streams_ -= reading->streams.size();
  reading->streams.clear();
  std::erase(readings_, reading);
}

void EventFeed::forget(const Stream& stream) {
  for (const auto& reading : readings_) {
    if (std::erase(reading->streams, stream) == 0) continue;
    --streams_;
    if (reading->streams.empty()) {
      const auto empty = reading;  // outlives its place in the list
      std::erase(readings_, empty);
    }
    return;
  }
}

void EventFeed::wait_for_position() {
  timers_->position.expires_after(kPosition);
  timers_->position.async_wait([self = shared_from_this()](const boost::system::error_code& error) {
    if (error || self->closed_) return;
    self->tell_positions();
    self->wait_for_position();
  });
}

void EventFeed::tell_positions() {
  const auto readings = readings_;  // those who are gone leave the list
  for (const auto& reading : readings) {
    if (reading->from == 0) continue;
    write(reading, "id: " + std::to_string(reading->from - 1) + "\nevent: position\ndata: {\"next\":\"" +
                       std::to_string(reading->from) + "\"}\n\n");
  }
}

}  // namespace whistle::tools::whistled::web
