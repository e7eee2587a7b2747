// Answers ZeroMQ's question "may this connection be?" (ZAP, rfc.zeromq.org/spec/27) for every server socket of a
// context.
//
// With CURVE any valid key may connect: the key becomes the connection's User-Id, and each command is judged by what
// the key is bound to at that moment. So a stranger is told that nobody knows it, and a revocation bites on open
// connections. Connections without CURVE are let in by loopback, and only where plain mode was asked for.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

#include <tl/expected.hpp>
#include <zmq.hpp>

#include "adapters/zeromq/socket_error.h"

namespace whistle::adapters::zeromq {

// Set on every server socket: without a domain ZeroMQ asks nobody.
inline constexpr std::string_view kZapDomain = "whistle";

enum class Admission {
  Curve,  // CURVE connections alone
  Plain,  // unauthenticated connections over loopback alone
};

struct ZapRequest {
  std::string_view version;
  std::string_view domain;
  std::string_view address;
  std::string_view mechanism;
  std::string_view credentials;
};

struct ZapVerdict {
  bool admitted = false;
  std::string_view status_text;
  std::string user_id;  // the key as Z85; empty in plain mode
};

[[nodiscard]] bool is_loopback(std::string_view address);

// The rule alone, without a socket.
[[nodiscard]] ZapVerdict judge(Admission admission, const ZapRequest& request);

// Owns a thread that answers until the object goes. One per context, and there before any server socket is bound.
class ZapAuthenticator {
 public:
  [[nodiscard]] static tl::expected<std::unique_ptr<ZapAuthenticator>, SocketError> start(zmq::context_t& context,
                                                                                          Admission admission);
  ~ZapAuthenticator();
  ZapAuthenticator(const ZapAuthenticator&) = delete;
  ZapAuthenticator& operator=(const ZapAuthenticator&) = delete;

  // Connections turned away so far. Any thread.
  [[nodiscard]] std::uint64_t refused() const { return refused_.load(); }

 private:
  ZapAuthenticator(zmq::context_t& context, Admission admission);
  void answer(zmq::socket_t& questions);
  void serve(zmq::socket_t& questions, zmq::socket_t& end);

  Admission admission_;
  zmq::socket_t questions_;
  zmq::socket_t ending_;  // this thread's end of the pair that ends the loop
  zmq::socket_t ended_;   // the loop's
  std::atomic<std::uint64_t> refused_ = 0;
  std::thread thread_;
};

}  // namespace whistle::adapters::zeromq
