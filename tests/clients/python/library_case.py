"""The library as it stands in the tree against the real daemon, over CURVE: each test has an engine of its own."""

import os
import sys
import tempfile
import unittest
from pathlib import Path

import zmq
from live_engine import Engine

LIBRARY = Path(os.environ["WHISTLE_SOURCE_DIR"]) / "tools" / "clients" / "python"
sys.path.insert(0, str(LIBRARY / "src"))

from whistle.v1.command_pb2 import BlowWhistle, Location  # noqa: E402
from whistle.v1.common_pb2 import SOURCE_RESIDENT, WHISTLE_KIND_RESIDENT  # noqa: E402
from whistle.v1.personal_pb2 import PersonalData, Reporter  # noqa: E402
from whistle_client import Client, Login  # noqa: E402

ESTATE, FIRM, HANDLER = "QC-BAOTONG-01", "F-XIANGRUI", "f-xiangrui-handler-1"
INTAKE, SUPERVISOR, AUDITOR = "intake-app", "supervisor-1", "auditor-1"


def whistle(text: str = "楼道灯坏了", anonymous: bool = False) -> BlowWhistle:
    reporter = None if anonymous else Reporter(name="张三", phone="13800138012")
    return BlowWhistle(
        kind=WHISTLE_KIND_RESIDENT,
        source=SOURCE_RESIDENT,
        channel="kiosk",
        category="P03",
        location=Location(estate=ESTATE),
        personal=PersonalData(text=text, reporter=reporter),
        anonymous=anonymous,
    )


class LibraryCase(unittest.TestCase):
    flags: tuple[str, ...] = ()  # of `whistled run`

    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="whistle-")
        self.addCleanup(directory.cleanup)
        self.directory = Path(directory.name)
        self.engine = Engine(self.directory)
        self.addCleanup(self.engine.end)
        self.engine.init()
        self.engine.start(*self.flags)
        self.admin = self.client(Login(self.server_key, *self.engine.admin_keys()))

    @property
    def server_key(self) -> bytes:
        return self.engine.endpoints["server_public_key"].encode()

    def client(self, login: Login | None, endpoint: str | None = None, of=Client, **more):
        client = of(endpoint or self.engine.endpoints["commands"], login=login, **more)
        if of is Client:
            self.addCleanup(client.close)
        return client

    def registered(self, member: str) -> Login:
        """A login with a key of its own that the administrator has bound to the member."""
        login = Login.fresh(self.server_key)
        self.admin.register_key(member, zmq.utils.z85.decode(login.public_key), "test")
        return login

    def member(self, member: str, **more) -> Client:
        return self.client(self.registered(member), **more)

    def key_file(self, name: str, login: Login) -> Path:
        """As `whistle keygen` writes it."""
        path = self.directory / f"{name}.key_secret"
        keys = f'public-key = "{login.public_key.decode()}"\n    secret-key = "{login.secret_key.decode()}"\n'
        path.write_text(f"metadata\ncurve\n    {keys}", encoding="ascii")
        return path
