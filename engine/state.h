// Everything the core knows, as plain values: a function of the journal.
//
// Open tickets live here whole, and closed ones as long as a later decision may ask for them. Changed by `apply` alone
// (engine/apply.h).
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/ascending_list.h"
#include "engine/due_index.h"
#include "engine/identity.h"
#include "engine/ids.h"
#include "engine/logic.h"
#include "engine/near_index.h"
#include "engine/open_tally.h"
#include "engine/ports.h"
#include "engine/recent_tickets.h"
#include "engine/ruleset.h"
#include "engine/ticket.h"
#include "engine/ticket_shelf.h"
#include "engine/time.h"
#include "whistle/v1/record.pb.h"

namespace whistle::engine {

struct Publication {
  Sequence sequence;
  std::string sha256;
};

struct Proposal {
  std::string sha256;
  std::string member;
};

// Agreed on, and in force from an instant on.
struct Scheduled {
  std::string sha256;
  Instant from;
};

// What a member wants in force, and nobody has agreed to.
struct Submission {
  std::string sha256;
  std::string base_sha256;  // the ruleset in force that it was made from
  Sequence sequence;        // of its entry
  Instant at;
  std::vector<std::string> paths;  // of the files that differ
};

// A member is away, from one instant to before another.
struct Absence {
  Instant from;
  Instant until;
};

struct State {
  // ---- the journal's head ----
  std::string journal_id;
  std::string district_code;
  std::string checkpoint_public_key;
  Sequence next_sequence{0};
  Instant last_time{};
  std::uint32_t logic = kNewestLogic;  // of the entry to come; once there is a journal, its own
  std::string master_key_id;           // of the last rotation; empty: there was none
  bool lived_on_real_time = false;
  bool lived_on_driven_time = false;

  // ---- rules ----
  std::vector<Publication> publications;  // ascending; the last is in force
  std::optional<Proposal> proposal;
  std::optional<Scheduled> scheduled;
  std::map<std::string, Submission, std::less<>> submissions;  // by member
  // By hash: what is in force or scheduled, and what open and recently closed tickets are pinned to.
  std::map<std::string, std::shared_ptr<const Ruleset>, std::less<>> rulesets;

  // ---- identities, by credential ----
  std::map<std::string, Identity, std::less<>> identities;

  // ---- absences, by member; none that was over when the last entry was made ----
  std::map<std::string, Absence, std::less<>> absences;
  Instant first_absence_ends = kInstantMax;  // none of these ends before, so that an entry need not look at each

  // ---- tickets ----
  std::int32_t counter_day = 0;
  std::uint32_t day_counter = 0;
  TicketShelf open;
  std::map<std::string, AscendingList<TicketId>, std::less<>>
      by_party;  // party code -> open tickets that it leads, assists or arbitrates
  std::map<std::string, AscendingList<TicketId>, std::less<>> by_grid;  // most specific area's code -> open tickets
  AscendingList<TicketId> open_ids;
  OpenTally tally;
  DueIndex due;
  RecentTickets recent;              // closed
  NearIndex near;                    // the open ones
  NearIndex near_recent;             // the recent
  AscendingList<TicketId> appealed;  // of both: those with an appeal that waits
  // Hash of (client, key) -> the open tickets that hold a key with that hash; which of them holds the key itself, the
  // tickets say. Looked up, never iterated.
  std::unordered_multimap<std::uint64_t, TicketId> keys;

  [[nodiscard]] const Ruleset* in_force() const;                        // nullptr: none published
  [[nodiscard]] const Ruleset* ruleset_of(Sequence publication) const;  // nullptr: not loaded
  // A copy, as it stands; nullopt: not open.
  [[nodiscard]] std::optional<Ticket> find_open(TicketId id) const { return open.find(id); }
  [[nodiscard]] std::optional<Sequence> find_key(std::string_view client, std::string_view key) const;
  // Open, or recently closed. A copy, as it stands; nullopt: neither.
  [[nodiscard]] std::optional<Ticket> find_ticket(TicketId id) const;
  // The identity that a CURVE key stands for; nullptr: none, or revoked.
  [[nodiscard]] const Identity* find_identity(std::string_view curve_public_key) const;
  // The identity that a bearer token stands for, by its hash; nullptr: none, revoked, or expired at `now`.
  [[nodiscard]] const Identity* find_token(std::string_view token_sha256, Instant now) const;
};

// ---- Putting back what the tables hold, at start-up; the entries that follow are applied by Core::replay ----

void restore_header(State& state, const v1::HeaderRecord& record);
void restore_identity(State& state, const v1::IdentityRecord& record);
void restore_ticket(State& state, const Ticket& ticket);  // an open one
// A closed one; nothing happens where no later act may concern it. Returns whether one may.
bool restore_recent(State& state, const Ticket& ticket);

[[nodiscard]] v1::HeaderRecord header_record(const State& state);
// The name of the row that says that a ticket's personal data are erased: an ErasureRecord.
[[nodiscard]] std::string erasure_name(TicketId ticket);
[[nodiscard]] v1::IdentityRecord identity_record(const Identity& identity);

[[nodiscard]] v1::SubmissionRecord submission_record(const std::string& member, const Submission& submission);

// Client and key as one text, which no other pair gives.
[[nodiscard]] std::string key_of(std::string_view client, std::string_view key);

// Whom an entry concerns.
struct Concern {
  Sequence sequence;
  std::vector<std::string> parties;  // codes, ascending
};

// What entries changed, for the tables, and whom they concern, for notices.
struct Changes {
  std::vector<Concern> concerns;      // one an entry that somebody is told of
  std::vector<TicketId> open;         // rows to put, of those that are still open; some are named more than once
  std::map<TicketId, Ticket> closed;  // rows to put, and to take out of the open ones
  std::vector<ClosedPlace> reopened;  // rows to take out of the closed ones before the others are put
  std::vector<KeyRow> keys;           // for the family of keys
  std::vector<AttachmentRow> attachments;
  std::set<std::string> identities;  // credentials
  std::vector<v1::ErasureRecord> erasures;
};

}  // namespace whistle::engine
