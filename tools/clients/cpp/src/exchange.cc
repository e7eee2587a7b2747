#include "tools/clients/cpp/src/exchange.h"

#include <utility>
#include <vector>

namespace whistle::client {

namespace {

using adapters::zeromq::ClientSocket;

// An engine that goes down may break one handshake off, a wrong key breaks off every one.
constexpr int kHandshakesMax = 3;

}  // namespace

ClientSocket::Options socket_options(zmq::socket_type type, const std::string& endpoint,
                                     const std::optional<Login>& login) {
  ClientSocket::Options options{.type = type,
                                .endpoint = endpoint,
                                .curve = std::nullopt,
                                .queue_max = 0,  // what is under way is bounded by who asks
                                .subscriptions = {},
                                .message_bytes_max = kReplyBytesMax};
  if (login) options.curve = {login->server_key, {login->public_key, login->secret_key}};
  return options;
}

Exchange::Exchange(zmq::context_t& context, const Options& options)
    : context_(context),
      options_(options),
      socket_(std::make_unique<ClientSocket>(
          context, socket_options(zmq::socket_type::dealer, options.endpoint, options.login))) {}

void Exchange::begin(std::uint64_t id, v1::Request request, Time deadline, Client::Done done, Time now) {
  if (ended_) return done(tl::unexpected(Error(NoAnswer{*ended_, request.key()})));
  if (request.ByteSizeLong() > kRequestBytesMax) {
    done(tl::unexpected(Error(Misused{"a request of " + std::to_string(request.ByteSizeLong()) + " bytes, " +
                                      std::to_string(kRequestBytesMax) + " at most"})));
    return;
  }
  request.set_claimed_member(options_.claimed_member);
  Attempts attempts(request.key(), deadline, random_);
  const auto place =
      pending_.emplace(id, Pending{std::move(request), std::move(attempts), std::move(done), {}, false, {}, 0}).first;
  try_now(place, now);
}

void Exchange::try_now(Place place, Time now) {
  auto& [id, pending] = *place;
  if (auto silence = pending.attempts.given_up(now)) {
    return finish(place, tl::unexpected(Error(*std::move(silence))));
  }
  const auto patience = pending.attempts.patience(now);
  try {
    if (!socket_) {
      socket_ = std::make_unique<ClientSocket>(
          context_, socket_options(zmq::socket_type::dealer, options_.endpoint, options_.login));
    }
    pending.request.set_correlation(++last_correlation_);
    if (!socket_->socket().send(zmq::buffer(pending.request.SerializeAsString()), zmq::send_flags::dontwait)) {
      return follow(place, pending.attempts.lost("the connection takes no more", now), now);
    }
  } catch (const zmq::error_t& error) {
    return follow(place, pending.attempts.lost(error.what(), now), now);
  }
  sent_.emplace(last_correlation_, id);
  pending.sent_at = now;
  pending.heard_before = heard_;
  put_off(place, patience, /*waits_for_reply=*/true);
}

void Exchange::put_off(Place place, Time due, bool waits_for_reply) {
  auto& [id, pending] = *place;
  due_.erase({pending.due, id});
  pending.due = due;
  pending.waits_for_reply = waits_for_reply;
  due_.emplace(due, id);
}

void Exchange::follow(Place place, Attempts::Verdict verdict, Time now) {
  sent_.erase(place->second.request.correlation());
  if (auto* result = std::get_if<Result<v1::Reply>>(&verdict)) return finish(place, std::move(*result));
  put_off(place, now + std::get<Attempts::Again>(verdict).after, /*waits_for_reply=*/false);
}

void Exchange::finish(Place place, Result<v1::Reply> result) {
  const auto done = std::move(place->second.done);
  sent_.erase(place->second.request.correlation());
  due_.erase({place->second.due, place->first});
  pending_.erase(place);
  done(std::move(result));
}

void Exchange::finish_all(const Error& error) {
  while (!pending_.empty()) {
    auto own = error;
    if (auto* silence = std::get_if<NoAnswer>(&own)) silence->key = pending_.begin()->second.request.key();
    finish(pending_.begin(), tl::unexpected(std::move(own)));
  }
}

void Exchange::cancel(std::uint64_t id) {
  const auto place = pending_.find(id);
  if (place == pending_.end()) return;
  finish(place, tl::unexpected(Error(NoAnswer{"cancelled", place->second.request.key()})));
}

void Exchange::end(const std::string& why) {
  ended_ = why;
  finish_all(NoAnswer{why, {}});
  socket_.reset();
}

void Exchange::drop(const std::string& reason, Time now) {
  socket_.reset();
  sent_.clear();
  std::vector<std::uint64_t> waiting;
  for (const auto& [id, pending] : pending_)
    if (pending.waits_for_reply) waiting.push_back(id);
  for (const auto id : waiting) {
    const auto place = pending_.find(id);
    follow(place, place->second.attempts.lost(reason, now), now);
  }
}

void Exchange::try_what_is_due(Time now) {
  while (!due_.empty() && due_.begin()->first <= now) {
    const auto place = pending_.find(due_.begin()->second);
    auto& pending = place->second;
    if (!pending.waits_for_reply) {
      try_now(place, now);
    } else if (heard_ == pending.heard_before && now - pending.sent_at >= Attempts::kTryFirst) {
      drop("no reply in time", now);  // for so long to nobody: the connection is dead
    } else {
      follow(place, pending.attempts.lost("no reply in time", now), now);
    }
  }
}

void Exchange::read(Time now) {
  try {
    // An answer that has come counts, also where the engine went away after it.
    while (socket_) {
      zmq::message_t frame;
      if (!socket_->socket().recv(frame, zmq::recv_flags::dontwait)) break;
      take_reply(frame, now);
    }
    take_changes(now);
  } catch (const zmq::error_t& error) {
    drop(error.what(), now);
  }
}

void Exchange::take_reply(const zmq::message_t& frame, Time now) {
  v1::Reply reply;
  if (frame.more() || !reply.ParseFromArray(frame.data(), static_cast<int>(frame.size()))) {
    socket_.reset();
    return finish_all(Malformed{options_.endpoint + ": what came is not a reply"});
  }
  ++heard_;
  if (reply.correlation() == 0) return drop("the engine could not read a request", now);
  const auto sent = sent_.find(reply.correlation());
  if (sent == sent_.end()) return;  // of a try that was given up
  const auto place = pending_.find(sent->second);
  follow(place, place->second.attempts.answered(std::move(reply), now), now);
}

void Exchange::take_changes(Time now) {
  while (socket_) {
    switch (socket_->take_change()) {
      case ClientSocket::Change::None:
        return;
      case ClientSocket::Change::Up:
        were_up_ = true;
        refused_ = 0;
        break;
      case ClientSocket::Change::Lost:
        return drop("the connection was lost", now);
      case ClientSocket::Change::Refused:
        if (were_up_ || ++refused_ < kHandshakesMax) return drop("the handshake was broken off", now);
        refused_ = 0;
        socket_.reset();
        return finish_all(WrongKeys{
            options_.endpoint + " breaks off every handshake: a wrong key of the engine, or CURVE on one side alone"});
    }
  }
}

}  // namespace whistle::client
