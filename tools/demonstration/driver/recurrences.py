"""How the scripted members behave when one matter has several tickets, or comes back: what is linked, what is done anew.

    recurrences = Recurrences(district, seed)
    for act in recurrences.after(entry, ticket): ...

Every choice is a draw by seed and whistle, as in conduct.py. Who does the work anew is conduct.py's to say.
"""


from driver import acts, cast
from driver.plan import Act
from driver.scripted import Scripted

_LINK_PERCENT = 55  # of those that look like an open ticket


class Recurrences(Scripted):
    def after(self, entry, ticket):
        planned = []
        for event in entry.events:
            if event.HasField("similar_found"):
                planned += self._link(entry.time_us, ticket, event.similar_found.tickets)
        return planned

    def _link(self, now, ticket, similar):
        """By the desk, above all leads. That both are handled still, the engine knows best."""
        if ticket.lead_ticket or self._percent(ticket, "link") >= _LINK_PERCENT:
            return []
        at = now + self._minutes(ticket, 4, 25, "link after")
        lead_ticket = similar[0]
        return [Act(at, cast.desk_dispatcher(self._district), ticket.id, acts.link(ticket, lead_ticket),
                    lambda t: not t.closed and not t.resolved and not t.lead_ticket)]
