// What several decisions ask before they decide. Source: DOMAIN, "Who may", rules 5 and 10.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/draft.h"

namespace whistle::engine {

// The part that the actor may act for: its party leads or assists, and it is a handler or grid member there.
[[nodiscard]] Decided<std::uint32_t> acting_part(const Draft& draft);
// The actor blew the whistle and has not been released.
[[nodiscard]] Decided<void> check_blower(const Draft& draft);
// A member who blew in person and works for the lead or an assistant would verify its own work; one that passes on what
// others said (intake, hotline, platform, sensor) speaks for them.
[[nodiscard]] bool own_work(const Draft& draft);
// The actor is a dispatcher, and not of the party complained about.
[[nodiscard]] Decided<void> check_dispatcher(const Draft& draft);
// Its tier contains the lead that is and the lead that is to be.
[[nodiscard]] Decided<void> check_tier(const Draft& draft, std::string_view new_lead);
[[nodiscard]] Decided<void> check_engine(const Draft& draft);
// The actor is a supervisor, and not of the party complained about.
[[nodiscard]] Decided<void> check_supervisor(const Draft& draft);
// The ticket is open, or closed for no longer than scores and appeals are taken.
[[nodiscard]] Decided<void> check_appeal_window(const Draft& draft);
// Of a closed ticket: it is no later than this; nullopt: it is too late since the closing.
[[nodiscard]] Decided<void> check_not_later(const Draft& draft, const std::optional<Instant>& until);
// The rules have them; empty: none was said.
[[nodiscard]] Decided<void> check_known(const Ruleset& rules, const std::string& category, const std::string& urgency);
// Rule 12: why. Deciding again from the journal sees the commitment instead of the text.
[[nodiscard]] Decided<void> check_text(const v1::PersonalData& personal, const v1::Commitments& commitments);

// `until` is later than now and at most the same date of the next year.
[[nodiscard]] Decided<void> check_ahead(const Draft& draft, const Calendar& calendar, Instant until);

// The party is in the rules in force, and is not the one complained about.
[[nodiscard]] Decided<void> check_nameable(const Draft& draft, const std::string& party);
// The same, and no return of it was granted: rule 4 lets only a final ruling name it again.
[[nodiscard]] Decided<void> check_assignable(const Draft& draft, const std::string& party);
// The part has work: the lead's while it handles the ticket, an assistant's also while the lead waits for an arbiter or
// for a date.
[[nodiscard]] Decided<void> check_at_work(const Draft& draft, std::uint32_t part);

// Who acts: the member in whose stead a dispatcher acts, else the actor itself.
[[nodiscard]] const std::string& acting_member(const Draft& draft);

[[nodiscard]] tl::unexpected<Rejection> wrong_state(const Draft& draft);
[[nodiscard]] tl::unexpected<Rejection> already_done(const Draft& draft, std::uint32_t part);
// The party complained about neither acts on the ticket nor is given it: rule 10.
[[nodiscard]] tl::unexpected<Rejection> complained_about(std::string_view party);

}  // namespace whistle::engine
