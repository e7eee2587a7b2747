// Who leads, who assists, who is told: DOMAIN's Routing steps 2 to 5. The first rule whose every condition holds
// decides.
//
// One function serves the daemon and the offline tools, so that both give the same answer.
//
// What the text leaves open, and what holds here:
// - The party complained about counts as not found where a lead is looked for: `estate` goes on to the community, then
// to the
//   desk; everything else to the desk at once, not to the party with the next larger area. Only the desk itself leads
//   although it is complained about, because every whistle needs a lead. As an assistant it is left out; it may be
//   informed: it is heard, told number and category only.
// - `fallback` tells about the lead's selector alone: a lead that is the desk by its own selector has not fallen back.
// - A condition asks about something that must be there: without category `category`, `class` and `inside_estate` do
// not hold,
//   without estate `estate_type` and `watched` (neither true nor false), without area `area`. `inside_estate` asks the
//   catalogue row only; that the place is an estate is for `place` to ask.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/duty.h"
#include "engine/locate.h"
#include "engine/ruleset.h"
#include "engine/time.h"

namespace whistle::engine {

// What routing looks at, after the place has been found.
struct RouteQuestion {
  v1::WhistleKind kind{};
  v1::Source source{};
  std::optional<CategoryIndex> category;
  std::optional<UrgencyIndex> urgency;  // as the whistle said it; raises the category's, never lowers it
  std::optional<PartyIndex> blower;     // the party that blew; offline nobody
  Instant at;                           // acceptance; decides working or off
};

// How the lead was found, when not directly by the winning rule's selector.
enum class Fallback : std::uint8_t { None, Community, Desk };

// The condition that kept a nearer rule from winning, for explain.
enum class RejectedBy : std::uint8_t {
  Kind,
  Source,
  Category,
  Class,
  Place,
  EstateType,
  InsideEstate,
  Watched,
  Urgency,
  Area,
  Hours
};

struct Routing {
  RouteIndex rule;
  PartyIndex lead;
  Fallback fallback = Fallback::None;
  std::vector<PartyIndex> assist;  // in the rule's order
  std::vector<PartyIndex> inform;
  std::uint32_t assist_unfound = 0;  // assistants of the rule that found nobody
  std::optional<PartyIndex> against;
  std::string_view hand_off;  // empty: none; the ruleset's
  UrgencyIndex urgency;
  v1::HourClass hours{};
  std::optional<LadderIndex> ladder;  // the rule's own, else by the lead's kind and the urgency
};

// The limits that count for a ticket: the row's own, its nearest ancestor's, else the urgency's.
struct TicketLimits {
  Limit ack, on_site, resolve, total;
};

// The ruleset has passed its checks (a last rule without condition exists), so this always finds a lead.
[[nodiscard]] Routing route(const Ruleset& ruleset, const Place& place, const RouteQuestion& question);
[[nodiscard]] UrgencyIndex effective_urgency(const Ruleset& ruleset, std::optional<CategoryIndex> category,
                                             std::optional<UrgencyIndex> said);
[[nodiscard]] TicketLimits limits_of(const Ruleset& ruleset, std::optional<CategoryIndex> category,
                                     UrgencyIndex urgency);
// The ladder for a lead of this kind at this urgency: one bound to the urgency before one that is not; the first in the
// file's order.
[[nodiscard]] std::optional<LadderIndex> ladder_for(const Ruleset& ruleset, v1::PartyKind kind, UrgencyIndex urgency);
// Which condition of a rule does not hold, the first in the order of RejectedBy; nullopt: all hold.
[[nodiscard]] std::optional<RejectedBy> rejects(const Ruleset& ruleset, const Route& rule, const Place& place,
                                                const RouteQuestion& question, UrgencyIndex urgency,
                                                v1::HourClass hours);
// Whether a condition rejects the category by what the catalogue says of it, whatever else the whistle says.
[[nodiscard]] bool rejects_category(const Ruleset& ruleset, const RouteCondition& when,
                                    std::optional<CategoryIndex> category);

}  // namespace whistle::engine
