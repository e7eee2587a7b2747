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
constexpr milliseconds kBusyPause{50};

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
      return;
    }
    Waiting waiting;
    if (!*next) {
      waiting.blown = {next->error().line, {}, next->error()};
      waiting.answered = true;
    } else {
      waiting.blown = {(*next)->line, (*next)->key, v1::Refusal{}};
      waiting.request.set_key((*next)->key);
      waiting.request.set_claimed_member(session_.settings().claimed_member);
      *waiting.request.mutable_command() = std::move((*next)->command);
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
  auto reply = (*connection)->receive(silence_max_);
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
  bool busy = false;
  while (reply) {
    busy = !take(std::move(*reply)) || busy;
    reply = (*connection)->receive(milliseconds{0});
  }
  if (busy) std::this_thread::sleep_for(kBusyPause);
  return true;
}

// False: the connection is gone.
bool BlowStream::send_waiting(zeromq::ClientConnection& connection) {
  for (auto& one : waiting_) {
    if (one.answered || one.correlation) continue;
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

// False: the engine was too busy for it, so it has to be sent again.
bool BlowStream::take(v1::Reply reply) {
  const auto found = std::find_if(waiting_.begin(), waiting_.end(),
                                  [&](const Waiting& one) { return one.correlation == reply.correlation(); });
  if (found == waiting_.end()) return true;  // an answer to what was asked before the stream began
  found->correlation.reset();
  if (reply.body_case() == v1::Reply::kRefusal) {
    const auto code = reply.refusal().code();
    if (code == v1::REFUSAL_CODE_BUSY || code == v1::REFUSAL_CODE_STOPPING) return false;
    found->blown.outcome = std::move(*reply.mutable_refusal());
  } else {
    found->blown.outcome = std::move(*reply.mutable_accepted());
  }
  found->answered = true;
  return true;
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
