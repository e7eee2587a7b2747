"""Deliveries to a platform that fails in every way, by an engine that is killed: each entry that the subscriber's member may see arrives at
least once, in order per ticket, signed, and nothing else does."""

import base64
import json
import os
import random
import signal
import stat
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

from delivery_receiver import CUT, HOLD, Delivery, Receiver
from live_engine import DISTRICT, PROGRAMS, Engine, accepted
from whistle.v1 import common_pb2

FLAGS = ["--plain", "--clock", "follow", "--checkpoint-every", "1"]
START_US = 1_790_000_000_000_000
HANDLER = "f-xiangrui-handler-1"
KILLS = 4
ROUNDS = 12  # of whistles and acts, between two kills
QUICK = {"timeout_ms": 400, "pause_first_ms": 5, "pause_most_ms": 40, "checkpoint_every_s": 1}


def secret() -> str:
    return "whsec_" + base64.b64encode(os.urandom(32)).decode()


def write_certificate(directory: Path) -> Path:
    """Certificate and key in one file, for localhost, signed by itself."""
    pem, key = directory / "receiver.pem", directory / "receiver.key"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
               "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", pem]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    both = directory / "receiver-both.pem"
    both.write_text(pem.read_text() + key.read_text())
    return both


class Moody:
    """A receiver's behaviour drawn from a seed: every way in which a platform can fail. What it refuses it takes once it is mended."""

    def __init__(self, seed: int):
        self.draw = random.Random(seed)
        self.good = False
        self.refused: set[int] = set()
        self.asked = 0

    def __call__(self, delivery: Delivery):
        if self.good:
            return 200
        if delivery.is_checkpoint:
            return self.draw.choice([200, 500])
        if delivery.sequence in self.refused:
            return 410
        drawn = self.draw.random()
        self.asked += 1
        due = not self.refused and self.asked > 20  # one at least, whatever is drawn
        if (drawn < 0.02 or due) and delivery.ticket is not None and len(self.refused) < 8:
            self.refused.add(delivery.sequence)
            return self.draw.choice([400, 404, 410, 422])
        if drawn < 0.30:
            return self.draw.choice([500, 503, 408, CUT, CUT, (429, {"Retry-After": "0"}), (503, {"Retry-After": "1"})])
        return HOLD if drawn < 0.32 else 200


