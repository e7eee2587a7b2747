"""The daemon is killed again and again, half of the times with commands in flight, half of the times idle; after each start everything
that was acknowledged is there, once.

WHISTLE_KILLS sets how often (20), WHISTLE_SEED the random choices; the seed is printed. After each kill what is new is asked for, and
everything that ever was after every WHOLE_EVERY kills and at the end."""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from live_engine import DISTRICT, PROGRAMS, Engine  # noqa: E402
from load import Load  # noqa: E402
from verify import Verifier  # noqa: E402

# A checkpoint each second, so that kills fall around them.
FLAGS = ["--plain", "--clock", "follow", "--checkpoint-every", "1"]  # time stands still but for the whistles: nothing happens while questions are asked
FOUNDED = "2026-03-02T10:00:00+08:00"
FOUNDED_US = 1_772_416_800_000_000
WHOLE_EVERY = 25
REPEATED = 20  # of what was answered before, after each start


class Killing:
    def __init__(self, directory: Path, seed: int):
        self.chance = random.Random(seed)
        self.engine = Engine(directory)
        self.load = Load(self.chance, now_us=FOUNDED_US)
        self.verifier = Verifier()
        self.in_flight = self.idle = 0  # kills
        self.repeated = self.found_again = self.closings_repeated = 0

    def kill(self, in_flight: bool) -> None:
        self.load.run(self.engine, answers=self.chance.randrange(20, 120))
        if not in_flight:
            self.load.end()
        assert bool(self.load.in_flight) == in_flight
        self.engine.kill()
        self.load.client.close()
        if in_flight:
            self.in_flight += 1
        else:
            self.idle += 1

    def examine(self, whole: bool) -> None:
        """What follows a start: all is there, and what got no answer is sent again."""
        self.verifier.verify(self.engine, self.load, whole)
        self.closings_repeated += self.load.repeat_answered(self.engine, REPEATED)
        self.repeated += len(self.load.sent)
        replies = self.load.repeat_unanswered(self.engine)
        self.found_again += self.verifier.verify_repeated(replies)

    def run(self, kills: int) -> None:
        self.engine.init(DISTRICT, "--clock-start", FOUNDED)
        self.engine.start(*FLAGS)
        started = time.monotonic()
        for kill in range(1, kills + 1):
            self.kill(in_flight=kill % 2 == 1)
            self.engine.start(*FLAGS)
            whole = kill % WHOLE_EVERY == 0
            self.examine(whole)
            if whole:
                print(f"kill {kill}, {time.monotonic() - started:.0f} s: {self.told()}", flush=True)
        self.verifier.verify(self.engine, self.load)
        assert self.engine.stop() == 0
        # A stop that was asked for is examined like a kill.
        self.engine.start(*FLAGS)
        self.verifier.verify(self.engine, self.load)
        assert self.engine.stop() == 0
        self.audit()

    def audit(self) -> None:
        """Bytes, signatures, decisions and tables of what all the kills have left."""
        asked = subprocess.run([PROGRAMS / "whistle", "--data", self.engine.data, "-o", "json", "audit", "verify"], capture_output=True, text=True, check=False)
        assert asked.returncode == 0, asked.stdout + asked.stderr
        proven = json.loads(asked.stdout)
        assert proven["decided"] == proven["signed_size"] == len(self.verifier.entries), asked.stdout
        print(f"proven: {proven['entries']} entries, {proven['checkpoints']} checkpoints, {proven['rows']} rows of tables", flush=True)

    def told(self) -> str:
        return (f"{len(self.load.answered)} acknowledged, {len(self.verifier.entries)} entries, {self.verifier.fired()} clocks fired, "
                f"{self.repeated} sent again of which {self.found_again} had been written")  # fmt: skip


def main() -> None:
    kills = int(os.environ.get("WHISTLE_KILLS", "20"))
    seed = int(os.environ.get("WHISTLE_SEED", str(random.SystemRandom().randrange(2**32))))
    print(f"seed {seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="whistle-") as directory:
        killing = Killing(Path(directory), seed)
        try:
            killing.run(kills)
        finally:
            killing.engine.end()
    assert killing.verifier.fired() > 0, "no clock fired: the test has not tested clocks"
    assert killing.closings_repeated > 0, "no closed ticket was asked for"
    assert killing.verifier.files, "no photo was put: the test has not tested files"
    print(f"killed {kills} times, {killing.in_flight} with commands in flight and {killing.idle} idle: {killing.told()}; "
          "none lost, none doubled")  # fmt: skip


if __name__ == "__main__":
    main()
