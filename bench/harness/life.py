"""What a district's years ask: clocks, a storm of them, a restart after a kill, memory and disk."""

import shutil
import subprocess
import time
from datetime import datetime, timedelta
from pathlib import Path

from live_engine import Engine

from harness.programs import Load, plain_engine, plain_target, resident_bytes, status, stop
from harness.table import Table

_START = datetime.fromisoformat("2026-09-28T07:30:00+08:00")
_LATER = _START + timedelta(days=60)  # by then every clock of every ticket has been due
_BETWEEN_STARTS = timedelta(minutes=5)  # more than a load takes: a driven clock starts later than the journal ends
_STORM_RATE = 500


def _tree_bytes(directory: Path) -> int:
    return int(subprocess.run(["du", "-sb", str(directory)], check=True, capture_output=True, text=True).stdout.split()[0])


def _driven(start: datetime) -> tuple[str, ...]:
    return ("--clock-speed", "1", "--clock-start", start.isoformat())


def _fired_per_second(engine: Engine, seconds: float) -> float:
    first, begin = status(engine).next_sequence, time.perf_counter()
    time.sleep(seconds)
    last, end = status(engine).next_sequence, time.perf_counter()
    return (last - first) / (end - begin)


class Life:
    def __init__(self, scratch: Path, load: Load, table: Table, repeats: int, seconds: float, tickets: int):
        self.scratch, self.load, self.table = scratch, load, table
        self.repeats, self.seconds, self.tickets = repeats, seconds, tickets
        self.now = _START

    def _start_again(self, engine: Engine) -> float:
        """Seconds until it serves."""
        self.now += _BETWEEN_STARTS
        begin = time.perf_counter()
        engine.start("--plain", "--log-level", "warn", *_driven(self.now))
        return time.perf_counter() - begin

    def run(self) -> None:
        empty = plain_engine(self.scratch / "empty")
        empty_bytes = resident_bytes(empty.process.pid)
        stop(empty)
        engine = plain_engine(self.scratch / "life", *_driven(_START), init=("--clock-start", (_START - _BETWEEN_STARTS).isoformat()))
        try:
            self.load.run(plain_target(engine), in_flight=1_024, count=self.tickets)
            self._recover(engine)
            self._weigh(engine, empty_bytes)
            self._storm(engine)
        finally:
            stop(engine)
            shutil.rmtree(self.scratch / "life")
            shutil.rmtree(self.scratch / "empty")

    def _recover(self, engine: Engine) -> None:
        name = f"ready after SIGKILL, {self.tickets:,} open"
        for _ in range(self.repeats):
            self.load.run(plain_target(engine), in_flight=1_024, count=2_000)  # something for the log
            engine.kill()
            self.table.add(name, "s", self._start_again(engine), target="≤ 4 at 1,000,000")

    def _weigh(self, engine: Engine, empty_bytes: int) -> None:
        whistles = status(engine).open_tickets
        stop(engine)
        self.table.add("disk a whistle", "B", _tree_bytes(engine.data / "db") / whistles)
        self._start_again(engine)
        self.table.add("memory an open ticket", "B", (resident_bytes(engine.process.pid) - empty_bytes) / whistles, target="≤ 400")

    def _storm(self, engine: Engine) -> None:
        stop(engine)
        self.now = _LATER
        self._start_again(engine)
        for _ in range(self.repeats):
            self.table.add("clocks fired durably", "/s", _fired_per_second(engine, self.seconds), target="≥ 70,000")
            storm = self.load.run(plain_target(engine), rate=_STORM_RATE, connections=16, seconds=self.seconds)
            self.table.add(f"whistles in the storm, {_STORM_RATE}/s: p50", "ms", storm["p50_us"] / 1e3)
            self.table.add(f"whistles in the storm, {_STORM_RATE}/s: p99", "ms", storm["p99_us"] / 1e3, target="≤ 50")
