"""Tickets as the journal tells them: a fold over entries, for acting on, telling of and counting.

    tickets = Tickets()
    touched = tickets.apply(entry)           # the ticket, or None

Only the journal feeds it; nothing the driver intends is in here.
"""

import dataclasses

from whistle.v1 import arbitration_event_pb2, common_pb2, event_pb2

ACK = common_pb2.CLOCK_KIND_ACK
ON_SITE = common_pb2.CLOCK_KIND_ON_SITE
RESOLVE = common_pb2.CLOCK_KIND_RESOLVE
ARBITRATE = common_pb2.CLOCK_KIND_ARBITRATE
VERIFY = common_pb2.CLOCK_KIND_VERIFY
TOTAL = common_pb2.CLOCK_KIND_TOTAL

ASSIGNED, ACKNOWLEDGED, ARRIVED, ENDED = "assigned", "acknowledged", "arrived", "ended"


@dataclasses.dataclass
class Part:
    party: str
    state: str = ASSIGNED
    member: str = ""  # who has it in hand


@dataclasses.dataclass
class Clock:
    part: int
    kind: int
    party: str  # charged
    due_us: int
    missed: bool = False
    stopped: bool = False
    kept: bool = False
    answered: bool = False  # of an ack clock: somebody of the part acknowledged
    next_us: int = 0


@dataclasses.dataclass
class Hop:
    at_us: int
    party: str
    by_ladder: bool


@dataclasses.dataclass
class Step:
    at_us: int
    kind: int
    part: int
    action: int
    party: str


@dataclasses.dataclass
class Ticket:
    id: int
    key: str
    blower: str
    whistle: object  # BlowWhistle, without personal data
    blown: object  # WhistleBlown
    accepted_us: int
    dispatched: object = None  # the first TicketDispatched
    parts: list = dataclasses.field(default_factory=list)
    clocks: list = dataclasses.field(default_factory=list)  # all that ever ran, in order of their start
    hops: list = dataclasses.field(default_factory=list)
    steps: list = dataclasses.field(default_factory=list)
    entries: list = dataclasses.field(default_factory=list)
    reminders: int = 0
    urges: int = 0
    progress_reports: int = 0
    reworks: int = 0
    resolved: bool = False
    confirmed_by: int = 0
    rating: int = 0
    withdrawn: bool = False
    request: object = None  # the RequestMade that waits for an arbiter; its arbiter is who decides now
    returns: int = 0  # granted
    consults: int = 0
    checks_failed: int = 0
    false_closure: bool = False
    appeals: dict = dataclasses.field(default_factory=dict)  # (party, subject) -> "waits", "granted" or "refused"
    rejected: bool = False
    closed: bool = False
    outcome: int = 0
    lead_ticket: int = 0  # that it follows
    reopened: int = 0  # times
    recurs: bool = False  # the same had been closed a short while ago

    @property
    def lead(self):
        return self.parts[0].party

    @property
    def first_lead(self):
        return self.hops[0].party if self.hops else self.lead  # nobody but the approver, yet

    @property
    def rule(self):
        """That dispatched it first; empty: it waits for an approval, or was refused one."""
        return self.dispatched.rule if self.dispatched else ""

    @property
    def urgent(self):
        return self.blown.urgency == "urgent"

    def clock(self, part, kind):
        """The newest of that name; None where there never was one."""
        return next((c for c in reversed(self.clocks) if c.part == part and c.kind == kind), None)

    def part_of(self, party):
        """Index of the party's active part, as the engine reads it; None: it has none."""
        return next((i for i, p in enumerate(self.parts) if p.party == party and (i == 0 or p.state != ENDED)), None)


class Tickets:
    def __init__(self):
        self.by_id = {}

    def apply(self, entry):
        if not entry.HasField("ticket"):
            return None
        if entry.ticket == entry.sequence:
            blown = next(e.whistle_blown for e in entry.events if e.HasField("whistle_blown"))
            self.by_id[entry.ticket] = Ticket(entry.ticket, entry.key, entry.actor.member, entry.command.blow_whistle, blown,
                                              entry.time_us)
        ticket = self.by_id[entry.ticket]
        ticket.entries.append(entry)
        for event in entry.events:
            apply = _APPLIERS.get(event.WhichOneof("body"))
            if apply:
                apply(ticket, entry, getattr(event, event.WhichOneof("body")))
        return ticket


def _dispatched(ticket, entry, event):
    if not ticket.dispatched:
        ticket.dispatched = event
        ticket.parts[:] = [None]
    ticket.parts[0] = Part(event.lead)
    ticket.parts += [Part(added.party) for added in event.assist]
    ticket.hops.append(Hop(entry.time_us, event.lead, event.cause == event_pb2.DISPATCH_CAUSE_LADDER))


def _acknowledged(ticket, entry, event):
    ticket.parts[event.part].state = ACKNOWLEDGED
    _take_in_hand(ticket.parts[event.part], entry)
    if clock := ticket.clock(event.part, ACK):
        clock.answered = True


def _arrived(ticket, entry, event):
    ticket.parts[event.part].state = ARRIVED
    _take_in_hand(ticket.parts[event.part], entry)


def _take_in_hand(part, entry):
    part.member = part.member or entry.actor.acting_for or entry.actor.member


