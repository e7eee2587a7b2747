"""The running engine gives the answers of `whistle route`, over the real wire, with a real city's whistles.

    boston_wire.py [--bin DIR] [--data DIR]...

For each set: a new data directory, `whistled` on a clock that follows the whistles, `whistle blow --from` the stream, and each answer
compared member by member with what `whistle route` says offline. Every whistle has to get a ticket of its own. Then the journal is proven,
decision by decision, and asked what would have been under the same rules: nothing may differ. Without --data: the
excerpt in tests/data/boston. Prints the figures and fails (exit 1) at the first difference.
"""

import argparse
import gzip
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(os.environ.get("WHISTLE_SOURCE_DIR", Path(__file__).resolve().parents[2]))
EXCERPT = ROOT / "tests/data/boston"
MEMBERS = ("key", "place", "rule", "lead", "assist", "inform", "against", "hand_off", "due", "flags")


def read_stream(data: Path) -> bytes:
    plain = data / "stream.jsonl"
    return plain.read_bytes() if plain.exists() else gzip.decompress((data / "stream.jsonl.gz").read_bytes())


def answers(command: list, stream: bytes) -> list[dict]:
    run = subprocess.run(command, input=stream, stdout=subprocess.PIPE, check=False)
    if run.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} ended with {run.returncode}")
    return [json.loads(line) for line in run.stdout.splitlines()]


class Engine:
    """A daemon in plain mode on a clock that follows the whistles, in a directory of its own."""

    def __init__(self, programs: Path, district: Path, directory: Path):
        self.data = directory / "data"
        subprocess.run([programs / "whistled", "init", "--data", self.data, "--district", district,
                        "--clock-start", "1970-01-01T00:00:00Z"],
                       stdout=subprocess.DEVNULL, check=True)
        self.log = open(directory / "log", "wb")
        ready = directory / "ready"
        self.process = subprocess.Popen([programs / "whistled", "run", "--data", self.data, "--plain", "--clock", "follow",
                                         "--bind", "tcp://127.0.0.1:*", "--feed", "tcp://127.0.0.1:*", "--ready-file", ready],
                                        stderr=self.log)
        while not ready.exists():
            if self.process.poll() is not None:
                sys.exit(f"whistled ended with {self.process.returncode}: {(directory / 'log').read_text()[-2000:]}")
            time.sleep(0.01)

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout=120)
        self.log.close()
        if code != 0:
            sys.exit(f"whistled ended with {code} on SIGTERM")


def audit(programs: Path, journal: Path, district: Path) -> str:
    def asked(*question) -> dict:
        run = subprocess.run([programs / "whistle", "--data", journal, "-o", "json", "audit", *question], capture_output=True, text=True, check=False)
        if run.returncode != 0:
            sys.exit(f"whistle audit {' '.join(map(str, question))} ended with {run.returncode}: {run.stdout[-2000:]}{run.stderr[-2000:]}")
        return json.loads(run.stdout)

    began = time.monotonic()
    proven = asked("verify")
    verified = time.monotonic()
    same = asked("what-if", "--ruleset", district)
    if same["differences"] or same["left_out"] or same["stood_in"]:
        sys.exit(f"under the same rules {len(same['differences'])} tickets differ, left out {same['left_out']}, stood in {same['stood_in']}")
    return (f"{proven['decided']} entries proven and decided again in {verified - began:.1f} s, "
            f"0 of {same['tickets']} tickets otherwise under the same rules, {time.monotonic() - verified:.1f} s")  # fmt: skip


def judge(programs: Path, data: Path) -> None:
    stream = read_stream(data)
    offline = answers([programs / "whistle", "route", "--district", data / "district", "-o", "json"], stream)
    with tempfile.TemporaryDirectory(prefix="whistle-") as directory:
        engine = Engine(programs, data / "district", Path(directory))
        started = time.monotonic()
        live = answers([programs / "whistle", "--plain", "--data", engine.data, "blow", "--from", "-", "-o", "json"], stream)
        seconds = time.monotonic() - started
        engine.stop()
        audited = audit(programs, engine.data, data / "district")
    if len(live) != len(offline):
        sys.exit(f"{data}: {len(offline)} whistles, {len(live)} answers")
    for there, here in zip(offline, live):
        for member in MEMBERS:
            if there[member] != here[member]:
                sys.exit(f"{data}: {there['key']}: {member} is {there[member]} offline and {here[member]} live")
    tickets = {answer["ticket"] for answer in live}
    if len(tickets) != len(offline):
        sys.exit(f"{data}: {len(offline)} whistles, {len(tickets)} tickets")
    print(f"{data}: {len(offline)} whistles, {len(tickets)} tickets, every answer the same offline and live, {seconds:.1f} s")
    print(f"{data}: {audited}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default_bin = os.environ.get("WHISTLE_BIN_DIR", ROOT / "build/release/bin")
    parser.add_argument("--bin", type=Path, default=Path(default_bin), help="where the programs are")
    parser.add_argument("--data", type=Path, action="append", help="directory with stream and district")
    options = parser.parse_args()
    for data in options.data or [EXCERPT]:
        judge(options.bin, data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
