// Whom an answer goes to: a peer of the ROUTER, or whoever asked inside this process.
#pragma once

#include <functional>
#include <string>

#include "adapters/zeromq/router_socket.h"

namespace whistle::tools::whistled {

struct Addressee {
  adapters::zeromq::Peer peer;
  // Takes a serialized Reply, on the core thread, once what it tells is durable; must not block. Null: `peer` is meant.
  std::function<void(std::string)> in_process;
};

}  // namespace whistle::tools::whistled
