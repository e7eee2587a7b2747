"""What must hold of an engine after it was killed: judged from the journal that it serves, against what its clients were told."""

import hashlib

from load import Load, fetch_all, fetch_file, list_all, parse
from whistle.v1 import common_pb2, entry_pb2, service_pb2


def accepted_of(entry: entry_pb2.Entry, given: service_pb2.Accepted) -> service_pb2.Accepted:
    """The reply that an entry was answered with; number and token are taken over from the one that was given."""
    reply = service_pb2.Accepted(sequence=entry.sequence, time_us=entry.time_us, ticket_number=given.ticket_number,
                                 ticket_token=given.ticket_token, events=entry.events)  # fmt: skip
    if entry.HasField("ticket"):
        reply.ticket = entry.ticket
    return reply


TICKETS_LOOKED_AT = 100  # the newest, where not all are


class Verifier:
    def __init__(self):
        self.known: list[bytes] = []  # the journal as it was last seen
        self.entries: list[entry_pb2.Entry] = []
        self.commands: set[tuple[str, str]] = set()  # (member, key)
        self.blown: list[int] = []  # tickets
        self.files: list[tuple[int, bytes]] = []  # ticket and hash
        self.files_seen = 0  # of them, fetched
        # The running clocks of each ticket, with their due instants, from the events alone.
        self.running: dict[int, dict[tuple[int, int], int]] = {}

    def verify(self, engine, load: Load, whole: bool = True) -> None:
        """On an engine whose time stands still, so that nothing happens while it is asked. Not whole: the journal from the last entry
        that is known, what was answered since the last time, and the newest tickets."""
        first = 0 if whole else max(len(self.known) - 1, 0)
        raw = fetch_all(engine, first)
        again = len(self.known) - first
        assert raw[:again] == self.known[first:], "an entry that was served has changed, or is gone"
        self.known += raw[again:]
        for one in raw[again:]:
            self.take(parse(one))
        for key in load.answered if whole else load.heard:
            accepted = load.answered[key]
            assert accepted.sequence < len(self.entries), f"{key} was acknowledged as {accepted.sequence}, which is not there"
            entry = self.entries[accepted.sequence]
            assert entry.key == key and accepted == accepted_of(entry, accepted), key
        load.heard.clear()
        self.verify_tickets(engine, whole)
        self.verify_files(engine, whole)

    def take(self, entry: entry_pb2.Entry) -> None:
        assert entry.sequence == len(self.entries), "the journal has a gap"
        self.entries.append(entry)
        if entry.key:
            command = (entry.actor.member, entry.key)
            assert command not in self.commands, f"{command} stands in the journal twice"
            self.commands.add(command)
        if entry.command.HasField("blow_whistle"):
            self.blown.append(entry.sequence)
        for event in entry.events:
            if event.HasField("attachment_put"):
                self.files.append((entry.ticket, event.attachment_put.sha256))
            if event.HasField("clock_started"):
                name = event.clock_started.clock
                self.running.setdefault(entry.ticket, {})[(name.part, name.kind)] = event.clock_started.due_us
            elif event.HasField("clock_stopped"):
                name = event.clock_stopped.clock
                del self.running[entry.ticket][(name.part, name.kind)]

    def verify_tickets(self, engine, whole: bool) -> None:
        """Every whistle has its ticket once, and every ticket its clocks once, as the events left them."""
        states = [state for state in common_pb2.TicketState.values() if state != 0]
        expected = self.blown if whole else self.blown[-TICKETS_LOOKED_AT:]
        tickets = list_all(engine, after=expected[0] - 1 if expected else 0, states=states)
        assert [ticket.record.id for ticket in tickets] == expected, "tickets and whistles differ"
        for ticket in tickets:
            clocks = [((clock.name.part, clock.name.kind), clock.due_us) for clock in ticket.record.clocks]
            running = self.running.get(ticket.record.id, {})
            assert dict(clocks) == running and len(clocks) == len(dict(clocks)), ticket.record.id

    def verify_files(self, engine, whole: bool) -> None:
        """Every file that an entry names is there and opens, with the bytes that were sent."""
        client = engine.client()
        for ticket, sha256 in self.files[0 if whole else self.files_seen :]:
            assert hashlib.sha256(fetch_file(client, ticket, sha256)).digest() == sha256, (ticket, sha256.hex())
        client.close()
        self.files_seen = len(self.files)

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
