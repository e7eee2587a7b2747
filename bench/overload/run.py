#!/usr/bin/python3 -B
"""Starts an engine in plain mode on a disk of its own and asks what overload does to acknowledgements.

    cmake --preset release -DWHISTLE_BENCH=ON && cmake --build --preset release --target whistled bench_overload
    bench/overload/run.py build/release [SECONDS]
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
build = Path(sys.argv[1]).resolve()
os.environ.update(WHISTLE_BIN_DIR=str(build / "bin"), WHISTLE_SOURCE_DIR=str(SOURCE))
sys.path[:0] = [str(SOURCE / "tests" / "support"), str(build / "python")]

from live_engine import Engine  # noqa: E402


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="whistle-bench-") as directory:
        engine = Engine(Path(directory))
        engine.init()
        engine.start("--plain", "--log-level", "warn", *sys.argv[3:])
        try:
            print(f"{os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f} at the start")
            command = [build / "bin" / "bench_overload", engine.endpoints["commands"], *sys.argv[2:3]]
            return subprocess.run(command, check=False).returncode
        finally:
            engine.end()


if __name__ == "__main__":
    sys.exit(main())
