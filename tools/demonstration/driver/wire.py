"""The members' connections to the engine: each a DEALER with a CURVE key of its own, opened when first needed.

    wire = Wire(keys)                        # member -> (public, secret), Z85
    wire.connect(endpoints)
    wire.send("f-shengtai-handler-1", request, on_reply)
    notices = wire.poll(milliseconds)        # calls on_reply for what has arrived
    wire.connect(new_endpoints)              # the engine was away: what is unanswered is sent again, keys and all

One thread.
"""

import dataclasses
import time
import typing

import zmq
from whistle.v1 import service_pb2

ANSWER_SECONDS_MAX = 60


class NoAnswer(Exception):
    """The engine runs, but a request was not answered in time."""


@dataclasses.dataclass
class _Unanswered:
    member: str
    request: bytes
    on_reply: typing.Callable
    sent_at: float  # monotonic seconds


class Wire:
    def __init__(self, keys):
        self._keys = keys
        self._context = zmq.Context()
        self._context.set(zmq.MAX_SOCKETS, 4096)
        self._endpoints = None
        self._sockets = {}  # by member
        self._feed = None
        self._poller = zmq.Poller()
        self._unanswered = {}  # by correlation, in the order of sending
        self._last_correlation = 0

    def connect(self, endpoints, listener=None):
        """`listener`: the member that subscribes to the feed."""
        self.disconnect()
        self._endpoints = endpoints
        if listener:
            self._feed = self._open(listener, zmq.SUB, endpoints.feed)
            self._feed.subscribe(b"all")
            self._poller.register(self._feed, zmq.POLLIN)
        for waiting in self._unanswered.values():
            waiting.sent_at = time.monotonic()
            self._socket(waiting.member).send(waiting.request)

    def disconnect(self):
        for socket in [*self._sockets.values(), *([self._feed] if self._feed else [])]:
            self._poller.unregister(socket)
            socket.close(linger=0)
        self._sockets, self._feed = {}, None

    def close(self):
        self.disconnect()
        self._context.destroy(linger=0)

    def in_flight(self):
        return len(self._unanswered)

    def send(self, member, request, on_reply):
        """`on_reply` is called with the Reply from `poll`. Until then the request is repeated on every new connection."""
        self._last_correlation += 1
        request.correlation = self._last_correlation
        waiting = _Unanswered(member, request.SerializeToString(), on_reply, time.monotonic())
        self._unanswered[request.correlation] = waiting
        self._socket(member).send(waiting.request)

    def poll(self, milliseconds):
        """Hands out replies; returns the sequence numbers of the feed's notices."""
        notices = []
        for socket, _ in self._poller.poll(max(0, milliseconds)):
            notices += self._drain(socket)
        self._check_patience()
        return notices

    def ask(self, member, request):
        """Sends and waits for that reply."""
        replies = []
        self.send(member, request, replies.append)
        while not replies:
            self.poll(100)
        return replies[0]

    def _drain(self, socket):
        notices = []
        while True:
            try:
                frames = socket.recv_multipart(zmq.NOBLOCK)
            except zmq.Again:
                return notices
            if socket is self._feed:
                notices.append(service_pb2.Notice.FromString(frames[1]).sequence)
                continue
            reply = service_pb2.Reply.FromString(frames[0])
            waiting = self._unanswered.pop(reply.correlation, None)
            if waiting:
                waiting.on_reply(reply)

    def _check_patience(self):
        if not self._unanswered:
            return
        oldest = next(iter(self._unanswered.values()))
        if time.monotonic() - oldest.sent_at > ANSWER_SECONDS_MAX:
            raise NoAnswer(f"no answer to {oldest.member} within {ANSWER_SECONDS_MAX} s")

    def _socket(self, member):
        if member not in self._sockets:
            socket = self._open(member, zmq.DEALER, self._endpoints.commands)
            self._sockets[member] = socket
            self._poller.register(socket, zmq.POLLIN)
        return self._sockets[member]

    def _open(self, member, kind, endpoint):
        socket = self._context.socket(kind)
        socket.setsockopt(zmq.LINGER, 0)
        socket.setsockopt(zmq.SNDHWM, 0)
        socket.setsockopt(zmq.RCVHWM, 0)
        socket.curve_publickey, socket.curve_secretkey = self._keys[member]
        socket.curve_serverkey = self._endpoints.server_key
        socket.connect(endpoint)
        return socket
