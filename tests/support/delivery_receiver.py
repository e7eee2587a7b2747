"""A receiver of webhooks for tests: it checks every signature and the order of every ticket, remembers what it took, and behaves as it is told.

    receiver = Receiver([secret], behave=lambda delivery: 500)
    receiver.start()
    receiver.wait(lambda: 17 in receiver.taken)
"""

import base64
import hashlib
import hmac
import http.server
import json
import socket
import ssl
import threading
import urllib.parse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

WAIT_SECONDS = 120  # nothing takes this long, a machine may be busy
CUT, HOLD = "cut", "hold"  # the connection ends without an answer; no answer until the sender gives up


@dataclass(frozen=True)
class Delivery:
    id: str
    type: str
    subject: str
    source: str
    order: str
    events: str
    data: dict

    @property
    def is_checkpoint(self) -> bool:
        return self.id.startswith("checkpoint-")

    @property
    def sequence(self) -> int:
        return int(self.id)

    @property
    def ticket(self) -> int | None:
        return int(self.data["ticket"]) if "ticket" in self.data else None


def signature(secret: str, message_id: str, timestamp: str, body: bytes) -> str:
    key = base64.b64decode(secret.removeprefix("whsec_"))
    return "v1," + base64.b64encode(hmac.new(key, f"{message_id}.{timestamp}.".encode() + body, hashlib.sha256).digest()).decode()


def read(headers, body: bytes) -> Delivery:
    """Either content mode of CloudEvents 1.0."""
    if headers["Content-Type"].startswith("application/cloudevents+json"):
        event = json.loads(body)
    else:
        assert headers["Content-Type"] == "application/json", headers["Content-Type"]
        event = {name[3:].lower(): urllib.parse.unquote(value) for name, value in headers.items() if name.lower().startswith("ce-")}
        event |= {"datacontenttype": "application/json", "data": json.loads(body)}
    assert event["specversion"] == "1.0" and event["datacontenttype"] == "application/json", event
    assert event["time"].endswith("Z"), event
    return Delivery(event["id"], event["type"], event.get("subject", ""), event["source"], event.get("whistleorder", ""), event.get("whistleevents", ""), event["data"])


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """Connections that end are what these tests are about; everything else a receiver notes itself."""


class Receiver:
    """`behave` says for each delivery what is answered: a status, (status, headers), CUT or HOLD."""

    def __init__(self, secrets: list[str], behave: Callable[[Delivery], object] = lambda delivery: 200, certificate: Path | None = None):
        self.secrets = secrets
        self.behave = behave
        self.certificate = certificate  # PEM with its key; None: plain
        self.changed = threading.Condition()
        self.attempts: list[Delivery] = []
        self.taken: dict[int, Delivery] = {}  # by sequence, in the order of first taking
        self.checkpoints: list[dict] = []
        self.faults: list[str] = []
        self.connections = 0
        self.open: set[socket.socket] = set()
        self.port = 0
        self.server: http.server.ThreadingHTTPServer | None = None

    @property
    def url(self) -> str:
        return f"http{'s' if self.certificate else ''}://localhost:{self.port}/in"

    def start(self) -> None:
        """On the port that it had before, if it had one."""
        self.server = Server(("127.0.0.1", self.port), handler_of(self))
        if self.certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(self.certificate)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True, do_handshake_on_connect=False)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def go_away(self) -> None:
        """Nobody listens any more, and what is open ends."""
        self.server.shutdown()
        self.server.server_close()
        with self.changed:
            for connection in self.open:
                try:
                    connection.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass
            self.changed.notify_all()

    def wait(self, true: Callable[[], bool]) -> None:
        with self.changed:
            if not self.changed.wait_for(true, WAIT_SECONDS):
                raise TimeoutError(f"taken {sorted(self.taken)} after {len(self.attempts)} attempts; {self.faults[:3]}")

    # ---- of the server's threads ----

    def take(self, headers, body: bytes):
        delivery = read(headers, body)
        wanted = [signature(secret, headers["Webhook-Id"], headers["Webhook-Timestamp"], body) for secret in self.secrets]
        with self.changed:
            if headers["Webhook-Signature"] != " ".join(wanted) or headers["Webhook-Id"] != delivery.id:
                self.faults.append(f"{delivery.id}: signed {headers['Webhook-Signature']}")
            self.attempts.append(delivery)
            answer = self.behave(delivery)
            status = answer[0] if isinstance(answer, tuple) else answer
            if isinstance(status, int) and 200 <= status < 300:
                if delivery.is_checkpoint:
                    self.checkpoints.append(delivery.data)
                else:
                    self.taken.setdefault(delivery.sequence, delivery)
            self.changed.notify_all()
        return answer


def handler_of(receiver: Receiver):
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self):
            with receiver.changed:
                receiver.connections += 1
                receiver.open.add(self.request)
            super().setup()

        def finish(self):
            with receiver.changed:
                receiver.open.discard(self.request)
            super().finish()

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            try:
                answer = receiver.take(self.headers, body)
            except Exception as error:  # what cannot be read is the test's business too
                with receiver.changed:
                    receiver.faults.append(repr(error))
                answer = 200
            if answer == HOLD:
                self.rfile.read(1)  # until the sender gives up
            if answer in (CUT, HOLD):
                self.close_connection = True
                return
            status, headers = answer if isinstance(answer, tuple) else (answer, {})
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *arguments):
            pass

    return Handler
