"""The play itself: whistles at their time, members' acts at theirs, and the journal followed as an auditor.

    play = Play(wire, clock, district, conduct, stream)
    play.listen = narrator.hear
    play.run_until(civil_us)                 # raises Surprise where the engine refuses what it should take

Acts come from what the journal says (tickets.py, conduct.py), never from replies, so that they go on after the engine was away.
"""

import heapq
import itertools

from whistle.v1 import entry_pb2, service_pb2

from driver import acts, cast, whistles
from driver.tickets import Tickets

_PAGE = 1000


class Surprise(Exception):
    """The engine answered what this play cannot lead to."""


class Play:
    def __init__(self, wire, clock, district, conduct, stream):
        self._wire = wire
        self._clock = clock
        self._district = district
        self._conduct = conduct
        self._stream = [(whistles.occurred_us(value), value) for value in stream]
        self._blown = 0  # sent
        self._order = itertools.count()
        self._acts = []  # heap of (at_us, order, Act)
        self._cursor = 0
        self._known_end = 0
        self._fetching = False
        self.tickets = Tickets()
        self.numbers = {}  # ticket id -> number
        self.sequences = {}  # (member, key) of what was accepted -> sequence
        self.accepted = 0  # whistles
        self.overtaken = 0
        self.listen = lambda entry, ticket: None
        self.tick = lambda: None  # called each turn

    @property
    def whistles_left(self):
        return len(self._stream) - self._blown

    def meet(self, endpoints, speed):
        """Connects to an engine that has just started, reads its clock and sends again what was unanswered."""
        self._fetching = False
        self._wire.connect(endpoints, listener=cast.AUDITOR)
        status = self.status()
        self._clock.set(status.civil_time_us, speed)
        self._known_end = status.next_sequence
        return status

    def run_until(self, civil_us, hold=False):
        """`hold`: nothing is sent, what falls due is kept for later."""
        while self._clock.now_us() < civil_us:
            if not hold:
                self._send_due()
            self._fetch()
            wait = min(20, self._clock.milliseconds_until(min(civil_us, self._next_us())))
            for sequence in self._wire.poll(20 if hold else wait):
                self._known_end = max(self._known_end, sequence + 1)
            self.tick()

    def catch_up(self):
        """Until everything is answered and the journal is read to the end that the engine has told of."""
        while self._wire.in_flight() or self._cursor < self._known_end:
            self._fetch()
            for sequence in self._wire.poll(20):
                self._known_end = max(self._known_end, sequence + 1)
            self.tick()

    def send_held(self):
        """What `hold` kept back, all at once; how many requests are under way then."""
        self._send_due()
        return self._wire.in_flight()

    # ---- sending ----

    def _next_us(self):
        times = [self._acts[0][0]] if self._acts else []
        if self.whistles_left:
            times.append(self._stream[self._blown][0])
        return min(times, default=1 << 62)

    def _send_due(self):
        now = self._clock.now_us()
        while self.whistles_left and self._stream[self._blown][0] <= now:
            self._blow(self._stream[self._blown][1])
            self._blown += 1
        while self._acts and self._acts[0][0] <= now:
            _, _, act = heapq.heappop(self._acts)
            if act.makes_sense(self.tickets.by_id[act.ticket]):
                self._perform(act, act.files)

    def _perform(self, act, files):
        """The files that the act names, one after the other, then the act."""
        if not files:
            self._wire.send(act.member, act.request, lambda reply: self._acted(act, reply))
            return
        request = acts.put_chunk(act.ticket, files[0])
        self._wire.send(act.member, request, lambda reply: self._sent(act, files, reply))

    def _sent(self, act, files, reply):
        if reply.HasField("put_chunk"):
            request = acts.put_attachment(act.ticket, files[0])
            self._wire.send(act.member, request, lambda answer: self._put(act, files, request.key, answer))
        elif reply.refusal.code == service_pb2.REFUSAL_CODE_ALREADY_DONE:
            self._perform(act, files[1:])
        else:
            self._refused(act, reply)

    def _put(self, act, files, key, reply):
        if reply.HasField("accepted"):
            self._remember(act.member, key, reply.accepted.sequence)
            self._perform(act, files[1:])
        elif reply.refusal.code == service_pb2.REFUSAL_CODE_ALREADY_DONE:
            self._perform(act, files[1:])
        elif reply.refusal.code == service_pb2.REFUSAL_CODE_ATTACHMENT_INCOMPLETE:
            self._perform(act, files)  # the engine was away before it had it on the disk
        else:
            self._refused(act, reply)

    def _blow(self, value):
        member = whistles.blower_of(self._district, value)

        def answered(reply):
            if not reply.HasField("accepted"):
                raise Surprise(f"whistle {value['key']} of {member} was refused: {_words(reply)}")
            self.accepted += 1
            self.numbers[reply.accepted.ticket] = reply.accepted.ticket_number
            self._remember(member, value["key"], reply.accepted.sequence)

        self._wire.send(member, whistles.request_of(value), answered)

    def _acted(self, act, reply):
        if reply.HasField("accepted"):
            self._remember(act.member, act.request.key, reply.accepted.sequence)
        else:
            self._refused(act, reply)

    def _refused(self, act, reply):
        if _overtaken(reply.refusal):
            self.overtaken += 1
        else:
            raise Surprise(f"{act.member} was refused {act.request.key}: {_words(reply)}")

    def _remember(self, member, key, sequence):
        if self.sequences.setdefault((member, key), sequence) != sequence:
            raise Surprise(f"{key} of {member} was answered twice, differently")

    # ---- following the journal ----

    def _fetch(self):
        if self._fetching or self._cursor >= self._known_end:
            return
        self._fetching = True
        request = service_pb2.Request()
        request.fetch_entries.limit = _PAGE
        setattr(request.fetch_entries, "from", self._cursor)
        self._wire.send(cast.AUDITOR, request, self._fetched)

    def _fetched(self, reply):
        self._fetching = False
        if not reply.HasField("fetch_entries"):
            raise Surprise(f"the auditor may not read the journal: {_words(reply)}")
        if reply.fetch_entries.next_sequence < self._cursor:
            raise Surprise("the journal has become shorter")
        for entry in reply.fetch_entries.entries:
            if entry.sequence < self._cursor:
                continue  # asked for twice, because the engine was away
            self._cursor = entry.sequence + 1
            ticket = self.tickets.apply(entry)
            if ticket:
                for act in self._conduct.after(entry, ticket):
                    heapq.heappush(self._acts, (act.at_us, next(self._order), act))
            self.listen(entry, ticket)
        self._known_end = max(self._known_end, reply.fetch_entries.next_sequence)

    def status(self):
        request = service_pb2.Request()
        request.get_status.SetInParent()
        return self._wire.ask(cast.AUDITOR, request).get_status


