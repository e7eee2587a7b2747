// What the web has to know of the district to word its answers: its state, its names, its zone. Asked of the core as
// anybody would ask.
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

struct DistrictFacts {
  v1::GetStatusReply status;
  v1::GetDistrictReply district;        // of the ruleset in force
  std::vector<v1::ZoneOffset> offsets;  // of the district's zone, ascending
  std::int64_t rules_seen_us = 0;       // when this process first saw the ruleset in force; microseconds UTC

  // Seconds east of UTC.
  [[nodiscard]] std::int32_t utc_offset(std::int64_t at_us) const;
};

class DistrictCache {
 public:
  // The status as it is now, the rest as of the ruleset in force; or the refusal: too busy, or stopping.
  using Told = std::function<void(std::shared_ptr<const DistrictFacts>, const v1::Refusal&)>;

  explicit DistrictCache(const WebCore& core) : core_(core) {}

  // `address` is asked for.
  void get(const std::string& address, Told told);

 private:
  void learn_names(const std::string& address, v1::GetStatusReply status, const Told& told);

  const WebCore& core_;
  std::shared_ptr<const DistrictFacts> last_;
};

}  // namespace whistle::tools::whistled::web
