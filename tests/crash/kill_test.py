"""The daemon is killed under load, again and again; after each start everything that was acknowledged is there, once.

WHISTLE_KILLS sets how often (20), WHISTLE_SEED the random choices; the seed is printed."""

import os
import random
import sys
import tempfile
from pathlib import Path

from live_engine import Engine
from load import Load
from verify import Verifier

SPEED = 3_000  # civil seconds a second: clocks are due while the load runs


def main() -> None:
    kills = int(os.environ.get("WHISTLE_KILLS", "20"))
    seed = int(os.environ.get("WHISTLE_SEED", str(random.SystemRandom().randrange(2**32))))
    print(f"seed {seed}", flush=True)
    chance = random.Random(seed)
    fast = ["--plain", "--clock-speed", str(SPEED)]
    still = ["--plain", "--clock", "follow"]  # time stands still while the journal is compared with the tickets
    with tempfile.TemporaryDirectory(prefix="whistle-") as directory:
        engine = Engine(Path(directory))
        engine.init()
        load = Load(chance)
        verifier = Verifier()
        found_again = repeated = 0
        try:
            for kill in range(1, kills + 1):
                engine.start(*fast)
                load.run(engine, answers=chance.randrange(50, 600))
                engine.kill()
                load.client.close()
                engine.start(*still)
                verifier.verify(engine, load)
                lost = len(load.sent)
                replies = load.repeat_unanswered(engine)
                found = verifier.verify_repeated(replies)
                verifier.verify(engine, load)
                assert engine.stop() == 0
                found_again += found
                repeated += lost
                print(f"kill {kill}: {len(load.answered)} acknowledged, {lost} unanswered of which {found} had been written, "
                      f"{len(verifier.entries)} entries, {verifier.fired()} clocks fired", flush=True)
        finally:
            engine.end()
    assert verifier.fired() > 0, "no clock fired: the test has not tested clocks"
    print(f"killed {kills} times: {len(load.answered)} acknowledged commands, none lost, none doubled; {repeated} sent again, "
          f"{found_again} of them had been written before the kill")  # fmt: skip


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    main()
