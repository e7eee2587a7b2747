"""The figures of the closing table, from the journal alone: every way of counting adds up to the same whistles.

    ledger = Ledger(tickets, district)       # raises Unbalanced where a sum is off
    ledger.by_kind["department"].missed
"""

import collections
import dataclasses

from whistle.v1 import event_pb2

from driver.tickets import ACK, ARBITRATE, ENDED, ON_SITE, RESOLVE, TOTAL

KINDS = ["property_firm", "fallback_firm", "owners_group", "community", "street", "department", "alliance", "desk"]
# Where a ticket had climbed to when it was looked at, lowest first; "head" is a department's head office.
TIERS = ["none", "community", "head", "street", "desk"]


_CONFIRMED = {event_pb2.CONFIRMED_BY_SILENCE: "silence", event_pb2.CONFIRMED_BY_BLOWER: "confirmed",
              event_pb2.CONFIRMED_BY_VERIFIER: "checked"}


class Unbalanced(Exception):
    """Two ways of counting the same thing differ."""


@dataclasses.dataclass
class Row:
    """Of tickets that came first to a party, a kind of party, or by a rule."""

    dispatched: int = 0
    in_time: int = 0  # the lead's acknowledgement
    missed: int = 0
    waiting: int = 0  # not acknowledged, not yet due
    withdrawn: int = 0  # taken back before anybody had to acknowledge
    climbed: int = 0  # a ladder gave the lead to somebody else
    closed: int = 0
    open: int = 0


@dataclasses.dataclass
class ClockRow:
    started: int = 0
    kept: int = 0
    missed: int = 0
    running: int = 0


class Ledger:
    def __init__(self, tickets, district):
        self._district = district
        self.total = Row()
        self.by_kind = {kind: Row() for kind in KINDS}
        self.by_party = collections.defaultdict(Row)
        self.by_rule = collections.defaultdict(Row)
        self.clocks = {kind: ClockRow() for kind in (ACK, ON_SITE, RESOLVE, TOTAL)}
        self.reached = {tier: 0 for tier in TIERS}  # tickets by the highest tier that a ladder gave them to
        self.reassigned = collections.Counter()  # steps, by tier
        self.supervised = collections.Counter()
        self.reminders = 0
        self.disputed = 0  # tickets
        self.urged = 0
        self.reported = 0  # progress reports
        self.returned = 0  # returns that were granted
        self.consults = 0
        self.failed_checks = 0
        self.false_closures = 0
        self.linked = 0  # tickets that followed another when they closed, or follow it
        self.recurred = 0
        self.reopened = 0
        self.appeals = collections.Counter()  # by what became of them
        self.states = collections.Counter()
        for ticket in tickets.by_id.values():
            self._count(ticket)
        self._balance(tickets)

    def _count(self, ticket):
        outcome = acknowledgement(ticket)
        climbed = any(hop.by_ladder for hop in ticket.hops)
        kind = self._district.party_kind(ticket.first_lead)
        for row in (self.total, self.by_kind[kind], self.by_party[ticket.first_lead], self.by_rule[ticket.rule]):
            row.dispatched += 1
            setattr(row, outcome, getattr(row, outcome) + 1)
            row.climbed += climbed
            row.closed += ticket.closed
            row.open += not ticket.closed
        for clock in ticket.clocks:
            self._count_clock(clock)
        tiers = [self._tier(hop.party) for hop in ticket.hops if hop.by_ladder]
        self.reached[max(tiers, key=TIERS.index, default="none")] += 1
        for step in ticket.steps:
            if step.action == event_pb2.STEP_TAKEN_REASSIGNED:
                # Of an arbitrate clock what waits goes to another arbiter, and the ticket to nobody.
                self.reassigned[self._tier(step.party)] += step.kind != ARBITRATE
            elif step.action == event_pb2.STEP_TAKEN_SUPERVISED:
                self.supervised[self._tier(step.party)] += 1
        self.reminders += ticket.reminders
        self.disputed += ticket.reworks > ticket.checks_failed
        self.urged += ticket.urges > 0
        self.reported += ticket.progress_reports
        self.returned += ticket.returns
        self.consults += ticket.consults
        self.failed_checks += ticket.checks_failed
        self.false_closures += ticket.false_closure
        self.linked += ticket.lead_ticket != 0
        self.recurred += ticket.recurs
        self.reopened += ticket.reopened > 0
        self.appeals.update(ticket.appeals.values())
        self.states[_end_of(ticket)] += 1

    def _count_clock(self, clock):
        row = self.clocks.get(clock.kind)
        if row is None:
            return
        row.started += 1
        if clock.missed or (clock.stopped and not clock.kept):
            row.missed += 1
        elif clock.stopped:
            row.kept += 1
        else:
            row.running += 1

    def _tier(self, party):
        kind = self._district.party_kind(party)
        return {"department": "head", "community": "community", "street": "street", "desk": "desk"}.get(kind, "head")

    def _balance(self, tickets):
        count = len(tickets.by_id)
        for name, rows in (("kind", self.by_kind), ("party", self.by_party), ("rule", self.by_rule)):
            for field in dataclasses.fields(Row):
                _equal(f"{field.name} by {name}", sum(getattr(row, field.name) for row in rows.values()), getattr(self.total, field.name))
        total = self.total
        _equal("dispatched", total.dispatched, count)
        _equal("acknowledged, missed, waiting, withdrawn", total.in_time + total.missed + total.waiting + total.withdrawn, count)
        _equal("closed and open", total.closed + total.open, count)
        _equal("tiers reached", sum(self.reached.values()), count)
        _equal("ladder steps that re-assign", sum(self.reassigned.values()),
               sum(1 for ticket in tickets.by_id.values() for hop in ticket.hops if hop.by_ladder))
        _equal("ways to end", sum(self.states.values()), count)
        for row in self.clocks.values():
            _equal("clocks", row.kept + row.missed + row.running, row.started)


def acknowledgement(ticket):
    """What became of the first lead's acknowledgement: a field of Row."""
    clock = next((c for c in ticket.clocks if c.part == 0 and c.kind == ACK), None)
    if clock is None:  # the rules give no limit
        return "in_time" if ticket.parts[0].state == ENDED else "waiting"
    if clock.missed or (clock.stopped and not clock.kept):
        return "missed"
    if clock.answered:
        return "in_time"
    return "withdrawn" if clock.stopped else "waiting"


def _end_of(ticket):
    if ticket.withdrawn:
        return "withdrawn"
    if ticket.rejected:
        return "rejected"
    if ticket.closed and ticket.lead_ticket:
        return "followed"
    if ticket.closed:
        return _CONFIRMED[ticket.confirmed_by]
    if ticket.lead_ticket:
        return "follows"
    if ticket.resolved:
        return "verifying"
    if ticket.request:
        return "asked"
    return {"assigned": "dispatched", "acknowledged": "acknowledged", "arrived": "on_site", "ended": "joint"}[ticket.parts[0].state]


def _equal(what, one, other):
    if one != other:
        raise Unbalanced(f"{what}: {one} is not {other}")
