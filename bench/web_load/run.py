#!/usr/bin/python3 -B
"""500 clients of the JSON API and 1,000 open event streams while whistles come in over ZeroMQ: is everything answered, is every stream told
everything in order, how long does it take, does memory stay bounded. By hand; clients and engine share the machine's cores.

    cmake --preset release && cmake --build --preset release --target whistled bench_load
    bench/web_load/run.py build/release [--seconds 60] [--clients 500] [--streams 1000] [--rate 2000]
"""

import argparse
import asyncio
import json
import os
import resource
import statistics
import sys
import tempfile
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=Path)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--clients", type=int, default=500)
    parser.add_argument("--streams", type=int, default=1000)
    parser.add_argument("--rate", type=int, default=2000, help="whistles a second over ZeroMQ; 0: none")
    return parser.parse_args()


arguments = parse()
os.environ.update(WHISTLE_BIN_DIR=str(arguments.build.resolve() / "bin"), WHISTLE_SOURCE_DIR=str(SOURCE))
sys.path[:0] = [str(SOURCE / "bench"), str(SOURCE / "tests" / "support"), str(arguments.build.resolve() / "python")]

from harness.programs import INTAKE, make_stream, plain_engine, stop  # noqa: E402
from web_load import Result, WebLoad  # noqa: E402


async def blow(engine, stream: Path) -> dict:
    """Open loop: whistle i is due at start + i / rate."""
    command = [arguments.build / "bin" / "bench_load", "--endpoint", engine.endpoints["commands"], "--stream", stream, "--member", INTAKE,
               "--key-prefix", "zeromq-", "--rate", str(arguments.rate), "--seconds", str(arguments.seconds), "--connections", "16"]  # fmt: skip
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    said, _ = await process.communicate()
    print(f"ZeroMQ: {json.dumps(json.loads(said))}")


def percentiles(name: str, seconds: list[float]) -> None:
    if len(seconds) < 100:
        print(f"{name}: {len(seconds)} alone")
        return
    cuts = statistics.quantiles(seconds, n=1000)
    print(f"{name}: p50 {cuts[499] * 1e3:,.1f} ms, p90 {cuts[899] * 1e3:,.1f}, p99 {cuts[989] * 1e3:,.1f}, p99.9 {cuts[998] * 1e3:,.1f}, "
          f"longest {max(seconds) * 1e3:,.1f} ({len(seconds):,})")  # fmt: skip


def tell(result: Result) -> bool:
    for (kind, status), count in sorted(result.statuses.items()):
        print(f"{kind} {status}: {count:,}")
    percentiles("requests over HTTP", result.latencies)
    percentiles("feed, from the entry's time to its reader", result.lags)
    memory = result.memory_mib
    print(f"resident: {memory[0]:,.0f} MiB at the start, {memory[len(memory) // 2]:,.0f} in the middle, {memory[-1]:,.0f} at the end, {max(memory):,.0f} at most")
    told = sum(stream.resumed for stream in result.streams)
    print(f"journal: {result.entries:,} entries; {result.events:,} events to {len(result.streams):,} streams, cut off and resumed {told}; {result.compared:,} compared")
    for wrong in result.wrong_streams[:20] + result.broken[:20]:
        print(f"WRONG: {wrong}")
    # An act that came second (409, 422), or of somebody else's (403), is answered; what is not to happen is any failure of the server.
    refused = {key: count for key, count in result.statuses.items() if key[1] >= 500}
    print(f"wrong streams {len(result.wrong_streams)}, broken connections {len(result.broken)}, refused as too much {refused}")
    return not result.wrong_streams and not result.broken


def main() -> int:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with tempfile.TemporaryDirectory(prefix="whistle-bench-") as directory:
        scratch = Path(directory)
        make_stream(scratch / "stream.jsonl")
        engine = plain_engine(scratch / "engine", "--http", "http://127.0.0.1:*")
        try:
            print(f"{os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f} at the start")
            load = WebLoad(engine, arguments.seconds, arguments.clients, arguments.streams)
            meanwhile = blow(engine, scratch / "stream.jsonl") if arguments.rate else None
            return 0 if tell(asyncio.run(load.run(meanwhile))) else 1
        finally:
            stop(engine)


if __name__ == "__main__":
    sys.exit(main())
