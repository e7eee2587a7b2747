// Events in words, one line each, for transcripts that a domain expert reads.
#pragma once

#include <string>

#include "engine/calendar.h"
#include "engine/time.h"
#include "whistle/v1/event.pb.h"

namespace whistle::tests {

// Local time, "2026-09-28 09:00:00"; the microsecond by which a clock fires after its due is cut.
[[nodiscard]] std::string local_time(const engine::Calendar& calendar, engine::Instant at);

// An event of which every case has its words; codes as the journal holds them.
[[nodiscard]] std::string in_words(const engine::Calendar& calendar, const v1::Event& event);

// An enumerator's name without its prefix, in lower case: TICKET_STATE_ON_SITE gives "on_site".
[[nodiscard]] std::string short_name(const std::string& enumerator, const std::string& prefix);

}  // namespace whistle::tests
