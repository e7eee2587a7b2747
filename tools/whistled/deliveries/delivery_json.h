// How deliveries stand, as JSON: what the control socket answers and `whistled deliveries -o json` prints.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tools/whistled/deliveries/delivery_facts.h"
#include "whistle/v1/record.pb.h"

namespace whistle::tools::whistled::deliveries {

[[nodiscard]] std::string_view word_of(adapters::platform::BreakerState state);  // "closed", "open", "half_open"

// {"subscribers": [{"name": …, "next": "4711", …}]}; 64-bit numbers are strings.
[[nodiscard]] std::string facts_json(const std::vector<DeliveryFacts>& facts);
// {"deadLetters": [{"sequence": "4711", "ticket": "17", …}]}
[[nodiscard]] std::string dead_json(const std::vector<v1::DeadLetter>& dead);

}  // namespace whistle::tools::whistled::deliveries
