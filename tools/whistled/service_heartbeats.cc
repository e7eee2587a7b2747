// Platforms that say that they live, and hear how much of what they are to be told waits.
#include <spdlog/spdlog.h>

#include "adapters/clock.h"
#include "adapters/zeromq/message_form.h"
#include "engine/permission.h"
#include "tools/whistled/deliveries/deliveries.h"
#include "tools/whistled/log_text.h"
#include "tools/whistled/service.h"

namespace whistle::tools::whistled {

using adapters::zeromq::refusal;

v1::Reply Service::answer_heartbeat(const ParkedQuery& query) {
  const auto standing = standing_of(parts_.core.state(), query.actor, parts_.clock.now());
  if (!standing) return refused(standing.error().refusal);
  if (standing->for_resident || !standing->has(v1::ROLE_PLATFORM))
    return refused(refusal(v1::REFUSAL_CODE_NOT_PERMITTED, {{"needs", "platform"}}));
  v1::Reply reply;
  auto& answer = *reply.mutable_heartbeat();
  answer.set_time_us(adapters::system_time()().us);
  answer.set_ahead_us(query.request.heartbeat().sent_us() - answer.time_us());
  answer.set_next_sequence(durable_next_.value);
  answer.set_within_s(static_cast<std::uint32_t>(heartbeats_.within().count()));
  if (deliveries_) {
    for (const auto& facts : deliveries_->facts()) {
      if (!facts.configured || facts.member != standing->member) continue;
      auto& row = *answer.add_deliveries();
      row.set_name(facts.name);
      row.set_next(facts.next);
      row.set_dead_letters(facts.dead);
      row.set_left_alone(facts.breaker != adapters::platform::BreakerState::Closed);
    }
  }
  if (heartbeats_.beat(standing->member, engine::microseconds(answer.ahead_us()), SteadyTime::clock::now()))
    spdlog::info("event=platform_heard member={}", in_quotes(standing->member));
  return reply;
}

void Service::watch_heartbeats(SteadyTime now) {
  for (const auto& member : heartbeats_.newly_silent(now))
    spdlog::warn("event=platform_silent member={} within_s={}", in_quotes(member), heartbeats_.within().count());
}

}  // namespace whistle::tools::whistled
