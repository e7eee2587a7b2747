"""The operator's handbook, tools/whistled/OPERATOR.md, from its first command to its last on a clean system with a real systemd.

Needs what package_test.py needs; without it, it is skipped, and says so.
"""

import json
import os
import sys
import tempfile
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from container import CannotBoot, CleanRoot, Container, run, what_is_missing  # noqa: E402
from document import Block, Document  # noqa: E402
from package_test import SKIPPED, make_packages  # noqa: E402

HANDBOOK = Document(Path(os.environ["WHISTLE_SOURCE_DIR"]) / "tools" / "whistled" / "OPERATOR.md")
CHECKPOINT_SECONDS = 120
BLOW = ("blow", "the lamp on the stairs is out", "-c", "P03", "--estate", "QC-BAOTONG-01")


def as_script(block: Block) -> str:
    """Each line has to do what it says, and the whole may end as the block's first line allows."""
    allowed = "|".join(map(str, sorted(block.exit_codes)))
    return f"(set -euo pipefail\n{block.text})\ncode=$?\ncase $code in {allowed}) ;; *) exit $code ;; esac"


class Handbook(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="whistle-")
        self.addCleanup(directory.cleanup)
        self.directory = Path(directory.name)
        self.number = ""

    def test_every_command_does_what_it_says(self):
        root = CleanRoot(self.directory / "root")
        self.provide(root)
        try:
            with Container(root.path) as self.container:
                self.container.run("systemctl", "is-system-running", "--wait")
                for block in HANDBOOK.blocks:
                    self.prepare(block)
                    if not block.by_hand:
                        self.try_out(block)
        except CannotBoot as why:
            self.skipTest(f"this machine boots no container: {why}")

    def provide(self, root: CleanRoot) -> None:
        """The folder in which the commands are called, with packages and newer ones."""
        old = make_packages(self.directory / "old")
        version = run("dpkg-deb", "--field", old["whistled"], "Version").strip()
        new = make_packages(self.directory / "new", "-R", f"{version}+newer")
        root.make([*old.values()], more=("ca-certificates", "curl", "openssl"))
        (root.path / "packages" / "newer").mkdir()
        for package in new.values():
            (root.path / "packages" / "newer" / package.name).write_bytes(package.read_bytes())
        # There is no network to fetch what packages recommend.
        (root.path / "etc/apt/apt.conf.d/50-no-recommends").write_text('APT::Install-Recommends "false";\n')

    def prepare(self, block: Block) -> None:
        """What has happened in the district before an operator comes to this section."""
        if block.section == "Backup" and not self.number:
            self.number = json.loads(self.client("-o", "json", *BLOW))["number"]
        if "audit checkpoint" in block.text:
            self.wait_for_checkpoint()
        if "NUMBER" in block.text:
            self.client("withdraw", self.number)

    def wait_for_checkpoint(self) -> None:
        """The first is signed some seconds after something has happened."""
        until = time.monotonic() + CHECKPOINT_SECONDS
        while "no checkpoint yet" in self.container.run("whistle", "audit", "checkpoint", check=False):
            self.assertLess(time.monotonic(), until)
            time.sleep(0.1)

    def try_out(self, block: Block) -> None:
        script = as_script(block)
        try:
            told = self.container.run("env", "--chdir=/packages", f"NUMBER={self.number}", "bash", "-c", script)
        except AssertionError as failure:
            self.fail(f"{HANDBOOK.path}:{block.line}: {failure}")
        print(f"{HANDBOOK.path.name}:{block.line}\n{told}", flush=True)
        if block.section == "Restore":
            self.assertIn(self.number, self.client("show", self.number))

    def client(self, *arguments) -> str:
        return self.container.run("whistle", "--key", "/tmp/intake.key", *arguments)


def main() -> int:
    missing = what_is_missing()
    if missing:
        print(f"SKIPPED: nobody tried the operator's handbook: {missing}")
        return SKIPPED
    result = unittest.main(exit=False, verbosity=2).result
    for _, why in result.skipped:
        print(f"SKIPPED: {why}")
    if not result.wasSuccessful():
        return 1
    return SKIPPED if result.skipped else 0


if __name__ == "__main__":
    sys.exit(main())
