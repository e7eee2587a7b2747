"""A command platform orders work and is told what becomes of it, while it fails in every way and is killed, and so is the engine: afterwards
it has each event of each of its orders, none missing, in order, and what it reckons from them is what the engine reconciles.

    WHISTLE_EVENTS=10000 … platform_simulator_test.py       # so many events; without it a tenth
"""

import hashlib
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from delivery_receiver import WAIT_SECONDS
from live_engine import DISTRICT, PROGRAMS, Engine, accepted

EVENTS = int(os.environ.get("WHISTLE_EVENTS", "1000"))
KILLS = 5  # of each side
SEED = int(os.environ.get("WHISTLE_SEED", random.randrange(1 << 32)))
SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
FLAGS = ["--plain", "--clock", "follow"]
QUICK = {"timeout_ms": 2000, "pause_first_ms": 5, "pause_most_ms": 80, "in_flight": 16}
START_US = 1_790_000_000_000_000
PLATFORM, HANDLER = "platform-1", "f-xiangrui-handler-1"
STATE_AFTER = {"ticketDispatched": "DISPATCHED", "ticketAcknowledged": "ACKNOWLEDGED", "ticketResolved": "VERIFYING", "ticketClosed": "CLOSED"}


class Simulator:
    """The process of the platform, and its database."""

    def __init__(self, directory: Path):
        self.directory = directory
        self.directory.mkdir()
        self.process: subprocess.Popen | None = None
        self.lives = 0

    def start(self) -> None:
        script = Path(__file__).resolve().parent.parent / "support" / "platform_simulator.py"
        port = (self.directory / "port").read_text() if (self.directory / "port").exists() else "0"
        (self.directory / "port").unlink(missing_ok=True)
        self.lives += 1
        self.process = subprocess.Popen([sys.executable, "-B", script, self.directory, port, SECRET, str(SEED + self.lives)])
        while not (self.directory / "port").exists():
            assert self.process.poll() is None, "the platform did not start"

    def kill(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait(WAIT_SECONDS)
            self.process = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{(self.directory / 'port').read_text()}/in"

    def rows(self, question: str) -> list[tuple]:
        kept = sqlite3.connect(self.directory / "kept.sqlite", timeout=WAIT_SECONDS)
        try:
            return kept.execute(question).fetchall()
        finally:
            kept.close()

    def count(self) -> int:
        return self.rows("SELECT COUNT(*) FROM taken")[0][0]


class Agreement(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="whistle-")
        self.addCleanup(directory.cleanup)
        self.directory = Path(directory.name)
        self.engine = Engine(self.directory)
        self.addCleanup(self.engine.end)
        self.platform = Simulator(self.directory / "platform")
        self.addCleanup(self.platform.kill)
        self.orders = 0

    def start_engine(self) -> None:
        self.engine.start(*FLAGS, "--deliveries", str(self.directory / "deliveries.yaml"))
        self.client = self.engine.client()
        self.addCleanup(self.client.close)

    def order(self) -> None:
        """Four events: pushed, taken, done, and called back."""
        self.orders += 1
        order = {"kind": 1, "source": 5, "category": "P03", "occurred_at_us": START_US + self.orders * 1_000_000,
                 "location": {"estate": "QC-BAOTONG-01"}, "personal": {"text": "平台派单"}}  # fmt: skip
        ticket = accepted(self.client.command(f"order-{self.orders}", PLATFORM, blow_whistle=order)).ticket
        accepted(self.client.command(f"a{ticket}", HANDLER, acknowledge_ticket={"ticket": ticket}))
        resolve = {"ticket": ticket, "outcome": 1, "evidence": [{"kind": 3}], "personal": {"text": "已修复"}}
        accepted(self.client.command(f"r{ticket}", HANDLER, resolve_ticket=resolve))
        accepted(self.client.command(f"c{ticket}", PLATFORM, confirm_resolution={"ticket": ticket, "rating": 5}))

    def deliveries(self, *arguments: str) -> dict:
        command = [PROGRAMS / "whistled", "deliveries", arguments[0], "--data", self.engine.data, *arguments[1:]]
        done = subprocess.run(command, capture_output=True, text=True, timeout=WAIT_SECONDS, check=True)
        return json.loads(done.stdout) if "json" in arguments else {}

    def expected(self) -> dict[int, int | None]:
        """What the platform may see, by the journal."""
        entries, cursor = {}, 0
        while True:
            told = self.client.query(PLATFORM, fetch_entries={"from": cursor, "limit": 1000}).fetch_entries
            entries |= {entry.sequence: entry.ticket if entry.HasField("ticket") else None for entry in told.entries}
            if told.cursor >= told.next_sequence:
                return entries
            cursor = told.cursor

    def until_all_is_told(self) -> None:
        (self.platform.directory / "good").touch()
        while True:
            facts = self.deliveries("list", "-o", "json")["subscribers"][0]
            if int(facts["dead"]) > 0:
                self.deliveries("retry", "platform", "all")
            elif int(facts["backlog"]) == 0:
                return

    def test_after_all_failures_both_sides_hold_the_same(self):
        print(f"seed {SEED}")
        dice = random.Random(SEED)
        self.platform.start()
        secret = self.directory / "platform.secret"
        secret.write_text(SECRET + "\n")
        secret.chmod(0o600)
        subscriber = QUICK | {"name": "platform", "url": self.platform.url, "secrets": secret.name, "member": PLATFORM, "from": 0}
        (self.directory / "deliveries.yaml").write_text(json.dumps({"schema": 1, "subscribers": [subscriber]}))
        self.engine.init(DISTRICT, "--clock-start", "2026-01-01T00:00:00+08:00")
        self.start_engine()
        orders = EVENTS // 4
        kills = sorted(dice.sample(range(1, orders), 2 * KILLS))
        for number in range(orders):
            self.order()
            if number not in kills:
                continue
            if kills.index(number) % 2:
                self.client.close()
                self.engine.kill()
                self.start_engine()
            else:
                self.platform.kill()
                self.platform.start()
        self.until_all_is_told()
        self.check_events()
        self.check_reconciliation()
        print(f"{self.platform.count()} events of {orders} orders, platform and engine killed {KILLS} times each: none missing, in order, reconciled")

    def check_events(self) -> None:
        self.assertEqual(self.platform.rows("SELECT what FROM faults"), [])
        expected = self.expected()
        taken = [int(row[0]) for row in self.platform.rows("SELECT id FROM taken WHERE id NOT LIKE 'checkpoint-%' ORDER BY place")]
        self.assertEqual(set(taken), set(expected), "each event, and no other")
        last: dict[int | None, int] = {}
        for sequence in taken:
            ticket = expected[sequence]
            if ticket is not None:
                self.assertGreater(sequence, last.get(ticket, -1), "in order per ticket")
                last[ticket] = sequence

    def check_reconciliation(self) -> None:
        """Reckoned from what was delivered alone, as the handbook says."""
        tickets: dict[int, list] = {}
        for subject, body in self.platform.rows("SELECT subject, body FROM taken WHERE id NOT LIKE 'checkpoint-%' ORDER BY CAST(id AS INTEGER)"):
            entry = json.loads(body)["data"]
            if "ticket" not in entry:
                continue
            state = tickets.setdefault(int(entry["ticket"]), [subject, "", 0])
            state[2] = int(entry["sequence"])
            for event in entry["events"]:
                state[1] = next((STATE_AFTER[name] for name in event if name in STATE_AFTER), state[1])
        reckoned: dict[str, bytes] = {}
        for _, (number, state, entry) in sorted(tickets.items()):
            reckoned[state] = hashlib.sha256(reckoned.get(state, bytes(32)) + f"{number} {state} {entry}\n".encode()).digest()
        query: dict = {}
        while True:
            told = self.client.query(PLATFORM, reconcile={"limit": 1000, **query}).reconcile
            if not told.more:
                break
            query = {"cursor": told.cursor}
        names = told.states[0].DESCRIPTOR.fields_by_name["state"].enum_type.values_by_number
        engine = {names[row.state].name.removeprefix("TICKET_STATE_"): row.sha256 for row in told.states if row.count}
        self.assertEqual(reckoned, engine)
        self.assertEqual(sum(row.count for row in told.states), self.orders)


if __name__ == "__main__":
    unittest.main()
