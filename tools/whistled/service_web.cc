// The service's door on the web: opened with the sockets, told what has become durable.
#include <algorithm>
#include <utility>

#include "tools/whistled/service.h"
#include "tools/whistled/web/web_edge.h"

namespace whistle::tools::whistled {

Result<void> Service::open_web() {
  if (options_.web.endpoint.empty()) return {};
  web::WebParts parts{.ask = [this](EdgeRequest request) { ask(std::move(request)); },
                      .next_sequence = durable_next_.value};
  auto opened = web::WebEdge::open(web_thread_.context(), std::move(parts), options_.web);
  if (!opened) return tl::unexpected(opened.error());
  web_ = *std::move(opened);
  tell_tokens();
  endpoints_.http = web_->endpoint();
  return {};
}

void Service::tell_web(const engine::Batch& landed) {
  if (!web_) return;
  web_->grown(durable_next_.value);
  const bool identities = std::ranges::any_of(
      landed.meta, [](const engine::NamedRow& row) { return row.name.starts_with(engine::kIdentityRows); });
  const bool rules = parts_.core.state().publications.size() != publications_told_;
  if (rules) web_->rules_changed();
  if (identities || rules) tell_tokens();
}

// Those in force, and whose bearers may publish rules. One that expires stays until the next change: it may send much
// and is refused then.
void Service::tell_tokens() {
  const auto& state = parts_.core.state();
  web::Tokens tokens;
  for (const auto& [credential, identity] : state.identities) {
    if (!identity.is_token() || identity.revoked) continue;
    v1::Actor bearer;
    bearer.set_authentication(v1::AUTHENTICATION_TOKEN);
    bearer.set_credential(credential);
    tokens.emplace(credential, acceptance_.may_publish(bearer).has_value());
  }
  publications_told_ = state.publications.size();
  web_->set_tokens(std::move(tokens));
}

}  // namespace whistle::tools::whistled
