// How often a sender may ask: by who it is, and by where it comes from. Asked before a request is read.
//
// A person taps and an app polls: that is a few requests a second. An intake or platform identity speaks for a whole
// city, so that only what the engine can take (admission.h) bounds it. Whoever nobody knows gets little. One thread.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "engine/state.h"
#include "tools/whistled/rate_limit.h"
#include "whistle/v1/service.pb.h"

namespace whistle::tools::whistled {

struct SenderRates {
  Rate member = per_second(200, 2'000);      // of an identity; the burst is a client that catches up after an outage
  Rate system = per_second(0, 1);            // of one with role intake or platform
  Rate address = per_second(5'000, 10'000);  // of all that comes from one address: an office behind one router
  Rate stranger = per_second(5, 50);         // of unknown keys, by address: enough to be told so
  bool loopback = false;                     // whether the address rate holds for loopback too: local programs share it
};

class SenderLimits {
 public:
  explicit SenderLimits(SenderRates rates) : rates_(rates) {}

  // nullopt: within its rates. `credential` is empty in plain mode, where who speaks proves nothing: the address alone
  // counts then. `address` may be empty: not known, not limited.
  [[nodiscard]] std::optional<v1::Refusal> take(const engine::State& state, std::string_view credential,
                                                std::string_view address, RateLimit::Time now);

 private:
  [[nodiscard]] std::optional<v1::Refusal> take_identity(const engine::State& state, std::string_view credential,
                                                         std::string_view address, RateLimit::Time now);

  SenderRates rates_;
  RateLimit identities_;
  RateLimit addresses_;
  RateLimit strangers_;
};

}  // namespace whistle::tools::whistled
