"""Drives the real daemon over its real wire, with Debian's ZeroMQ and Protocol Buffers alone: what a program of somebody else would do.

    engine = Engine(Path(directory))
    engine.init(district)
    engine.start("--clock", "follow")
    admin = engine.client(engine.admin_keys())
    reply = admin.call(key="k1", acknowledge_ticket={"ticket": 17})
"""

import csv
import hashlib
import os
import signal
import subprocess
import time
from pathlib import Path

import zmq
import zmq.auth
from whistle.v1 import service_pb2

PROGRAMS = Path(os.environ["WHISTLE_BIN_DIR"])
SOURCE = Path(os.environ["WHISTLE_SOURCE_DIR"])
DISTRICT = SOURCE / "tools" / "demonstration" / "weifang-hitech"
CHUNK_BYTES = 256 << 10
ANSWER_SECONDS = 60  # for one answer; nothing takes this long, a machine may be busy


def members() -> list[dict[str, str]]:
    """Of the demonstration's district: code, name, party, grids, roles."""
    with (DISTRICT / "members.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Client:
    """One DEALER connection. `keys` is (public, secret) as Z85, or None in plain mode."""

    def __init__(self, endpoint: str, server_key: bytes | None = None, keys=None, context: zmq.Context | None = None):
        self.context = context or zmq.Context.instance()
        self.socket = self.context.socket(zmq.DEALER)
        self.socket.setsockopt(zmq.LINGER, 0)
        if keys is not None:
            self.socket.curve_serverkey = server_key
            self.socket.curve_publickey, self.socket.curve_secretkey = keys
        self.socket.connect(endpoint)
        self.correlation = 0

    def send(self, request: service_pb2.Request) -> int:
        self.correlation += 1
        request.correlation = self.correlation
        self.socket.send(request.SerializeToString())
        return self.correlation

    def receive(self, seconds: float = ANSWER_SECONDS) -> service_pb2.Reply | None:
        if not self.socket.poll(int(seconds * 1000)):
            return None
        return service_pb2.Reply.FromString(self.socket.recv())

    def ask(self, request: service_pb2.Request) -> service_pb2.Reply:
        correlation = self.send(request)
        while True:
            reply = self.receive()
            if reply is None:
                raise TimeoutError(f"no answer to {request}")
            if reply.correlation == correlation:
                return reply

    def command(self, key: str, claimed_member: str = "", **body) -> service_pb2.Reply:
        """command(key="k", acknowledge_ticket={"ticket": 17})"""
        return self.ask(command_request(key, claimed_member, **body))

    def query(self, claimed_member: str = "", **body) -> service_pb2.Reply:
        return self.ask(service_pb2.Request(claimed_member=claimed_member, **body))

    def put_file(self, ticket: int, content: bytes, claimed_member: str = "") -> service_pb2.Reply:
        """In chunks and completed; the answer to the last, or the first refusal."""
        sha256 = hashlib.sha256(content).digest()
        at = 0
        while at < len(content):
            chunk = {"ticket": ticket, "sha256": sha256, "size": len(content), "offset": at, "content": content[at : at + CHUNK_BYTES]}
            reply = self.query(claimed_member=claimed_member, put_chunk=chunk)
            if not reply.HasField("put_chunk"):
                return reply
            at = reply.put_chunk.next
        return self.command(f"file {ticket} {sha256.hex()[:16]}", claimed_member, put_attachment={"ticket": ticket, "sha256": sha256})

    def raw(self, frame: bytes) -> service_pb2.Reply:
        """Sends bytes as they are."""
        self.socket.send(frame)
        reply = self.receive()
        if reply is None:
            raise TimeoutError("no answer")
        return reply

    def close(self) -> None:
        self.socket.close()


def command_request(key: str, claimed_member: str = "", acted_at_us: int = 0, **body) -> service_pb2.Request:
    request = service_pb2.Request(key=key, claimed_member=claimed_member, acted_at_us=acted_at_us)
    for name, fields in body.items():
        getattr(request.command, name).SetInParent()
        part = getattr(request.command, name)
        part.MergeFrom(type(part)(**fields))
    return request


def photo(what: str, size: int = 0) -> bytes:
    """A photo by its content, and no more; another one for every `what`."""
    head = bytes.fromhex("ffd8ffe000104a46494600010100000100010000") + bytes.fromhex("ffc0000b080010001001011100") + what.encode()
    return head + b"." * (size - len(head) - 2) + b"\xff\xd9"


class Engine:
    """A data directory and the process that serves it."""

    def __init__(self, directory: Path):
        self.directory = directory
        self.data = directory / "data"
        self.process: subprocess.Popen | None = None
        self.endpoints: dict[str, str] = {}
        self.starts = 0

    def init(self, district: Path = DISTRICT, *flags: str) -> str:
        command = [PROGRAMS / "whistled", "init", "--data", self.data, "--district", district, *flags]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def start(self, *flags: str, **popen) -> None:
        ready = self.directory / "ready"
        ready.unlink(missing_ok=True)
        self.starts += 1
        log = self.directory / f"log-{self.starts}"
        command = [PROGRAMS / "whistled", "run", "--data", self.data, "--bind", "tcp://127.0.0.1:*",
                   "--feed", "tcp://127.0.0.1:*", "--ready-file", ready, *flags]  # fmt: skip
        with log.open("wb") as stderr:
            self.process = subprocess.Popen(command, stderr=stderr, **popen)
        while not ready.exists():
            if self.process.poll() is not None:
                raise RuntimeError(f"whistled ended with {self.process.returncode}: {self.log()}")
            time.sleep(0.005)
        self.endpoints = dict(line.split("=", 1) for line in ready.read_text().splitlines())

    def log(self) -> str:
        return (self.directory / f"log-{self.starts}").read_text()

    def client(self, keys=None) -> Client:
        server_key = self.endpoints.get("server_public_key", "").encode() or None
        return Client(self.endpoints["commands"], server_key, keys)

    def admin_keys(self) -> tuple[bytes, bytes]:
        return zmq.auth.load_certificate(self.data / "admin.key_secret")

    def resident_bytes(self) -> int:
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) << 10 for line in lines if line.startswith("VmRSS:"))

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=120)

    def kill(self) -> None:
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=60)

    def end(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.kill()


def accepted(reply: service_pb2.Reply):
    if reply.WhichOneof("body") != "accepted":
        raise AssertionError(f"not accepted: {reply}")
    return reply.accepted


def refusal_name(reply: service_pb2.Reply) -> str:
    if reply.WhichOneof("body") != "refusal":
        raise AssertionError(f"not refused: {reply}")
    return service_pb2.RefusalCode.Name(reply.refusal.code).removeprefix("REFUSAL_CODE_")


def arguments(reply: service_pb2.Reply) -> dict[str, str]:
    return {argument.name: argument.value for argument in reply.refusal.arguments}
