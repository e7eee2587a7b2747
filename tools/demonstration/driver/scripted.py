"""What all who play a part have in common: the district that they act in, and draws that are the same on every run.

    class Appeals(Scripted): ...
    self._percent(ticket, "appeal", party) < 25
"""

from draw import below, between

from driver.civil_clock import MINUTE_US


class Scripted:
    def __init__(self, district, seed):
        self._district = district
        self._seed = seed

    def _percent(self, ticket, *label):
        """0 to 99, by seed, label and whistle."""
        return below(100, self._seed, *label, ticket.key)

    def _minutes(self, ticket, least, most, *label):
        """Microseconds of as many whole minutes."""
        return between(least, most, self._seed, *label, ticket.key) * MINUTE_US
