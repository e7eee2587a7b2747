"""The feed: notices that something was entered into the journal. They carry numbers alone; content comes from the client.

    with Feed("tcp://engine:7711", login=Login.fresh(server_key)) as feed:
        for entry in client.follow(feed, start=0): ...
"""

from __future__ import annotations

from types import TracebackType
from typing import Any, Sequence

import zmq
import zmq.asyncio
from google.protobuf.message import DecodeError
from whistle.v1 import service_pb2

from whistle_client.errors import Malformed
from whistle_client.login import Login
from whistle_client.wire import connect, prepare

# Whoever follows asks the journal by itself when the feed, which has a heartbeat each second, says nothing for so long (seconds).
SILENCE_MAX = 10.0
TOPICS = ("all", "heartbeat", "checkpoint")


def _subscribed(context: Any, endpoint: str, login: Login | None, topics: Sequence[str]) -> Any:
    socket = context.socket(zmq.SUB)
    try:
        prepare(socket, login)
        for topic in topics:
            socket.setsockopt(zmq.SUBSCRIBE, topic.encode())
        connect(socket, endpoint)
    except BaseException:
        socket.close(0)
        raise
    return socket


def _notice(frames: list[bytes], topics: Sequence[str]) -> service_pb2.Notice | None:
    """None: of a topic that only begins like one of ours. Raises `Malformed`."""
    if len(frames) != 2:
        raise Malformed(f"a notice is two frames, not {len(frames)}")
    try:
        notice = service_pb2.Notice.FromString(frames[1])
    except DecodeError as fault:
        raise Malformed("what came is no notice") from fault
    return notice if notice.topic in topics else None


class Feed:
    """One SUB socket, which connects again by itself. Notices may be lost: while nobody was connected, and from who reads too slowly. The
    heartbeat each second carries the journal's last number, so that a loss is known within a second. One thread.

    Topics: `all`, `party/CODE`, `heartbeat`, `checkpoint`. `login` None: plain.
    """

    def __init__(
        self,
        endpoint: str,
        *,
        login: Login | None = None,
        topics: Sequence[str] = TOPICS,
        context: zmq.Context[zmq.Socket[bytes]] | None = None,
    ):
        self._topics = tuple(topics)
        self._socket = _subscribed(context or zmq.Context.instance(), endpoint, login, self._topics)

    def __enter__(self) -> Feed:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._socket.close(0)

    def next(self, timeout: float) -> service_pb2.Notice | None:
        """The next notice; None: nothing came for `timeout` seconds."""
        while self._socket.poll(int(timeout * 1000)):
            notice = _notice(self._socket.recv_multipart(), self._topics)
            if notice is not None:
                return notice
        return None


class AsyncFeed:
    """The same for asyncio."""

    def __init__(
        self,
        endpoint: str,
        *,
        login: Login | None = None,
        topics: Sequence[str] = TOPICS,
        context: zmq.asyncio.Context | None = None,
    ):
        self._topics = tuple(topics)
        self._socket = _subscribed(context or zmq.asyncio.Context.instance(), endpoint, login, self._topics)

    async def __aenter__(self) -> AsyncFeed:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._socket.close(0)

    async def next(self, timeout: float) -> service_pb2.Notice | None:
        while await self._socket.poll(int(timeout * 1000)):
            notice = _notice(await self._socket.recv_multipart(), self._topics)
            if notice is not None:
                return notice
        return None
