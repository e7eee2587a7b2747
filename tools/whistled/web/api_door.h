// /api/v1: reads a request of HTTP, asks the core in the asker's name, tells the answer.
//
// Lives on the web's thread.
#pragma once

#include <functional>

#include "adapters/api/api_request.h"
#include "adapters/api/api_response.h"
#include "adapters/http/http_server.h"
#include "adapters/http/target.h"
#include "tools/whistled/web/file_door.h"
#include "tools/whistled/web/web_core.h"

namespace whistle::tools::whistled::web {

class ApiDoor {
 public:
  using Answer = adapters::http::HttpServer::Answer;
  // Gives an answer that somebody waits for who showed a credential that nobody knows: later.
  using AnswerStranger = std::function<void(const Caller&, adapters::http::Response, Answer)>;

  ApiDoor(boost::asio::io_context& context, const WebCore& core, AnswerStranger answer_stranger)
      : core_(core), answer_stranger_(std::move(answer_stranger)), files_(context, core) {}

  // `target` is below /api/v1.
  void respond(adapters::http::Request request, const adapters::http::Target& target, Answer answer);

  // Of a target below /api/v1; nullptr: none. Nothing of what the request says is believed yet.
  [[nodiscard]] static const adapters::api::Route* route_of(const adapters::http::Request& request,
                                                            const adapters::http::Target& target);

 private:
  struct Call;
  void ask(const std::shared_ptr<Call>& call);
  void ask_about_file(const std::shared_ptr<Call>& call);
  [[nodiscard]] static bool holds_secret(const v1::Reply& reply);
  void tell(const Call& call, const v1::Reply& reply, std::shared_ptr<const void> held = {}) const;

  const WebCore& core_;
  const AnswerStranger answer_stranger_;
  FileDoor files_;
};

[[nodiscard]] adapters::http::Response response_of(adapters::api::HttpAnswer answered);

}  // namespace whistle::tools::whistled::web
