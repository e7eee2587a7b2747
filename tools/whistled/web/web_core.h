// How the web's thread asks the core: a request that every edge would refuse alike is refused here, the others are
// answered once what they tell is durable.
//
//   core.ask({request, actor, address}, [answer](const v1::Reply& reply) { answer(told(reply)); });
//
// Lives on the web's thread; the answer is called there, once, unless the engine ends first.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "tools/whistled/service.h"
#include "whistle/v1/service.pb.h"

namespace boost::asio {
class io_context;
}

namespace whistle::tools::whistled::web {

// Where somebody asks from.
struct Caller {
  std::string address;  // numeric, without port
  std::string group;    // see adapters::http::Peer: whose failed logins count together
};

// Looked at during the call that it is given to.
struct Question {
  const v1::Request& request;
  const v1::Actor& actor;      // whom it acts for stands in the request
  const std::string& address;  // of whoever asks, without port
};

class WebCore {
 public:
  using Told = std::function<void(v1::Reply)>;
  using AskService = std::function<void(EdgeRequest)>;

  // `ask` may be called until the service has ended; the context outlives every answer.
  WebCore(boost::asio::io_context& context, AskService ask) : context_(context), ask_(std::move(ask)) {}

  void ask(const Question& question, Told told) const;

 private:
  boost::asio::io_context& context_;
  const AskService ask_;
};

}  // namespace whistle::tools::whistled::web
