"""Deliveries: how fast one receiver on this machine is told a journal, and what whistles keep of their rate while one is told. Engine, load and
receiver share the machine's cores."""

import base64
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from contextlib import closing
from pathlib import Path

from live_engine import Engine

from harness.programs import Load, core_thread_us, plain_engine, plain_target, start_plain, stop
from harness.table import Table

_RECEIVER = Path(__file__).resolve().parents[1] / "deliveries" / "receiver.py"
_MEMBER = "supervisor-1"  # of the demonstration district: may see every entry
_LANES = (8, 64)  # tickets at once; 8 is what a subscriber has that says nothing
_IN_FLIGHT = 64
_RATE = 3_000  # whistles a second of the open loop
_PATIENCE = 300  # seconds; what is not told by then is a fault
_STANDING = ("--clock", "follow")  # no whistle of the stream says when: civil time stands still, no clock adds to the journal
_STANDING_SINCE = ("--clock-start", "2026-09-28T07:30:00+08:00")


class Receiver:
    """The program that takes deliveries, and what it has counted."""

    def __init__(self):
        # In life it has a machine of its own: here it takes of the engine's what the engine leaves.
        self.process = subprocess.Popen(["nice", "-n", "10", "/usr/bin/python3", "-B", _RECEIVER], stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().strip()

    def counts(self) -> dict:
        with urllib.request.urlopen(self.url, timeout=60) as answer:
            return json.load(answer)

    def end(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()


class Subscriber:
    """The operator's file, of one."""

    def __init__(self, directory: Path, name: str, url: str, **fields):
        self.name = name
        directory.mkdir()
        secret = directory / "secret"
        secret.write_text(f"whsec_{base64.b64encode(os.urandom(32)).decode()}\n")
        secret.chmod(0o600)
        told = {"name": name, "url": url, "member": _MEMBER, "secrets": secret.name, "checkpoints": False} | fields
        file = directory / "deliveries.yaml"
        file.write_text(json.dumps({"schema": 1, "subscribers": [told]}))  # JSON is YAML
        self.flags = ("--deliveries", str(file), "--operations", "http://127.0.0.1:*")

    def metric(self, engine: Engine, name: str) -> int:
        """As the engine told it last, which is once a second."""
        with urllib.request.urlopen(f"{engine.endpoints['operations']}/metrics", timeout=60) as answer:
            page = answer.read().decode()
        found = re.search(rf'^whistle_delivery_{name}\{{subscriber="{self.name}"\}} (\d+)', page, re.MULTILINE)
        if found is None:
            raise RuntimeError(f"no whistle_delivery_{name} of {self.name}")
        return int(found.group(1))

    def wait_until_told(self, engine: Engine, receiver: Receiver, entries: int) -> dict:
        """So many have arrived at least and none is left; what the receiver counted by then."""
        end = time.monotonic() + _PATIENCE
        while (counts := receiver.counts())["entries"] < entries or self.metric(engine, "backlog") > 0:
            if time.monotonic() > end or engine.process.poll() is not None:
                raise RuntimeError(f"{counts}, due {entries}: {engine.log()[-2000:]}")
            time.sleep(0.1)
        failures = self.metric(engine, "failures_total")
        if failures > 0 or counts["requests"] != counts["entries"]:
            raise RuntimeError(f"{counts}, {failures} failures: something was told twice or not taken")
        return counts


def seen_by_member(engine: Engine) -> list[int]:
    sequences, cursor = [], 0
    with closing(engine.client()) as client:
        while True:
            told = client.query(_MEMBER, fetch_entries={"from": cursor, "limit": 1000}).fetch_entries
            sequences += [entry.sequence for entry in told.entries]
            if told.cursor >= told.next_sequence:
                return sequences
            cursor = told.cursor


def others_us(pid: int) -> dict[int, float]:
    """Microseconds that each thread of a process but the first has been running."""
    tasks = {int(task.name): task for task in Path(f"/proc/{pid}/task").iterdir()}
    return {thread: int((task / "schedstat").read_text().split()[0]) / 1e3 for thread, task in tasks.items() if thread != pid}


class Deliveries:
    def __init__(self, scratch: Path, load: Load, table: Table, repeats: int, seconds: float, entries: int = 30_000):
        self.scratch, self.load, self.table = scratch, load, table
        self.repeats, self.seconds, self.entries = repeats, seconds, entries

    def run(self) -> None:
        self._journal()
        Ingest(self.scratch, self.load, self.table, self.repeats, self.seconds).run()

    def _journal(self) -> None:
        """A journal that is there already: written with deliveries off, told from its first entry on."""
        engine = plain_engine(self.scratch / "told", *_STANDING, init=_STANDING_SINCE)
        try:
            self.load.run(plain_target(engine), in_flight=256, count=self.entries)
            stop(engine)
            for number in range(self.repeats):
                for lanes in _LANES:
                    self._tell(engine, number, lanes)
        finally:
            stop(engine)
        shutil.rmtree(self.scratch / "told")

    def _tell(self, engine: Engine, number: int, lanes: int) -> None:
        """From the first entry to the last by the receiver's clock, each time to a subscriber that the journal has not seen before."""
        receiver = Receiver()
        try:
            name = f"round-{number}-{lanes}"
            subscriber = Subscriber(self.scratch / name, name, receiver.url, in_flight=lanes, **{"from": 0})
            start_plain(engine, *_STANDING, *subscriber.flags)
            pid = engine.process.pid
            core = core_thread_us(pid)
            counts = subscriber.wait_until_told(engine, receiver, self.entries)
            core = core_thread_us(pid) - core
            sender = max(others_us(pid).values())  # of this start; the deliveries' thread by far
            took = core_thread_us(receiver.process.pid)
            due = seen_by_member(engine)
        finally:
            stop(engine)
            receiver.end()
        if counts["entries"] != len(due) or counts["sum"] != sum(due):
            raise RuntimeError(f"{counts}: other entries than the {len(due)} that {_MEMBER} may see, {sum(due)} in all")
        self._note(f"told, {lanes} in flight", lanes, counts, core, sender, took)

    def _note(self, name: str, lanes: int, counts: dict, core: float, sender: float, took: float) -> None:
        add, entries, seconds = self.table.add, counts["entries"], counts["seconds"]
        add(f"{name}: entries", "/s", (entries - 1) / seconds, target="≥ 5,000" if lanes == 8 else "")
        add(f"{name}: deliveries' thread an entry", "µs", sender / entries)
        add(f"{name}: core thread an entry", "µs", core / entries)
        add(f"{name}: receiver an entry", "µs", took / entries)
        add(f"{name}: deliveries' thread, of a core", "%", sender / seconds / 1e4)
        add(f"{name}: receiver, of a core", "%", took / seconds / 1e4)
        if lanes == _LANES[0]:
            add("told: bytes of a request", "B", counts["bytes"] / entries)


class Side:
    """An engine that whistles are blown on. `subscriber` None: deliveries off; `receiver` None: nobody takes any."""

    def __init__(self, directory: Path, name: str, subscriber: Subscriber | None = None, receiver: Receiver | None = None):
        self.name, self.subscriber, self.receiver = name, subscriber, receiver
        self.engine = plain_engine(directory, *(subscriber.flags if subscriber else ()))
        self.pid = self.engine.process.pid
        self.accepted = 0

    def taken(self) -> int:
        return self.receiver.counts()["entries"] if self.receiver else 0

    def spent(self) -> tuple[float, float, float, int]:
        """Microseconds of the core thread, of the engine's others, of the receiver; entries taken."""
        took = core_thread_us(self.receiver.process.pid) if self.receiver else 0
        return core_thread_us(self.pid), sum(others_us(self.pid).values()), took, self.taken()

    def catch_up(self) -> None:
        """So that what one measurement leaves behind is not sent during the next."""
        if self.receiver:
            self.subscriber.wait_until_told(self.engine, self.receiver, self.accepted)


class Ingest:
    """Whistles with deliveries off, on, and on with nobody there to take any, in turn, and each round begins with another one."""

    def __init__(self, scratch: Path, load: Load, table: Table, repeats: int, seconds: float):
        self.scratch, self.load, self.table = scratch, load, table
        self.repeats, self.seconds = repeats, seconds

    def run(self) -> None:
        sides: list[Side] = []
        receiver = Receiver()
        with socket.socket() as nobody:
            nobody.bind(("127.0.0.1", 0))  # and does not listen
            try:
                sides.append(Side(self.scratch / "off", "deliveries off"))
                listening = Subscriber(self.scratch / "on-file", "on", receiver.url)
                sides.append(Side(self.scratch / "on", "deliveries on", listening, receiver))
                absent = Subscriber(self.scratch / "alone-file", "alone", f"http://127.0.0.1:{nobody.getsockname()[1]}/in")
                sides.append(Side(self.scratch / "alone", "nobody listens", absent))
                self._rounds(sides)
            finally:
                for side in sides:
                    stop(side.engine)
                receiver.end()
        for name in ("off", "on", "alone"):
            shutil.rmtree(self.scratch / name)

    def _rounds(self, sides: list[Side]) -> None:
        for side in sides:
            side.accepted += self.load.run(plain_target(side.engine), in_flight=_IN_FLIGHT, count=2_000)["accepted"]
            side.catch_up()
        for measure in (self._closed, self._open):
            for number in range(self.repeats):
                first = number % len(sides)
                for side in sides[first:] + sides[:first]:
                    measure(side)
                    side.catch_up()

    def _closed(self, side: Side) -> None:
        label = f"{_IN_FLIGHT} in flight"
        before = side.spent()
        result = self.load.run(plain_target(side.engine), in_flight=_IN_FLIGHT, seconds=self.seconds)
        core, others, took, taken = (now - then for now, then in zip(side.spent(), before))
        accepted, seconds = result["accepted"], result["seconds"]
        side.accepted += accepted
        name = f"{label}: {side.name}"

        def add(what: str, unit: str, value: float, target: str = "") -> None:
            self.table.add(f"{name}{what}", unit, value, floor="" if side.subscriber is None else f"{label}: deliveries off{what}", target=target)

        add("", "/s", accepted / seconds, target="≥ 0.95" if side.receiver else "")
        add(", core thread a whistle", "µs", core / accepted)
        add(", other threads a whistle", "µs", others / accepted)
        if result["refused"]:
            self.table.add(f"{name}, refused", "%", 100 * result["refused"] / (accepted + result["refused"]))
        if side.receiver:
            self.table.add(f"{name}, receiver a whistle", "µs", took / accepted)
            self.table.add(f"{name}, told meanwhile", "/s", taken / seconds)

    def _open(self, side: Side) -> None:
        label = f"open loop {_RATE:,}/s"
        taken = side.taken()
        result = self.load.run(plain_target(side.engine), rate=_RATE, connections=16, seconds=self.seconds)
        taken = side.taken() - taken
        side.accepted += result["accepted"]
        for cut in ("p50", "p99"):
            off = f"{label}: deliveries off {cut}"
            self.table.add(f"{label}: {side.name} {cut}", "µs", result[f"{cut}_us"], floor="" if side.subscriber is None else off)
        if side.receiver:
            self.table.add(f"{label}: {side.name}, told meanwhile", "/s", taken / result["seconds"])
