"""How the scripted arbiters, grid members and approvers behave: what is returned, ruled on, checked and approved.

    oversight = Oversight(district, seed)
    for act in oversight.after(entry, ticket): ...

Every choice is a draw by seed, whistle and party, as in conduct.py.
"""

from whistle.v1 import arbitration_command_pb2, arbitration_event_pb2, event_pb2

from driver import acts, cast
from driver.plan import Act
from driver.scripted import Scripted

_RETURN_PERCENT = {"department": 6, "street": 45}  # of orders that come to a department first; of those that a return brought
_GRANT_PERCENT = 80
_APPROVE_PERCENT = 70
_CHECK_PERCENT = 45  # of what is resolved, before the whistle-blower has spoken
_FAIL_PERCENT, _FAIL_AGAIN_PERCENT = 8, 45
_RETURNS_BEFORE_CONSULT = 2  # the district's return_limit
_WAY_OF_RETURNS = (event_pb2.DISPATCH_CAUSE_BLOWN, event_pb2.DISPATCH_CAUSE_RETURNED)


class Oversight(Scripted):
    def after(self, entry, ticket):
        planned = []
        for event in entry.events:
            body = event.WhichOneof("body")
            if body == "request_made":
                planned += self._answer(entry.time_us, ticket, event.request_made)
            elif body == "arbiter_replaced":
                planned += self._answer(entry.time_us, ticket, ticket.request)
            elif body == "verification_began" or (body == "ticket_resolved" and not event.ticket_resolved.awaits):
                planned += self._check(entry.time_us, ticket)
        return planned

    def will_return(self, ticket, event):
        """Whether who gets the order asks to be rid of it: a department at first, then the street that it went to."""
        kind = self._district.party_kind(event.lead)
        if event.cause not in _WAY_OF_RETURNS or ticket.urgent or ticket.whistle.kind == 2 or not self._street(ticket):
            return False
        if (event.cause == event_pb2.DISPATCH_CAUSE_BLOWN) != (kind == "department"):
            return False
        return self._percent(ticket, "return", event.lead) < _RETURN_PERCENT.get(kind, 0)

    def ask_return(self, now, ticket, event):
        suggested = self._street(ticket)
        if suggested == event.lead:
            suggested = ""
        request = acts.request_return(ticket, event.lead, arbitration_command_pb2.RETURN_REASON_NOT_COMPETENT, suggested)
        at = now + self._minutes(ticket, 5, 40, "return after", event.lead)
        return [Act(at, cast.handler_of(self._district, event.lead), ticket.id, request,
                    lambda t: t.lead == event.lead and t.parts[0].state == "assigned" and not t.request and not t.closed)]

    def _answer(self, now, ticket, made):
        """Of what waits for an arbiter."""
        arbiter = cast.arbiter_of(self._district, made.arbiter)
        at = now + self._minutes(ticket, 8, 70, "answer after", made.arbiter, str(made.kind))
        if made.kind == arbitration_event_pb2.REQUEST_KIND_RETURN:
            last = ticket.returns + 1 >= _RETURNS_BEFORE_CONSULT
            granted = last or (made.suggested_party and self._percent(ticket, "grant", made.party) < _GRANT_PERCENT)
            request = acts.decide_return(ticket, bool(granted))
        elif made.kind == arbitration_event_pb2.REQUEST_KIND_CONSULT:
            request = acts.rule_consult(ticket, ticket.first_lead)
        else:
            request = acts.decide_approval(ticket, self._percent(ticket, "approve") < _APPROVE_PERCENT)
        return [Act(at, arbiter, ticket.id, request,
                    lambda t: t.request is not None and t.request.kind == made.kind and t.request.arbiter == made.arbiter)]

    def _check(self, now, ticket):
        if ticket.reworks == 0 and self._percent(ticket, "check") >= _CHECK_PERCENT:
            return []
        verifier = cast.verifier_of(self._district, ticket)
        if verifier is None:
            return []
        fails = self._percent(ticket, "fails") < _FAIL_PERCENT
        if ticket.checks_failed == 1:
            fails = self._percent(ticket, "fails again") < _FAIL_AGAIN_PERCENT
        elif ticket.reworks:
            fails = False
        at = now + self._minutes(ticket, 30, 300, "check after", str(ticket.reworks))
        reworks = ticket.reworks
        return [Act(at, verifier, ticket.id, acts.verify(ticket, not fails),
                    lambda t: t.resolved and not t.closed and t.reworks == reworks)]

    def _street(self, ticket):
        """The party of the place's street; empty: it lies in none."""
        area = ticket.blown.place.area
        while area and self._district.areas[area]["tier"] != "street":
            area = self._district.areas[area]["parent"]
        return self._district.community_parties.get(area, "") if area else ""
