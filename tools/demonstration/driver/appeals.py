"""How the scripted firms and supervisors behave about what is charged: which misses and failed checks are appealed against, and who agrees.

    appeals = Appeals(district, seed)
    for act in appeals.after(entry, ticket): ...

Every choice is a draw by seed, whistle and party, as in conduct.py.
"""

from draw import pick
from whistle.v1 import command_pb2

from driver import acts, cast
from driver.civil_clock import MINUTE_US
from driver.plan import Act
from driver.scripted import Scripted

_APPEAL_PERCENT = {"clock_missed": 4, "check_failed": 25}
_SUBJECTS = {"clock_missed": command_pb2.APPEAL_SUBJECT_MISSES, "check_failed": command_pb2.APPEAL_SUBJECT_REWORK}
_GROUNDS = (command_pb2.APPEAL_GROUND_DONE_OFFLINE, command_pb2.APPEAL_GROUND_WRONG_FACTS, command_pb2.APPEAL_GROUND_WAITED_FOR_OTHERS,
            command_pb2.APPEAL_GROUND_FORCE_MAJEURE)
_GRANT_PERCENT = 60  # of either reviewer


class Appeals(Scripted):
    def after(self, entry, ticket):
        planned = []
        for event in entry.events:
            body = event.WhichOneof("body")
            if body in _SUBJECTS:
                planned += self._lodge(entry.time_us, ticket, body, getattr(event, body).party)
            elif body == "appeal_lodged":
                planned += self._review(entry.time_us, ticket, event.appeal_lodged)
        return planned

    def _lodge(self, now, ticket, body, party):
        firm = party and self._district.party_kind(party) in ("property_firm", "department")
        if not firm or self._percent(ticket, "appeal", body, party) >= _APPEAL_PERCENT[body]:
            return []
        subject = _SUBJECTS[body]
        ground = pick(_GROUNDS, self._seed, "ground", ticket.key, party)
        at = now + self._minutes(ticket, 60, 600, "appeal after", body, party)
        return [Act(at, cast.handler_of(self._district, party), ticket.id, acts.appeal(ticket, party, subject, ground),
                    lambda t: (party, subject) not in t.appeals)]

    def _review(self, now, ticket, lodged):
        planned = []
        for number, reviewer in enumerate(self._reviewers(ticket)):
            granted = self._percent(ticket, "grant appeal", reviewer, lodged.party) < _GRANT_PERCENT
            at = now + self._minutes(ticket, 60, 400, "review after", reviewer) + number * MINUTE_US
            planned.append(Act(at, reviewer, ticket.id, acts.review(ticket, lodged, granted),
                               lambda t: t.appeals.get((lodged.party, lodged.subject)) == "waits"))
        return planned

    def _reviewers(self, ticket):
        """The desk's supervisor, and that of a street which has had nothing to do with it."""
        worked = {part.party for part in ticket.parts} | {hop.party for hop in ticket.hops}
        streets = [code for code in cast.street_supervisors(self._district) if self._district.members[code]["party"] not in worked]
        return [cast.SUPERVISOR] + streets[:1]