class Case(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="whistle-")
        self.addCleanup(directory.cleanup)
        self.directory = Path(directory.name)
        self.engine = Engine(self.directory)
        self.addCleanup(self.engine.end)
        self.file = self.directory / "deliveries.yaml"
        self.whistles = 0
        self.orders: dict[int, str] = {}  # by ticket, of the platform's

    def receiver(self, *arguments, **named) -> Receiver:
        receiver = Receiver(*arguments, **named)
        receiver.start()
        self.addCleanup(receiver.go_away)
        return receiver

    def subscribe(self, *subscribers: dict) -> None:
        """JSON is YAML."""
        for subscriber in subscribers:
            secrets = self.directory / f"{subscriber['name']}.secret"
            secrets.write_text("\n".join(subscriber.pop("keys")) + "\n")
            secrets.chmod(0o600)
            subscriber["secrets"] = secrets.name
        self.file.write_text(json.dumps({"schema": 1, "subscribers": [QUICK | one for one in subscribers]}))

    def init(self):
        self.engine.init(DISTRICT, "--clock-start", "2026-01-01T00:00:00+08:00")

    def start(self):
        self.engine.start(*FLAGS, "--deliveries", str(self.file), "--operations", "http://127.0.0.1:*")
        self.client = self.engine.client()
        self.addCleanup(self.client.close)

    def blow(self, member: str = "intake-app", **fields) -> int:
        self.whistles += 1
        whistle = {"kind": 1, "source": 1, "category": "P03", "occurred_at_us": START_US + self.whistles * 1_000_000,
                   "location": {"estate": "QC-BAOTONG-01"}, "personal": {"text": "楼道灯坏了"}} | fields  # fmt: skip
        key = f"w{self.whistles}"
        ticket = accepted(self.client.command(key, member, blow_whistle=whistle)).ticket
        if whistle["source"] == common_pb2.SOURCE_PLATFORM:
            self.orders[ticket] = key
        return ticket

    def live(self) -> None:
        """A whistle of the intake and what becomes of it; now and then one of the platform."""
        ticket = self.blow()
        accepted(self.client.command(f"a{ticket}", HANDLER, acknowledge_ticket={"ticket": ticket}))
        resolve = {"ticket": ticket, "outcome": 1, "evidence": [{"kind": 3}], "personal": {"text": "已修复"}}
        accepted(self.client.command(f"r{ticket}", HANDLER, resolve_ticket=resolve))
        accepted(self.client.command(f"c{ticket}", "intake-app", confirm_resolution={"ticket": ticket, "rating": 5}))
        if self.whistles % 3 == 0:
            self.blow("platform-1", source=5)

    def seen_by(self, member: str) -> dict[int, int | None]:
        """Every entry that the member may see, and its ticket."""
        entries, cursor = {}, 0
        while True:
            told = self.client.query(member, fetch_entries={"from": cursor, "limit": 1000}).fetch_entries
            entries |= {entry.sequence: entry.ticket if entry.HasField("ticket") else None for entry in told.entries}
            if told.cursor >= told.next_sequence:
                return entries
            cursor = told.cursor

    def deliveries(self, *arguments: str, code: int = 0) -> str:
        command = [PROGRAMS / "whistled", "deliveries", arguments[0], "--data", self.engine.data, *arguments[1:]]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, code, done)
        return done.stdout if code == 0 else done.stderr

    def wait_for_log(self, words: str) -> None:
        while words not in self.engine.log():
            self.assertIsNone(self.engine.process.poll())

    def facts(self, subscriber: str) -> dict:
        told = json.loads(self.deliveries("list", "-o", "json"))["subscribers"]
        return next(one for one in told if one["name"] == subscriber)

    def dead(self, subscriber: str) -> list[dict]:
        return json.loads(self.deliveries("dead", subscriber, "-o", "json"))["deadLetters"]

    def assert_in_order(self, receiver: Receiver, expected: dict[int, int | None], given_up: frozenset[int] = frozenset()) -> None:
        """Nothing of a ticket was even tried before all before it had been taken."""
        of_ticket: dict[int, list[int]] = {}
        for sequence in sorted(expected):
            if expected[sequence] is not None:
                of_ticket.setdefault(expected[sequence], []).append(sequence)
        first_tried: dict[int, int] = {}
        for at, delivery in enumerate(receiver.attempts):
            if not delivery.is_checkpoint:
                first_tried.setdefault(delivery.sequence, at)
        for sequences in of_ticket.values():
            tried = [first_tried[sequence] for sequence in sequences if sequence in first_tried]
            self.assertEqual(tried, sorted(tried), sequences)
        taken = list(receiver.taken)
        for sequences in of_ticket.values():
            order = [taken.index(sequence) for sequence in sequences if sequence not in given_up]
            self.assertEqual(order, sorted(order), sequences)


