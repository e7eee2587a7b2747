// A client's side of the command socket: requests out, replies in, several in flight.
//
//   auto connection = ClientConnection::open({.endpoint = "tcp://127.0.0.1:7710", .curve =
//   CurveLogin{server_public_key, keys}}); v1::Request request; request.set_key("one-of-a-kind");
//   request.mutable_command()->mutable_acknowledge_ticket()->set_ticket(17);
//   auto reply = (*connection)->call(request, std::chrono::seconds{10});
//
// A command whose reply did not arrive may have been accepted: send it again with the same key, on this connection or a
// new one, and the answer is the first one's. One thread per connection.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include <tl/expected.hpp>

#include "adapters/zeromq/curve_key_file.h"
#include "whistle/v1/service.pb.h"

namespace whistle::adapters::zeromq {

// With whom the client wants to speak, and who it is.
struct CurveLogin {
  std::string server_public_key;  // 32 bytes
  CurveKeys client;               // both halves
};

struct ClientOptions {
  std::string endpoint;             // as in tcp://127.0.0.1:7710
  std::optional<CurveLogin> curve;  // nullopt: plain, for an engine that was started with --plain
  std::chrono::milliseconds connect_timeout{5'000};
  std::size_t in_flight_max = 4'096;  // requests without reply; `send` refuses more
};

enum class ClientFault {
  BadEndpoint,      // not an address
  BadKey,           // a key of the wrong length
  Unreachable,      // nobody answered at the address in time
  HandshakeFailed,  // somebody answered, but not as the engine with that key: wrong server key, or plain against CURVE
  TimedOut,         // no reply in time
  TooManyInFlight,  // receive first
  Disconnected,     // the connection went away: replies in flight are lost, and it has to be opened again
  Malformed,        // what arrived is not a Reply
  Io,               // anything else of the environment
};

struct ClientError {
  ClientFault fault = ClientFault::Io;
  std::string what;
};
[[nodiscard]] inline tl::unexpected<ClientError> fault(ClientFault kind, std::string what) {
  return tl::unexpected(ClientError{kind, std::move(what)});
}

class ClientConnection {
 public:
  // Connects and waits for the handshake.
  [[nodiscard]] static tl::expected<std::unique_ptr<ClientConnection>, ClientError> open(const ClientOptions& options);

  ~ClientConnection();
  ClientConnection(const ClientConnection&) = delete;
  ClientConnection& operator=(const ClientConnection&) = delete;

  // Puts a fresh correlation into the request, sends it and returns the correlation.
  [[nodiscard]] tl::expected<std::uint64_t, ClientError> send(v1::Request& request);
  // The next reply, whichever request it answers (see Reply.correlation). A timeout of zero only looks.
  [[nodiscard]] tl::expected<v1::Reply, ClientError> receive(std::chrono::milliseconds timeout);
  // Sends and waits for that request's own reply; replies to others that arrive meanwhile are kept for `receive`. A
  // reply that arrives after the timeout is dropped.
  [[nodiscard]] tl::expected<v1::Reply, ClientError> call(v1::Request& request, std::chrono::milliseconds timeout);

  // Requests sent whose reply has not been received.
  [[nodiscard]] std::size_t in_flight() const { return waiting_.size(); }

 private:
  struct Sockets;
  using Deadline = std::chrono::steady_clock::time_point;

  explicit ClientConnection(std::unique_ptr<Sockets> sockets, std::size_t in_flight_max);
  [[nodiscard]] tl::expected<v1::Reply, ClientError> next_from_wire(Deadline deadline);

  std::unique_ptr<Sockets> sockets_;
  std::size_t in_flight_max_;
  std::uint64_t last_correlation_ = 0;
  std::set<std::uint64_t> waiting_;
  std::deque<v1::Reply> kept_;  // arrived while `call` waited for another
};

}  // namespace whistle::adapters::zeromq
