// A small district that answers over Open311, calls as clients make them, and the replies of its core.
#pragma once

#include <string>
#include <string_view>

#include "adapters/open311/georeport.h"

namespace whistle::adapters::open311 {

inline constexpr std::int64_t kNowUs = 1'790'568'000'000'000;  // 2026-09-28T12:00:00+08:00

[[nodiscard]] const v1::GetDistrictReply& sample_district();
[[nodiscard]] Context sample_context();

// "/v2/services.json?locale=en", percent-encoded as in HTTP.
[[nodiscard]] Call get(std::string_view target);
// With a form as its body.
[[nodiscard]] Call post(std::string_view target, std::string_view form);

// The question of a call that has one, the answer of a call that is answered at once; anything else fails the test.
[[nodiscard]] Question question_of(const Call& call);
[[nodiscard]] Answer answer_to(const Call& call);
// The descriptions of the faults in an answer in JSON.
[[nodiscard]] std::string faults_of(const Answer& answer);

// Open, in hand and public; and closed, fixed.
[[nodiscard]] v1::Ticket open_ticket();
[[nodiscard]] v1::Ticket closed_ticket();
// What the core replies to a whistle about a gas leak.
[[nodiscard]] v1::Reply accepted_reply();
// What it replies to a list: of the two tickets those that are asked for by number, or both.
[[nodiscard]] v1::Reply list_reply(const v1::ListPublicTickets& asked);

}  // namespace whistle::adapters::open311
