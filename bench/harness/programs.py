"""The programs under measurement, each in a directory of its own, and the load that is put on all of them alike."""

import json
import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import zmq
from live_engine import DISTRICT, PROGRAMS, SOURCE, Engine, accepted

INTAKE = "intake-app"  # of the demonstration district: may blow what residents, the hotline and sensors say
_SPOKEN_BY_INTAKE = {"resident", "hotline", "sensor"}
_NO_LIMIT = ("--reporter-open", "0")  # a stream that is blown again and again has few reporters


def make_stream(path: Path, count: int = 4096) -> None:
    """Whistles of the demonstration district that one intake identity may blow."""
    maker = SOURCE / "tools" / "demonstration" / "make_stream.py"
    made = subprocess.run(["/usr/bin/python3", "-B", maker, "--count", str(2 * count)], check=True, capture_output=True, text=True).stdout
    lines = [line for line in made.splitlines() if json.loads(line).get("source", "resident") in _SPOKEN_BY_INTAKE]
    path.write_text("\n".join(lines[:count]) + "\n")


@dataclass
class Target:
    """Where a load goes. `keys` is (server, public, secret) as Z85 where CURVE is on."""

    name: str
    endpoint: str
    keys: tuple[str, str, str] | None = None


class Load:
    """Every run has keys of its own, so that no whistle is a repetition."""

    def __init__(self, stream: Path):
        self.stream = stream
        self.runs = 0

    def run(self, target: Target, **options) -> dict:
        self.runs += 1
        command = [PROGRAMS / "bench_load", "--endpoint", target.endpoint, "--stream", self.stream, "--key-prefix", f"{os.getpid()}-{self.runs}-"]  # fmt: skip
        if target.keys is None:
            command += ["--member", INTAKE]
        else:
            command += ["--server-key", target.keys[0], "--public-key", target.keys[1], "--secret-key", target.keys[2]]
        for name, value in options.items():
            command += [f"--{name.replace('_', '-')}", str(value)]
        result = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        if result["refused"] and "count" in options:  # so many are wanted; else the engine may say that it has too much to do
            raise RuntimeError(f"{target.name} refused {result['refused']} whistles")
        return result


class Floor:
    def __init__(self, directory: Path, rows: str, threads: int, sample: Path):
        directory.mkdir()
        ready = directory / "ready"
        command = [PROGRAMS / "bench_floor", "--rows", rows, "--threads", str(threads), "--data", directory / "db",
                   "--sample", sample, "--ready-file", ready]  # fmt: skip
        self.process = subprocess.Popen(command)
        while not ready.exists():
            if self.process.poll() is not None:
                raise RuntimeError(f"bench_floor ended with {self.process.returncode}")
            time.sleep(0.01)
        self.target = Target(f"floor {rows} {threads}", ready.read_text().split("=", 1)[1].strip())

    def end(self) -> None:
        self.process.kill()
        self.process.wait()


def plain_engine(directory: Path, *flags: str, init: tuple[str, ...] = ()) -> Engine:
    directory.mkdir()
    engine = Engine(directory)
    engine.init(DISTRICT, *init)
    start_plain(engine, *flags)
    return engine


def start_plain(engine: Engine, *flags: str) -> None:
    engine.start("--plain", "--log-level", "warn", *_NO_LIMIT, *flags)


def plain_target(engine: Engine) -> Target:
    return Target("engine", engine.endpoints["commands"])


def curve_engine(directory: Path) -> tuple[Engine, Target]:
    """An engine with CURVE, and an intake identity's way to it."""
    directory.mkdir()
    engine = Engine(directory)
    engine.init(DISTRICT)
    engine.start("--log-level", "warn", *_NO_LIMIT)
    public, secret = zmq.curve_keypair()
    admin = engine.client(engine.admin_keys())
    accepted(admin.command("bench-intake", register_identity={"member": INTAKE, "curve_public_key": zmq.utils.z85.decode(public)}))
    admin.close()
    keys = (engine.endpoints["server_public_key"], public.decode(), secret.decode())
    return engine, Target("engine, CURVE", engine.endpoints["commands"], keys)


def status(engine: Engine):
    client = engine.client()
    reply = client.query(get_status={}).get_status
    client.close()
    return reply


def resident_bytes(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    raise RuntimeError("no VmRSS")


def core_thread_us(pid: int) -> float:
    """Microseconds that the core thread, which is the process's first, has been running."""
    return int(Path(f"/proc/{pid}/task/{pid}/schedstat").read_text().split()[0]) / 1e3


def stop(engine: Engine) -> None:
    if engine.process is not None and engine.process.poll() is None:
        engine.process.send_signal(signal.SIGTERM)
        engine.process.wait(timeout=600)
