// The engine's side of the wire as a test wants it: a ROUTER that hears requests and says what it is told to. Plain.
// One thread.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <vector>
#include <zmq.hpp>

#include "whistle/v1/service.pb.h"

namespace whistle::client {

struct Heard {
  std::string peer;
  v1::Request request;
};

class PlayedEngine {
 public:
  PlayedEngine() { open("tcp://127.0.0.1:*"); }

  [[nodiscard]] const std::string& endpoint() const { return endpoint_; }

  // The next request; fails the test where none comes for a minute.
  Heard hear() {
    zmq::message_t peer;
    zmq::message_t content;
    REQUIRE(socket_.recv(peer));
    REQUIRE(socket_.recv(content));
    Heard heard{peer.to_string(), {}};
    REQUIRE(heard.request.ParseFromArray(content.data(), static_cast<int>(content.size())));
    return heard;
  }
  void say(const std::string& peer, const std::string& frame) {
    socket_.send(zmq::buffer(peer), zmq::send_flags::sndmore);
    socket_.send(zmq::buffer(frame), zmq::send_flags::none);
  }
  void answer(const Heard& heard, v1::Reply reply) {
    reply.set_correlation(heard.request.correlation());
    say(heard.peer, reply.SerializeAsString());
  }
  // Every connection is broken off, and the same address served again.
  void restart() {
    socket_.close();
    open(endpoint_);
  }

 private:
  void open(const std::string& endpoint) {
    socket_ = zmq::socket_t(context_, zmq::socket_type::router);
    socket_.set(zmq::sockopt::linger, 0);
    socket_.set(zmq::sockopt::rcvtimeo, 60'000);
    // The system may hold the port for a moment after it was closed.
    for (int i = 0;; ++i) {
      try {
        socket_.bind(endpoint);
        break;
      } catch (const zmq::error_t&) {
        REQUIRE(i < 1'000'000);
      }
    }
    endpoint_ = socket_.get(zmq::sockopt::last_endpoint);
  }

  zmq::context_t context_;
  zmq::socket_t socket_;
  std::string endpoint_;
};

inline v1::Reply status_reply(std::uint64_t next_sequence) {
  v1::Reply reply;
  reply.mutable_get_status()->set_next_sequence(next_sequence);
  return reply;
}

inline v1::Reply refusal_reply(v1::RefusalCode code, const std::string& name = {}, const std::string& value = {}) {
  v1::Reply reply;
  reply.mutable_refusal()->set_code(code);
  if (name.empty()) return reply;
  auto& argument = *reply.mutable_refusal()->add_arguments();
  argument.set_name(name);
  argument.set_value(value);
  return reply;
}

}  // namespace whistle::client
