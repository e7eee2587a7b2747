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

std::optional<v1::Refusal> SenderLimits::take(const engine::State& state, const Sender& sender, RateLimit::Time now) {
  const auto& address = sender.address;
  if (!address.empty() && (rates_.loopback || !adapters::zeromq::is_loopback(address))) {
    if (const auto wait = addresses_.take(address, rates_.address, now)) return exceeded("address", *wait);
  }
  if (!engine::is_proven(sender.actor)) return std::nullopt;
  const auto standing = standing_of(state, sender.actor, sender.at);
  if (!standing) {
    const auto wait = strangers_.take(address, rates_.stranger, now);
    return wait ? std::optional(exceeded("identity", *wait)) : std::nullopt;
  }
  const bool system = standing->has(v1::ROLE_INTAKE) || standing->has(v1::ROLE_PLATFORM);
  const auto wait = identities_.take(sender.actor.credential(), system ? rates_.system : rates_.member, now);
  return wait ? std::optional(exceeded("identity", *wait)) : std::nullopt;
}

}  // namespace whistle::tools::whistled
