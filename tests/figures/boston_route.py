"""How well `whistle route` agrees with what the city of Boston did, over real whistles of 2015.

    boston_route.py [--bin DIR] [--data DIR]...

Without --data: the excerpt in tests/data/boston, and the whole set where ../shared/data/boston exists beside the checkout. Prints the
figures and fails (exit 1) when one of them is below what the data can give (the README of each set says why no rules do better).
"""

import argparse
import gzip
import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

ROOT = Path(os.environ.get("WHISTLE_SOURCE_DIR", Path(__file__).resolve().parents[2]))
EXCERPT = ROOT / "tests/data/boston"
WHOLE = ROOT.parent / "shared/data/boston"
TOLERANCE_SECONDS = 120


@dataclass
class Tally:
    """Hits among the rows that could be judged."""

    name: str
    at_least: float
    hits: int = 0
    rows: int = 0
    misses: list[str] = field(default_factory=list)

    def count(self, hit: bool, key: str) -> None:
        self.rows += 1
        self.hits += hit
        if not hit and len(self.misses) < 3:
            self.misses.append(key)

    @property
    def rate(self) -> float:
        return self.hits / self.rows if self.rows else 0.0

    def report(self) -> bool:
        good = self.rate >= self.at_least
        print(f"  {self.name:<42} {self.hits:>6} of {self.rows:<6} {100 * self.rate:6.2f} %"
              f"   at least {100 * self.at_least:6.2f} %   {'ok' if good else 'BELOW, e.g. ' + ', '.join(self.misses)}")
        return good


def read_lines(path: Path) -> str:
    packed = path.with_name(path.name + ".gz")
    if path.exists():
        return path.read_text(encoding="utf-8")
    with gzip.open(packed, "rt", encoding="utf-8") as file:
        return file.read()


def route(program: Path, district: Path, stream: str) -> list[dict]:
    run = subprocess.run([program, "route", "--district", district, "-o", "json"], input=stream.encode(),
                         stdout=subprocess.PIPE, check=False)
    if run.returncode != 0:
        sys.exit(f"whistle route --district {district} ended with {run.returncode}")
    return [json.loads(line) for line in run.stdout.splitlines()]


def is_near(ours: str | None, theirs: str) -> bool:
    if ours is None:
        return False
    difference = datetime.fromisoformat(ours) - datetime.fromisoformat(theirs)
    return abs(difference.total_seconds()) <= TOLERANCE_SECONDS


def judge(program: Path, data: Path, lead_at_least: float) -> bool:
    stream = read_lines(data / "stream.jsonl")
    expected = [json.loads(line) for line in read_lines(data / "expected.jsonl").splitlines()]
    main = route(program, data / "district", stream)
    before = route(program, data / "district_before", stream)
    grid = Tally("grid as computed independently", 1.0)
    lead = Tally("lead is the city's own queue", lead_at_least)
    due = {"main": Tally("resolve within 2 min, cases from 16 Feb", 0.97),
           "before": Tally("resolve within 2 min, cases before", 0.95)}
    if not len(expected) == len(main) == len(before):
        sys.exit(f"{data}: {len(expected)} rows expected, {len(main)} and {len(before)} answered")
    for want, new, old in zip(expected, main, before):
        if not want["key"] == new["key"] == old["key"]:
            sys.exit(f"{data}: answers out of order at {want['key']}")
        grid.count(new["place"]["grid"] == want["grid"], want["key"])
        lead.count(new["lead"] == want["lead"], want["key"])
        answer = new if want["period"] == "main" else old
        if want["resolve_due"] is not None and answer["due"]["resolve"] is not None:
            due[want["period"]].count(is_near(answer["due"]["resolve"], want["resolve_due"]), want["key"])
    print(f"{data}: {len(expected)} whistles")
    return all([tally.report() for tally in (grid, due["main"], due["before"], lead)])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default_bin = os.environ.get("WHISTLE_BIN_DIR", ROOT / "build/release/bin")
    parser.add_argument("--bin", type=Path, default=Path(default_bin), help="where the program whistle is")
    parser.add_argument("--data", type=Path, action="append", help="directory with stream, expected answers and rules")
    options = parser.parse_args()
    sets = options.data or [EXCERPT] + ([WHOLE] if WHOLE.is_dir() else [])
    # The excerpt is a sample of 2,000: its lead rate scatters by about one point around the whole set's.
    good = [judge(options.bin / "whistle", data, 0.81 if data == EXCERPT else 0.825) for data in sets]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
