#include "tools/whistled/web/web_core.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <utility>

#include "adapters/zeromq/request_codec.h"
#include "engine/assert.h"

namespace whistle::tools::whistled::web {

void WebCore::ask(const Question& question, Told told) const {
  const auto& request = question.request;
  auto actor = question.actor;
  actor.set_acting_for(request.acting_for().member());
  actor.set_acting_for_resident(request.acting_for().has_ticket_token());
  auto decoded = adapters::zeromq::decode_request(request.SerializeAsString());
  if (!decoded) {
    v1::Reply refused;
    *refused.mutable_refusal() = std::move(decoded.error().refusal);
    return told(std::move(refused));
  }
  auto tell = [&context = context_, told = std::move(told)](std::string bytes) {
    boost::asio::post(context, [told, bytes = std::move(bytes)] {
      v1::Reply reply;
      const bool parsed = reply.ParseFromString(bytes);
      WHISTLE_ASSERT(parsed);
      told(std::move(reply));
    });
  };
  ask_({*std::move(decoded), std::move(actor), question.address, std::move(tell)});
}

}  // namespace whistle::tools::whistled::web
