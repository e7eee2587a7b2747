#!/usr/bin/python3 -B
"""The least that takes deliveries: one thread, one look at the descriptors that are ready, no parsing beyond where a request ends and which
entry it is of. Every POST is answered with 200, checked by nobody: that is tests/support/delivery_receiver.py. Prints where, and serves until it is
ended; a GET is told what has been counted, as JSON.
"""

import json
import select
import socket
import time

_PIECE = 1 << 14  # a larger one has pages of its own mapped and given back for every read
_LENGTH, _ID, _END = b"\r\nContent-Length: ", b"\r\nWebhook-Id: ", b"\r\n\r\n"  # as the engine writes them
_TAKEN = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"


class Counts:
    def __init__(self):
        self.requests = 0
        self.bytes = 0
        self.connections = 0  # on which something was delivered
        self.entries: set[bytes] = set()
        self.sum = 0  # of their numbers: whoever knows which are due knows whether these are they
        self.first = 0.0  # of an entry that had not been seen before, by a steady clock
        self.last = 0.0

    def note(self, entry: bytes, size: int) -> None:
        self.requests += 1
        self.bytes += size
        if entry in self.entries:
            return
        self.entries.add(entry)
        self.sum += int(entry)
        self.last = time.perf_counter()
        self.first = self.first or self.last

    def told(self) -> bytes:
        told = {"requests": self.requests, "bytes": self.bytes, "connections": self.connections, "entries": len(self.entries),
                "sum": self.sum, "seconds": self.last - self.first}  # fmt: skip
        body = json.dumps(told).encode()
        return b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)


def between(head: bytes, begin: bytes, end: int) -> bytes:
    at = head.index(begin, 0, end) + len(begin)
    return head[at : head.index(b"\r\n", at)]


class Connection:
    def __init__(self, peer: socket.socket, counts: Counts):
        self.peer, self.counts = peer, counts
        self.unread = b""
        self.is_new = True

    def take(self) -> bool:
        """What has arrived, and an answer to each request that is whole; False: the other side has gone."""
        try:
            piece = self.peer.recv(_PIECE)
        except ConnectionError:
            return False
        if not piece:
            return False
        self.unread = self.unread + piece if self.unread else piece
        while (head := self.unread.find(_END)) >= 0:
            if self.unread.startswith(b"GET "):
                self.peer.sendall(self.counts.told())
                return False
            whole = head + len(_END) + int(between(self.unread, _LENGTH, head))
            if len(self.unread) < whole:
                break
            self.counts.connections += self.is_new
            self.is_new = False
            self.counts.note(between(self.unread, _ID, head), whole)
            self.unread = self.unread[whole:]
            self.peer.send(_TAKEN)  # one after the other: there is always room for it
        return True


def main() -> None:
    listener = socket.create_server(("127.0.0.1", 0), backlog=256)
    print(f"http://127.0.0.1:{listener.getsockname()[1]}/in", flush=True)
    poller = select.epoll()
    poller.register(listener, select.EPOLLIN)
    counts, connections = Counts(), {}
    while True:
        for descriptor, _ in poller.poll():
            if descriptor == listener.fileno():
                peer, _ = listener.accept()
                peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                connections[peer.fileno()] = Connection(peer, counts)
                poller.register(peer, select.EPOLLIN)
            elif not connections[descriptor].take():
                poller.unregister(descriptor)
                connections.pop(descriptor).peer.close()


if __name__ == "__main__":
    main()
