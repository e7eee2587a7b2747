"""The wheel is built without a network, installed into a fresh virtual environment, and the examples run from there against the daemon."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
import unittest
from pathlib import Path

from library_case import AUDITOR, FIRM, HANDLER, INTAKE, LIBRARY, SUPERVISOR, LibraryCase
from live_engine import SOURCE

EXAMPLES = LIBRARY / "examples"
NOTHING_LEFT_OVER = shutil.ignore_patterns("build", "dist", "*.egg-info", "__pycache__", ".mypy_cache")
# No network, no configuration of this machine, and nothing of the source tree.
ENVIRONMENT = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1",
               "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PYTHONDONTWRITEBYTECODE": "1"}  # fmt: skip


def run(*command, code: int = 0, cwd: Path | None = None, **environment: str) -> str:
    result = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=300, check=False, cwd=cwd,
                            env={**ENVIRONMENT, **environment})  # fmt: skip
    if result.returncode != code:
        raise AssertionError(f"{command}: {result.returncode}\n{result.stdout}{result.stderr}")
    return result.stdout + (result.stderr if code else "")


def built(source: Path, target: Path) -> Path:
    run(sys.executable, "-m", "pip", "wheel", "--no-build-isolation", "--no-index", "--no-deps", "--wheel-dir", target, source)
    return next(target.glob("whistle_client-*.whl"))


class Installed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        directory = tempfile.TemporaryDirectory(prefix="whistle-wheel-")
        cls.addClassCleanup(directory.cleanup)
        cls.place = Path(directory.name)
        shutil.copytree(LIBRARY, cls.place / "tools" / "clients" / "python", ignore=NOTHING_LEFT_OVER)
        shutil.copytree(SOURCE / "proto", cls.place / "proto")
        cls.wheel = built(cls.place / "tools" / "clients" / "python", cls.place / "wheels")
        run(sys.executable, "-m", "venv", "--system-site-packages", cls.place / "venv")
        cls.python = cls.place / "venv" / "bin" / "python"
        run(cls.python, "-m", "pip", "install", "--no-index", cls.wheel)


class Wheel(Installed):
    def inside(self, script: str) -> str:
        return run(self.python, "-c", script, cwd=self.place)

    def test_library_and_messages_come_from_the_wheel(self):
        script = "import whistle_client, whistle.v1.service_pb2 as m; print(whistle_client.__file__, m.__file__)"
        for file in self.inside(script).split():
            self.assertTrue(file.startswith(str(self.place / "venv")), file)

    def test_the_wheel_has_every_message_and_its_types(self):
        names = set(run(self.python, "-m", "zipfile", "-l", self.wheel).split())
        for proto in (SOURCE / "proto" / "whistle" / "v1").glob("*.proto"):
            self.assertLessEqual({f"whistle/v1/{proto.stem}_pb2.py", f"whistle/v1/{proto.stem}_pb2.pyi"}, names)
        self.assertLessEqual({"whistle/v1/py.typed", "whistle_client/py.typed"}, names)

    def test_a_source_distribution_builds_alone(self):
        script = "import sys; from setuptools import build_meta; build_meta.build_sdist(sys.argv[1])"
        target = self.place / "alone"
        target.mkdir()
        run(sys.executable, "-c", script, target, cwd=self.place / "tools" / "clients" / "python")
        with tarfile.open(next(target.glob("*.tar.gz"))) as archive:
            archive.extractall(target)
        other = built(next(path for path in target.iterdir() if path.is_dir()), target / "wheels")
        listed = [sorted(run(self.python, "-m", "zipfile", "-l", wheel).split()[4::4]) for wheel in (self.wheel, other)]
        self.assertEqual(listed[0], listed[1])

    def test_without_the_language_nothing_is_built(self):
        alone = self.place / "no-language" / "tools" / "clients" / "python"
        shutil.copytree(LIBRARY, alone, ignore=NOTHING_LEFT_OVER)
        told = run(sys.executable, "-m", "pip", "wheel", "--no-build-isolation", "--no-index", "--no-deps", "-w", alone, alone, code=1)
        self.assertIn("no whistle/v1/*.proto", told)

    def test_the_version_is_the_engines(self):
        version = re.search(r"project\(whistle VERSION (\S+)", (SOURCE / "CMakeLists.txt").read_text(encoding="utf-8"))[1]
        where = self.inside("import importlib.metadata as m; print(m.version('whistle-client'))").strip()
        self.assertEqual(where, version)

    @unittest.skipUnless(shutil.which("mypy"), "needs Debian's mypy")
    def test_the_types_hold(self):
        configured = ("--config-file", self.place / "tools" / "clients" / "python" / "pyproject.toml", "--cache-dir", self.place / "mypy",
                      "--python-executable", self.python)  # fmt: skip
        run("mypy", *configured, "-p", "whistle_client", cwd=self.place)
        run("mypy", *configured, *sorted(EXAMPLES.glob("*.py")), cwd=self.place)
        wrong = self.place / "wrong.py"
        wrong.write_text("from whistle_client import Client\nclient = Client('tcp://engine:1')\nclient.acknowledge('17')\n", encoding="utf-8")
        self.assertIn("incompatible type", run("mypy", *configured, wrong, code=1, cwd=self.place))


class Examples(Installed, LibraryCase):
    flags = ("--checkpoint-every", "1")

    def example(self, name: str, login, *arguments, code: int = 0) -> str:
        keys = ("--server-key", self.engine.data / "server.key", "--key-file", self.key_file("example", login))
        return run(self.python, EXAMPLES / name, self.engine.endpoints["commands"], *keys, *arguments, code=code, cwd=self.place)

    def test_kiosk_member_and_supervisor(self):
        kiosk = self.registered(INTAKE)
        blow = ("kiosk.py", kiosk, "--estate", "QC-BAOTONG-01", "--category", "P03", "--key", "hall-3-17", "--name", "张三")
        first = self.example(*blow, "楼道灯坏了")
        number, token = first.split()
        self.assertRegex(number, r"^\d{8}-\d{5}-\d$")
        self.assertEqual(len(token), 32)
        self.assertEqual(self.example(*blow, "楼道灯坏了"), first, "the same key, the same ticket")
        self.assertIn("this idempotency key was used", self.example(*blow, "another matter", code=1))

        handler = self.registered(HANDLER)
        self.assertEqual(self.example("member.py", handler), f"{number} resolved\n{FIRM}: 1 of 1\n")
        self.assertEqual(self.example("member.py", handler), f"{FIRM}: 0 of 0\n", "nothing is left, and nothing done twice")

        ticket = self.member(AUDITOR).ticket(number).record.id
        self.follow_to_the_end(ticket, kiosk)

    def follow_to_the_end(self, ticket: int, kiosk) -> None:
        login = self.registered(SUPERVISOR)
        receipt = self.directory / "receipt.json"
        verifier = str(self.member(AUDITOR).journal_key())
        command = [self.python, EXAMPLES / "supervisor.py", self.engine.endpoints["commands"], self.engine.endpoints["feed"],
                   "--server-key", self.engine.data / "server.key", "--key-file", self.key_file("supervisor", login),
                   "--ticket", ticket, "--verifier-key", verifier, "--receipt", receipt]  # fmt: skip
        following = subprocess.Popen([str(word) for word in command], env=ENVIRONMENT, cwd=self.place, text=True,
                                     stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # fmt: skip
        try:
            line = following.stdout.readline()
            self.assertIn("blow_whistle", line + (following.stderr.read() if not line else ""))
            self.client(kiosk).confirm(ticket, rating=5)
            out, complaints = following.communicate(timeout=120)
        finally:
            if following.poll() is None:
                following.send_signal(signal.SIGKILL)
                following.communicate()
        self.assertEqual((following.returncode, complaints), (0, ""))
        proven = [told for told in out.splitlines() if told.startswith("proven")]
        self.assertEqual(len(proven), 5, out)  # blown, acknowledged, arrived, resolved, confirmed
        self.assertIn(f"acknowledge_ticket by {HANDLER}", proven[1])
        self.assertEqual(len(json.loads(receipt.read_text(encoding="utf-8"))["entries"]), 5)


if __name__ == "__main__":
    unittest.main()
