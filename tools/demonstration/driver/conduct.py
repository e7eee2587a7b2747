"""How the scripted members behave: who acknowledges in time, late or never; who arrives, reports, resolves; who confirms, disputes,
urges, withdraws.

    conduct = Conduct(district, seed)
    for act in conduct.after(entry, ticket): ...   # what members will do because of this entry, and when

Every choice is a draw by seed, whistle and party, so that the same whistles meet the same people on every run. Acts are planned
against the due instants that the journal gives.
"""

from draw import below, between
from whistle.v1 import arbitration_event_pb2, event_pb2

from driver import acts, cast
from driver.appeals import Appeals
from driver.civil_clock import HOUR_US, local
from driver.oversight import Oversight
from driver.plan import Act
from driver.recurrences import Recurrences
from driver.scripted import Scripted
from driver.tickets import ACK, ASSIGNED, ENDED, ON_SITE, RESOLVE

# Of a hundred orders, how many a party of the kind acknowledges in time: from, to; where in between is the party's own character.
_DILIGENCE = {
    "property_firm": (58, 97), "fallback_firm": (74, 74), "owners_group": (55, 90), "community": (84, 97), "street": (88, 96),
    "department": (70, 97), "alliance": (85, 95), "desk": (97, 97),
}
# Of a hundred that a ladder brought, how many it takes up before the next step.
_PROMPTNESS = {"community": 60, "street": 70, "department": 72, "desk": 96}
_LATE_PERCENT = 35  # of those that miss: acknowledged after all
_RESOLVE_PERCENT = {"in time": 78, "late": 13}  # the rest never
_LATER_RESOLVE_PERCENT = 88  # by whoever a ladder brought
_ASSISTANT_ACK_PERCENT, _ASSISTANT_FINISH_PERCENT = 94, 94
_ARRIVE_PERCENT, _COURTESY_ARRIVAL_PERCENT = 82, 30
_CONFIRM_PERCENT = {"resident": 46, "hotline": 40, "grid_member": 62, "community": 58, "platform": 55, "sensor": 0}
_DISPUTE_PERCENT = 9  # of those who do not confirm: it was done on paper only
_REWORK_CONFIRM_PERCENT = 80
_URGE_PERCENT = 15  # of those whose order nobody acknowledged in time
_PROGRESS_PERCENT = 12  # of orders that take their time
_HAND_OVER_PERCENT = 60  # of orders that are not done when the shift ends
_CONTACT_PERCENT, _REACHED_PERCENT = 68, 88  # of whistle-blowers who can be called; of those called
_WITHDRAW_PER_THOUSAND = 14
_OLD_PHOTO_PERCENT = 4  # of resolutions: shown by a photo that the party has shown before
_PATIENCE_US = 36 * HOUR_US  # nobody starts on an order later than this, however long its limit


