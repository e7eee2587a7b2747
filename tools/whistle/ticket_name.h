// How people name a ticket: by its number, by the end of its number, or by its id.
//
//   20260928-00017-4   the number          id:17   the id
//   17-4, 00017-4      the day's counter with its check digit
//   17                 the day's counter, or the id: whichever there is
//
// The day's counter starts anew every day, so the end of a number names a ticket only while no other open ticket ends
// alike.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "tools/whistle/engine_session.h"
#include "tools/whistle/failure.h"

namespace whistle::tools {

struct TicketName {
  enum class Kind {
    Number,  // the whole number
    Id,      // the id for sure
    Tail,    // the day's counter for sure
    Digits,  // counter or id
  };
  Kind kind{};
  std::string number;         // of Kind::Number
  std::uint64_t value = 0;    // id or counter
  std::optional<char> check;  // the digit after a counter
};

// nullopt: not such a name. A number whose check digit is wrong is none.
[[nodiscard]] std::optional<TicketName> parse_ticket_name(std::string_view text);
// Whether a ticket of that number ("20260928-00017-4") is one that the tail or the digits may mean.
[[nodiscard]] bool ends_as(const TicketName& name, std::string_view number);

// The id of the one ticket that `text` names, among those that the asker may see. Fails where none or several are
// meant, and then says which.
[[nodiscard]] Result<std::uint64_t> find_ticket(EngineSession& session, std::string_view text);

// The one ticket that `text` names, as the asker may see it; closed ones too by number or id. Fails as find_ticket.
[[nodiscard]] Result<v1::Ticket> fetch_ticket(EngineSession& session, const std::string& text);

// Every ticket that the question finds, page after page, up to `most`.
[[nodiscard]] Result<std::vector<v1::Ticket>> list_all_tickets(EngineSession& session, v1::ListTickets question,
                                                               std::size_t most);

// The member that the engine takes the asker for, if it is one of the district's; empty for the engine's own words.
[[nodiscard]] std::string own_member(const EngineSession& session);

}  // namespace whistle::tools
