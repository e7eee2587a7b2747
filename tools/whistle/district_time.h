// Instants as people in the district read and write them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/time.h"
#include "whistle/v1/ruleset.pb.h"

namespace whistle::tools {

// A zone's offsets. Constant after construction; any thread.
class DistrictTime {
 public:
  // `zone` is an IANA name; nullopt: this machine's zone data do not know it.
  [[nodiscard]] static std::optional<DistrictTime> of_zone(std::string_view zone);

  // Seconds east of Greenwich.
  [[nodiscard]] std::int32_t offset_at(engine::Instant at) const;
  // Days since 1970-01-01 of the local date.
  [[nodiscard]] std::int32_t local_day(engine::Instant at) const;
  // Whole seconds, cut: "2026-09-28T08:30:00+08:00".
  [[nodiscard]] std::string rfc3339(engine::Instant at) const;
  // To the minute, with as much of the date as differs from `now`: "14:05", "09-28 14:05", "2025-09-28 14:05".
  [[nodiscard]] std::string minute_text(engine::Instant at, engine::Instant now) const;
  // "2026-09-28 14:05:31".
  [[nodiscard]] std::string second_text(engine::Instant at) const;
  // RFC 3339; or "2026-09-28 14:05" local; or "14:05", the last such time before `now`. A local time that exists twice
  // is the earlier, one that does not exist is read with the offset before the gap. nullopt: none of these.
  [[nodiscard]] std::optional<engine::Instant> parse(std::string_view text, engine::Instant now) const;

 private:
  explicit DistrictTime(std::vector<v1::ZoneOffset> offsets) : offsets_(std::move(offsets)) {}
  [[nodiscard]] engine::Instant instant_of_local(std::int64_t local_seconds) const;

  std::vector<v1::ZoneOffset> offsets_;  // ascending
};

}  // namespace whistle::tools
