"""The client for asyncio: the same conversations, any number of them at once over one connection.

    async with AsyncClient("tcp://engine:7710", login=login) as client:
        await asyncio.gather(*(client.acknowledge(ticket) for ticket in inbox))

Of one event loop.
"""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import AsyncIterator, Awaitable, Iterable, TypeVar

import zmq
import zmq.asyncio
from whistle.v1 import audit_pb2, command_pb2, entry_pb2, service_pb2

from whistle_client import conversations
from whistle_client.acts import Acts, How
from whistle_client.client import TIMEOUT
from whistle_client.conversations import Conversation, EntryPage, TicketPage, advance
from whistle_client.errors import WhistleError
from whistle_client.feed import SILENCE_MAX, AsyncFeed
from whistle_client.login import Login
from whistle_client.note import VerifierKey
from whistle_client.retry import Attempts, Lost
from whistle_client.wire import Change, Handshakes, Wire, frame_of, reply_of

T = TypeVar("T")


class _Line:
    """One connection and who waits on it. It is over at the first sign that an answer may have been lost; then all who wait are told."""

    def __init__(self, wire: Wire, handshakes: Handshakes):
        self.wire = wire
        self.over = False
        self.heard = 0  # replies
        self.waiting: dict[int, asyncio.Future[service_pb2.Reply]] = {}
        self._handshakes = handshakes
        self._tasks = [asyncio.ensure_future(self._read()), asyncio.ensure_future(self._watch())]

    async def _read(self) -> None:
        try:
            while True:
                reply = reply_of(await self.wire.socket.recv_multipart())
                self.heard += 1
                if reply.correlation == 0:  # the engine could not even read whose it is
                    raise Lost("the engine could not read a request")
                waiter = self.waiting.pop(reply.correlation, None)
                if waiter is not None and not waiter.done():
                    waiter.set_result(reply)
        except (Lost, WhistleError, zmq.ZMQError) as fault:
            self.end(fault if isinstance(fault, (Lost, WhistleError)) else Lost(str(fault)))

    async def _watch(self) -> None:
        try:
            while self._handshakes.change(await self.wire.monitor.recv_multipart()) is not Change.DOWN:
                pass
            self.end(Lost(Change.DOWN.value))
        except (WhistleError, zmq.ZMQError) as fault:
            self.end(fault if isinstance(fault, WhistleError) else Lost(str(fault)))

    def end(self, why: Exception) -> None:
        if self.over:
            return
        self.over = True
        for task in self._tasks:
            if task is not asyncio.current_task():
                task.cancel()
        for waiter in self.waiting.values():
            if not waiter.done():
                waiter.set_exception(why)
        self.waiting.clear()
        self.wire.close()


