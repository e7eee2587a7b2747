// A ticket: the life that a whistle starts. A plain value; behaviour is in decide_*.cc and apply.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/ids.h"
#include "engine/point.h"
#include "engine/time.h"
#include "whistle/v1/record.pb.h"

namespace whistle::engine {

// The lead's part is 0; each assistant has a part of its own. A part number is never used for another party,
// but for the successor of one that the rules no longer have.
struct Part {
  std::string party;
  v1::PartState state = v1::PART_STATE_ASSIGNED;
  bool owes = false;                 // rule 11: it led and lost the lead over a missed clock
  std::optional<Instant> arrived{};  // on site: the roll-call
  std::uint32_t score = 0;           // by who blew for it; 0: none
  std::string member{};              // who has it in hand; empty: nobody yet

  bool active() const { return state != v1::PART_STATE_FINISHED && state != v1::PART_STATE_RELEASED; }
};

// A running clock. It acts when the time is later than `next`; without `next` it acts no more but still waits for its
// act.
struct Clock {
  std::uint32_t part = 0;
  v1::ClockKind kind{};
  v1::ClockPhase phase = v1::CLOCK_PHASE_RUNNING;
  std::string party;  // charged if it is missed
  Instant started;
  Instant due;
  std::optional<Instant> next;
  std::uint32_t step = 0;         // next ladder step
  std::uint32_t reminders = 0;    // of the desk, after the last step
  std::optional<Instant> paused;  // since when it rests: `next` is empty, and the due moves when it goes on
};

// What waits for an arbiter.
struct Request {
  v1::RequestKind kind{};
  std::string party;    // who asked: the lead; of a consult who opened it
  std::string arbiter;  // who decides
  Instant since;
  v1::ReturnReason reason{};
  std::string suggested;  // of a return: whom the lead thinks competent
  v1::HoldCause cause{};
  std::optional<Instant> until;      // of a hold
  std::uint32_t count = 0;           // of an extension
  std::vector<std::string> parties;  // called to a consult
};

// An approved rest, until a date.
struct Hold {
  v1::HoldCause cause{};
  Instant until;
  std::string arbiter;  // who approved it
};

struct Hop {
  std::string party;
  Instant since;
  v1::DispatchCause cause{};
};

// 申诉: what a party wants excluded from rates and ledgers. One of a party and subject.
struct Appeal {
  std::string party;
  v1::AppealSubject subject{};
  v1::AppealGround ground{};
  Instant since;
  std::string first_reviewer{};      // member who spoke first; empty: nobody has
  std::optional<Instant> decided{};  // nullopt: it waits
  bool granted = false;
  std::string second_reviewer{};
};

// What is charged to a party, whether or not it still has a part.
struct Charge {
  std::string party;
  bool missed = false;    // a limit, of whatever clock
  bool reworked = false;  // a resolution of it did not stand
  bool disputed = false;  // the whistle-blower's last word is that it did not
};

// A file that lies sealed with the ticket.
struct Attachment {
  std::string sha256;  // of the file as it is, 32 bytes
  v1::AttachmentType type{};
  std::uint64_t size = 0;             // bytes
  std::string sealed_sha256;          // of the ciphertext, 32 bytes
  std::optional<TicketId> seen_on{};  // another ticket that has it too
  Sequence entry;
  std::string party;  // of who put it; empty: the whistle-blower through an intake identity
};

struct RememberedKey {
  std::string client;
  std::string key;
  Sequence sequence;
};

inline constexpr std::size_t kKeysPerTicket = 8;
inline constexpr std::size_t kNotesPerTicket = 32;   // older ones stay in the vault, the ticket just names them no more
inline constexpr std::size_t kSplitsPerTicket = 16;  // a matter that is more than this many is none
inline constexpr std::size_t kAttachmentsPerTicket = 32;

// Codes, not indexes: a ticket outlives the ruleset it was dispatched by.
struct Ticket {
  TicketId id;
  std::int32_t local_day = 0;
  std::uint32_t day_counter = 0;
  v1::TicketState state = v1::TICKET_STATE_RECEIVED;
  Sequence ruleset;  // pinned
  v1::WhistleKind kind{};
  v1::Source source{};
  std::string category;
  std::string urgency;
  std::string blower;
  std::string blower_party;
  bool blower_released = false;
  bool anonymous = false;
  // Place, by codes.
  v1::LocatedBy how{};
  v1::PlaceClass place_class{};
  std::string estate;
  std::string area;
  std::vector<v1::RouteFlag> flags;
  // Duty.
  std::string rule;
  std::string ladder;  // of the last dispatch that was no ladder's, for display
  v1::LeadFallback fallback{};
  std::vector<Part> parts;  // 0 is the lead; never empty once dispatched
  std::vector<std::string> inform;
  std::string against;
  std::string hand_off;
  std::vector<Hop> hops;
  std::vector<Clock> clocks;  // by part, then kind
  std::vector<std::string> supervised_by;
  v1::Outcome outcome{};
  std::uint32_t rating = 0;
  Instant accepted;
  Instant occurred;
  std::optional<Instant> closed;
  Sequence last_entry;
  std::vector<RememberedKey> keys;  // the last kKeysPerTicket, oldest first
  // Acts that move no clock, and what rework and amendments have to know.
  std::uint32_t urges = 0;
  std::uint32_t progress_reports = 0;
  std::uint32_t reworks = 0;   // resolutions that did not stand
  std::uint32_t contacts = 0;  // calls to the reporter, reached or not
  std::optional<Instant> last_urged;
  std::optional<Instant> last_progress;
  std::optional<Instant> first_contact;  // that reached somebody
  std::optional<Instant> resolved;       // the resolution that waits for verification or stands
  std::optional<Instant> resolve_due;    // of the lead's resolve clock that was stopped last; counts with `resolved`
  std::optional<TicketId> split_from;
  std::vector<TicketId> split_into;
  std::vector<Sequence> notes;  // entries with a note in the vault: the last kNotesPerTicket
  // What goes by way of an arbiter.
  std::optional<Request> request;     // with the arbitrate clock
  std::optional<Hold> hold;           // while on hold
  std::vector<std::string> returned;  // rule 4: parties whose return was granted, in order
  bool ruled = false;                 // the lead was named by a final ruling
  std::uint32_t extensions = 0;       // of the lead's resolve clock that runs
  // Whether it is done, and who else looks at it.
  std::uint32_t failed_checks = 0;
  bool false_closure = false;
  std::string whistled_up_by;        // party that made a community whistle of it; empty: nobody
  v1::RejectReason reject_reason{};  // of a ticket that was rejected
  // Several whistles about one matter, and what comes after the closing.
  std::optional<Point> point;           // where, unless that is personal data
  std::vector<TicketId> similar;        // looked like the same matter when this one began
  std::optional<TicketId> lead_ticket;  // that it follows
  bool recurs = false;                  // it repeats what had been closed
  std::vector<TicketId> followers;      // ascending
  std::uint32_t reopens = 0;
  v1::Outcome lead_ticket_outcome{};    // of one that followed: how the matter ended
  std::optional<Instant> reopen_until;  // of a closed one
  std::optional<Instant> appeal_until;  // of a closed one
  std::optional<Instant> total_due;     // of the total clock that the closing stopped
  bool total_missed = false;            // that clock had been missed
  std::vector<Charge> charges;          // in the order in which they began
  std::vector<Appeal> appeals;          // as they were lodged
  std::string venue;                    // where a mediation can be held, by code; empty: none
  std::vector<Attachment> attachments;  // as they were put
  Sequence place_entry{0};  // the amendment whose vault row holds address and point; 0: the ticket's first entry

