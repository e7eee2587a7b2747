"""A real city's whistles that are imported go to the leads, and get the deadlines, that `whistle route` says of the same whistles offline.

    boston_import.py [--bin DIR] [--data DIR]... [--every N]

For each set: its stream is written as a CSV in the columns in which the city publishes its cases, and comes in by `whistle import` with the
mapping of those columns, tools/demonstration/mappings/boston-311.yaml, into a new data directory whose `whistled` has a clock that follows
the whistles. Then every first dispatch in the journal is compared with what `whistle route` says offline of the stream itself; what
clocks and ladders made of the tickets later is not asked. Without --data: the excerpt in tests/data/boston. --every N takes each Nth whistle.
Prints the figures, what could not be mapped, and the first differences; fails (exit 1) when a row is not there once, or anything differs.
"""

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import boston_wire

ROOT = boston_wire.ROOT
MAPPING = ROOT / "tools/demonstration/mappings/boston-311.yaml"
COLUMNS = ("CASE_ENQUIRY_ID", "OPEN_DT", "TYPE", "Source", "LATITUDE", "LONGITUDE", "Location", "CASE_TITLE")
# The city's words for who blew; the mapping knows the first three and takes all others for a platform.
SOURCES = {"hotline": "Constituent Call", "resident": "Citizens Connect App", "grid_member": "City Worker App", "platform": "Employee Generated"}
CARRIED = {"key", "kind", "source", "category", "lat", "lon", "address", "occurred_at"}
DUE = ("ack", "on_site", "resolve", "total")
SHOWN_MAX = 3


@dataclass
class Tally:
    """Whistles of which one member is the same offline and in the journal."""

    name: str
    same: int = 0
    differences: list[str] = field(default_factory=list)

    def count(self, key: str, offline, live) -> None:
        self.same += offline == live
        if offline != live:
            self.differences.append(f"{key}: {offline} offline, {live} imported")

    def report(self, whistles: int, more: str = "") -> bool:
        print(f"  {self.name:<12} {self.same:>6} of {whistles} equal{more}")
        for difference in self.differences[:SHOWN_MAX]:
            print(f"    {difference}")
        return self.same == whistles


def case_number(whistle: dict) -> str:
    return whistle["key"].removeprefix("bos-")


def write_cases(path: Path, whistles: list[dict], catalogue: Path) -> None:
    """Ends the program where a whistle says something for which the city's columns have no place."""
    with catalogue.open(encoding="utf-8", newline="") as file:
        types = {row["code"]: row["name_en"] for row in csv.DictReader(file)}
    with path.open("w", encoding="utf-8", newline="") as file:
        cases = csv.writer(file)
        cases.writerow(COLUMNS)
        for whistle in whistles:
            if set(whistle) - CARRIED or whistle["kind"] != "resident":
                sys.exit(f"{whistle['key']}: the city's columns cannot carry {sorted(set(whistle) - CARRIED)}, kind {whistle['kind']}")
            opened = datetime.fromisoformat(whistle["occurred_at"]).strftime("%m/%d/%Y %I:%M:%S %p")
            cases.writerow((case_number(whistle), opened, types[whistle["category"]], SOURCES[whistle["source"]],
                            whistle["lat"], whistle["lon"], whistle.get("address", ""), ""))  # fmt: skip


def import_cases(programs: Path, data: Path, cases: Path) -> dict:
    """What the importer told at its end, also where it left rows out."""
    run = subprocess.run([programs / "whistle", "--plain", "--data", data, "-o", "json", "import", cases, "-m", MAPPING],
                         stdout=subprocess.PIPE, text=True, check=False)  # fmt: skip
    told = run.stdout.splitlines()
    if not told or not told[-1].startswith('{"rows"'):
        sys.exit(f"whistle import ended with {run.returncode}: {run.stdout[-2000:]}")
    return json.loads(told[-1])


