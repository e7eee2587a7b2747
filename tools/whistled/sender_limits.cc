#include "tools/whistled/sender_limits.h"

#include <string>

#include "adapters/zeromq/message_form.h"
#include "adapters/zeromq/zap_authenticator.h"
#include "engine/permission.h"

namespace whistle::tools::whistled {

namespace {

v1::Refusal exceeded(const char* of, std::chrono::milliseconds wait) {
  return adapters::zeromq::refusal(v1::REFUSAL_CODE_RATE_EXCEEDED,
                                   {{"of", of}, {"retry_after_ms", std::to_string(wait.count())}});
}

}  // namespace

std::optional<v1::Refusal> SenderLimits::take(const engine::State& state, std::string_view credential,
                                              std::string_view address, RateLimit::Time now) {
  if (!address.empty() && (rates_.loopback || !adapters::zeromq::is_loopback(address))) {
    if (const auto wait = addresses_.take(address, rates_.address, now)) return exceeded("address", *wait);
  }
  if (credential.empty()) return std::nullopt;
  return take_identity(state, credential, address, now);
}

std::optional<v1::Refusal> SenderLimits::take_identity(const engine::State& state, std::string_view credential,
                                                       std::string_view address, RateLimit::Time now) {
  v1::Actor actor;
  actor.set_authentication(v1::AUTHENTICATION_CURVE);
  actor.set_credential(std::string(credential));
  const auto standing = standing_of(state, actor);
  const auto wait =
      !standing ? strangers_.take(address, rates_.stranger, now)
                : identities_.take(credential,
                                   standing->has(v1::ROLE_INTAKE) || standing->has(v1::ROLE_PLATFORM) ? rates_.system
                                                                                                      : rates_.member,
                                   now);
  if (!wait) return std::nullopt;
  return exceeded("identity", *wait);
}

}  // namespace whistle::tools::whistled
