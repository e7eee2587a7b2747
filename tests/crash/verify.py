"""What must hold of an engine after it was killed: judged from the journal that it serves, against what its clients were told."""

from load import Load, fetch_all, list_all, parse
from whistle.v1 import common_pb2, entry_pb2, service_pb2


def accepted_of(entry: entry_pb2.Entry, number: str) -> service_pb2.Accepted:
    """The reply that an entry was answered with."""
    reply = service_pb2.Accepted(sequence=entry.sequence, time_us=entry.time_us, ticket_number=number, events=entry.events)
    if entry.HasField("ticket"):
        reply.ticket = entry.ticket
    return reply


def clocks_of(entries: list[entry_pb2.Entry]) -> dict[int, dict[tuple[int, int], int]]:
    """The running clocks of each ticket, with their due instants, from the events alone."""
    running: dict[int, dict[tuple[int, int], int]] = {}
    for entry in entries:
        for event in entry.events:
            if event.HasField("clock_started"):
                name = event.clock_started.clock
                running.setdefault(entry.ticket, {})[(name.part, name.kind)] = event.clock_started.due_us
            elif event.HasField("clock_stopped"):
                name = event.clock_stopped.clock
                del running[entry.ticket][(name.part, name.kind)]
    return running


class Verifier:
    def __init__(self):
        self.known: list[bytes] = []  # the journal as it was last seen
        self.entries: list[entry_pb2.Entry] = []

    def verify(self, engine, load: Load) -> None:
        """On an engine whose time stands still, so that nothing happens while it is asked."""
        raw = fetch_all(engine)
        while len(raw) != len(raw := fetch_all(engine)):
            pass  # clocks that were due at the start are firing
        assert raw[: len(self.known)] == self.known, "an entry that was served has changed"
        self.entries += [parse(one) for one in raw[len(self.known) :]]
        self.known = raw
        assert [entry.sequence for entry in self.entries] == list(range(len(raw)))
        keys = [(entry.actor.member, entry.key) for entry in self.entries if entry.key]
        assert len(keys) == len(set(keys)), "a command stands in the journal twice"
        for key, accepted in load.answered.items():
            entry = self.entries[accepted.sequence]
            assert entry.key == key and accepted == accepted_of(entry, accepted.ticket_number), key
        self.verify_tickets(engine)

    def verify_tickets(self, engine) -> None:
        """Every whistle has its ticket once, and every ticket its clocks once, as the events left them."""
        blown = [entry.sequence for entry in self.entries if entry.command.HasField("blow_whistle")]
        states = [state for state in common_pb2.TicketState.values() if state != 0]
        tickets = list_all(engine, states=states)
        assert [ticket.record.id for ticket in tickets] == blown, "tickets and whistles differ"
        running = clocks_of(self.entries)
        for ticket in tickets:
            clocks = [((clock.name.part, clock.name.kind), clock.due_us) for clock in ticket.record.clocks]
            assert dict(clocks) == running.get(ticket.record.id, {}) and len(clocks) == len(dict(clocks)), ticket.record.id

    def fired(self) -> int:
        return sum(entry.command.HasField("fire_clock") for entry in self.entries)

    def verify_repeated(self, replies: dict[str, service_pb2.Reply]) -> int:
        """What was sent again: accepted before the kill means the same entry; returns how many were."""
        before = {entry.key: entry.sequence for entry in self.entries if entry.key}
        found = 0
        for key, reply in replies.items():
            if key in before:
                found += 1
                assert reply.accepted.sequence == before[key], f"{key} was accepted twice"
            else:
                assert reply.WhichOneof("body") == "refusal" or reply.accepted.sequence >= len(self.entries), key
        return found
