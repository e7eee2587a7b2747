#include "tools/whistled/web/web_core.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <utility>

#include "adapters/zeromq/request_codec.h"

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
  auto tell = [&context = context_, told = std::move(told)](v1::Reply reply) mutable {
    boost::asio::post(context,
                      [told = std::move(told), reply = std::move(reply)]() mutable { told(std::move(reply)); });
  };
  ask_({*std::move(decoded), std::move(actor), question.address, std::move(tell)});
}

}  // namespace whistle::tools::whistled::web
