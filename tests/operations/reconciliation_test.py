"""In which state every ticket was: what the engine tells, page by page, is what somebody who followed its entries reckons."""

import hashlib
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

from live_engine import DISTRICT, PROGRAMS, Engine, accepted, arguments, refusal_name
from web_client import ask, issue_token
from whistle.v1 import common_pb2

START_US = 1_790_000_000_000_000  # 2026-09-21 21:33:20 of the district
NIGHT_US = 3 * 3_600_000_000  # until it is the next day, and nobody has missed anything
HANDLER = "f-xiangrui-handler-1"
# What an event makes of its ticket's state, as far as this test acts.
STATE_AFTER = {"ticket_dispatched": "DISPATCHED", "ticket_acknowledged": "ACKNOWLEDGED", "ticket_resolved": "VERIFYING", "ticket_closed": "CLOSED"}


def digest(lines: list[str]) -> bytes:
    told = bytes(32)
    for line in lines:
        told = hashlib.sha256(told + line.encode()).digest()
    return told


class Reconciliation(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="whistle-")
        self.addCleanup(directory.cleanup)
        self.engine = Engine(Path(directory.name))
        self.addCleanup(self.engine.end)
        self.engine.init(DISTRICT, "--clock-start", "2026-09-01T00:00:00+08:00")
        self.engine.start("--plain", "--clock", "follow", "--http", "http://127.0.0.1:*")
        self.client = self.engine.client()
        self.addCleanup(self.client.close)

    def blow(self, number: int, at_us: int, member: str = "intake-app") -> int:
        whistle = {"kind": 1, "source": 5 if member == "platform-1" else 1, "category": "P03", "occurred_at_us": at_us, "location": {"estate": "QC-BAOTONG-01"}}
        return accepted(self.client.command(f"w{number}", member, blow_whistle=whistle)).ticket

    def act(self, ticket: int, steps: int) -> None:
        resolve = {"outcome": 1, "evidence": [{"kind": common_pb2.EVIDENCE_NOTE}], "personal": {"text": "已修复"}}
        acts = [(HANDLER, "acknowledge_ticket", {}), (HANDLER, "resolve_ticket", resolve), ("intake-app", "confirm_resolution", {"rating": 5})]
        for member, name, fields in acts[:steps]:
            accepted(self.client.command(f"{name}-{ticket}", member, **{name: {"ticket": ticket, **fields}}))

    def followed(self, member: str, next_sequence: int) -> dict[str, list[str]]:
        """The lines of each state, from the entries alone."""
        tickets: dict[int, list] = {}
        told = self.client.query(member, fetch_entries={"from": 0, "limit": 1000}).fetch_entries
        for entry in told.entries:
            if entry.sequence >= next_sequence or not entry.HasField("ticket"):
                continue
            number = self.client.query(member, get_ticket={"ticket": entry.ticket}).get_ticket.ticket.number
            state = tickets.setdefault(entry.ticket, [number, "", 0])
            state[2] = entry.sequence
            for event in entry.events:
                state[1] = STATE_AFTER.get(event.WhichOneof("body"), state[1])
        lines: dict[str, list[str]] = {}
        for ticket in sorted(tickets):
            number, state, entry = tickets[ticket]
            lines.setdefault(state, []).append(f"{number} {state} {entry}\n")
        return lines

    def reconcile(self, member: str, limit: int = 3, **first):
        """The last page, and the tickets of all."""
        tickets = []
        query = first
        while True:
            reply = self.client.query(member, reconcile={"limit": limit, **query})
            self.assertEqual(reply.WhichOneof("body"), "reconcile", reply)
            self.assertLessEqual(len(reply.reconcile.tickets), limit)
            tickets += reply.reconcile.tickets
            if not reply.reconcile.more:
                return reply.reconcile, tickets
            query = {"cursor": reply.reconcile.cursor}

    def check(self, member: str, **first):
        told, tickets = self.reconcile(member, **first)
        expected = self.followed(member, told.next_sequence)
        names = {state.state: common_pb2.TicketState.Name(state.state).removeprefix("TICKET_STATE_") for state in told.states}
        self.assertEqual({names[state.state]: (state.count, state.sha256) for state in told.states},
                         {state: (len(lines), digest(lines)) for state, lines in expected.items()})  # fmt: skip
        self.assertEqual([ticket.ticket for ticket in tickets], sorted(ticket.ticket for ticket in tickets))
        self.assertEqual(len(tickets), sum(map(len, expected.values())))
        return told

    def test_states_are_told_as_they_were_and_as_they_are(self):
        tickets = [self.blow(number, START_US + number * 1_000_000) for number in range(20)]
        for number, ticket in enumerate(tickets):
            self.act(ticket, number % 4)
        middle = self.check("supervisor-1").next_sequence
        next_day = self.blow(100, START_US + NIGHT_US, "platform-1")
        for ticket in tickets[::4]:
            self.act(ticket, 3)
        now = self.check("supervisor-1")
        self.assertGreater(now.next_sequence, middle)
        self.check("supervisor-1", next_sequence=middle)
        self.check("supervisor-1", next_sequence=tickets[10])
        self.check("intake-app", next_sequence=middle)
        told, seen = self.reconcile("platform-1")
        self.assertEqual([ticket.ticket for ticket in seen], [next_day])
        by_day = self.check("supervisor-1", date="2026-09-21")
        self.assertLessEqual(by_day.next_sequence, next_day)
        self.assertEqual(by_day, self.reconcile("supervisor-1", next_sequence=by_day.next_sequence)[0])
        self.assertEqual(self.check("supervisor-1", limit=1000).states, now.states)

    def test_it_is_asked_over_http_too(self):
        for number in range(5):
            self.blow(number, START_US + number)
        token = issue_token(self.client, "supervisor-1", claimed_member="admin-1")
        pages = [ask(self.engine, "GET", "/api/v1/reconciliation?limit=2", token)]
        while pages[-1].headers["Link"]:  # as it stands
            self.assertTrue(pages[-1].json()["more"])
            link = re.fullmatch(r'<(/api/v1/reconciliation\?limit=2&cursor=[^>]+)>; rel="next"', pages[-1].headers["Link"])
            pages.append(ask(self.engine, "GET", link[1], token))
        self.assertFalse(pages[-1].json()["more"])
        self.assertEqual([page.status for page in pages], [200] * len(pages))
        self.assertEqual(sum(len(page.json()["tickets"]) for page in pages), 5)
        self.assertEqual(pages[-1].json()["states"][0]["count"], "5")

    def test_the_client_tells_the_same(self):
        for number in range(5):
            self.blow(number, START_US + number)
        told, _ = self.reconcile("supervisor-1")
        command = [PROGRAMS / "whistle", "--data", self.engine.data, "--plain", "--as", "supervisor-1", "reconcile", "--tickets"]
        text = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout
        self.assertIn(told.states[0].sha256.hex(), text)
        self.assertEqual(text.count("20260921-"), 5)

    def test_who_may_not_and_what_cannot_be_is_refused(self):
        self.blow(1, START_US)
        refused = self.client.query(HANDLER, reconcile={})
        self.assertEqual((refusal_name(refused), arguments(refused)["needs"]), ("NOT_PERMITTED", "intake, platform, supervisor or auditor"))
        for query, field in (({"date": "2026-09-21"}, "date"), ({"date": "yesterday"}, "date"), ({"next_sequence": 1 << 40}, "next_sequence"),
                             ({"cursor": b"\xff"}, "cursor"), ({"cursor": b"x", "date": "2026-09-01"}, "cursor"),
                             ({"date": "2026-09-01", "next_sequence": 1}, "date")):  # fmt: skip
            reply = self.client.query("supervisor-1", reconcile=query)
            self.assertEqual((refusal_name(reply), arguments(reply)["field"]), ("INVALID", field), query)
        self.assertEqual(refusal_name(self.client.query("supervisor-1", reconcile={"limit": 1001})), "TOO_LARGE")


if __name__ == "__main__":
    unittest.main()