def _handed_over(ticket, _, event):
    ticket.parts[event.part].member = event.member


def _part_ended(ticket, _, event):
    ticket.parts[event.part].state = ENDED


def _resolved(ticket, _, event):
    ticket.parts[0].state = ENDED
    ticket.resolved = not event.awaits
    ticket.outcome = event.outcome


def _verification_began(ticket, _, __):
    ticket.resolved = True


def _disputed(ticket, _, event):
    ticket.parts[0].state = ACKNOWLEDGED
    ticket.resolved = False
    ticket.outcome = 0
    ticket.reworks = event.reworks


def _request_made(ticket, _, event):
    ticket.request = event
    ticket.consults += event.kind == arbitration_event_pb2.REQUEST_KIND_CONSULT
    if event.kind == arbitration_event_pb2.REQUEST_KIND_APPROVAL:
        ticket.parts[:] = [Part(event.arbiter)]


def _request_granted(ticket, _, event):
    ticket.request = None
    ticket.returns += event.kind == arbitration_event_pb2.REQUEST_KIND_RETURN


def _request_ended(ticket, _, __):
    ticket.request = None


def _arbiter_replaced(ticket, _, event):
    ticket.request.arbiter = event.arbiter
    if ticket.request.kind == arbitration_event_pb2.REQUEST_KIND_APPROVAL:
        ticket.parts[0] = Part(event.arbiter)


def _check_failed(ticket, entry, event):
    _disputed(ticket, entry, event)
    ticket.checks_failed = event.failed_checks


def _false_closure_found(ticket, _, __):
    ticket.false_closure = True


def _appeal_lodged(ticket, _, event):
    ticket.appeals[event.party, event.subject] = "waits"


def _appeal_decided(ticket, _, event):
    ticket.appeals[event.party, event.subject] = "granted" if event.granted else "refused"


def _rejected(ticket, _, __):
    ticket.rejected = ticket.closed = True


def _urged(ticket, _, event):
    ticket.urges = event.times


def _progress_reported(ticket, _, __):
    ticket.progress_reports += 1


def _confirmed(ticket, _, event):
    ticket.confirmed_by = event.by
    ticket.rating = event.rating


def _withdrawn(ticket, _, __):
    ticket.withdrawn = True


def _closed(ticket, _, event):
    ticket.closed = True
    ticket.outcome = event.outcome


def _reopened(ticket, _, event):
    if ticket.resolved:
        ticket.parts[0].state = ACKNOWLEDGED
    ticket.closed = ticket.resolved = ticket.withdrawn = False
    ticket.outcome = ticket.confirmed_by = ticket.rating = ticket.lead_ticket = 0
    ticket.reworks = event.reworks
    ticket.reopened = event.reopens


def _linked(ticket, _, event):
    ticket.lead_ticket = event.lead_ticket
    ticket.recurs = ticket.recurs or event.recurs
    ticket.request = None


def _unlinked(ticket, _, __):
    ticket.lead_ticket = 0


def _clock_started(ticket, _, event):
    ticket.clocks.append(Clock(event.clock.part, event.clock.kind, event.party, event.due_us))


def _clock_stopped(ticket, _, event):
    clock = ticket.clock(event.clock.part, event.clock.kind)
    clock.stopped = True
    clock.kept = event.kept


def _clock_missed(ticket, _, event):
    clock = ticket.clock(event.clock.part, event.clock.kind)
    clock.missed = True
    clock.party = event.party


def _clock_moved(ticket, _, event):
    ticket.clock(event.clock.part, event.clock.kind).due_us = event.due_us


def _clock_set(ticket, _, event):
    ticket.clock(event.clock.part, event.clock.kind).next_us = event.next_us


def _step_taken(ticket, entry, event):
    ticket.steps.append(Step(entry.time_us, event.clock.kind, event.clock.part, event.action, event.party))


def _desk_reminded(ticket, _, __):
    ticket.reminders += 1


_APPLIERS = {
    "ticket_dispatched": _dispatched, "ticket_acknowledged": _acknowledged, "arrived_on_site": _arrived,
    "ticket_resolved": _resolved, "verification_began": _verification_began, "part_finished": _part_ended, "assistant_released": _part_ended,
    "resolution_disputed": _disputed, "ticket_urged": _urged, "progress_reported": _progress_reported,
    "resolution_confirmed": _confirmed, "whistle_withdrawn": _withdrawn, "ticket_closed": _closed,
    "clock_started": _clock_started, "clock_stopped": _clock_stopped, "clock_missed": _clock_missed,
    "request_made": _request_made, "request_granted": _request_granted, "request_refused": _request_ended,
    "request_lapsed": _request_ended, "arbiter_replaced": _arbiter_replaced, "check_failed": _check_failed,
    "false_closure_found": _false_closure_found, "ticket_rejected": _rejected, "clock_resumed": _clock_moved,
    "ticket_reopened": _reopened, "ticket_linked": _linked, "ticket_unlinked": _unlinked, "duty_handed_over": _handed_over, "appeal_lodged": _appeal_lodged, "appeal_decided": _appeal_decided,
    "clock_extended": _clock_moved, "clock_set": _clock_set, "ladder_step_taken": _step_taken, "desk_reminded": _desk_reminded,
}