  const std::string& lead() const { return parts.front().party; }
  [[nodiscard]] const Clock* find_clock(std::uint32_t part, v1::ClockKind kind) const;
  [[nodiscard]] Clock* find_clock(std::uint32_t part, v1::ClockKind kind);
  // The active part of a party: lead or assistant; nullopt: it has none.
  [[nodiscard]] std::optional<std::uint32_t> part_of(std::string_view party) const;
  // Dispatched, acknowledged or on site, not resolved, and no other ticket stands for it: the lead works, or ought to.
  [[nodiscard]] bool being_handled() const;
  // The party that called departments, and scores who came; empty: it is no community whistle.
  [[nodiscard]] std::string_view caller() const;
  // From the dispatch to the verification, also while it waits for an arbiter, a date or assistants.
  [[nodiscard]] bool in_progress() const;
  // Whether a return of the party was granted (rule 4).
  [[nodiscard]] bool was_returned_by(std::string_view party) const;
  // Assistants that have not finished their parts.
  [[nodiscard]] std::uint32_t unfinished_assistants() const;
  // nullptr: nothing is charged to the party.
  [[nodiscard]] const Charge* find_charge(std::string_view party) const;
  // nullptr: the party has lodged none about that.
  [[nodiscard]] const Appeal* find_appeal(std::string_view party, v1::AppealSubject subject) const;
  // Whether an appeal has not been decided yet.
  [[nodiscard]] bool appeal_waits() const;
  // The clock that acts first, by (next, part, kind); nullptr: none acts.
  [[nodiscard]] const Clock* first_to_act() const;
};

// What a ticket is about, and where it stands: what has to be known of many to find those of one matter. Fields as the
// ticket's.
struct Matter {
  Instant accepted;
  v1::TicketState state{};
  v1::WhistleKind kind{};
  std::string category;
  std::string estate;
  std::optional<Point> point;
  std::string against;
  v1::Outcome outcome{};
  std::optional<TicketId> lead_ticket;
  std::optional<Instant> closed;
  std::optional<Instant> reopen_until;
};
[[nodiscard]] Matter matter_of(const Ticket& ticket);

// The row of the tables and the way back. `from_record` trusts the row: the store has checked its bytes.
[[nodiscard]] v1::TicketRecord to_record(const Ticket& ticket);
// The same into a message that is used again and again, which saves its allocations. What it held is lost.
void put_record(const Ticket& ticket, v1::TicketRecord& record);
// The ticket is there, and nowhere else.
void take_place(const v1::LocatedPlace& place, Ticket& ticket);
[[nodiscard]] Ticket from_record(const v1::TicketRecord& record);

// The number that people say: local date, counter of the day, check digit, for instance 20260928-00017-4.
[[nodiscard]] std::string ticket_number(std::int32_t local_day, std::uint32_t day_counter);
struct NumberParts {
  std::int32_t local_day = 0;
  std::uint32_t day_counter = 0;
};
// The number that an event gives to the ticket that begins with it; nullopt: none begins.
[[nodiscard]] std::optional<NumberParts> number_given(const v1::Event& event);
// nullopt: not such a number, or the check digit is wrong.
[[nodiscard]] std::optional<NumberParts> parse_ticket_number(std::string_view text);

}  // namespace whistle::engine