def _overtaken(refusal):
    """Whether somebody else's act came first: it was in order when the member decided on it, and is no fault of anybody's."""
    # Released, lead and assistant have changed places, or a missed clock has given the decision to another arbiter.
    if refusal.code == service_pb2.REFUSAL_CODE_NOT_PERMITTED:
        return any("lead" in argument.value or argument.value in ("assistant", "arbiter") for argument in refusal.arguments)
    return refusal.code in (service_pb2.REFUSAL_CODE_WRONG_STATE, service_pb2.REFUSAL_CODE_ALREADY_DONE,
                            service_pb2.REFUSAL_CODE_UNKNOWN_TICKET,  # closed by then
                            service_pb2.REFUSAL_CODE_OWN_WORK,  # the verifier's party has got a part meanwhile
                            service_pb2.REFUSAL_CODE_NO_REQUEST, service_pb2.REFUSAL_CODE_NO_APPEAL, service_pb2.REFUSAL_CODE_RULED_FINALLY,
                            service_pb2.REFUSAL_CODE_FOLLOWS, service_pb2.REFUSAL_CODE_NOT_LINKABLE)


def read_journal(wire, end):
    """The stored entries 0 to end - 1, parsed from the bytes that the engine keeps."""
    entries = []
    while len(entries) < end:
        request = service_pb2.Request()
        request.fetch_entries.limit = _PAGE
        request.fetch_entries.raw = True
        setattr(request.fetch_entries, "from", len(entries))
        reply = wire.ask(cast.AUDITOR, request)
        if not reply.fetch_entries.raw:
            raise Surprise(f"the journal ends at {len(entries)} instead of {end}: {_words(reply)}")
        entries += [entry_pb2.Entry.FromString(stored[1:]) for stored in reply.fetch_entries.raw]
    return entries[:end]


def _words(reply):
    return " ".join(str(reply).split())
