// Whom an answer goes to: a peer of the ROUTER, or whoever asked inside this process.
#pragma once

#include <functional>

#include "adapters/zeromq/router_socket.h"
#include "whistle/v1/service.pb.h"

namespace whistle::tools::whistled {

struct Addressee {
  adapters::zeromq::Peer peer;
  // Takes the answer, on the core thread, once what it tells is durable; must not block. Null: `peer` is meant.
  std::function<void(v1::Reply)> in_process;
};

}  // namespace whistle::tools::whistled
