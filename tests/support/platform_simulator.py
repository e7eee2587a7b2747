"""A command platform as a process of its own: takes deliveries over real HTTP, keeps them in a database, and is in a bad mood until the file
`good` is there. It may be killed at any moment: what it has answered 2xx to it has kept.

    python3 platform_simulator.py DIRECTORY PORT SECRET SEED       # PORT 0: any; written to DIRECTORY/port
"""

import http.server
import random
import sqlite3
import sys
import threading
import time
from pathlib import Path

from delivery_receiver import read, signature

SLOW_SECONDS = 0.3


class Platform:
    def __init__(self, directory: Path, secret: str, seed: int):
        self.good = directory / "good"
        self.secret = secret
        self.lock = threading.Lock()
        self.dice = random.Random(seed)
        self.kept = sqlite3.connect(directory / "kept.sqlite", check_same_thread=False, isolation_level=None)
        self.kept.execute("PRAGMA journal_mode = WAL")
        self.kept.execute("CREATE TABLE IF NOT EXISTS taken (place INTEGER PRIMARY KEY, id TEXT UNIQUE, subject TEXT, body BLOB)")
        self.kept.execute("CREATE TABLE IF NOT EXISTS faults (what TEXT)")

    def mood(self) -> str:
        if self.good.exists():
            return "takes"
        with self.lock:
            return self.dice.choices(["takes", "busy", "broken", "cuts", "slow", "babbles", "denies"], [80, 6, 4, 3, 2, 2, 3])[0]

    def keep(self, headers, body: bytes) -> None:
        delivery = read(headers, body)
        with self.lock:
            if headers["Webhook-Signature"] != signature(self.secret, headers["Webhook-Id"], headers["Webhook-Timestamp"], body):
                self.kept.execute("INSERT INTO faults VALUES (?)", [f"{delivery.id} is not signed"])
            self.kept.execute("INSERT OR IGNORE INTO taken (id, subject, body) VALUES (?, ?, ?)", [delivery.id, delivery.subject, body])


def handler_of(platform: Platform):
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            mood = platform.mood()
            if mood == "slow":
                time.sleep(SLOW_SECONDS)
            if mood in ("takes", "slow", "denies"):
                platform.keep(self.headers, body)
            if mood == "cuts":
                self.close_connection = True
                return
            if mood == "babbles":
                self.wfile.write(b"\x00\xff no HTTP at all\r\n\r\n")
                self.close_connection = True
                return
            self.send_response({"busy": 503, "broken": 500, "denies": 500}.get(mood, 200))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            """Not on the test's own output."""

    return Handler


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """A sender that is killed leaves its connections behind; all else is a fault."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def main() -> None:
    directory, port, secret, seed = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], int(sys.argv[4])
    server = Server(("127.0.0.1", port), handler_of(Platform(directory, secret, seed)))
    aside = directory / "port.new"
    aside.write_text(str(server.server_address[1]))
    aside.rename(directory / "port")
    server.serve_forever()


if __name__ == "__main__":
    main()
