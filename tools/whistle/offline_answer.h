// What the engine would say to a whistle, from a ruleset alone: acceptance and dispatch are at `occurred_at`. Locating,
// routing and deadlines are the engine's own functions, so that offline and live answers agree.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "adapters/district/whistle_stream.h"
#include "engine/calendar.h"
#include "engine/locate.h"
#include "engine/route.h"
#include "engine/ruleset.h"
#include "tools/whistle/whistle_answer.h"

namespace whistle::tools {

// The clocks of the lead that an answer tells, in the order in which it tells them.
enum class AnsweredClock : std::uint8_t { Ack, OnSite, Resolve, Total };
inline constexpr std::array<std::string_view, 4> kAnsweredClockNames{"ack", "on_site", "resolve", "total"};

struct OfflineRouting {
  engine::Place place;
  engine::RouteQuestion question;
  engine::Routing routing;
  std::array<std::optional<engine::Deadline>, 4> due;  // by AnsweredClock; nullopt: no clock
};

// Fails for what the engine refuses: no time, an unknown category or urgency, a datum it can't convert.
[[nodiscard]] tl::expected<OfflineRouting, adapters::district::StreamFault> route_offline(
    const engine::Ruleset& ruleset, const adapters::district::StreamWhistle& whistle);

[[nodiscard]] WhistleAnswer answer_of(const engine::Ruleset& ruleset, const std::string& key,
                                      const OfflineRouting& routed);

// One line of English words and codes: how the place was found, which nearer rules did not hold and why, which rule
// did, how its lead was found.
//
//   placed in grid 0503 by grid_polygon; not unlocated (place); rule by-duty; lead duty:pothole
[[nodiscard]] std::string explanation_of(const engine::Ruleset& ruleset, const OfflineRouting& routed);

}  // namespace whistle::tools
