// The service's door on the web: opened with the sockets, told what has become durable.
#include <algorithm>
#include <utility>

#include "tools/whistled/service.h"
#include "tools/whistled/web/web_edge.h"

namespace whistle::tools::whistled {

namespace {

constexpr std::string_view kIdentityRows = "identity/";

bool may_publish(const engine::Ruleset* rules, const std::string& code) {
  if (rules == nullptr) return false;
  const auto index = rules->find_member(code);
  if (!index) return false;
  const auto& member = rules->member(*index);
  return member.has(v1::ROLE_ADMIN) || member.has(v1::ROLE_SUPERVISOR);
}

// Tokens in force, and whose bearers may publish rules. One that has expired may send much and is refused then.
web::Tokens tokens_of(const engine::State& state) {
  web::Tokens tokens;
  const auto* rules = state.in_force();
  for (const auto& [credential, identity] : state.identities) {
    if (!identity.is_token() || identity.revoked) continue;
    tokens.emplace(credential, identity.member == engine::kAdminMember || may_publish(rules, identity.member));
  }
  return tokens;
}

}  // namespace

Result<void> Service::open_web() {
  if (options_.web.endpoint.empty()) return {};
  web::WebParts parts{.ask = [this](EdgeRequest request) { ask(std::move(request)); },
                      .next_sequence = durable_next_.value};
  auto opened = web::WebEdge::open(web_thread_.context(), std::move(parts), options_.web);
  if (!opened) return tl::unexpected(opened.error());
  web_ = *std::move(opened);
  web_->set_tokens(tokens_of(parts_.core.state()));
  publications_told_ = parts_.core.state().publications.size();
  endpoints_.http = web_->endpoint();
  return {};
}

void Service::tell_web(const engine::Batch& landed) {
  if (!web_) return;
  web_->grown(durable_next_.value);
  const bool identities =
      std::ranges::any_of(landed.meta, [](const engine::NamedRow& row) { return row.name.starts_with(kIdentityRows); });
  const auto published = parts_.core.state().publications.size();
  if (!identities && published == publications_told_) return;
  publications_told_ = published;
  web_->set_tokens(tokens_of(parts_.core.state()));
}

}  // namespace whistle::tools::whistled
