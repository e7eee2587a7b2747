// Who may: roles and grids of the newest ruleset, checked per command, so that a revocation bites on open connections.
//
// Source: DOMAIN, "Who may" and rules 5 and 10.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/rejection.h"
#include "engine/ruleset.h"
#include "engine/state.h"
#include "engine/ticket.h"
#include "engine/time.h"
#include "whistle/v1/command.pb.h"

namespace whistle::engine {

// Members that no ruleset names: the engine's own words.
inline constexpr std::string_view kEngineMember = "@engine";      // clocks
inline constexpr std::string_view kOperatorMember = "@operator";  // the machine's operator: init, SIGHUP
inline constexpr std::string_view kAdminMember =
    "@admin";  // the first administrator, where the district names none; role admin
inline constexpr std::string_view kPlainMember = "@plain";  // plain mode without a claim; may blow from every source
inline constexpr std::string_view kResidentMember = "@resident";  // whoever holds a ticket's private link
inline constexpr std::string_view kAnybodyMember = "@anybody";    // nobody knows who; is told what is for anybody

// Who speaks with the first two of them.
[[nodiscard]] v1::Actor engine_actor();
[[nodiscard]] v1::Actor operator_actor();

// Whether a credential stands behind who the actor is, known or not: a CURVE key or a bearer token.
[[nodiscard]] bool is_proven(const v1::Actor& actor);

// What an actor is in the newest ruleset.
struct Standing {
  std::string member;               // code
  std::uint32_t roles = 0;          // bit n: v1::Role n
  std::optional<PartyIndex> party;  // in the newest ruleset
  std::string party_code;           // empty: none
  v1::PartyKind party_kind{};
  std::vector<AreaIndex> grids;  // that the member walks, in the newest ruleset
  bool for_resident = false;     // an intake identity that showed the ticket's token: no role and no party of its own

  bool has(v1::Role role) const { return (roles >> static_cast<unsigned>(role)) & 1U; }
};

// Resolves who speaks: the identity's member in the newest ruleset, or one of the engine's own words.
//
// Acting for somebody else, the actor remains who it is and may only what is said here. For a resident, whose token the
// edge has compared: an intake identity, what a whistle-blower may. For a member: a dispatcher of the same party, what
// that member may as handler or grid member; never what it may by another role. A token holds until it expires.
[[nodiscard]] Decided<Standing> standing_of(const State& state, const v1::Actor& actor, Instant now);

// How much of a ticket somebody may see.
enum class Sight : std::uint8_t {
  Nothing,
  Mention,   // number and category only: the party complained about
  Resident,  // of the blower by the ticket's token: number, state, who had it and since when
  Record,  // everything but personal data: informed parties, those called to a consult, dispatchers and arbiters of the
           // tiers above the place
  Work,    // text and address too, reporter masked: lead, assistants, who arbitrates, the blower, supervisors, auditors
};
// Informed, too: who led it once, or is charged with something, for what it did there is scored and may be appealed
// against.
[[nodiscard]] Sight sight_of(const State& state, const Standing& standing, const Ticket& ticket);
// Whether the ticket lies in the area of the actor's community, street or desk, and it is a dispatcher or arbiter
// there.
[[nodiscard]] bool oversees(const State& state, const Standing& standing, const Ticket& ticket);
// Whether the actor's party is a community, street or desk whose area contains every area of the party; of one without
// an area, or that the ruleset in force no longer knows, only the desk's does.
[[nodiscard]] bool tier_contains(const State& state, const Standing& standing, std::string_view party);
// Whether the actor reads the whole journal as it is: auditors and supervisors.
[[nodiscard]] bool reads_raw_journal(const Standing& standing);

}  // namespace whistle::engine