class Conduct(Scripted):
    def __init__(self, district, seed):
        super().__init__(district, seed)
        self._oversight = Oversight(district, seed)
        self._appeals = Appeals(district, seed)
        self._recurrences = Recurrences(district, seed)

    def after(self, entry, ticket):
        planned = [act for others in (self._oversight, self._appeals, self._recurrences) for act in others.after(entry, ticket)]
        for event in entry.events:
            body = event.WhichOneof("body")
            if body == "whistle_blown":
                planned += self._second_thoughts(entry.time_us, ticket)
            elif body == "ticket_dispatched":
                planned += self._receive(entry.time_us, ticket, event.ticket_dispatched)
            elif body == "ticket_acknowledged":
                planned += self._work(entry.time_us, ticket, event.ticket_acknowledged)
            elif body == "verification_began" or (body == "ticket_resolved" and not event.ticket_resolved.awaits):
                planned += self._judge(entry.time_us, ticket)
            elif body == "resolution_disputed":
                planned += self._rework(entry.time_us, ticket, event.resolution_disputed.party)
            elif body == "check_failed":
                planned += self._rework(entry.time_us, ticket, event.check_failed.party)
            elif body == "ticket_reopened" or body == "ticket_unlinked":
                planned += self._again(entry.time_us, ticket)
            elif body == "request_refused" and event.request_refused.kind == arbitration_event_pb2.REQUEST_KIND_RETURN:
                planned += self._receive_first(entry.time_us, ticket, event.request_refused.party)
            elif body == "clock_missed":
                planned += self._impatience(entry.time_us, ticket, event.clock_missed)
        return planned

    def will_acknowledge(self, ticket, party):
        """"in time", "late" or "never", of an order that comes to the party first."""
        least, most = _DILIGENCE[self._district.party_kind(party)]
        diligence = between(least, most, self._seed, "diligence", party)
        luck = self._percent(ticket, "ack", party)
        if luck < diligence:
            return "in time"
        return "late" if self._percent(ticket, "late", party) < _LATE_PERCENT else "never"

    def will_resolve(self, ticket, party):
        luck = self._percent(ticket, "resolve", party)
        if luck < _RESOLVE_PERCENT["in time"]:
            return "in time"
        return "late" if luck < _RESOLVE_PERCENT["in time"] + _RESOLVE_PERCENT["late"] else "never"

    def will_confirm(self, ticket):
        if ticket.reworks:
            return self._percent(ticket, "confirm rework") < _REWORK_CONFIRM_PERCENT
        return self._percent(ticket, "confirm") < _CONFIRM_PERCENT[_source(ticket)]

    def will_dispute(self, ticket):
        people = _source(ticket) in ("resident", "hotline")
        return people and ticket.reworks == 0 and self._percent(ticket, "dispute") < _DISPUTE_PERCENT

    # ---- an order arrives ----

    def _receive(self, now, ticket, event):
        if event.cause == event_pb2.DISPATCH_CAUSE_LADDER:
            return self._receive_by_ladder(now, ticket, event.lead)
        if self._oversight.will_return(ticket, event):
            planned = self._oversight.ask_return(now, ticket, event)
        else:
            planned = self._receive_first(now, ticket, event.lead)
        for added in event.assist:
            if self._percent(ticket, "assist", added.party) < _ASSISTANT_ACK_PERCENT:
                at = self._before_due(now, ticket, added.part, added.party)
                planned.append(self._acknowledge(at, ticket, added.party))
        return planned

    def _receive_first(self, now, ticket, party):
        will = self.will_acknowledge(ticket, party)
        if will == "in time":
            return [self._acknowledge(self._before_due(now, ticket, 0, party), ticket, party)]
        if will == "late":
            most = 12 if ticket.urgent else 50
            late = self._minutes(ticket, 2, most, "late by", party)
            clock = ticket.clock(0, ACK)
            return [self._acknowledge((clock.due_us if clock else now) + late, ticket, party)]
        return []

    def _before_due(self, now, ticket, part, party):
        clock = ticket.clock(part, ACK)
        if ticket.urgent or not clock:
            return now + self._minutes(ticket, 1, 5, "ack after", party)
        # Counted back from the due, so that nobody acts at night on what waits for the morning.
        soon = now + self._minutes(ticket, 2, 9, "ack after", party)
        return max(soon, clock.due_us - self._minutes(ticket, 12, 112, "ack before", party))

    def _receive_by_ladder(self, now, ticket, party):
        kind = self._district.party_kind(party)
        if self._percent(ticket, "prompt", party) >= _PROMPTNESS.get(kind, 80):
            return []
        most = 7 if ticket.urgent else 25
        return [self._acknowledge(now + self._minutes(ticket, 2, most, "takes up", party), ticket, party)]

    # ---- it is worked on ----

    def _work(self, now, ticket, event):
        party = event.party
        if event.part != 0:
            if self._percent(ticket, "finish", party) >= _ASSISTANT_FINISH_PERCENT:
                return []
            at = self._awake(ticket, now, now + self._minutes(ticket, 30, 300, "finish after", party))
            planned = [self._finish(at, ticket, party)]
            if ticket.clock(event.part, ON_SITE):
                planned += self._arrival(now, None, ticket, party, event.part)
            return planned
        at = self._resolution_time(now, ticket, party)
        planned = self._arrival(now, at, ticket, party) + self._call(now, ticket, party)
        if at is not None:
            planned.append(self._resolve(at, ticket, party))
            if not ticket.urgent and self._percent(ticket, "progress", party) < _PROGRESS_PERCENT:
                planned.append(self._report_progress(now + (at - now) * 2 // 3, ticket, party))
            planned += self._end_of_shift(now, at, ticket, party)
        return planned

    def _call(self, now, ticket, party):
        callable_ = _source(ticket) != "sensor" and not ticket.whistle.anonymous
        if not callable_ or self._percent(ticket, "contact", party) >= _CONTACT_PERCENT:
            return []
        reached = self._percent(ticket, "reached", party) < _REACHED_PERCENT
        at = self._awake(ticket, now, now + self._minutes(ticket, 3, 50, "contact after", party))
        return [Act(at, cast.handler_of(self._district, party), ticket.id, acts.contact(ticket, party, reached),
                    lambda t: _stands(t, party, ("acknowledged", "arrived")))]

    def _end_of_shift(self, now, resolution, ticket, party):
        """What is not done in the evening goes into a colleague's hands."""
        member = cast.handler_of(self._district, party)
        colleague = cast.colleague_of(self._district, member)
        evening = now + (18 - local(now).hour) * HOUR_US + self._minutes(ticket, 0, 50, "hand over")
        overnight = now < evening < resolution and local(resolution).date() > local(now).date()
        if not overnight or colleague is None or self._percent(ticket, "hand over", party) >= _HAND_OVER_PERCENT:
            return []
        request = acts.hand_over(ticket, party, colleague, f"{local(evening):%m%d}")
        return [Act(evening, member, ticket.id, request,
                    lambda t: t.parts[0].member == member and t.lead == party and _stands(t, party, ("acknowledged", "arrived")))]

    def _rework(self, now, ticket, party):
        at = self._awake(ticket, now, now + self._minutes(ticket, 40, 280, "rework after", party))
        return [self._resolve(at, ticket, party)]

    def _again(self, now, ticket):
        """Taken up again, or on its own again."""
        if ticket.parts[0].state == ASSIGNED:
            return self._receive_first(now, ticket, ticket.lead)
        return self._rework(now, ticket, ticket.lead)

    def _resolution_time(self, now, ticket, party):
        clock = ticket.clock(0, RESOLVE)
        if len(ticket.hops) > 1 or clock is None or clock.due_us <= now:
            if self._percent(ticket, "resolve", party) >= _LATER_RESOLVE_PERCENT:
                return None
            return self._awake(ticket, now, now + self._minutes(ticket, 15, 55 if ticket.urgent else 240, "resolve after", party))
        will = self.will_resolve(ticket, party)
        if will == "in time":
            room = min(clock.due_us - now, _PATIENCE_US)
            at = now + room * between(12, 85, self._seed, "resolve at", ticket.key, party) // 100
            return self._awake(ticket, now, at)
        if will == "late":
            return clock.due_us + self._minutes(ticket, 10, 50 if ticket.urgent else 900, "resolve late", party)
        return None

    def _arrival(self, now, resolution, ticket, party, part=0):
        clock = ticket.clock(part, ON_SITE)
        luck = self._percent(ticket, "arrive", party)
        if clock and not clock.stopped:
            if luck < _ARRIVE_PERCENT:
                soon = now + self._minutes(ticket, 4, 13, "arrive after", party)
                return [self._arrive(soon, ticket, party)]
            late = clock.due_us + self._minutes(ticket, 5, 40, "arrive late", party)
            return [self._arrive(late, ticket, party)]
        outdoors = ticket.whistle.category.startswith(("C", "E"))
        if resolution and outdoors and luck < _COURTESY_ARRIVAL_PERCENT:
            return [self._arrive((now + resolution) // 2, ticket, party)]
        return []

    def _awake(self, ticket, now, at):
        """What is not urgent is not done between seven in the evening and eight in the morning."""
        hour = local(at).hour
        if ticket.urgent or 8 <= hour < 19:
            return at
        evening = at - ((hour - 18) % 24) * HOUR_US  # back to between six and seven
        return max(evening, now + self._minutes(ticket, 5, 30, "awake"))

    # ---- who blew ----

    def _second_thoughts(self, now, ticket):
        if below(1000, self._seed, "withdraw", ticket.key) >= _WITHDRAW_PER_THOUSAND:
            return []
        at = now + self._minutes(ticket, 8, 90, "withdraw after")
        return [Act(at, ticket.blower, ticket.id, acts.withdraw(ticket), lambda t: not t.closed and not t.resolved)]

    def _impatience(self, now, ticket, event):
        acknowledgement = event.clock.part == 0 and event.clock.kind == ACK
        if not acknowledgement or _source(ticket) not in ("resident", "hotline") or self._percent(ticket, "urge") >= _URGE_PERCENT:
            return []
        at = now + self._minutes(ticket, 5, 90, "urge after")
        return [Act(at, ticket.blower, ticket.id, acts.urge(ticket), lambda t: not t.closed and not t.resolved and not t.urges)]

    def _judge(self, now, ticket):
        if self._own_work(ticket):
            return []
        if not self.will_confirm(ticket):
            if not self.will_dispute(ticket):
                return []
            at = now + self._minutes(ticket, 60, 900, "dispute after")
            return [Act(at, ticket.blower, ticket.id, acts.dispute(ticket), lambda t: t.resolved and not t.closed)]
        rating = 5 - below(4, self._seed, "rating", ticket.key) ** 2 // 4
        at = now + self._minutes(ticket, 20, 1200, "confirm after")
        return [Act(at, ticket.blower, ticket.id, acts.confirm(ticket, rating), lambda t: t.resolved and not t.closed)]

    def _own_work(self, ticket):
        """Nobody confirms what its own party has done; the engine would refuse it."""
        party = self._district.members[ticket.blower]["party"]
        return _source(ticket) in ("grid_member", "community") and any(part.party == party for part in ticket.parts)

    # ---- acts ----

    def _acknowledge(self, at, ticket, party):
        return Act(at, cast.handler_of(self._district, party), ticket.id, acts.acknowledge(ticket, party),
                   lambda t: _stands(t, party, (ASSIGNED,)))

    def _arrive(self, at, ticket, party):
        return Act(at, cast.handler_of(self._district, party), ticket.id, acts.arrive(ticket, party),
                   lambda t: _stands(t, party, (ASSIGNED, "acknowledged")))

    def _report_progress(self, at, ticket, party):
        return Act(at, cast.handler_of(self._district, party), ticket.id, acts.report_progress(ticket, party),
                   lambda t: _stands(t, party, ("acknowledged", "arrived")))

    def _resolve(self, at, ticket, party):
        evidence = self._district.evidence(ticket.whistle.category)
        outcome = acts.OUTCOMES[below(len(acts.OUTCOMES), self._seed, "outcome", ticket.key)]
        old = self._percent(ticket, "old photo", party) < _OLD_PHOTO_PERCENT
        request, pictures = acts.resolve(ticket, party, outcome, evidence, old)
        return Act(at, cast.handler_of(self._district, party), ticket.id, request,
                   lambda t: t.lead == party and _stands(t, party, ("acknowledged", "arrived")), pictures)

    def _finish(self, at, ticket, party):
        return Act(at, cast.handler_of(self._district, party), ticket.id, acts.finish(ticket, party),
                   lambda t: t.lead != party and _assists(t, party))


def _source(ticket):
    names = {1: "resident", 2: "grid_member", 3: "community", 4: "hotline", 5: "platform", 6: "sensor"}
    return names[ticket.whistle.source]


def _assists(ticket, party):
    """Whether the party has a part of its own to finish, also after the lead has resolved."""
    part = ticket.part_of(party)
    return (not ticket.closed and not ticket.resolved and not ticket.lead_ticket and part is not None
            and ticket.parts[part].state in ("acknowledged", "arrived"))


def _stands(ticket, party, states):
    """Whether the party still has a part in one of these states, in a ticket that is being handled."""
    part = ticket.part_of(party)
    return (not ticket.closed and not ticket.lead_ticket and ticket.parts[0].state != ENDED and part is not None
            and ticket.parts[part].state in states)