class AsyncClient(Acts[Awaitable[service_pb2.Accepted]]):
    """`Client` for asyncio; what is said there of arguments, errors, keys and time holds here. Questions and acts may be under way
    together; they are answered in any order."""

    def __init__(
        self,
        endpoint: str,
        *,
        login: Login | None = None,
        claimed_member: str = "",
        timeout: float = TIMEOUT,
        context: zmq.asyncio.Context | None = None,
    ):
        self.endpoint = endpoint
        self.timeout = timeout
        self._login = login
        self._claimed_member = claimed_member
        self._context = context or zmq.asyncio.Context.instance()
        self._handshakes = Handshakes(endpoint)
        self._line: _Line | None = None
        self._correlation = 0

    async def __aenter__(self) -> AsyncClient:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """What is under way goes on over a new connection; cancel it first."""
        if self._line is not None:
            self._line.end(Lost("closed on this side"))
            self._line = None

    # ---- What everything else is made of

    async def ask(self, request: service_pb2.Request) -> service_pb2.Reply:
        request.claimed_member = self._claimed_member
        now = asyncio.get_running_loop().time
        attempts = Attempts(request, self.endpoint, now() + self.timeout)
        while True:
            pause: float | None
            try:
                reply = await self._try(request, attempts.patience(now()))
            except Lost as lost:
                pause = attempts.lost(str(lost), now())
            else:
                pause = attempts.answered(reply, now())
                if pause is None:
                    return reply
            await asyncio.sleep(pause)

    async def run(self, conversation: Conversation[T]) -> T:
        request, result = advance(conversation, None)
        while request is not None:
            request, result = advance(conversation, await self.ask(request))
        assert result is not None
        return result[0]

    async def _accepted(self, command: command_pb2.Command, key: str | None, how: How) -> service_pb2.Accepted:
        return await self.run(conversations.act(command, key, how))

    def act(self, command: command_pb2.Command, *, key: str | None = None, how: How = How()) -> Awaitable[service_pb2.Accepted]:
        return self._accepted(command, key, how)

    async def _try(self, request: service_pb2.Request, patience: float) -> service_pb2.Reply:
        if self._line is None or self._line.over:
            self._line = _Line(Wire(self._context, self.endpoint, self._login), self._handshakes)
        line = self._line
        self._correlation += 1
        number = self._correlation
        request.correlation = number
        heard = line.heard
        line.waiting[number] = waiter = asyncio.get_running_loop().create_future()
        try:
            await line.wire.socket.send(frame_of(request), zmq.DONTWAIT)
            return await asyncio.wait_for(waiter, patience)
        except zmq.ZMQError as fault:
            raise Lost(str(fault)) from fault
        except asyncio.TimeoutError:
            if line.heard == heard:  # not to us alone: the connection is dead
                line.end(Lost("no reply in time"))
            raise Lost("no reply in time") from None
        finally:
            line.waiting.pop(number, None)
            waiter.cancel()

    # ---- Questions

    async def status(self) -> service_pb2.GetStatusReply:
        return await self.run(conversations.status())

    async def district(self) -> service_pb2.GetDistrictReply:
        return await self.run(conversations.district())

    async def ticket(self, name: int | str, *, how: How = How()) -> service_pb2.Ticket:
        return await self.run(conversations.ticket(name, how))

    async def tickets(self, question: service_pb2.ListTickets) -> TicketPage:
        return await self.run(conversations.tickets(question))

    async def all_tickets(self, question: service_pb2.ListTickets) -> AsyncIterator[service_pb2.Ticket]:
        asked = service_pb2.ListTickets()
        asked.CopyFrom(question)
        while True:
            page = await self.tickets(asked)
            for ticket in page.tickets:
                yield ticket
            if not page.more:
                return
            asked.after = page.cursor

    async def entries(self, start: int = 0, *, limit: int = 0, ticket: int = 0, how: How = How()) -> EntryPage:
        return await self.run(conversations.entries(start, limit, ticket, how))

    async def follow(self, feed: AsyncFeed, start: int = 0) -> AsyncIterator[entry_pb2.Entry]:
        while True:
            page = await self.entries(start)
            for entry in page.entries:
                yield entry
            start = page.cursor
            if start < page.next_sequence:
                continue
            while (notice := await feed.next(SILENCE_MAX)) is not None and notice.sequence < start:
                pass

    # ---- Files of tickets

    async def put_file(self, ticket: int, content: bytes, *, key: str | None = None, how: How = How()) -> service_pb2.Accepted:
        return await self.run(conversations.put_file(ticket, content, key, how))

    async def fetch_file(self, ticket: int, sha256: bytes, *, how: How = How()) -> bytes:
        return await self.run(conversations.fetch_file(ticket, sha256, how))

    # ---- Proofs

    async def checkpoint(self) -> service_pb2.Checkpoint | None:
        return await self.run(conversations.checkpoint())

    async def journal_key(self) -> VerifierKey:
        return await self.run(conversations.journal_key())

    async def receipt(self, sequences: Iterable[int]) -> audit_pb2.Receipt | None:
        return await self.run(conversations.receipt(sequences))

    async def consistency_proof(self, old_size: int, size: int) -> list[bytes]:
        return await self.run(conversations.consistency_proof(old_size, size))
