"""Many clients of the web at once: some that ask and act, many that listen, while whistles come in over ZeroMQ. Sockets without a library
in between, so that one process can be two thousand clients; what it cannot do without is that every answer is read whole.

    result = asyncio.run(WebLoad(engine, seconds=5, clients=50, streams=100).run())
"""

import asyncio
import json
import random
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from live_engine import Engine, members
from web_client import address, issue_token

ADMIN, INTAKE = "admin-1", "intake-app"
LEAD = "f-xiangrui-handler-1"  # of the estate that whistles come from
_QUIET_SECONDS = 300  # for the last streams to come to the journal's end; a machine may be busy


@dataclass
class Stream:
    """One listener: the numbers that it was told, in order, and how late."""

    member: str
    token: str
    begin: int = 0  # the first entry that it asked for
    told: list[int] = field(default_factory=list)
    place: int = 0  # everything before it has been looked at
    resumed: int = 0  # times that it was cut off and came back
    disordered: int = 0


@dataclass
class Result:
    statuses: Counter = field(default_factory=Counter)  # by kind of request and status
    broken: list[str] = field(default_factory=list)  # connections that ended without an answer, and answers that are none
    latencies: list[float] = field(default_factory=list)  # of requests, seconds
    lags: list[float] = field(default_factory=list)  # of events, seconds from the entry's time
    memory_mib: list[float] = field(default_factory=list)  # once a second
    streams: list[Stream] = field(default_factory=list)
    wrong_streams: list[str] = field(default_factory=list)
    compared: int = 0  # streams that were held against the journal
    events: int = 0
    entries: int = 0  # of the journal at the end


