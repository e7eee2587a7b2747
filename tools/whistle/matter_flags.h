// What puts right what a ticket is about, and what opens one beside it, say alike: category, urgency, place and why.
#pragma once

#include <string>

#include "tools/whistle/act_command.h"
#include "tools/whistle/place_options.h"

namespace whistle::tools {

struct MatterFlags {
  ActFlags act;
  std::string category;
  std::string urgency;
  PlaceOptions place;
  std::string note;
};

// As v1::AmendTicket or v1::SplitTicket, of no ticket yet. Fails on what cannot be a place.
template <typename Said>
[[nodiscard]] Result<Said> matter_of(Language language, const MatterFlags& flags) {
  Said said;
  said.set_category(flags.category);
  said.set_urgency(flags.urgency);
  said.mutable_personal()->set_text(flags.note);
  said.mutable_personal()->set_address(flags.place.address);
  if (!flags.place.locate()) return said;
  auto location = location_of(language, flags.place);
  if (!location) return tl::unexpected(location.error());
  *said.mutable_location() = *std::move(location);
  return said;
}

}  // namespace whistle::tools
