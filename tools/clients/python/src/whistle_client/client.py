"""The synchronous client.

    with Client("tcp://engine:7710", login=Login.from_files("whistle.key_secret", "engine.key")) as client:
        accepted = client.acknowledge(17)

One thread: a client for each thread that wants one.
"""

from __future__ import annotations

import time
from types import TracebackType
from typing import Iterable, Iterator, TypeVar

import zmq
from whistle.v1 import audit_pb2, command_pb2, entry_pb2, service_pb2

from whistle_client import conversations
from whistle_client.acts import Acts, How
from whistle_client.conversations import Conversation, EntryPage, TicketPage, advance
from whistle_client.feed import SILENCE_MAX, Feed
from whistle_client.login import Login
from whistle_client.note import VerifierKey
from whistle_client.retry import Attempts, Lost
from whistle_client.wire import Change, Handshakes, Wire, frame_of, reply_of

T = TypeVar("T")
TIMEOUT = 20.0


class Client(Acts[service_pb2.Accepted]):
    """A conversation with the engine over a network that may be bad.

    Whatever is asked is sent again, a command under the same idempotency key, until it is answered or `timeout` (seconds) is over: it
    happens once or not at all. Every call may raise `Refused`, `NoAnswer`, `WrongKeys` or `Malformed`. Nothing is sent before the first
    call, so that making a client never fails for want of an engine; ask `status` to know.

    `login` None: plain, for an engine that was started with `--plain`, where `claimed_member` says who speaks.
    """

    def __init__(
        self,
        endpoint: str,
        *,
        login: Login | None = None,
        claimed_member: str = "",
        timeout: float = TIMEOUT,
        context: zmq.Context[zmq.Socket[bytes]] | None = None,
    ):
        self.endpoint = endpoint
        self.timeout = timeout
        self._login = login
        self._claimed_member = claimed_member
        self._context = context or zmq.Context.instance()
        self._handshakes = Handshakes(endpoint)
        self._wire: Wire | None = None
        self._correlation = 0

    def __enter__(self) -> Client:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """What was sent and not answered may have been done. The client can be used again, and connects anew."""
        if self._wire is not None:
            self._wire.close()
            self._wire = None

    # ---- What everything else is made of

    def ask(self, request: service_pb2.Request) -> service_pb2.Reply:
        """Sends any request until it is answered; correlation and sender are filled in. A command wants a key: use `act`."""
        request.claimed_member = self._claimed_member
        attempts = Attempts(request, self.endpoint, time.monotonic() + self.timeout)
        while True:
            pause: float | None
            try:
                reply = self._try(request, attempts.patience(time.monotonic()))
            except Lost as lost:
                self.close()
                pause = attempts.lost(str(lost), time.monotonic())
            except BaseException:
                self.close()
                raise
            else:
                pause = attempts.answered(reply, time.monotonic())
                if pause is None:
                    return reply
            time.sleep(pause)

    def run(self, conversation: Conversation[T]) -> T:
        """Drives a conversation of `whistle_client.conversations`, or one of your own."""
        request, result = advance(conversation, None)
        while request is not None:
            request, result = advance(conversation, self.ask(request))
        assert result is not None
        return result[0]

    def act(self, command: command_pb2.Command, *, key: str | None = None, how: How = How()) -> service_pb2.Accepted:
        """Any command. The methods of `Acts` are this, typed."""
        return self.run(conversations.act(command, key, how))

    def _try(self, request: service_pb2.Request, patience: float) -> service_pb2.Reply:
        if self._wire is None:
            self._wire = Wire(self._context, self.endpoint, self._login)
        wire = self._wire
        self._correlation += 1
        request.correlation = self._correlation
        wire.socket.send(frame_of(request), zmq.DONTWAIT)
        poller = zmq.Poller()
        poller.register(wire.socket, zmq.POLLIN)
        poller.register(wire.monitor, zmq.POLLIN)
        until = time.monotonic() + patience
        while True:
            left = until - time.monotonic()
            ready = dict(poller.poll(max(0, int(left * 1000) + 1))) if left > 0 else {}
            if not ready:
                raise Lost("no reply in time")
            # An answer that has come counts, also where the engine went away after it.
            if wire.socket in ready:
                reply = reply_of(wire.socket.recv_multipart(zmq.DONTWAIT))
                # 0: the engine could not even read the correlation. Others belong to nobody any more.
                if reply.correlation in (self._correlation, 0):
                    return reply
            elif self._handshakes.change(wire.monitor.recv_multipart(zmq.DONTWAIT)) is Change.DOWN:
                raise Lost(Change.DOWN.value)

    # ---- Questions

    def status(self) -> service_pb2.GetStatusReply:
        """Who the engine takes us for, which rules are in force, how far its journal is."""
        return self.run(conversations.status())

    def district(self) -> service_pb2.GetDistrictReply:
        """Names of areas, estates, parties and categories of the rules in force."""
        return self.run(conversations.district())

    def ticket(self, name: int | str, *, how: How = How()) -> service_pb2.Ticket:
        """By id, or by number as people say it."""
        return self.run(conversations.ticket(name, how))

    def tickets(self, question: service_pb2.ListTickets) -> TicketPage:
        """One page of what `question` asks for."""
        return self.run(conversations.tickets(question))

    def all_tickets(self, question: service_pb2.ListTickets) -> Iterator[service_pb2.Ticket]:
        """Page after page, ascending by id."""
        asked = service_pb2.ListTickets()
        asked.CopyFrom(question)
        while True:
            page = self.tickets(asked)
            yield from page.tickets
            if not page.more:
                return
            asked.after = page.cursor

    def entries(self, start: int = 0, *, limit: int = 0, ticket: int = 0, how: How = How()) -> EntryPage:
        """Those from `start` on that we may see, and the cursor reached; of one ticket where it is named."""
        return self.run(conversations.entries(start, limit, ticket, how))

    def follow(self, feed: Feed, start: int = 0) -> Iterator[entry_pb2.Entry]:
        """Every entry that we may see, from `start` on, once and in order, without end: as they are told by the feed, and from the journal
        what the feed did not tell. An engine that is away for longer than `timeout` raises `NoAnswer`; go on from the last entry."""
        while True:
            page = self.entries(start)
            yield from page.entries
            start = page.cursor
            if start < page.next_sequence:
                continue
            while (notice := feed.next(SILENCE_MAX)) is not None and notice.sequence < start:
                pass

    # ---- Files of tickets

    def put_file(self, ticket: int, content: bytes, *, key: str | None = None, how: How = How()) -> service_pb2.Accepted:
        """Puts a file on a ticket, in pieces; one that was cut off goes on where it stopped when this is called again."""
        return self.run(conversations.put_file(ticket, content, key, how))

    def fetch_file(self, ticket: int, sha256: bytes, *, how: How = How()) -> bytes:
        """The file of that hash, whole; its hash is checked."""
        return self.run(conversations.fetch_file(ticket, sha256, how))

    # ---- Proofs; auditors and supervisors, but for `checkpoint`

    def checkpoint(self) -> service_pb2.Checkpoint | None:
        """The last signed note on the journal; None: nothing has been signed yet."""
        return self.run(conversations.checkpoint())

    def journal_key(self) -> VerifierKey:
        """The public key of the journal, as the engine tells it: to be compared with one that came another way."""
        return self.run(conversations.journal_key())

    def receipt(self, sequences: Iterable[int]) -> audit_pb2.Receipt | None:
        """That these entries stand in the journal; None: they have not been signed for yet. `check_receipt` needs no engine."""
        return self.run(conversations.receipt(sequences))

    def consistency_proof(self, old_size: int, size: int) -> list[bytes]:
        """That the first `old_size` entries are the beginning of the first `size`: for `check_consistency`."""
        return self.run(conversations.consistency_proof(old_size, size))
