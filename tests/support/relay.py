"""A network between client and engine that can lose what one side says, and break every connection off.

    relay = Relay("tcp://127.0.0.1:7710")
    relay.lose_answers()      # the engine hears, the client does not
    relay.lose_answers_to_requests()  # so soon as one has been sent over CURVE: the handshake passes
    relay.turn_to(endpoint)   # breaks off what there is; new connections go to another engine, and nothing is lost
"""

import select
import socket
import threading

PIECE_BYTES = 64 << 10
CURVE_MESSAGE = b"\x07MESSAGE"  # what follows the handshake begins so, in clear


def _address(endpoint: str) -> tuple[str, int]:
    host, _, port = endpoint.removeprefix("tcp://").rpartition(":")
    return host, int(port)


class Relay:
    def __init__(self, endpoint: str):
        self._target = _address(endpoint)
        self._lock = threading.Lock()
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._answers_lost = self._requests_lost = self._first_request_awaited = False
        self.dropped = threading.Event()  # something was lost on purpose
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.endpoint = f"tcp://127.0.0.1:{self._listener.getsockname()[1]}"
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def lose_answers(self) -> None:
        self._answers_lost = True

    def lose_answers_to_requests(self) -> None:
        self._first_request_awaited = True

    def lose_requests(self) -> None:
        self._requests_lost = True

    def turn_to(self, endpoint: str) -> None:
        with self._lock:
            self._target = _address(endpoint)
            self._answers_lost = self._requests_lost = self._first_request_awaited = False
            self._break_off()

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        with self._lock:
            self._break_off()
        for thread in self._threads:
            thread.join()
        self._listener.close()

    def _break_off(self) -> None:
        for pair in self._pairs:
            for end in pair:
                try:
                    end.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass  # it went away by itself
        self._pairs.clear()

    def _accept(self) -> None:
        while True:
            try:
                client = self._listener.accept()[0]
            except OSError:
                return
            with self._lock:
                try:
                    engine = socket.create_connection(self._target)
                except OSError:
                    client.close()
                    continue
                self._pairs.append((client, engine))
            thread = threading.Thread(target=self._pump, args=(client, engine))
            self._threads.append(thread)
            thread.start()

    def _pump(self, client: socket.socket, engine: socket.socket) -> None:
        try:
            while True:
                for end in select.select([client, engine], [], [])[0]:
                    piece = end.recv(PIECE_BYTES)
                    if not piece:
                        return
                    if end is client and self._first_request_awaited and CURVE_MESSAGE in piece:
                        self._answers_lost = True
                    if self._requests_lost if end is client else self._answers_lost:
                        self.dropped.set()
                    else:
                        (engine if end is client else client).sendall(piece)
        except OSError:
            pass  # broken off
        finally:
            client.close()
            engine.close()
