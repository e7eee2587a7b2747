#include "adapters/open311/discovery.h"

#include <string>
#include <utility>

#include "adapters/open311/document.h"
#include "adapters/open311/instant.h"
#include "adapters/open311/words.h"

namespace whistle::adapters::open311 {

Answer tell_discovery(const Context& context, Format format, Language language) {
  const auto changeset = instant(context.rules_since_us, context);
  const auto& name = name_in(language, context.name_zh, context.name_en);
  // The specification requires it, as it does the contact.
  const std::string key_service =
      context.key_service.empty()
          ? std::string(say(language, {"接口密钥由本区管理员发放", "An administrator of the district issues keys"}))
          : context.key_service;
  const auto endpoint = object({
      {"specification", text("http://wiki.open311.org/GeoReport_v2")},
      {"url", text(context.base_url + "/v2")},
      {"changeset", changeset},
      {"type", text("production")},
      {"formats", list("format", {text("text/xml"), text("application/json")})},
  });
  return answer_of(format, "discovery",
                   object({
                       {"changeset", changeset},
                       {"contact", text(context.contact.empty() ? name : context.contact)},
                       {"key_service", text(key_service)},
                       {"endpoints", list("endpoint", {endpoint})},
                   }));
}

}  // namespace whistle::adapters::open311
