#include "tools/whistle/blow_stream.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "tools/whistle/interrupt.h"
#include "tools/whistle/wording.h"
#include "tools/whistle/wording_message.h"
#include "tools/whistle/wording_refusal.h"

namespace whistle::tools {

namespace {

namespace zeromq = adapters::zeromq;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kSilenceFirst{5'000};  // then the connection is taken for dead
constexpr milliseconds kStep{100};            // of a wait that Ctrl-C must end

}  // namespace

Result<BlowTally> BlowStream::run(const BlowSource& source, const BlownSink& sink) {
  tally_ = {};
  source_ended_ = false;
  silence_max_ = kSilenceFirst;
  auto deadline = session_.deadline();
  while (true) {
    read_more(source);
    tell_in_order(sink);
    if (waiting_.empty() && source_ended_) return tally_;
    if (waiting_.empty()) continue;
    auto progress = exchange();
    if (!progress) return tl::unexpected(progress.error());
    if (*progress) deadline = session_.deadline();
    if (steady_clock::now() < deadline) continue;
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(session_.settings().timeout).count();
    return tl::unexpected(Failure{
        ExitCode::NoAnswer, "no_answer",
        worded(session_.language(), phrases::kStreamNoAnswer, {std::to_string(seconds), waiting_.front().blown.key}),
        std::string(phrase(session_.language(), phrases::kStreamNoAnswerHint)), std::nullopt});
  }
}

void BlowStream::read_more(const BlowSource& source) {
  while (!source_ended_ && waiting_.size() < in_flight_max_) {
    if (InterruptWatch::interrupted()) {
      source_ended_ = true;
      tally_.interrupted = true;
      return;
    }
    auto next = source();
    if (!next) {
      source_ended_ = true;
      // A source that ends with Ctrl-C was cut off by it, like ours.
      tally_.interrupted = InterruptWatch::interrupted();
      return;
    }
    Waiting waiting;
    if (!*next) {
      waiting.blown = {next->error().line, {}, next->error()};
      waiting.answered = true;
    } else {
      waiting.blown = {(*next)->line, (*next)->key, v1::Refusal{}};
      waiting.request.set_key((*next)->key);
      *waiting.request.mutable_command() = std::move((*next)->command);
      session_.sign(waiting.request);
    }
    waiting_.push_back(std::move(waiting));
  }
}

// Sends what waits and takes what has been answered. True: something was answered.
Result<bool> BlowStream::exchange() {
  if (std::all_of(waiting_.begin(), waiting_.end(), [](const Waiting& one) { return one.answered; })) return true;
  auto connection = session_.connection(session_.deadline());
  if (!connection) return tl::unexpected(connection.error());
  if (!send_waiting(**connection)) return false;
  const auto wait = std::min(silence_max_, until_next_send());
  if ((*connection)->in_flight() == 0) {
    // All of them were sent away for a while: that was an answer.
    std::this_thread::sleep_for(std::min(wait, kStep));
    return true;
  }
  auto reply = (*connection)->receive(wait);
  if (!reply && reply.error().fault == zeromq::ClientFault::TimedOut && wait < silence_max_) return false;
  if (!reply) {
    const bool silent = reply.error().fault == zeromq::ClientFault::TimedOut;
    // Ctrl-C ends a wait early; the answers still come.
    if (InterruptWatch::interrupted() && !silent) return false;
    // An engine that is only slow would answer no sooner for being asked again and again.
    if (silent) silence_max_ *= 2;
    lose_connection();
    return false;
  }
  silence_max_ = kSilenceFirst;
  while (reply) {
    take(std::move(*reply));
    reply = (*connection)->receive(milliseconds{0});
  }
  return true;
}

// False: the connection is gone.
bool BlowStream::send_waiting(zeromq::ClientConnection& connection) {
  const auto now = steady_clock::now();
  for (auto& one : waiting_) {
    if (one.answered || one.correlation || one.not_before > now) continue;
    auto sent = connection.send(one.request);
    if (!sent && sent.error().fault == zeromq::ClientFault::TooManyInFlight) return true;
    if (!sent) {
      lose_connection();
      return false;
    }
    one.correlation = *sent;
  }
  return true;
}

// How long until one that was sent away may be sent again.
milliseconds BlowStream::until_next_send() const {
  auto wait = milliseconds::max();
  const auto now = steady_clock::now();
  for (const auto& one : waiting_) {
    if (one.answered || one.correlation || one.not_before <= now) continue;
    wait = std::min(wait, std::chrono::ceil<milliseconds>(one.not_before - now));
  }
  return wait;
}

void BlowStream::take(v1::Reply reply) {
  const auto found = std::find_if(waiting_.begin(), waiting_.end(),
                                  [&](const Waiting& one) { return one.correlation == reply.correlation(); });
  if (found == waiting_.end()) return;  // an answer to what was asked before the stream began
  found->correlation.reset();
  if (const auto asked = zeromq::asked_to_wait(reply)) {
    found->not_before = steady_clock::now() + found->pause.next(*asked, random_);
    return;
  }
  if (reply.body_case() == v1::Reply::kRefusal) {
    found->blown.outcome = std::move(*reply.mutable_refusal());
  } else {
    found->blown.outcome = std::move(*reply.mutable_accepted());
  }
  found->answered = true;
}

void BlowStream::tell_in_order(const BlownSink& sink) {
  while (!waiting_.empty() && waiting_.front().answered) {
    const auto& blown = waiting_.front().blown;
    switch (blown.outcome.index()) {
      case 0:
        ++tally_.accepted;
        break;
      case 1:
        ++tally_.refused;
        break;
      default:
        ++tally_.unreadable;
        break;
    }
    sink(blown);
    waiting_.pop_front();
  }
}

void BlowStream::lose_connection() {
  session_.drop_connection();
  for (auto& one : waiting_)
    one.correlation.reset();
}

}  // namespace whistle::tools
