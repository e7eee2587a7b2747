// A failure of the environment at a socket.
#pragma once

#include <string>

namespace whistle::adapters::zeromq {

struct SocketError {
  int code = 0;      // errno, or ZeroMQ's own
  std::string what;  // names the endpoint where there is one
};

}  // namespace whistle::adapters::zeromq
