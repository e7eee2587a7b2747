"""The engine over HTTP, as a web developer meets it: each test has an engine of its own, which tokens and CURVE keys are bound at."""

import os

import zmq
from client_case import ClientCase
from live_engine import Client, accepted
from web_client import Answer, ask, issue_token
from zmq.utils import z85

HANDLER = "f-xiangrui-handler-1"
INTAKE = "intake-app"
WHISTLE = {
    "kind": "WHISTLE_KIND_RESIDENT",
    "source": "SOURCE_RESIDENT",
    "category": "P03",
    "location": {"estate": "QC-BAOTONG-01"},
    "personal": {"text": "楼道灯坏了", "reporter": {"name": "张三", "phone": "13800138012"}},
}


class WebCase(ClientCase):
    def setUp(self):
        super().setUp()
        self.engine.init()
        self.engine.start("--http", "http://127.0.0.1:*")
        self.admin = self.engine.client(self.engine.admin_keys())
        self.addCleanup(self.admin.close)

    def issue(self, member: str) -> str:
        return issue_token(self.admin, member)

    def member(self, code: str) -> Client:
        """Somebody who acts over ZeroMQ."""
        public, secret = zmq.curve_keypair()
        accepted(self.admin.command(os.urandom(16).hex(), register_identity={"member": code, "curve_public_key": z85.decode(public)}))
        client = self.engine.client((public, secret))
        self.addCleanup(client.close)
        return client

    def ask(self, method: str, path: str, token: str | None = None, body=None, **headers) -> Answer:
        return ask(self.engine, method, path, token, body, **headers)

    def blow(self, token: str, key: str, **changes) -> Answer:
        return self.ask("POST", "/api/v1/whistles", token, {**WHISTLE, **changes}, Idempotency_Key=key)
