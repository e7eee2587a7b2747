"""How the scripted members behave when one matter has several tickets, or comes back: what is linked, what is done anew.

    recurrences = Recurrences(district, seed)
    for act in recurrences.after(entry, ticket): ...

Every choice is a draw by seed and whistle, as in conduct.py. Who does the work anew is conduct.py's to say.
"""

from draw import below, between

from driver import acts, cast
from driver.civil_clock import MINUTE_US
from driver.plan import Act

_LINK_PERCENT = 55  # of those that look like an open ticket


class Recurrences:
    def __init__(self, district, seed):
        self._district = district
        self._seed = seed

    def after(self, entry, ticket):
        planned = []
        for event in entry.events:
            if event.HasField("similar_found"):
                planned += self._link(entry.time_us, ticket, event.similar_found.tickets)
        return planned

    def _link(self, now, ticket, similar):
        """By the desk, above all leads. That both are handled still, the engine knows best."""
        if ticket.lead_ticket or below(100, self._seed, "link", ticket.key) >= _LINK_PERCENT:
            return []
        at = now + between(4, 25, self._seed, "link after", ticket.key) * MINUTE_US
        lead_ticket = similar[0]
        return [Act(at, cast.desk_dispatcher(self._district), ticket.id, acts.link(ticket, lead_ticket),
                    lambda t: not t.closed and not t.resolved and not t.lead_ticket)]
