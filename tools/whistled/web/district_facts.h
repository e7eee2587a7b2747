// What the web has to know of the district to word its answers: its state, its names, its zone. Asked of the core as
// anybody would ask, but for the entry that put the rules in force, which is the engine's own question; and kept until
// the rules change.
//
//   district.get(address, /*with_now=*/false, [](auto facts, const auto& refusal) { ... });
//   district.rules_changed();
//
// Lives on the web's thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "tools/whistled/web/web_core.h"
#include "whistle/v1/ruleset.pb.h"
#include "whistle/v1/service.pb.h"

namespace whistle::tools::whistled::web {

// Of the ruleset in force.
struct RuleFacts {
  v1::GetDistrictReply district;
  std::vector<v1::ZoneOffset> offsets;  // of the district's zone, ascending
  std::int64_t in_force_us = 0;         // since when it is in force, by the journal; microseconds UTC
};

struct DistrictFacts {
  v1::GetStatusReply status;               // its time and counts: of when it was asked
  std::shared_ptr<const RuleFacts> rules;  // never null; shared by all answers until the rules change

  // Seconds east of UTC.
  [[nodiscard]] std::int32_t utc_offset(std::int64_t at_us) const;
};

class DistrictCache {
 public:
  // As of the ruleset in force, with the status as it is now where that is asked for; or the refusal: too busy, or
  // stopping.
  using Told = std::function<void(std::shared_ptr<const DistrictFacts>, const v1::Refusal&)>;

  explicit DistrictCache(const WebCore& core) : core_(core) {}

  // Asks in the name of `address` what is not kept.
  void get(const std::string& address, bool with_now, Told told);
  // Other rules are in force: nothing that is kept, or is being asked at the moment, is told of them.
  void rules_changed();

 private:
  struct Learning;
  void learn_names(const std::shared_ptr<Learning>& learning);
  void learn_since(const std::shared_ptr<Learning>& learning);

  const WebCore& core_;
  std::shared_ptr<const DistrictFacts> kept_;
  std::uint64_t changed_ = 0;  // times
};

}  // namespace whistle::tools::whistled::web
