// Identities that the compiler keeps apart: passing a grid for a party does not compile.
//
//   PartyIndex lead = ruleset.desk;
//   const Party& party = ruleset.party(lead);
//
// Indexes are positions in one ruleset's sorted lists: they are meaningless in another ruleset and never stored. What
// is stored is codes (text) and sequence numbers.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace whistle::engine {

template <typename Tag, typename Number>
struct Id {
  Number value{};

  constexpr Id() = default;
  constexpr explicit Id(Number number) : value(number) {}
  friend constexpr auto operator<=>(Id, Id) = default;
};

using AreaIndex = Id<struct AreaTag, std::uint32_t>;  // a grid is an area of tier grid
using EstateIndex = Id<struct EstateTag, std::uint32_t>;
using PartyIndex = Id<struct PartyTag, std::uint32_t>;
using MemberIndex = Id<struct MemberTag, std::uint32_t>;
using CategoryIndex = Id<struct CategoryTag, std::uint32_t>;
using UrgencyIndex = Id<struct UrgencyTag, std::uint32_t>;  // 0 is the highest urgency
using LadderIndex = Id<struct LadderTag, std::uint32_t>;
using RouteIndex = Id<struct RouteTag, std::uint32_t>;
using VenueIndex = Id<struct VenueTag, std::uint32_t>;

// Position of an entry in the journal, from 0, without gaps; also the index of its Merkle leaf.
using Sequence = Id<struct SequenceTag, std::uint64_t>;
// A ticket is named by the sequence number of its first entry.
using TicketId = Id<struct TicketTag, std::uint64_t>;

}  // namespace whistle::engine

template <typename Tag, typename Number>
struct std::hash<whistle::engine::Id<Tag, Number>> {
  std::size_t operator()(whistle::engine::Id<Tag, Number> id) const noexcept { return std::hash<Number>{}(id.value); }
};
