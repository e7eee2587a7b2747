// What became of one whistle: the members that `whistle route` and `whistle blow` share, so that offline and live
// answers can be compared line by line.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <boost/json/fwd.hpp>

#include "tools/whistle/district_names.h"
#include "tools/whistle/district_time.h"
#include "whistle/v1/event.pb.h"
#include "whistle/v1/service.pb.h"

namespace whistle::tools {

// nullopt: none.
struct PlaceAnswer {
  std::optional<std::string> grid;  // codes
  std::optional<std::string> community;
  std::optional<std::string> street;
  std::optional<std::string> estate;
  std::string how;
};

// RFC 3339 in the district's zone; nullopt: no clock.
struct DueAnswer {
  std::optional<std::string> ack;
  std::optional<std::string> on_site;
  std::optional<std::string> resolve;
  std::optional<std::string> total;
};

struct WhistleAnswer {
  std::string key;
  PlaceAnswer place;
  std::string rule;
  std::string lead;
  std::vector<std::string> assist;
  std::vector<std::string> inform;
  std::optional<std::string> against;
  std::optional<std::string> hand_off;
  DueAnswer due;
  std::vector<std::string> flags;
};

// In the order in which DISTRICT.md's table gives the members; absent values are null.
[[nodiscard]] boost::json::object to_json(const WhistleAnswer& answer);

// From the engine's reply to BlowWhistle under this key.
[[nodiscard]] WhistleAnswer answer_of(const std::string& key, const v1::Accepted& accepted, const DistrictNames& names,
                                      const DistrictTime& time);

}  // namespace whistle::tools
