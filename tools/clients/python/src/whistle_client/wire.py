"""The sockets of one connection to the engine, made alike for the synchronous and the asyncio client.

A request is one frame to the engine's ROUTER, a reply one frame back. Beside the DEALER stands its monitor, which tells at once that the
engine went away, where a silent socket would let the request wait for its time.
"""

from __future__ import annotations

import enum
from typing import Any

import zmq
import zmq.utils.monitor
from google.protobuf.message import DecodeError
from whistle.v1 import service_pb2

from whistle_client.errors import Malformed, WrongKeys
from whistle_client.login import Login

# An engine that goes down may break one handshake off, a wrong key breaks off every one.
HANDSHAKES_MAX = 3
RECONNECT_MS = 100
RECONNECT_MAX_MS = 2_000
# A peer whose machine is gone says nothing: these find out.
HEARTBEAT_MS = 5_000
HEARTBEAT_TIMEOUT_MS = 15_000
REPLY_BYTES_MAX = 64 << 20
REQUEST_BYTES_MAX = 24 << 20

_WATCHED = (
    zmq.EVENT_HANDSHAKE_SUCCEEDED
    | zmq.EVENT_DISCONNECTED
    | zmq.EVENT_HANDSHAKE_FAILED_NO_DETAIL
    | zmq.EVENT_HANDSHAKE_FAILED_PROTOCOL
    | zmq.EVENT_HANDSHAKE_FAILED_AUTH
)


class Change(enum.Enum):
    UP = "the engine has let us in"
    DOWN = "the connection was lost"


class Handshakes:
    """What a monitor tells, until it means that the keys are wrong. One for a client's whole life."""

    def __init__(self, endpoint: str):
        self._endpoint = endpoint
        self._were_up = False
        self._failed = 0

    def change(self, parts: list[bytes]) -> Change:
        """Raises `WrongKeys` where handshakes fail with an engine that never let this client in."""
        event = zmq.utils.monitor.parse_monitor_message(parts)["event"]
        if event == zmq.EVENT_HANDSHAKE_SUCCEEDED:
            self._were_up, self._failed = True, 0
            return Change.UP
        if event != zmq.EVENT_DISCONNECTED:
            self._failed += 1
            if not self._were_up and self._failed >= HANDSHAKES_MAX:
                raise WrongKeys(f"{self._endpoint} breaks off every handshake: a wrong key of the engine, or CURVE on one side alone")
        return Change.DOWN


def prepare(socket: Any, login: Login | None) -> None:
    """Options of a socket of either client, before it connects."""
    socket.setsockopt(zmq.LINGER, 0)
    socket.setsockopt(zmq.RECONNECT_IVL, RECONNECT_MS)
    socket.setsockopt(zmq.RECONNECT_IVL_MAX, RECONNECT_MAX_MS)
    socket.setsockopt(zmq.HEARTBEAT_IVL, HEARTBEAT_MS)
    socket.setsockopt(zmq.HEARTBEAT_TIMEOUT, HEARTBEAT_TIMEOUT_MS)
    socket.setsockopt(zmq.MAXMSGSIZE, REPLY_BYTES_MAX)
    if login is not None:
        socket.curve_serverkey = login.server_key
        socket.curve_publickey = login.public_key
        socket.curve_secretkey = login.secret_key


def connect(socket: Any, endpoint: str) -> None:
    """Raises ValueError on what is no endpoint; whether anybody is there is found out later."""
    socket.setsockopt(zmq.IPV6, int("[" in endpoint))
    try:
        socket.connect(endpoint)
    except zmq.ZMQError as fault:
        raise ValueError(f"{endpoint}: {fault}") from fault


class Wire:
    """A DEALER and its monitor; of asyncio where the context is. Ends with `close`."""

    def __init__(self, context: Any, endpoint: str, login: Login | None):
        self.socket: Any = context.socket(zmq.DEALER)
        self.monitor: Any = None
        try:
            prepare(self.socket, login)
            self.socket.setsockopt(zmq.SNDHWM, 0)  # what is under way is bounded by who asks
            self.monitor = self.socket.get_monitor_socket(_WATCHED)
            self.monitor.setsockopt(zmq.LINGER, 0)
            connect(self.socket, endpoint)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        if not self.socket.closed:
            self.socket.disable_monitor()
            if self.monitor is not None:
                self.monitor.close(0)
            self.socket.close(0)


def reply_of(frames: list[bytes]) -> service_pb2.Reply:
    """Raises `Malformed`."""
    if len(frames) != 1:
        raise Malformed(f"a reply is one frame, not {len(frames)}")
    reply = service_pb2.Reply()
    try:
        reply.ParseFromString(frames[0])
    except DecodeError as fault:
        raise Malformed(f"what came is not a reply: {fault}") from fault
    return reply


def frame_of(request: service_pb2.Request) -> bytes:
    """Raises ValueError on what the engine would end the connection for, instead of refusing it."""
    frame: bytes = request.SerializeToString()
    if len(frame) > REQUEST_BYTES_MAX:
        raise ValueError(f"request: {len(frame)} bytes, {REQUEST_BYTES_MAX} at most")
    return frame