class WebLoad:
    def __init__(self, engine: Engine, seconds: float, clients: int, streams: int, seed: int = 1):
        self.engine, self.seconds, self.clients, self.count = engine, seconds, clients, streams
        self.random = random.Random(seed)
        self.address = address(engine)
        self.result = Result()
        self.tickets: list[str] = []
        self.sampled = 0

    async def run(self, meanwhile=None) -> Result:
        """`meanwhile` is awaited beside: what else is put on the engine."""
        self._issue()
        end_of_listening = asyncio.Event()
        listeners = [asyncio.create_task(self._listen(stream, end_of_listening)) for stream in self.result.streams]
        while any(stream.begin == 0 for stream in self.result.streams):
            self._raise_failures(listeners)
            await asyncio.sleep(0.05)
        weigher = asyncio.create_task(self._weigh())
        until = time.monotonic() + self.seconds
        askers = [asyncio.create_task(self._ask(number, until)) for number in range(self.clients)]
        if meanwhile is not None:
            await meanwhile
        await asyncio.gather(*askers)
        await self._until_told(listeners)
        weigher.cancel()
        end_of_listening.set()
        for listener in listeners:
            listener.cancel()
        await asyncio.gather(*listeners, return_exceptions=True)
        self._compare()
        return self.result

    @staticmethod
    def _raise_failures(tasks: list[asyncio.Task]) -> None:
        for task in tasks:
            if task.done():
                task.result()

    def _issue(self) -> None:
        by_roles = defaultdict(list)
        for member in members():
            by_roles[member["roles"]].append(member["code"])
        handlers, auditors = by_roles["handler"][:24], by_roles["auditor"]
        handlers = [LEAD, *(code for code in handlers if code != LEAD)]
        client = self.engine.client()
        self.token = {member: issue_token(client, member, claimed_member=ADMIN) for member in [INTAKE, "platform-1", *handlers, *auditors]}
        client.close()
        self.handlers = handlers
        # Who sees everything is rare.
        listening = [auditors[0] if i % 50 == 7 else INTAKE if i % 100 == 9 else handlers[i % len(handlers)] for i in range(self.count)]
        self.result.streams = [Stream(member, self.token[member]) for member in listening]

    # ---- who asks and acts ----

    async def _ask(self, number: int, until: float) -> None:
        reader, writer = await asyncio.open_connection(*self.address)
        turn = 0
        while time.monotonic() < until:
            turn += 1
            kind, request = self._request(number, turn)
            began = time.monotonic()
            writer.write(request)
            try:
                status, body = await self._answer(reader)
            except (ValueError, OSError, asyncio.IncompleteReadError) as error:
                self.result.broken.append(f"{kind}: {error!r}")
                reader, writer = await asyncio.open_connection(*self.address)
                continue
            self.result.latencies.append(time.monotonic() - began)
            self.result.statuses[kind, status] += 1
            if status == 201:
                self.tickets.append(json.loads(body)["ticket"])
            await asyncio.sleep(self.random.uniform(0, 0.5))
        writer.close()

    def _request(self, number: int, turn: int) -> tuple[str, bytes]:
        chosen = self.random.random()
        handler = self.random.choice([LEAD, self.random.choice(self.handlers)])
        if not self.tickets or chosen < 0.3:
            body = {"kind": "WHISTLE_KIND_RESIDENT", "source": "SOURCE_RESIDENT", "category": "P03", "location": {"estate": "QC-BAOTONG-01"},
                    "personal": {"text": f"楼道灯坏了 {number}-{turn}"}}  # fmt: skip
            return "whistle", self._text("POST", "/api/v1/whistles", INTAKE, body, f"web-{number}-{turn}")
        ticket = self.random.choice(self.tickets)
        if chosen < 0.4:
            return "acknowledge", self._text("POST", f"/api/v1/tickets/{ticket}/acknowledge", handler, {}, f"ack-{number}-{turn}")
        if chosen < 0.5:
            return "list", self._text("GET", "/api/v1/tickets?limit=20", "platform-1")
        return "get", self._text("GET", f"/api/v1/tickets/{ticket}", INTAKE)

    def _text(self, method: str, path: str, member: str, body: dict | None = None, key: str = "") -> bytes:
        lines = [f"{method} {path} HTTP/1.1", "Host: localhost", f"Authorization: Bearer {self.token[member]}"]
        content = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
        if body is not None:
            lines += ["Content-Type: application/json", f"Content-Length: {len(content)}", f"Idempotency-Key: {key}"]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + content

    @staticmethod
    async def _answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        if not head.startswith("HTTP/1.1 "):
            raise ValueError(f"no answer: {head[:60]!r}")
        status = int(head.split(" ", 2)[1])
        fields = {name.lower(): value for name, _, value in (line.partition(": ") for line in head.split("\r\n")[1:])}
        return status, await reader.readexactly(int(fields.get("content-length", 0)))

    # ---- who listens ----

    async def _listen(self, stream: Stream, ended: asyncio.Event) -> None:
        while not ended.is_set():
            reader, writer = await asyncio.open_connection(*self.address, limit=1 << 20)
            lines = ["GET /api/v1/feed HTTP/1.0", "Host: localhost", f"Authorization: Bearer {stream.token}"]
            if stream.place:
                lines.append(f"Last-Event-ID: {stream.place - 1}")
            writer.write("\r\n".join(lines).encode() + b"\r\n\r\n")
            head = await reader.readuntil(b"\r\n\r\n")
            if head.startswith(b"HTTP/1.0 503") or head.startswith(b"HTTP/1.1 503"):  # has too much to do: later
                self.result.statuses["feed", 503] += 1
                writer.close()
                await asyncio.sleep(1)
                continue
            if b" 200 " not in head[:20]:
                raise RuntimeError(f"{stream.member}: {head!r}")
            while await self._event(reader, stream):
                pass
            writer.close()
            stream.resumed += 1

    async def _event(self, reader: asyncio.StreamReader, stream: Stream) -> bool:
        try:
            event = await reader.readuntil(b"\n\n")
        except asyncio.LimitOverrunError as error:
            raise RuntimeError(f"{stream.member}: an event of more than a mebibyte") from error
        except (asyncio.IncompleteReadError, OSError):
            return False
        if event.startswith(b": the journal from "):
            begin = int(event.split(b" ", 5)[4])
            stream.begin = stream.begin or begin
            stream.place = stream.place or begin
        elif event.startswith(b"id: "):
            number = int(event[4 : event.index(b"\n")])
            if b"\nevent: entry\n" in event:
                self._note(stream, number, event)
            stream.place = number + 1
        return True

    def _note(self, stream: Stream, number: int, event: bytes) -> None:
        stream.disordered += number < stream.place
        stream.told.append(number)
        self.result.events += 1
        self.sampled += 1
        if self.sampled % 16 == 0:  # of every sixteenth, for there are many
            at = event.index(b'"timeUs":"') + 10
            self.result.lags.append(time.time() - int(event[at : event.index(b'"', at)]) / 1e6)

    async def _until_told(self, listeners: list[asyncio.Task]) -> None:
        """Streams that have nothing more to be told know it from their position, every 15 seconds."""
        client = self.engine.client()
        end = client.query(get_status={}).get_status.next_sequence
        client.close()
        self.result.entries = end
        patience = time.monotonic() + _QUIET_SECONDS
        while time.monotonic() < patience and any(stream.place < end for stream in self.result.streams):
            self._raise_failures(listeners)
            await asyncio.sleep(0.1)

    # ---- what is held against the journal ----

    def _compare(self) -> None:
        """Each stream with what its member may see of the journal; of one member the journal is asked once."""
        visible: dict[str, list[int]] = {}
        for stream in self.result.streams:
            if stream.member not in visible:
                visible[stream.member] = self._journal_of(stream.member)
            last = self.result.entries
            expected = [number for number in visible[stream.member] if stream.begin <= number < last]
            told = [number for number in stream.told if number < last]
            self.result.compared += 1
            if told != expected:
                missing, extra = set(expected) - set(told), set(told) - set(expected)
                self.result.wrong_streams.append(f"{stream.member} from {stream.begin} at {stream.place} of {last}: {len(missing)} missing, {len(extra)} too many, "
                                                 f"{len(told) - len(set(told))} twice, {stream.disordered} out of order, resumed {stream.resumed} times")  # fmt: skip

    def _journal_of(self, member: str) -> list[int]:
        client = self.engine.client()
        found, at = [], 0
        while True:
            reply = client.query(claimed_member=member, fetch_entries={"from": at, "limit": 1000})
            if not reply.HasField("fetch_entries"):
                if reply.refusal.code == 0:
                    raise RuntimeError(f"{member}: {reply}")
                time.sleep(0.05)  # the rate, or too much to do
                continue
            fetched = reply.fetch_entries
            found += [entry.sequence for entry in fetched.entries]
            at = fetched.cursor
            if at >= self.result.entries:
                client.close()
                return found

    async def _weigh(self) -> None:
        while True:
            self.result.memory_mib.append(self.engine.resident_bytes() / (1 << 20))
            await asyncio.sleep(1)