def instant_of_us(text: str) -> str:
    """To the second: the journal's clock goes on by a microsecond between two whistles of one second."""
    return datetime.fromtimestamp(int(text) // 1_000_000, UTC).isoformat()


def instant_of(text: str | None) -> str | None:
    return None if text is None else datetime.fromisoformat(text).astimezone(UTC).isoformat()


def decision(entry: dict) -> dict:
    """Of an entry of a whistle, in the words of `whistle route`."""
    blown = entry["command"]["blow_whistle"]
    said = {"lead": None, "rule": None, "assist": [], "area": None, "due": dict.fromkeys(DUE), "category": blown["category"],
            "source": blown["source"].removeprefix("SOURCE_").lower(), "occurred_at": instant_of_us(blown["occurred_at_us"])}  # fmt: skip
    for event in entry["events"]:
        if "whistle_blown" in event:
            said["area"] = event["whistle_blown"]["place"].get("area")
        elif event.get("ticket_dispatched", {}).get("cause") == "DISPATCH_CAUSE_BLOWN":
            dispatched = event["ticket_dispatched"]
            said.update(lead=dispatched["lead"], rule=dispatched.get("rule"), assist=[part["party"] for part in dispatched.get("assist", [])])
        elif "clock_started" in event and event["clock_started"]["clock"].get("part", 0) == 0:
            started = event["clock_started"]
            name = started["clock"]["kind"].removeprefix("CLOCK_KIND_").lower()
            if name in DUE:
                said["due"][name] = instant_of_us(started["due_us"])
    return said


def journal(programs: Path, data: Path) -> tuple[dict[str, dict], int]:
    """The first decision of each whistle by its key, and how many whistles the journal has, which is read from its first entry to its last."""
    command = [programs / "whistle", "--plain", "--data", data, "-o", "json", "watch", "--all", "--from", "0", "--no-follow"]
    decisions = {}
    whistles = entries = 0
    started = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE) as reader:
        for line in reader.stdout:
            entries += 1
            # Most entries are the clocks' own.
            if b'"whistle_blown"' in line:
                entry = json.loads(line)
                whistles += 1
                decisions.setdefault(entry["key"], decision(entry))
    if reader.returncode != 0:
        sys.exit(f"whistle watch ended with {reader.returncode}")
    print(f"  {whistles} whistles among {entries} entries of the journal, {len(decisions)} of them of different rows, "
          f"read in {time.monotonic() - started:.1f} s")  # fmt: skip
    return decisions, whistles


def grids_of(district: Path) -> set[str]:
    with (district / "areas.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"] for row in csv.DictReader(file) if row["tier"] == "grid"}


def compare(whistles: list[dict], offline: list[dict], live: dict[str, dict], grids: set[str]) -> bool:
    tallies = {name: Tally(name) for name in ("lead", "deadlines", "occurred_at", "category", "source", "grid", "rule", "assist")}
    given = dict.fromkeys(DUE, 0)
    missing = []
    for whistle, answer in zip(whistles, offline, strict=True):
        key = whistle["key"]
        there = live.get(f"boston-311:{case_number(whistle)}")
        if there is None:
            missing.append(key)
            continue
        due = {name: instant_of(answer["due"][name]) for name in DUE}
        for name in DUE:
            given[name] += due[name] is not None and due[name] == there["due"][name]
        tallies["deadlines"].count(key, due, there["due"])
        tallies["occurred_at"].count(key, instant_of(whistle["occurred_at"]), there["occurred_at"])
        for name in ("category", "source"):
            tallies[name].count(key, whistle[name], there[name])
        # Where no grid is known the journal has a larger area, or none.
        tallies["grid"].count(key, answer["place"]["grid"], there["area"] if there["area"] in grids else None)
        for name in ("lead", "rule", "assist"):
            tallies[name].count(key, answer[name], there[name])
    for key in missing[:SHOWN_MAX]:
        print(f"    {key}: is not in the journal")
    deadlines = f"; {sum(given.values())} instants: " + ", ".join(f"{name} {count}" for name, count in given.items())
    good = [tally.report(len(whistles), deadlines if tally.name == "deadlines" else "") for tally in tallies.values()]
    return all(good) and not missing


def report_import(data: Path, told: dict, seconds: float) -> None:
    print(f"{data}: {told['rows']} rows, {told['accepted']} imported, {told['refused']} refused, {told['not_mapped']} not mapped, "
          f"{told['repeated'] + told['there_before']} there already, {seconds:.1f} s")  # fmt: skip
    for cause in told["causes"]:
        print(f"  told of {cause['count']} rows: {cause['cause']}, {cause['effect']}, first row {cause['first_row']}: {cause['first']}")


def judge(programs: Path, data: Path, every: int) -> bool:
    stream = b"".join(boston_wire.read_stream(data).splitlines(keepends=True)[::every])
    whistles = [json.loads(line) for line in stream.splitlines()]
    offline = boston_wire.answers([programs / "whistle", "route", "--district", data / "district", "-o", "json"], stream)
    with tempfile.TemporaryDirectory(prefix="whistle-") as directory:
        cases = Path(directory) / "cases.csv"
        write_cases(cases, whistles, data / "district/catalogue.csv")
        engine = boston_wire.Engine(programs, data / "district", Path(directory))
        try:
            started = time.monotonic()
            told = import_cases(programs, engine.data, cases)
            report_import(data, told, time.monotonic() - started)
            live, blown = journal(programs, engine.data)
        finally:
            engine.stop()
    once = blown == len(live) == len(whistles) == told["accepted"]
    return compare(whistles, offline, live, grids_of(data / "district")) and once


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default_bin = os.environ.get("WHISTLE_BIN_DIR", ROOT / "build/release/bin")
    parser.add_argument("--bin", type=Path, default=Path(default_bin), help="where the programs are")
    parser.add_argument("--data", type=Path, action="append", help="directory with stream and district")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="each Nth whistle alone, from the first on")
    options = parser.parse_args(arguments)
    good = [judge(options.bin, data, options.every) for data in options.data or [boston_wire.EXCERPT]]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
