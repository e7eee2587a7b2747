// A journal looked back into: what stood at an instant.
//
//   const auto moment = moment_of(*source, language, "2026-10-01 12:00");
//   const auto ticket = ticket_as_it_was(*source, language, subject, moment->end);
//
// One thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/ruleset.h"
#include "engine/ticket.h"
#include "tools/whistle/audit/journal_source.h"
#include "tools/whistle/audit/subject.h"
#include "tools/whistle/district_names.h"
#include "tools/whistle/district_time.h"
#include "whistle/v1/entry.pb.h"

namespace whistle::tools {

struct Moment {
  std::uint64_t end = 0;  // the entries before this one
  engine::Instant at;     // what was asked for, or the time of the last of them
};

// `text`: an RFC 3339 time, "2026-10-01 12:00" in the district's zone, or seq:N, the entry included; empty: the
// journal's end.
[[nodiscard]] Result<Moment> moment_of(JournalSource& source, Language language, const std::string& text);

// The ruleset that a publication put in force, without outlines; by its manifest's hash.
[[nodiscard]] Result<std::shared_ptr<const engine::Ruleset>> rules_of(JournalSource& source, Language language,
                                                                      const std::string& sha256);
// That the entry was decided by.
[[nodiscard]] Result<std::shared_ptr<const engine::Ruleset>> rules_behind(JournalSource& source, Language language,
                                                                          const v1::Entry& entry);
// Its names, and its zone.
[[nodiscard]] DistrictNames names_of(const engine::Ruleset& rules);
[[nodiscard]] Result<DistrictTime> time_of(Language language, const engine::Ruleset& rules);

struct TicketAsItWas {
  engine::Ticket ticket;
  std::vector<v1::Entry> entries;  // its own, before the moment
};

// From the ticket's own entries, each of which is first proven to stand in the journal that was signed for, as far as
// that goes. Fails where one has been changed or cannot have happened to the ticket, or where that had not begun.
[[nodiscard]] Result<TicketAsItWas> ticket_as_it_was(JournalSource& source, Language language, const Subject& subject,
                                                     std::uint64_t end);

// As `whistle show` tells it, but for what lies in the vault.
[[nodiscard]] v1::Ticket view_of(const engine::Ticket& ticket, const engine::Ruleset& rules);

}  // namespace whistle::tools
