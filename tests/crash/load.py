"""Load on a daemon that will be killed: many commands in flight, and a memory of what was sent and what was answered."""

import hashlib
import random
from collections.abc import Callable
from dataclasses import dataclass, field

from live_engine import DISTRICT, Client, Engine, command_request, photo
from whistle.v1 import common_pb2, entry_pb2, service_pb2

IN_FLIGHT = 64
ACKNOWLEDGED_SHARE = 0.4  # of the tickets
CLOSED_CATEGORY = "P03"  # what is acknowledged of these is resolved, with a photo, and confirmed too
PHOTO_BYTES = 5_000
APART_US = 6 * 1_000_000  # between two whistles, at most


def read_csv(name: str) -> list[list[str]]:
    return [line.split(",") for line in (DISTRICT / name).read_text(encoding="utf-8").splitlines()[1:]]


def handlers() -> dict[str, str]:
    """One handler of each party."""
    found = {}
    for code, _, party, _, roles in read_csv("members.csv"):
        if "handler" in roles.split(";"):
            found.setdefault(party, code)
    return found


@dataclass
class Load:
    """Whistles from an intake, acknowledgements by those they were dispatched to, some tickets brought to their end. With `now_us`
    the whistles say when they occurred, each a little later, so that time which follows them moves and clocks are missed."""

    chance: random.Random
    now_us: int = 0
    sent: dict[str, service_pb2.Request] = field(default_factory=dict)  # by key, not answered
    answered: dict[str, service_pb2.Accepted] = field(default_factory=dict)  # by key
    requests: dict[str, service_pb2.Request] = field(default_factory=dict)  # of the answered, by key
    heard: list[str] = field(default_factory=list)  # keys answered since they were last asked about
    number: int = 0

    def __post_init__(self):
        self.estates = [row[0] for row in read_csv("estates.csv")]
        self.handlers = handlers()
        self.waiting: list[service_pb2.Request] = []  # acts to send
        self.in_flight: dict[int, str] = {}  # correlation -> key

    def whistle(self) -> service_pb2.Request:
        self.number += 1
        if self.now_us:
            self.now_us += self.chance.randrange(APART_US)
        text = f"第{self.number}号：" + self.chance.choice(["楼道灯不亮", "垃圾没有清运", "下水道堵了", "电动车飞线充电"])
        return command_request(
            f"w-{self.number}",
            claimed_member="intake-app",
            blow_whistle={
                "kind": common_pb2.WHISTLE_KIND_RESIDENT,
                "source": common_pb2.SOURCE_RESIDENT,
                "category": self.chance.choice(["P03", "E0110", "E0503", "E0108", "P02"]),
                "location": {"estate": self.chance.choice(self.estates)},
                "occurred_at_us": self.now_us,
                "personal": {"text": text, "reporter": {"name": "张三", "phone": "13800138012"}},
            },
        )

    def next_request(self) -> service_pb2.Request:
        return self.waiting.pop() if self.waiting else self.whistle()

    def send(self, client: Client, request: service_pb2.Request) -> None:
        key = request.key or f"chunk of {request.put_chunk.ticket}"
        self.sent[key] = request
        self.in_flight[client.send(request)] = key

    def take(self, reply: service_pb2.Reply) -> None:
        key = self.in_flight.pop(reply.correlation)
        request = self.sent.pop(key)
        if reply.HasField("put_chunk"):
            chunk = request.put_chunk
            named = {"ticket": chunk.ticket, "sha256": chunk.sha256}
            self.waiting.append(command_request(f"p-{chunk.ticket}", request.claimed_member, put_attachment=named))
            return
        if reply.WhichOneof("body") != "accepted":
            # Another act, or a ladder, was faster; whistles are always accepted.
            assert request.command.WhichOneof("body") != "blow_whistle", reply
            return
        self.remember(key, request, reply.accepted)
        self.follow_up(key, request, reply.accepted)

    def remember(self, key: str, request: service_pb2.Request, accepted: service_pb2.Accepted) -> None:
        assert self.answered.setdefault(key, accepted) == accepted, key
        self.requests[key] = request
        self.heard.append(key)

    def follow_up(self, key: str, request: service_pb2.Request, accepted: service_pb2.Accepted) -> None:
        """The next act on the ticket, if there is to be one."""
        ticket = {"ticket": accepted.ticket}
        body = request.command.WhichOneof("body")
        if body == "blow_whistle" and self.chance.random() < ACKNOWLEDGED_SHARE:
            leads = [event.ticket_dispatched.lead for event in accepted.events if event.HasField("ticket_dispatched")]
            if leads[-1] in self.handlers:
                self.waiting.append(command_request(f"a-{key}", self.handlers[leads[-1]], acknowledge_ticket=ticket))
        elif body == "acknowledge_ticket" and self.requests[key.removeprefix("a-")].command.blow_whistle.category == CLOSED_CATEGORY:
            self.waiting.append(photo_of(accepted.ticket, request.claimed_member))
        elif body == "put_attachment":
            evidence = [{"kind": common_pb2.EVIDENCE_PHOTO_AFTER, "sha256": request.command.put_attachment.sha256}]
            done = {"outcome": common_pb2.OUTCOME_FIXED, "evidence": evidence, "personal": {"text": "已修复"}, **ticket}
            self.waiting.append(command_request(f"r-{key}", request.claimed_member, resolve_ticket=done))
        elif body == "resolve_ticket":
            self.waiting.append(command_request(f"c-{key}", "intake-app", confirm_resolution={"rating": 5, **ticket}))

    def run(self, engine: Engine, answers: int, during: Callable[[], None] = lambda: None) -> None:
        """Keeps IN_FLIGHT commands in flight until so many are answered; calls `during` half way, and returns with the others still on
        their way. `end` waits for them."""
        client = engine.client()
        self.in_flight = {}
        for _ in range(IN_FLIGHT):
            self.send(client, self.next_request())
        for answer in range(answers):
            reply = client.receive()
            assert reply is not None, "no answer"
            self.take(reply)
            self.send(client, self.next_request())
            if answer == answers // 2:
                during()
        self.client = client

    def end(self) -> None:
        while self.in_flight:
            reply = self.client.receive()
            assert reply is not None, "no answer"
            self.take(reply)

    def repeat_answered(self, engine: Engine, most: int) -> int:
        """Sends some of what was answered again, half of it acts that closed their tickets: the answer is the same. Returns how
        many those were."""
        closings = [key for key in self.answered if key.startswith("c-")]
        some = [self.chance.sample(keys, min(most // 2, len(keys))) for keys in (closings, list(self.answered))]
        client = engine.client()
        for key in some[0] + some[1]:
            reply = client.ask(self.requests[key])
            assert reply.accepted == self.answered[key], key
        client.close()
        return len(some[0])

    def repeat_unanswered(self, engine: Engine) -> dict[str, service_pb2.Reply]:
        """Sends again, under the same keys, whatever got no answer; returns the answers by key."""
        client = engine.client()
        replies = {}
        for key, request in sorted(self.sent.items()):
            if request.HasField("put_chunk"):  # no command: it is sent like any other
                self.waiting.append(self.sent.pop(key))
                continue
            replies[key] = client.ask(request)
        client.close()
        for key, reply in replies.items():
            request = self.sent.pop(key)
            if reply.WhichOneof("body") == "accepted":
                self.remember(key, request, reply.accepted)
                self.follow_up(key, request, reply.accepted)
        return replies


def photo_of(ticket: int, member: str) -> service_pb2.Request:
    """All of it in one chunk."""
    content = photo(f"of {ticket}", PHOTO_BYTES)
    chunk = {"ticket": ticket, "sha256": hashlib.sha256(content).digest(), "size": len(content), "content": content}
    return service_pb2.Request(claimed_member=member, put_chunk=chunk)


def fetch_file(client: Client, ticket: int, sha256: bytes) -> bytes:
    named = {"ticket": ticket, "sha256": sha256}
    return client.query(claimed_member="supervisor-1", fetch_attachment=named).fetch_attachment.content


def fetch_all(engine: Engine, first: int = 0) -> list[bytes]:
    """The journal from that entry on, as stored."""
    client = engine.client()
    entries: list[bytes] = []
    while True:
        start = first + len(entries)
        request = service_pb2.Request(claimed_member="auditor-1", fetch_entries={"from": start, "limit": 1000, "raw": True})
        page = client.ask(request).fetch_entries
        entries += page.raw
        if page.cursor == page.next_sequence:
            client.close()
            assert first + len(entries) == page.next_sequence
            return entries


def parse(raw: bytes) -> entry_pb2.Entry:
    assert raw[0] == 1
    return entry_pb2.Entry.FromString(raw[1:])


def list_all(engine: Engine, after: int = 0, **conditions) -> list[service_pb2.Ticket]:
    client = engine.client()
    tickets: list[service_pb2.Ticket] = []
    while True:
        query = {"after": after, "limit": 500, **conditions}
        page = client.query(claimed_member="auditor-1", list_tickets=query).list_tickets
        tickets += page.tickets
        after = page.cursor
        if not page.more:
            client.close()
            return tickets
