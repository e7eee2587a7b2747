// How often a sender may ask: by who it is, and by where it comes from. Asked before a request is read.
//
// A person taps and an app polls: that is a few requests a second. An intake or platform identity speaks for a whole
// city, so that only what the engine can take (admission.h) bounds it. Whoever nobody knows gets little. One thread.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "engine/state.h"
#include "engine/time.h"
#include "tools/whistled/rate_limit.h"
#include "whistle/v1/actor.pb.h"
#include "whistle/v1/service.pb.h"

namespace whistle::tools::whistled {

struct SenderRates {
  Rate member = per_second(200, 2'000);      // of an identity; the burst is a client that catches up after an outage
  Rate system = per_second(0, 1);            // of one with role intake or platform
  Rate address = per_second(5'000, 10'000);  // of all that comes from one address: an office behind one router
  Rate stranger = per_second(5, 50);         // of unknown keys, by address: enough to be told so
  bool loopback = false;                     // whether the address rate holds for loopback too: local programs share it
};

struct Sender {
  const v1::Actor& actor;
  std::string_view address;  // may be empty: not known, not limited
  engine::Instant at;        // civil time, by which tokens expire
};

class SenderLimits {
 public:
  explicit SenderLimits(SenderRates rates) : rates_(rates) {}

  // nullopt: within its rates. Where no credential stands behind the sender, as in plain mode, who speaks proves
  // nothing: the address alone counts then.
  [[nodiscard]] std::optional<v1::Refusal> take(const engine::State& state, const Sender& sender, RateLimit::Time now);

 private:
  SenderRates rates_;
  RateLimit identities_;
  RateLimit addresses_;
  RateLimit strangers_;
};

}  // namespace whistle::tools::whistled
