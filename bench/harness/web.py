"""The web edge: questions beside a bare Beast server that answers the same bytes, whistles beside the same engine's ZeroMQ. wrk, the
servers and everything else share the machine's cores, so that a slow client is measured with a slow server: ratios, never rates."""

import json
import os
import re
import shutil
import signal
import subprocess
from contextlib import closing
from pathlib import Path

from google.protobuf import json_format
from live_engine import PROGRAMS
from web_client import ask, issue_token
from web_load import ADMIN
from whistle.v1 import command_pb2, common_pb2

from harness.programs import INTAKE, Load, core_thread_us, plain_engine, plain_target, stop
from harness.table import Table

_CONNECTIONS = 64
_LUA = Path(__file__).resolve().parent / "whistle.lua"


def whistle_body(line: str) -> str:
    """What POST /api/v1/whistles takes, of a line of a stream."""
    told = json.loads(line)
    blow = command_pb2.BlowWhistle(kind=common_pb2.WhistleKind.Value(f"WHISTLE_KIND_{told['kind'].upper()}"),
                                   source=common_pb2.Source.Value(f"SOURCE_{told['source'].upper()}"),
                                   channel=told["channel"], category=told["category"])  # fmt: skip
    blow.personal.text = told["text"]
    if "lat" in told:
        blow.location.point.lat_e7, blow.location.point.lon_e7 = round(told["lat"] * 1e7), round(told["lon"] * 1e7)
    blow.location.estate = told.get("estate", "")
    reporter = told.get("reporter", {})
    blow.anonymous = reporter.get("anonymous", False)
    if reporter and not blow.anonymous:
        blow.personal.reporter.name, blow.personal.reporter.phone = reporter.get("name", ""), reporter.get("phone", "")
    return json.dumps(json_format.MessageToDict(blow), ensure_ascii=False)


class Wrk:
    """Requests a second that were answered as they should be; anything else ends the measurement."""

    def __init__(self):
        self.runs = 0

    def run(self, url: str, seconds: float, *arguments: str | Path, script: tuple[str | Path, ...] = ()) -> float:
        command = ["wrk", "-t1", f"-c{_CONNECTIONS}", f"-d{max(1, round(seconds))}s", *arguments, url]
        if script:
            self.runs += 1
            command += ["--", script[0], f"wrk-{os.getpid()}-{self.runs}-", *script[1:]]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        if "Non-2xx" in said or "Socket errors" in said:
            raise RuntimeError(said)
        return float(re.search(r"Requests/sec:\s+([\d.]+)", said).group(1))


def web_thread_us(pid: int, core: float) -> float:
    """Microseconds that the process's other threads have been running, of which the web's has the most while questions are asked."""
    total = sum(int((task / "schedstat").read_text().split()[0]) for task in Path(f"/proc/{pid}/task").iterdir()) / 1e3
    return total - core


class HttpFloor:
    def __init__(self, size: int):
        self.process = subprocess.Popen([PROGRAMS / "bench_http_floor", "--bytes", str(size)], stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().strip()

    def end(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()


class Web:
    def __init__(self, scratch: Path, load: Load, table: Table, repeats: int, seconds: float):
        self.scratch, self.load, self.table = scratch, load, table
        self.repeats, self.seconds = repeats, seconds
        self.wrk = Wrk()

    def run(self) -> None:
        engine = plain_engine(self.scratch / "web", "--http", "http://127.0.0.1:*")
        try:
            self.engine, self.url, self.pid = engine, engine.endpoints["http"], engine.process.pid
            with closing(engine.client()) as client:
                self.token = issue_token(client, INTAKE, claimed_member=ADMIN)  # intake and platform identities have no rate limit
            self.load.run(plain_target(engine), in_flight=64, count=2_000)
            self._questions(self._blow_one())
            self._whistles()
        finally:
            stop(engine)
        shutil.rmtree(self.scratch / "web")

    def _request(self, method: str, path: str, body: bytes | None = None, **headers: str) -> bytes:
        answer = ask(self.engine, method, path, self.token, body, **headers)
        if answer.status >= 300:
            raise RuntimeError(f"{answer.status} {answer.body!r}")
        return answer.body

    def _blow_one(self) -> str:
        first = self.load.stream.read_text().splitlines()[0]
        said = self._request("POST", "/api/v1/whistles", whistle_body(first).encode(), Content_Type="application/json", Idempotency_Key="first")
        return f"/api/v1/tickets/{json.loads(said)['ticket']}"

    def _questions(self, ticket: str) -> None:
        floor = HttpFloor(len(self._request("GET", ticket)))
        name = f"GET a ticket, {_CONNECTIONS} connections"
        bearer = ("-H", f"Authorization: Bearer {self.token}")
        try:
            for number in range(self.repeats + 1):
                bare = self.wrk.run(floor.url + ticket, self.seconds, *bearer)
                core = core_thread_us(self.pid)
                others = web_thread_us(self.pid, core)
                rate = self.wrk.run(self.url + ticket, self.seconds, *bearer)
                if number == 0:
                    continue  # connections, caches
                spent = core_thread_us(self.pid) - core
                asked = rate * max(1, round(self.seconds))
                self.table.add(f"{name}: bare Beast server", "/s", bare)
                self.table.add(f"{name}: engine", "/s", rate, floor=f"{name}: bare Beast server", target="≥ 0.5")
                self.table.add(f"{name}: core thread a question", "µs", spent / asked)
                self.table.add(f"{name}: other threads a question", "µs", (web_thread_us(self.pid, core + spent) - others) / asked)
        finally:
            floor.end()

    def _whistles(self) -> None:
        bodies = self.scratch / "bodies"
        bodies.write_text("".join(whistle_body(line) + "\n" for line in self.load.stream.read_text().splitlines()))
        name = f"POST a whistle, {_CONNECTIONS} connections"
        for number in range(self.repeats + 1):
            zeromq = self.load.run(plain_target(self.engine), seconds=self.seconds, in_flight=_CONNECTIONS, connections=_CONNECTIONS)
            core = core_thread_us(self.pid)
            others = web_thread_us(self.pid, core)
            rate = self.wrk.run(f"{self.url}/api/v1/whistles", self.seconds, "-s", _LUA, script=(bodies, self.token))
            if number == 0:
                continue
            spent = core_thread_us(self.pid) - core
            asked = rate * max(1, round(self.seconds))
            self.table.add(f"{name}: over ZeroMQ", "/s", zeromq["per_second"])
            self.table.add(f"{name}: over HTTP", "/s", rate, floor=f"{name}: over ZeroMQ", target="≥ 0.5")
            self.table.add(f"{name}: core thread a whistle", "µs", spent / asked)
            self.table.add(f"{name}: other threads a whistle", "µs", (web_thread_us(self.pid, core + spent) - others) / asked)
