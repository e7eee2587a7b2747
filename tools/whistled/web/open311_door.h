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

// What discovery tells of the service beside the district.
struct Open311Service {
  std::string base_url;  // for instance https://whistle.example/open311; no slash at its end
  std::string contact;   // see open311::Context, as the next
  std::string key_service;
};

class Open311Door {
 public:
  using Answer = ApiDoor::Answer;
  using AnswerStranger = ApiDoor::AnswerStranger;

  Open311Door(const WebCore& core, DistrictCache& district, engine::RandomSource& random,
              AnswerStranger answer_stranger, Open311Service service)
      : core_(core),
        district_(district),
        random_(random),
        answer_stranger_(std::move(answer_stranger)),
        service_(std::move(service)) {}

  // `target` is below /open311.
  void respond(const adapters::http::Request& request, const adapters::http::Target& target, Answer answer) const;

  // Of a body that is not read, in the caller's format.
  [[nodiscard]] static adapters::http::Response refuse_large(const adapters::http::Request& request,
                                                             const adapters::http::Target& target);

 private:
  struct Call;
  void ask(const std::shared_ptr<Call>& call) const;
  [[nodiscard]] std::string make_key() const;

  const WebCore& core_;
  DistrictCache& district_;
  engine::RandomSource& random_;
  const AnswerStranger answer_stranger_;
  const Open311Service service_;
};

}  // namespace whistle::tools::whistled::web
