// /open311: GeoReport v2, asked of the core and told. README.md of adapters/open311 says what is served.
//
// Lives on the web's thread.
#pragma once

#include <string>

#include "adapters/http/http_server.h"
#include "adapters/http/target.h"
#include "engine/ports.h"
#include "tools/whistled/web/api_door.h"
#include "tools/whistled/web/district_facts.h"
#include "tools/whistled/web/web_core.h"

namespace whistle::tools::whistled::web {

class Open311Door {
 public:
  using Answer = ApiDoor::Answer;
  using AnswerStranger = ApiDoor::AnswerStranger;

  Open311Door(const WebCore& core, DistrictCache& district, engine::RandomSource& random,
              AnswerStranger answer_stranger, std::string base_url)
      : core_(core),
        district_(district),
        random_(random),
        answer_stranger_(std::move(answer_stranger)),
        base_url_(std::move(base_url)) {}

  // `target` is below /open311.
  void respond(const adapters::http::Request& request, const adapters::http::Target& target, Answer answer) const;

 private:
  struct Call;
  void ask(const std::shared_ptr<Call>& call) const;
  [[nodiscard]] std::string make_key() const;

  const WebCore& core_;
  DistrictCache& district_;
  engine::RandomSource& random_;
  const AnswerStranger answer_stranger_;
  const std::string base_url_;
};

}  // namespace whistle::tools::whistled::web
