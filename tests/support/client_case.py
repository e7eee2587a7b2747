"""The thin client against the real daemon over the real wire: each test has an engine and a home of its own."""

import json
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

from live_engine import PROGRAMS, Engine, photo

WHISTLE = PROGRAMS / "whistle"
OK, REFUSED, USAGE, NO_ANSWER, LOCAL_FILE, NOT_RECOGNISED, INTERRUPTED = 0, 1, 2, 4, 5, 6, 130
ESTATE, FIRM, FIRM_MEMBER = "QC-BAOTONG-01", "F-XIANGRUI", "f-xiangrui-dispatcher"
LIFT_MEMBER = "d-lift-handler-1"  # the lift maintainer assists


class ClientCase(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="whistle-")
        self.addCleanup(directory.cleanup)
        self.directory = Path(directory.name)
        self.engine = Engine(self.directory)
        self.addCleanup(self.engine.end)
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(self.directory), "LANG": "en_US.UTF-8"}

    def run_client(self, *arguments, stream: str | None = None) -> subprocess.CompletedProcess:
        return subprocess.run([WHISTLE, *map(str, arguments)], capture_output=True, text=True, timeout=300, check=False,
                              input=stream, env=self.environment)  # fmt: skip

    def client(self, *arguments, code: int = OK, **rest) -> str:
        result = self.run_client("--data", self.engine.data, *arguments, **rest)
        self.assertEqual(result.returncode, code, result.stdout + result.stderr)
        return result.stdout if code == OK else result.stdout + result.stderr

    def as_member(self, member: str, *arguments, **rest) -> str:
        return self.client("--plain", "--as", member, *arguments, **rest)

    def start_plain(self, *flags: str) -> None:
        self.engine.init()
        self.engine.start("--plain", *flags)

    def restart(self) -> None:
        """After a kill, at the addresses that the system gave it the first time, as an engine in service has."""
        command = [PROGRAMS / "whistled", "run", "--data", self.engine.data, "--plain", "--bind", self.engine.endpoints["commands"],
                   "--feed", self.engine.endpoints["feed"]]  # fmt: skip
        self.engine.process = subprocess.Popen(command, stderr=subprocess.DEVNULL)

    def photo(self, name: str, size: int = 0) -> Path:
        """A file that is a photo by its content, another one for every name."""
        path = self.directory / name
        path.write_bytes(photo(name, size))
        return path

    def blow(self, *arguments) -> dict:
        return json.loads(self.as_member("intake-app", "-o", "json", "blow", *arguments))
