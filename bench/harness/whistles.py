"""Whistles accepted durably, the engine beside its floors: repetition by repetition all of them in turn, so that what the machine does
meanwhile meets all alike."""

import shutil
from pathlib import Path

from harness.programs import Floor, Load, Target, core_thread_us, curve_engine, plain_engine, plain_target, stop
from harness.table import Table

_SAMPLE = 6_000  # whistles from which the floors learn the engine's rows


def _sample(scratch: Path, load: Load) -> Path:
    engine = plain_engine(scratch / "sample")
    load.run(plain_target(engine), in_flight=256, count=_SAMPLE)
    stop(engine)
    return scratch / "sample" / "data" / "db"


class Whistles:
    def __init__(self, scratch: Path, load: Load, table: Table, repeats: int, seconds: float):
        self.scratch, self.load, self.table = scratch, load, table
        self.repeats, self.seconds = repeats, seconds

    def run(self) -> None:
        sample = _sample(self.scratch, self.load)
        floors = [Floor(self.scratch / f"floor-{rows}-{threads}", rows, threads, sample) for rows in ("equal", "lean") for threads in (1, 2)]
        engine = plain_engine(self.scratch / "engine")
        curve, curve_target = curve_engine(self.scratch / "curve")
        try:
            targets = [floor.target for floor in floors] + [plain_target(engine), curve_target]
            for target in targets:  # caches, connections, first memtables
                self.load.run(target, in_flight=64, count=2_000)
            self._closed(targets, engine.process.pid)
            self._open(targets)
        finally:
            for floor in floors:
                floor.end()
            stop(engine)
            stop(curve)
        for name in ("floor-equal-1", "floor-equal-2", "floor-lean-1", "floor-lean-2", "engine", "curve", "sample"):
            shutil.rmtree(self.scratch / name)

    def _closed(self, targets: list[Target], engine_pid: int) -> None:
        for label, options in (
            ("1 in flight", {"in_flight": 1}),
            ("64 in flight", {"in_flight": 64}),
            ("1,024 in flight", {"in_flight": 1_024}),
            ("64 connections × 1", {"in_flight": 64, "connections": 64}),
        ):
            for _ in range(self.repeats):
                best: dict[str, float] = {}
                for target in targets:
                    before = core_thread_us(engine_pid)
                    result = self.load.run(target, seconds=self.seconds, **options)
                    self._note(label, target, result, best)
                    if target.name == "engine":
                        spent = (core_thread_us(engine_pid) - before) / result["accepted"]
                        self.table.add(f"{label}: core thread a whistle", "µs", spent)
                for rows in ("equal", "lean"):
                    self.table.add(f"{label}: better floor, {rows}", "/s", best[rows])

    def _note(self, label: str, target: Target, result: dict, best: dict[str, float]) -> None:
        add = self.table.add
        if result["refused"]:
            add(f"{label}: {target.name} refused", "%", 100 * result["refused"] / (result["accepted"] + result["refused"]))
        alone = label == "1 in flight"
        if target.name.startswith("floor"):
            rows = target.name.split()[1]
            best[rows] = max(best.get(rows, 0), result["per_second"])
            add(f"{label}: {target.name}", "/s", result["per_second"])
            if alone:
                add(f"{label}: {target.name} p50", "µs", result["p50_us"])
                add(f"{label}: {target.name} p99", "µs", result["p99_us"])
            return
        add(f"{label}: {target.name}", "/s", result["per_second"], floor=f"{label}: better floor, equal",
            target="" if alone or "CURVE" in target.name else "≥ 0.65" + (" and ≥ 80,000/s" if "1,024" in label else ""))  # fmt: skip
        if target.name == "engine":
            add(f"{label}: engine to lean", "/s", result["per_second"], floor=f"{label}: better floor, lean")
        one = "floor equal 1"
        add(f"{label}: {target.name} p50", "µs", result["p50_us"], floor=f"{label}: {one} p50" if alone else "", target="≤ 1.15" if alone and target.name == "engine" else "")
        add(f"{label}: {target.name} p99", "µs", result["p99_us"], floor=f"{label}: {one} p99" if alone else "", target="≤ 1.5" if alone and target.name == "engine" else "")

    def _open(self, targets: list[Target]) -> None:
        for rate in (10_000, 30_000):
            label = f"open loop {rate:,}/s"
            for _ in range(self.repeats):
                for target in targets:
                    if target.name not in ("floor equal 1", "engine", "engine, CURVE"):
                        continue
                    result = self.load.run(target, rate=rate, connections=16, seconds=self.seconds)
                    self.table.add(f"{label}: {target.name} refused", "%", 100 * result["refused"] / (result["accepted"] + result["refused"]))
                    self.table.add(f"{label}: {target.name} p50", "µs", result["p50_us"])
                    self.table.add(f"{label}: {target.name} p99", "µs", result["p99_us"], target="≤ 2,000" if (rate, target.name) == (10_000, "engine") else "")