class Deliveries(Case):
    def test_every_entry_arrives_in_order_from_an_engine_that_is_killed(self):
        seed = int(os.environ.get("WHISTLE_SEED", random.randrange(1 << 32)))
        print(f"seed {seed}")
        keys = [[secret()], [secret(), secret()]]
        certificate = write_certificate(self.directory)
        moods = [Moody(seed), Moody(seed + 1)]
        whole = self.receiver(keys[0], moods[0])
        platform = self.receiver(keys[1], moods[1], certificate)
        self.subscribe(
            {"name": "whole", "url": whole.url, "keys": keys[0], "member": "supervisor-1", "from": 0, "in_flight": 4},
            {"name": "platform", "url": platform.url, "ca": "receiver.pem", "keys": keys[1], "member": "platform-1", "from": 0, "mode": "binary"},
        )
        self.init()
        for turn in range(KILLS):
            self.start()
            for _ in range(ROUNDS):
                self.live()
            tried = len(whole.attempts)
            whole.wait(lambda tried=tried: len(whole.attempts) > tried + 5)
            if turn == 1:
                whole.go_away()
                self.live()
                whole.start()
            self.client.close()
            self.engine.kill()
        self.start()
        for mood in moods:
            mood.good = True
        for receiver, member in ((whole, "supervisor-1"), (platform, "platform-1")):
            name = "whole" if receiver is whole else "platform"
            expected = self.seen_by(member)
            while set(receiver.taken) != set(expected):
                count = len(receiver.attempts)
                if any(not one.get("retrying") for one in self.dead(name)):
                    self.deliveries("retry", name, "all")
                receiver.wait(lambda: len(receiver.attempts) > count or set(receiver.taken) == set(expected))
            self.assertEqual(receiver.faults, [])
            self.assertEqual({delivery.sequence: delivery.ticket for delivery in receiver.taken.values()}, expected)
            self.assert_in_order(receiver, expected)
            receiver.wait(lambda: receiver.checkpoints)
            self.check_words(receiver)
        self.assertLess(platform.connections, len(platform.attempts), "connections are used again")
        self.assertGreater(len(moods[0].refused), 0, "nothing was refused: draw more")
        self.assertEqual(self.engine.stop(), 0)

    def check_words(self, receiver: Receiver) -> None:
        for delivery in receiver.taken.values():
            self.assertRegex(delivery.type, r"^whistle\.v1\.[a-z_]+$")
            self.assertRegex(delivery.source, r"^whistle/370790/[0-9a-f]{32}$")
            self.assertEqual(delivery.data["sequence"], delivery.id)
            if delivery.ticket is not None:
                self.assertRegex(delivery.subject, r"^\d{8}-\d{5,}-\d$")
                self.assertEqual(delivery.order, self.orders.get(delivery.ticket, ""))
        note = receiver.checkpoints[-1]["note"]
        self.assertEqual(note.splitlines()[0], next(iter(receiver.taken.values())).source)

    def test_a_dead_letter_holds_up_its_ticket_alone_until_it_is_retried_or_dropped(self):
        key = [secret()]
        refused: set[int] = set()
        receiver = self.receiver(key, lambda delivery: 410 if delivery.ticket in refused else 200)
        self.subscribe({"name": "p", "url": receiver.url, "keys": key, "member": "supervisor-1", "checkpoints": False})
        self.init()
        self.start()
        first, second, third = self.blow(), self.blow(), self.blow()
        receiver.wait(lambda: {first, second, third} <= set(receiver.taken))
        refused |= {first, second}
        acts = {ticket: accepted(self.client.command(f"a{ticket}", HANDLER, acknowledge_ticket={"ticket": ticket})).sequence
                for ticket in (first, second, third)}  # fmt: skip
        receiver.wait(lambda: acts[third] in receiver.taken)
        later = {}
        for ticket in (first, second, third):
            resolve = {"ticket": ticket, "outcome": 1, "evidence": [{"kind": 3}], "personal": {"text": "已修复"}}
            later[ticket] = accepted(self.client.command(f"r{ticket}", HANDLER, resolve_ticket=resolve)).sequence
        receiver.wait(lambda: later[third] in receiver.taken)
        self.assertEqual([int(one["sequence"]) for one in self.dead("p")], [acts[first], acts[second]])
        self.assertEqual(self.dead("p")[0]["status"], 410)
        self.assertFalse({later[first], later[second]} & {delivery.sequence for delivery in receiver.attempts})

        self.client.close()
        self.engine.kill()  # dead letters outlive the process
        self.start()
        self.assertEqual([int(one["sequence"]) for one in self.dead("p")], [acts[first], acts[second]])
        self.assertIn("no such dead letter", self.deliveries("retry", "p", "1", code=1))
        self.assertIn("no such subscriber", self.deliveries("dead", "q", code=1))
        refused.clear()
        self.assertIn("1 dead letter will be tried again", self.deliveries("retry", "p", str(acts[first])))
        receiver.wait(lambda: later[first] in receiver.taken)
        self.assertIn("1 dead letter dropped", self.deliveries("drop", "p", str(acts[second])))
        receiver.wait(lambda: later[second] in receiver.taken)
        self.assertNotIn(acts[second], receiver.taken)
        # What has ended is told from what is done by the word.
        self.assertIn(f"entry {acts[first]} has been delivered", self.deliveries("retry", "p", str(acts[first]), code=1))
        self.assertIn(f"entry {acts[second]} has been dropped", self.deliveries("drop", "p", str(acts[second]), code=1))
        self.assertIn("0 dead letters dropped", self.deliveries("drop", "p", "all"))
        seen = self.seen_by("supervisor-1")
        self.assert_in_order(receiver, seen, frozenset(seen) - frozenset(receiver.taken))
        self.assertEqual(receiver.faults, [])
        self.assertEqual(self.engine.stop(), 0)

    def test_a_dead_letter_that_is_under_way_is_told_so_and_left_as_it_is(self):
        key = [secret()]
        answer: list = [200]
        receiver = self.receiver(key, lambda delivery: answer[0])
        self.subscribe({"name": "p", "url": receiver.url, "keys": key, "member": "supervisor-1", "checkpoints": False, "timeout_ms": 120_000})
        self.init()
        self.start()
        answer[0] = 410
        tickets = [self.blow() for _ in range(3)]
        while not set(tickets) <= {int(one["sequence"]) for one in self.dead("p")}:
            self.assertIsNone(self.engine.process.poll())
        dead = len(self.dead("p"))  # the engine's own start too
        answer[0] = HOLD
        tried = len(receiver.attempts)
        self.assertIn("1 dead letter will be tried again", self.deliveries("retry", "p", str(tickets[0])))
        receiver.wait(lambda: len(receiver.attempts) > tried)
        for act in ("retry", "drop"):
            self.assertIn(f"entry {tickets[0]} is being sent at this moment", self.deliveries(act, "p", str(tickets[0]), code=1))
        answer[0] = 200
        self.assertIn(f"{dead - 1} dead letters will be tried again", self.deliveries("retry", "p", "all"))
        receiver.wait(lambda: set(tickets[1:]) <= set(receiver.taken))
        self.assertNotIn(tickets[0], receiver.taken)
        receiver.go_away()  # whoever held it breaks the connection
        receiver.start()
        receiver.wait(lambda: tickets[0] in receiver.taken)
        self.assertEqual(self.engine.stop(), 0)

    def test_a_receiver_that_hangs_costs_the_engine_no_memory_and_no_whistle(self):
        key = [secret()]
        receiver = self.receiver(key, lambda delivery: HOLD)
        self.subscribe({"name": "p", "url": receiver.url, "keys": key, "member": "supervisor-1", "timeout_ms": 100})
        self.init()
        self.start()
        for _ in range(1500):
            self.blow()
        receiver.wait(lambda: len(receiver.attempts) > 5)
        facts = self.facts("p")
        self.assertEqual(facts["delivered"], "0")
        self.assertGreater(int(facts["backlog"]), 1400)
        self.assertLess(facts["waiting"], 1200)  # 1,000 letters and a page
        metrics = subprocess.run(["curl", "-s", self.engine.endpoints["operations"] + "/metrics"], capture_output=True, text=True, check=True).stdout
        for name in ("backlog", "oldest_seconds", "attempts_total", "failures_total", "dead_letters", "breaker_open"):
            self.assertIn(f'whistle_delivery_{name}{{subscriber="p"}}', metrics)
        receiver.behave = lambda delivery: 200
        expected = set(self.seen_by("supervisor-1"))
        receiver.wait(lambda: len(receiver.taken) >= 1500)
        self.assertTrue(set(receiver.taken) <= expected)
        self.assertEqual(self.engine.stop(), 0)

    def test_a_receiver_is_sent_no_more_a_second_than_it_takes(self):
        key, arrived = [secret()], []

        def note(delivery: Delivery) -> int:
            arrived.append(time.monotonic())
            return 200

        receiver = self.receiver(key, note)
        self.subscribe({"name": "p", "url": receiver.url, "keys": key, "member": "supervisor-1", "checkpoints": False, "per_second": 20})
        self.init()
        self.start()
        tickets = {self.blow() for _ in range(20)}
        receiver.wait(lambda: tickets <= set(receiver.taken))
        # A request may be late, which the next one does not make up for: its own twentieth of a second begins then.
        self.assertGreaterEqual(arrived[-1] - arrived[0], 0.9 * (len(arrived) - 1) / 20)
        self.assertEqual(self.engine.stop(), 0)

    def test_filters_leave_out_what_is_not_asked_for(self):
        key = [secret()]
        receivers = {name: self.receiver(key) for name in ("events", "areas", "parties", "elsewhere")}
        common = {"keys": key, "member": "supervisor-1", "checkpoints": False}
        only = {"events": {"events": ["ticket_acknowledged"]}, "areas": {"areas": ["QC"]},
                "parties": {"parties": ["F-XIANGRUI"]}, "elsewhere": {"areas": ["XC", "NOWHERE"]}}  # fmt: skip
        self.subscribe(*({"name": name, "url": receivers[name].url} | common | only[name] for name in receivers))
        self.init()
        self.start()
        self.live()
        ticket = self.blow()
        acknowledged = accepted(self.client.command("last", HANDLER, acknowledge_ticket={"ticket": ticket})).sequence
        for name in ("events", "areas", "parties"):
            receivers[name].wait(lambda name=name: acknowledged in receivers[name].taken)
        self.assertEqual({delivery.type for delivery in receivers["events"].taken.values()}, {"whistle.v1.ticket_acknowledged"})
        self.assertIn(ticket, receivers["areas"].taken)
        self.assertIn(ticket, receivers["parties"].taken)
        while int(self.facts("elsewhere")["next"]) <= acknowledged:
            self.assertIsNone(self.engine.process.poll())
        self.assertEqual(receivers["elsewhere"].taken, {})
        self.wait_for_log("event=delivery_area_unknown subscriber=elsewhere area=NOWHERE")

    def test_nothing_is_sent_to_whoever_cannot_show_that_it_is_the_receiver(self):
        key = [secret()]
        receiver = self.receiver(key, certificate=write_certificate(self.directory))
        common = {"keys": key, "member": "supervisor-1", "url": receiver.url}
        self.subscribe({"name": "unknown-root"} | common, {"name": "other-name", "ca": "receiver.pem"} | common
                       | {"url": receiver.url.replace("localhost", "127.0.0.1")})  # fmt: skip
        self.init()
        self.start()
        self.blow()
        for name, why in (("unknown-root", "TLS: self-signed certificate"), ("other-name", "TLS: IP address mismatch")):
            while not self.facts(name)["lastFault"].startswith(why):
                self.assertIsNone(self.engine.process.poll())
        self.assertEqual(receiver.attempts, [])
        self.assertEqual(self.engine.stop(), 0)

    def test_with_keys_too_a_subscriber_has_its_members_view(self):
        key = [secret()]
        views = {"auditor-1": self.receiver(key), "platform-1": self.receiver(key), "nobody-1": self.receiver(key)}
        self.subscribe(*({"name": member, "url": views[member].url, "keys": key, "member": member, "from": 0, "checkpoints": False} for member in views))
        self.init()
        self.engine.start("--clock", "follow", "--deliveries", str(self.file))
        views["auditor-1"].wait(lambda: len(views["auditor-1"].taken) >= 3)  # the journal, the rules, the administrator
        self.wait_for_log("event=delivery_refused subscriber=nobody-1")
        while int(self.facts("platform-1")["backlog"]) > 0:
            self.assertIsNone(self.engine.process.poll())
        self.assertLess(len(views["platform-1"].taken), len(views["auditor-1"].taken))
        self.assertEqual(views["nobody-1"].attempts, [])
        self.assertEqual(self.engine.stop(), 0)

    def test_a_bad_file_ends_a_start_and_a_reload_keeps_the_old_one(self):
        key = [secret()]
        receiver = self.receiver(key)
        self.subscribe({"name": "p", "url": receiver.url, "keys": key, "member": "supervisor-1"})
        self.init()
        self.start()
        good = self.file.read_text()
        self.file.write_text('schema: 1\nsubscribers:\n  - {name: P!, url: "http://example.org/in", member: "@engine", secrets: p.secret, mod: x}\n')
        self.engine.process.send_signal(signal.SIGHUP)
        self.wait_for_log("event=deliveries_not_reloaded faults=4")
        for said in ("deliveries.yaml:3:12: name: ", "url: http goes to this machine alone", "member: a member of the rules", "unknown key 'mod'"):
            self.assertIn(said, self.engine.log())
        ticket = self.blow()
        receiver.wait(lambda: ticket in receiver.taken)
        other = self.receiver(key)
        self.file.write_text(good.replace('"p"', '"q"').replace(receiver.url, other.url))
        self.engine.process.send_signal(signal.SIGHUP)
        self.wait_for_log("event=deliveries_reloaded subscribers=1")
        ticket = self.blow()
        other.wait(lambda: ticket in other.taken)
        self.assertNotIn(ticket, receiver.taken)
        self.assertFalse(self.facts("p")["configured"])
        self.client.close()
        self.assertEqual(self.engine.stop(), 0)

        (self.directory / "p.secret").chmod(stat.S_IRUSR | stat.S_IWUSR | stat.S_IRGRP)
        with self.assertRaisesRegex(RuntimeError, "ended with 2(.|\n)*its mode must be 0600"):
            self.start()


if __name__ == "__main__":
    unittest.main()
