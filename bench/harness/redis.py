"""Redis with its append-only file synced always, doing the same writes in one script. It cannot find a grid by a polygon, so the grid
comes with the request: a head start."""

import re
import socket
import subprocess
import time
from pathlib import Path

_SCRIPT = """
if redis.call('EXISTS', 'key:' .. ARGV[1]) == 1 then return redis.call('GET', 'key:' .. ARGV[1]) end
local id = redis.call('INCR', 'journal')
redis.call('SET', 'key:' .. ARGV[1], id)
local lead = redis.call('HGET', 'duty', ARGV[2]) or 'DESK'
redis.call('HSET', 'ticket:' .. id, 'state', 3, 'category', 'C0303', 'grid', ARGV[2], 'lead', lead, 'blower', 'intake-app',
  'ack', 7200 + id, 'resolve', 432000 + id, 'total', 1296000 + id, 'sealed', ARGV[3])
redis.call('ZADD', 'due', 7200 + id, id)
redis.call('SADD', 'party:' .. lead, id)
redis.call('XADD', 'entries', '*', 'ticket', id, 'actor', 'intake-app', 'command', ARGV[1], 'events', ARGV[4])
return id
"""
_SEALED = "s" * 300  # as long as the engine's row in the vault
_EVENTS = "e" * 300


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Redis:
    name = "Redis, AOF always"

    def __init__(self, directory: Path):
        directory.mkdir()
        self.port = _free_port()
        self.process = subprocess.Popen(
            ["redis-server", "--bind", "127.0.0.1", "--port", str(self.port), "--dir", str(directory), "--save", "",
             "--appendonly", "yes", "--appendfsync", "always", "--daemonize", "no", "--auto-aof-rewrite-percentage", "0"],
            stdout=subprocess.DEVNULL)  # fmt: skip
        while subprocess.run(["redis-cli", "-p", str(self.port), "ping"], capture_output=True, text=True).stdout.strip() != "PONG":
            if self.process.poll() is not None:
                raise RuntimeError(f"redis-server ended with {self.process.returncode}")
            time.sleep(0.05)
        self.script = self._cli("SCRIPT", "LOAD", _SCRIPT)
        for grid in range(147):
            self._cli("HSET", "duty", f"grid{grid}", f"F-{grid % 40}")

    def _cli(self, *words: str) -> str:
        return subprocess.run(["redis-cli", "-p", str(self.port), *words], check=True, capture_output=True, text=True).stdout.strip()

    def rate(self, clients: int, pipeline: int, seconds: float) -> float:
        """Whistles a second; the tool counts requests, so a first short run says how many make so many seconds."""
        few = self._benchmark(clients, pipeline, 200 * clients if clients == 1 else 64 * clients)
        return self._benchmark(clients, pipeline, max(1_000, round(few * seconds)))

    def _benchmark(self, clients: int, pipeline: int, count: int) -> float:
        command = ["redis-benchmark", "-p", str(self.port), "-c", str(clients), "-P", str(pipeline), "-n", str(count), "-r", "1000000000",
                   "--csv", "EVALSHA", self.script, "0", "__rand_int__", "grid17", _SEALED, _EVENTS]  # fmt: skip
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        return float(re.search(r'","([\d.]+)"', said.splitlines()[-1]).group(1))

    def configurations(self):
        yield "1 in flight", lambda seconds: self.rate(1, 1, seconds)
        yield "64 in flight", lambda seconds: self.rate(64, 1, seconds)
        yield "1,024 in flight", lambda seconds: self.rate(64, 16, seconds)

    def end(self) -> None:
        self.process.terminate()
        self.process.wait()
