"""The engine over HTTP with the standard library alone, beside the wire of live_engine.py.

    token = issue_token(admin, "intake-app")
    answer = ask(engine, "GET", "/api/v1/tickets", token, If_None_Match=etag)
"""

import hashlib
import http.client
import json
import os
import time
from contextlib import closing

from live_engine import ANSWER_SECONDS, Client, Engine, accepted

DAY_US = 86_400_000_000


class Answer:
    def __init__(self, response: http.client.HTTPResponse):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    def json(self):
        return json.loads(self.body)


def address(engine: Engine) -> tuple[str, int]:
    host, _, port = engine.endpoints["http"].removeprefix("http://").partition(":")
    return host, int(port)


def connect(engine: Engine, source: str = "127.0.0.1") -> http.client.HTTPConnection:
    return http.client.HTTPConnection(*address(engine), timeout=ANSWER_SECONDS, source_address=(source, 0))


def ask(engine: Engine, method: str, path: str, token: str | None = None, body=None, **headers) -> Answer:
    """On a connection of its own. Of a header's name `_` is sent as `-`; a dictionary is sent as JSON."""
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    if isinstance(body, dict):
        headers.setdefault("Content-Type", "application/json")
        body = json.dumps(body)
    with closing(connect(engine)) as connection:
        connection.request(method, path, body=body, headers=headers)
        return Answer(connection.getresponse())


def token_sha256(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def issue_token(admin: Client, member: str, token: str = "", expires_us: int = 0, claimed_member: str = "") -> str:
    """As `whistle token issue` does it: the engine is told the hash alone. Without more a token of its own, for a day."""
    token = token or "wt_" + os.urandom(32).hex()
    identity = {"member": member, "token_sha256": token_sha256(token), "expires_us": expires_us or time.time_ns() // 1000 + DAY_US}
    accepted(admin.command(f"token-{token_sha256(token).hex()[:16]}", claimed_member, register_identity=identity))
    return token
