"""When to ask again, and for how long: the policy that both clients follow. No clock, no socket; the time is an argument, in seconds."""

from __future__ import annotations

import random
from typing import Callable

from whistle.v1 import service_pb2

from whistle_client.errors import NoAnswer, Refused

# The first try waits this long before the connection is taken for dead; each later one twice as long, because an engine that is only slow
# answers no sooner for being asked again.
TRY_FIRST = 5.0
PAUSE_FIRST = 0.1
PAUSE_MAX = 2.0  # of what it grows to by itself
ASKED_MAX = 60.0  # longer than any engine asks for: a number from the wire is not trusted to be sensible

PASSING = ("BUSY", "STOPPING", "RATE_EXCEEDED")


class Lost(Exception):
    """A try that brought no answer; the request may have been heard."""


class Attempts:
    """One request, until it is answered or the time is up.

    A pause is never shorter than what the engine asked for, and up to half as long again by chance, so that clients that were sent away
    together do not come back together.
    """

    def __init__(
        self,
        request: service_pb2.Request,
        endpoint: str,
        deadline: float,
        chance: Callable[[], float] = random.SystemRandom().random,
    ):
        self.request = request
        self._endpoint = endpoint
        self._deadline = deadline
        self._chance = chance
        self._try_max = TRY_FIRST
        self._pause = PAUSE_FIRST
        self._unanswered = False  # a try was lost: the request may have been done, whatever is said later

    def patience(self, now: float) -> float:
        """How long the coming try may wait. Call it once a try."""
        patience = max(0.0, min(self._try_max, self._deadline - now))
        self._try_max *= 2
        return patience

    def answered(self, reply: service_pb2.Reply, now: float) -> float | None:
        """None: this is the answer. Else the pause before the next try. Raises `Refused` where trying again would not help."""
        if reply.WhichOneof("body") != "refusal":
            return None
        refused = Refused(reply.refusal)
        if refused.code not in PASSING:
            raise refused
        asked = min(refused.retry_after or 0.0, ASKED_MAX)
        pause = self._next_pause(asked)
        if now + pause < self._deadline:
            return pause
        if self._unanswered:
            raise self._no_answer(str(refused)) from refused
        raise refused

    def lost(self, reason: str, now: float) -> float:
        """The pause before the next try. Raises `NoAnswer` when the time is up."""
        self._unanswered = True
        if now >= self._deadline:
            raise self._no_answer(reason)
        return min(self._next_pause(0.0), self._deadline - now)

    def _next_pause(self, asked: float) -> float:
        least = max(asked, self._pause)
        self._pause = min(self._pause * 2, PAUSE_MAX)
        return least * (1 + self._chance() / 2)

    def _no_answer(self, reason: str) -> NoAnswer:
        return NoAnswer(self._endpoint, reason, self.request.key or None)
