"""The examples of adapters/INTEGRATOR.md, one after the other as they stand there, against an engine with a web. Needs curl and protoc."""

import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import zmq.auth
from document import Document
from live_engine import PROGRAMS, SOURCE, Engine, accepted
from web_client import issue_token
from zmq.utils import z85

HANDBOOK = Document(SOURCE / "adapters" / "INTEGRATOR.md")
SCRIPT_SECONDS = 300
PRELUDE = "set -Eeuo pipefail\ntrap 'echo \"stopped at line $LINENO of the script\" >&2' ERR\n"


def script_of(document: Document, directory: Path) -> str:
    """All blocks of the shell as one script, so that what one sets the next has; programs in Python get the name in their first line."""
    parts = [PRELUDE]
    for block in document.blocks:
        if block.language == "python":
            name = block.text.split(":", 1)[0].removeprefix("# ")
            (directory / name).write_text(block.text, encoding="utf-8")
        if block.language != "sh" or block.by_hand:
            continue
        parts.append(f"echo '== {document.path.name}:{block.line}'\n")
        if block.exit_codes == {0}:
            parts.append(block.text)
        else:
            allowed = "|".join(map(str, sorted(block.exit_codes)))
            parts.append(f"code=0; ({block.text}) || code=$?\ncase $code in {allowed}) ;; *) exit $code ;; esac\n")
    return "".join(parts)


class Handbook(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="whistle-")
        self.addCleanup(directory.cleanup)
        self.directory = Path(directory.name)
        self.engine = Engine(self.directory)
        self.addCleanup(self.engine.end)
        self.engine.init()
        self.engine.start("--http", "http://127.0.0.1:*", "--checkpoint-every", "1")
        self.admin = self.engine.client(self.engine.admin_keys())
        self.addCleanup(self.admin.close)
        self.work = self.directory / "work"
        self.work.mkdir()
        (self.work / "proto").symlink_to(SOURCE / "proto")

    def environment(self) -> dict[str, str]:
        """What the operator and the administrator have given to whoever connects a system."""
        path = f"{PROGRAMS}:{Path(sys.executable).parent}:{os.environ['PATH']}"
        return {"PATH": path, "HOME": str(self.directory), "LANG": "C.UTF-8", "no_proxy": "*", "BASE": self.engine.endpoints["http"],
                "WHISTLE_TOKEN": issue_token(self.admin, "intake-app"), "PLATFORM_TOKEN": issue_token(self.admin, "platform-1"), "WHISTLE_SERVER": self.engine.endpoints["commands"],
                "WHISTLE_SERVER_KEY": self.engine.endpoints["server_public_key"]}  # fmt: skip

    def register(self, member: str, name: str) -> None:
        """A pair in the folder of the examples, made by the client, registered by the administrator."""
        subprocess.run([PROGRAMS / "whistle", "keygen", self.work / name], check=True, capture_output=True, timeout=60)
        public, _ = zmq.auth.load_certificate(self.work / name)
        accepted(self.admin.command(f"register-{member}", register_identity={"member": member, "curve_public_key": z85.decode(public)}))

    def test_every_example_does_what_it_says(self):
        for program in ("curl", "protoc"):
            self.assertIsNotNone(shutil.which(program), f"there is no {program}: see tools/packages.txt")
        self.register("auditor-1", "auditor.key")
        script = script_of(HANDBOOK, self.work)
        self.assertEqual(script.count("whistle keygen intake.key\n"), 1)
        # Between the making of its pair and its first whistle the administrator has to be told.
        head, tail = script.split("whistle keygen intake.key\n")
        self.register("intake-hotline", "intake.key")
        done = subprocess.run(["bash", "-c", head + tail], cwd=self.work, env=self.environment(), stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, timeout=SCRIPT_SECONDS, check=False)  # fmt: skip
        print(done.stdout)
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertIn("event: entry\n", done.stdout)
        status = self.admin.query(get_status={}).get_status
        self.assertEqual(status.open_tickets, 4)  # by HTTP, a platform, Open311 and ZeroMQ, each once


if __name__ == "__main__":
    unittest.main()
