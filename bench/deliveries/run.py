#!/usr/bin/python3 -B
"""How fast one receiver on this machine is told a journal, and what whistles keep of their rate while one is told: what `bench/run --only deliveries`
asks, of a journal of any length.

    cmake --preset release && cmake --build --preset release --target whistled bench_load
    bench/deliveries/run.py build/release [--repeats 5] [--seconds 2] [--entries 30000] [--scratch DIRECTORY]
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=Path)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2, help="of whistles, each time")
    parser.add_argument("--entries", type=int, default=30_000, help="whistles in the journal that is told")
    parser.add_argument("--scratch", type=Path, help="directory on the disk to measure; default: the system's temporary one")
    return parser.parse_args()


arguments = parse()
os.environ.update(WHISTLE_BIN_DIR=str(arguments.build.resolve() / "bin"), WHISTLE_SOURCE_DIR=str(SOURCE))
sys.path[:0] = [str(SOURCE / "bench"), str(SOURCE / "tests" / "support"), str(arguments.build.resolve() / "python")]

from harness.deliveries import Deliveries  # noqa: E402
from harness.machine import facts  # noqa: E402
from harness.programs import Load, make_stream  # noqa: E402
from harness.table import Table  # noqa: E402


def main() -> int:
    table = Table()
    with tempfile.TemporaryDirectory(prefix="whistle-bench-", dir=arguments.scratch) as directory:
        scratch = Path(directory)
        machine = facts(scratch)
        make_stream(scratch / "stream.jsonl")
        try:
            Deliveries(scratch, Load(scratch / "stream.jsonl"), table, arguments.repeats, arguments.seconds, arguments.entries).run()
        finally:  # what was measured before a failure is told too
            print("\n".join(f"{name}: {value}" for name, value in machine.items()))
            print(f"load_average after: {os.getloadavg()[0]}\n\n{table.text()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
