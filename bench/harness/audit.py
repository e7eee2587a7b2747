"""What an audit costs: a supervisor, beside reading and hashing the same bytes once; and whistles, with the tree growing and without."""

import json
import subprocess
from pathlib import Path

from harness.programs import Load, plain_engine, plain_target

_TARGETS = {"rebuild": "≥ 0.5", "verify": "≥ 0.25"}


class Audit:
    def __init__(self, build: Path, scratch: Path, load: Load, table, repeats: int, seconds: float):
        self.build, self.scratch, self.load, self.table, self.repeats, self.seconds = build, scratch, load, table, repeats, seconds

    def run(self) -> None:
        self._reading()
        for repeat in range(self.repeats):
            for in_flight in (64, 1_024):
                self._writing(repeat, in_flight)

    def _reading(self) -> None:
        command = [self.build / "bin" / "bench_audit", f"--benchmark_repetitions={self.repeats}",
                   "--benchmark_enable_random_interleaving=true", "--benchmark_format=json"]  # fmt: skip
        said = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        for run in said["benchmarks"]:
            if run["run_type"] != "iteration":
                continue
            name = run["name"].split("/")[0]
            floor = "" if name == "scan_and_hash" else "audit: scan_and_hash"
            self.table.add(f"audit: {name}", "entries/s", run["items_per_second"], floor=floor, target=_TARGETS.get(name, ""))

    def _writing(self, repeat: int, in_flight: int) -> None:
        """A second between checkpoints, so that several fall into a run; and none at all."""
        name = f"{in_flight:,} in flight"
        for tree, every in (("off", "0"), ("on", "1")):
            engine = plain_engine(self.scratch / f"tree-{tree}-{in_flight}-{repeat}", "--checkpoint-every", every)
            try:
                rate = self.load.run(plain_target(engine), in_flight=in_flight, seconds=self.seconds)["per_second"]
            finally:
                engine.end()
            floor = f"{name}: tree off" if tree == "on" else ""
            self.table.add(f"{name}: tree {tree}", "/s", rate, floor=floor, target="≥ 0.9" if tree == "on" else "")
