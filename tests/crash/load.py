"""Load on a daemon that will be killed: many commands in flight, and a memory of what was sent and what was answered."""

import random
from dataclasses import dataclass, field

from live_engine import DISTRICT, Client, Engine, command_request
from whistle.v1 import common_pb2, entry_pb2, service_pb2

IN_FLIGHT = 64
ACKNOWLEDGED_SHARE = 0.4  # of the tickets


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
    """Whistles from an intake, acknowledgements by those they were dispatched to."""

    chance: random.Random
    sent: dict[str, service_pb2.Request] = field(default_factory=dict)  # by key, not answered
    answered: dict[str, service_pb2.Accepted] = field(default_factory=dict)  # by key
    number: int = 0

    def __post_init__(self):
        self.estates = [row[0] for row in read_csv("estates.csv")]
        self.handlers = handlers()
        self.waiting: list[service_pb2.Request] = []  # acknowledgements to send
        self.in_flight: dict[int, str] = {}  # correlation -> key

    def whistle(self) -> service_pb2.Request:
        self.number += 1
        text = f"第{self.number}号：" + self.chance.choice(["楼道灯不亮", "垃圾没有清运", "下水道堵了", "电动车飞线充电"])
        return command_request(
            f"w-{self.number}",
            claimed_member="intake-app",
            blow_whistle={
                "kind": common_pb2.WHISTLE_KIND_RESIDENT,
                "source": common_pb2.SOURCE_RESIDENT,
                "category": self.chance.choice(["P03", "E0110", "E0503", "E0108", "P02"]),
                "location": {"estate": self.chance.choice(self.estates)},
                "personal": {"text": text, "reporter": {"name": "张三", "phone": "13800138012"}},
            },
        )

    def next_request(self) -> service_pb2.Request:
        return self.waiting.pop() if self.waiting else self.whistle()

    def send(self, client: Client, request: service_pb2.Request) -> None:
        self.sent[request.key] = request
        self.in_flight[client.send(request)] = request.key

    def take(self, reply: service_pb2.Reply) -> None:
        key = self.in_flight.pop(reply.correlation)
        request = self.sent.pop(key)
        if reply.WhichOneof("body") != "accepted":
            # Another acknowledgement, or a ladder, was faster; whistles are always accepted.
            assert request.command.WhichOneof("body") == "acknowledge_ticket", reply
            return
        assert self.answered.setdefault(key, reply.accepted) == reply.accepted, key
        for event in reply.accepted.events:
            lead = event.ticket_dispatched.lead
            if event.HasField("ticket_dispatched") and lead in self.handlers and self.chance.random() < ACKNOWLEDGED_SHARE:
                ticket = {"ticket": reply.accepted.ticket}
                self.waiting.append(command_request(f"a-{key}", self.handlers[lead], acknowledge_ticket=ticket))

    def run(self, engine: Engine, answers: int) -> None:
        """Keeps IN_FLIGHT commands in flight until so many are answered; returns with the others still on their way."""
        client = engine.client()
        self.in_flight = {}
        for _ in range(IN_FLIGHT):
            self.send(client, self.next_request())
        for _ in range(answers):
            reply = client.receive()
            assert reply is not None, "no answer"
            self.take(reply)
            self.send(client, self.next_request())
        self.client = client

    def repeat_unanswered(self, engine: Engine) -> dict[str, service_pb2.Reply]:
        """Sends again, under the same keys, whatever got no answer; returns the answers by key."""
        client = engine.client()
        replies = {}
        for key, request in sorted(self.sent.items()):
            replies[key] = client.ask(request)
        client.close()
        for key, reply in replies.items():
            del self.sent[key]
            if reply.WhichOneof("body") == "accepted":
                assert self.answered.setdefault(key, reply.accepted) == reply.accepted, key
        return replies


def fetch_all(engine: Engine) -> list[bytes]:
    """The whole journal, as stored."""
    client = engine.client()
    entries: list[bytes] = []
    while True:
        request = service_pb2.Request(claimed_member="auditor-1", fetch_entries={"from": len(entries), "limit": 1000, "raw": True})
        page = client.ask(request).fetch_entries
        entries += page.raw
        if page.cursor == page.next_sequence:
            client.close()
            assert len(entries) == page.next_sequence
            return entries


def parse(raw: bytes) -> entry_pb2.Entry:
    assert raw[0] == 1
    return entry_pb2.Entry.FromString(raw[1:])


def list_all(engine: Engine, **conditions) -> list[service_pb2.Ticket]:
    client = engine.client()
    tickets: list[service_pb2.Ticket] = []
    after = 0
    while True:
        query = {"after": after, "limit": 500, **conditions}
        page = client.query(claimed_member="auditor-1", list_tickets=query).list_tickets
        tickets += page.tickets
        after = page.cursor
        if not page.more:
            client.close()
            return tickets
