// What happened, said for timelines.
#pragma once

#include <string>
#include <string_view>

#include "engine/time.h"
#include "tools/whistle/district_names.h"
#include "tools/whistle/district_time.h"
#include "tools/whistle/wording.h"
#include "whistle/v1/command.pb.h"
#include "whistle/v1/event.pb.h"

namespace whistle::tools {

// In which language, with whose names, and relative to when it is said. Refers to what it is given.
struct Telling {
  Language language;
  const DistrictNames& names;
  const DistrictTime& time;
  engine::Instant now;
};

// One sentence without a full stop; empty for what only the engine's own book-keeping needs.
[[nodiscard]] std::string event_sentence(const Telling& telling, const v1::Event& event);

// What was asked: "blew a whistle", "签收".
[[nodiscard]] std::string_view command_words(Language language, v1::Command::BodyCase command);
// A member's code, or what the engine's own words mean.
[[nodiscard]] std::string actor_words(Language language, const v1::Actor& actor);
// "acknowledge limit", with the assistant's part where it is not the lead's.
[[nodiscard]] std::string clock_words(Language language, const v1::ClockName& clock);
// The estate, or the most specific area, or that nobody knows.
[[nodiscard]] std::string place_words(const Telling& telling, const v1::LocatedPlace& place);

}  // namespace whistle::tools
