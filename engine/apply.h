// Facts into state. Events have passed every check: applying validates nothing and cannot fail.
//
// Appliers of old events are kept for ever; visiting is exhaustive, so that an event without an applier does not
// compile.
#pragma once

#include "engine/decision.h"
#include "engine/state.h"
#include "engine/ticket.h"
#include "whistle/v1/entry.pb.h"
#include "whistle/v1/event.pb.h"

namespace whistle::engine {

// One event of an entry into the ticket it speaks of. `entry` gives sequence, time, actor and command; its events are
// not looked at. Also how a decision sees the effect of the events it has gathered so far, on a draft.
void apply_to_ticket(const v1::Entry& entry, const v1::Event& event, Ticket& ticket);

// A whole entry into the ticket that it is of, but for the idempotency keys that it holds: from its first entry on, a
// ticket's own entries make it what it is.
void apply_to_ticket(const v1::Entry& entry, Ticket& ticket);

// Its part once the events are applied: that it was the ticket's last, and whether it brought a note.
void note_entry(const v1::Entry& entry, Ticket& ticket);

// Who is told of an entry: whom it concerns, or nobody, since it has been told when it was decided.
enum class Telling { Concerned, Nobody };

// A whole entry into the state; `changes` gathers the table rows that it touched.
void apply(State& state, const v1::Entry& entry, Telling telling, Changes& changes);

// The same of what has just been decided in that state: its ticket has been found and its events applied to it. Its
// ticket is taken.
void apply(State& state, Decision& decision, Telling telling, Changes& changes);

// Its part for the acts that move no clock of their own: progress, dispute, amendment, split, urging, contact
// (apply_acts.cc).
void apply_act(const v1::Entry& entry, const v1::Event& event, Ticket& ticket);

// Its part for what goes by way of an arbiter: requests, holds, and the clocks that pause or move for them
// (apply_arbitration.cc).
void apply_arbitration(const v1::Entry& entry, const v1::Event& event, Ticket& ticket);

// Its part for what follows a resolution or stands above the ticket: checks, supervision, whistle-up, scores, rejection
// (apply_oversight.cc).
void apply_oversight(const v1::Entry& entry, const v1::Event& event, Ticket& ticket);

// The lead works again: what it resolved counts no more.
void rework(std::uint32_t reworks, Ticket& ticket);
// Its part for what new rulesets do to open tickets (apply_succession.cc).
void apply_succession(const v1::Entry& entry, const v1::Event& event, Ticket& ticket);
// Its part for reopening and for groups of tickets (apply_recurrence.cc).
void apply_recurrence(const v1::Entry& entry, const v1::Event& event, Ticket& ticket);
// Its part for appeals (apply_appeal.cc).
void apply_appeal(const v1::Entry& entry, const v1::Event& event, Ticket& ticket);
// What is charged to the party, to be added to.
Charge& charge_to(const std::string& party, Ticket& ticket);
// A resolution of the lead did not stand, as a reopening says.
void charge_reopening(const v1::TicketReopened& event, Ticket& ticket);
// The whistle-blower has spoken anew: what it disputed before is not its last word.
void settle_disputes(Ticket& ticket);
// Its part for what lies in somebody's hands: a part with a member, a file with the ticket (apply_holdings.cc).
void apply_holdings(const v1::Entry& entry, const v1::Event& event, Ticket& ticket);
// Who acknowledges or arrives has the part in hand, where nobody has it (apply_duty.cc).
void take_in_hand(const v1::Entry& entry, Part& part);
// A colleague has it from here on.
void hand_duty_over(const v1::DutyHandedOver& event, Ticket& ticket);
// A member is away, or back.
void apply_absence(State& state, const v1::Event& event);
// Those that are over at the time of the last entry.
void drop_past_absences(State& state);

}  // namespace whistle::engine
