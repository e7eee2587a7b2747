"""The Debian packages on a clean system with a real systemd: installed, founded, served from, upgraded, removed and purged.

Needs root, mmdebstrap, systemd-nspawn and lintian, and the package sources of this machine; without them it is skipped, and says so.
`.ci/run package` installs what it needs and lets nothing be skipped.
"""

import json
import os
import re
import shutil
import sys
import tempfile
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from container import CannotBoot, CleanRoot, Container, run, what_is_missing  # noqa: E402

SKIPPED = 77
BUILD = Path(os.environ["WHISTLE_BIN_DIR"]).parent
SERVE_SECONDS = 60
NAMES = ("whistle", "whistled")
UNIT = "/usr/lib/systemd/system/whistled.service"
CONFIG = "/etc/whistle/whistled.toml"
DATA = "/var/lib/whistle/data"
INTAKE = "/tmp/intake.key"  # in memory there
# Written by the system itself whenever anything is installed or booted.
VOLATILE = re.compile(r"/var/(log|cache|tmp)/|/var/lib/(apt|dpkg|systemd|logrotate)/|/var/lib/logrotate$|/etc/(passwd|group|shadow|gshadow|subuid|subgid)-$|/etc/\.(pwd\.lock)$|/etc/ld\.so\.cache$")  # fmt: skip
BLOW = ("blow", "three people stuck, third floor", "-c", "P01", "--estate", "QC-BAOTONG-01", "--idempotency-key", "lift-1")


def make_packages(to: Path, *version: str) -> dict[str, Path]:
    """By name, as `--target deb` makes them of what is built."""
    run("cpack", "--config", BUILD / "CPackConfig.cmake", "-B", to, "-D", f"CPACK_OUTPUT_FILE_PREFIX={to}", *version)
    return {file.name.split("_")[0]: file for file in to.glob("*.deb")}


def change_conffile(package: Path) -> None:
    """So that the newer package brings another default than the one that the operator has edited."""
    tree = package.parent / "tree"
    run("dpkg-deb", "--raw-extract", package, tree)
    with (tree / CONFIG[1:]).open("a", encoding="utf-8") as file:
        file.write("# A newer default.\n")
    run("dpkg-deb", "--build", "--root-owner-group", tree, package)


class Packages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        directory = tempfile.TemporaryDirectory(prefix="whistle-")
        cls.addClassCleanup(directory.cleanup)
        cls.directory = Path(directory.name)
        cls.old = make_packages(cls.directory / "old")
        version = run("dpkg-deb", "--field", cls.old["whistled"], "Version").strip()
        cls.new = make_packages(cls.directory / "new", "-R", f"{version}+newer")
        change_conffile(cls.new["whistled"])

    def test_lintian_finds_no_error_and_no_warning(self):
        self.assertEqual(sorted(self.old), sorted(NAMES))
        print(run("lintian", "--allow-root", "--fail-on", "error,warning", *self.old.values()))

    def test_the_life_of_the_packages(self):
        self.root = CleanRoot(self.directory / "root")
        self.root.make([*self.old.values()])
        for package in self.new.values():
            shutil.copy(package, self.root.path / "packages")
        try:
            with Container(self.root.path) as self.container:
                self.live()
        except CannotBoot as why:
            self.skipTest(f"this machine boots no container: {why}")

    def live(self):
        self.said("systemctl", "is-system-running", "--wait")
        self.before = self.root.files()
        self.installed_it_waits_to_be_founded()
        self.never_founded_a_purge_leaves_nothing()
        self.founded_it_serves()
        self.a_whistle_is_blown()
        self.an_upgrade_keeps_tickets_and_configuration()
        self.it_stays_stopped_where_it_was_disabled()
        self.removed_it_stops_and_comes_back_where_it_was()
        self.a_purge_leaves_the_city_its_data()

    def said(self, *command, **rest) -> str:
        return self.container.run(*command, **rest)

    def install(self, packages: dict[str, Path]) -> str:
        files = [f"/packages/{package.name}" for package in packages.values()]
        return self.said("apt-get", "-qq", "--yes", "--no-install-recommends", "-o", "Dpkg::Use-Pty=0",
                         "-o", "Dpkg::Options::=--force-confold", "install", *files)  # fmt: skip

    def purge(self) -> str:
        return self.said("apt-get", "-qq", "--yes", "-o", "Dpkg::Use-Pty=0", "purge", "--auto-remove", *NAMES)

    def unit(self, name: str) -> str:
        return self.said("systemctl", "show", "--property", name, "--value", "whistled").strip()

    def mode(self, path: str) -> str:
        return self.said("stat", "--format", "%U:%G %a", path).strip()

    def left(self) -> set[str]:
        """What is there beyond the clean system, but for what systems write by themselves."""
        return {path for path in self.root.files() - self.before if not VOLATILE.search(path)}

    def installed_it_waits_to_be_founded(self):
        self.assertIn("README.Debian says how to found it", self.install(self.old))
        self.assertEqual([self.unit(name) for name in ("UnitFileState", "ActiveState", "ConditionResult", "Result")],
                         ["enabled", "inactive", "no", "success"])  # fmt: skip
        self.assertEqual(self.mode("/var/lib/whistle"), "whistle:whistle 700")
        self.assertEqual(self.mode(CONFIG), "root:root 644")
        self.assertEqual(self.said("dpkg", "--verify", *NAMES), "")
        self.assertEqual(self.said("systemd-analyze", "verify", "--man=no", UNIT), "")
        print(self.said("systemd-analyze", "security", "--offline=true", "--threshold=15", UNIT).splitlines()[-1])
        self.said("logrotate", "--debug", "/etc/logrotate.d/whistled")
        self.said("bash", "-n", "/usr/share/bash-completion/completions/whistle")
        for page in ("man1/whistle.1", "man8/whistled.8"):
            self.assertIn(".TH WHISTLE", self.said("zcat", f"/usr/share/man/{page}.gz"))

    def never_founded_a_purge_leaves_nothing(self):
        self.purge()
        self.assertEqual(self.left(), set())
        self.assertEqual(self.said("getent", "passwd", "whistle", check=False), "")

    def founded_it_serves(self):
        """By the commands that README.Debian tells, as they stand there."""
        self.install(self.old)
        text = self.said("cat", "/usr/share/doc/whistled/README.Debian").replace("\\\n", " ")
        commands = re.findall(r"^    (.*)$", text, re.MULTILINE)
        self.assertEqual(len(commands), 3)
        told = "".join(self.said("sh", "-c", command) for command in commands)
        self.server_key = re.search(r"server key +(\S+)", told).group(1)
        self.wait_until_it_serves()
        pid = self.unit("MainPID")
        status = self.said("cat", f"/proc/{pid}/status")
        for line in (r"NoNewPrivs:\s1", r"Seccomp:\s2", r"CapEff:\s0+", r"CapBnd:\s0+"):
            self.assertRegex(status, rf"(?m)^{line}$")
        self.assertEqual(self.said("stat", "--format", "%U", f"/proc/{pid}").strip(), "whistle")
        self.assertEqual(self.mode(DATA), "whistle:whistle 700")

    def wait_until_it_serves(self):
        """`endpoints` is there as long as an engine serves, and names its process; the unit says whether one is coming."""
        file = self.root.path / DATA[1:] / "endpoints"
        until = time.monotonic() + SERVE_SECONDS
        while not file.exists() or f"pid={self.unit('MainPID')}\n" not in file.read_text():
            if self.unit("ActiveState") != "active" or time.monotonic() > until:
                self.fail(self.said("journalctl", "--no-pager", "--unit", "whistled"))

    def client(self, key: str, *arguments) -> str:
        return self.said("whistle", "--server", "tcp://127.0.0.1:7710", "--server-key", self.server_key, "--key", key, *arguments)

    def blow(self) -> dict:
        return json.loads(self.client(INTAKE, "-o", "json", *BLOW))

    def show(self) -> dict:
        return json.loads(self.client(INTAKE, "-o", "json", "show", self.number))

    def a_whistle_is_blown(self):
        public = re.search(r"public key +(\S+)", self.said("whistle", "keygen", INTAKE)).group(1)
        self.client(f"{DATA}/admin.key", "identity", "add", "intake-app", "--", public)
        self.number = self.blow()["number"]
        self.sheet = self.show()
        self.assertEqual(self.sheet["ticket"]["record"]["state"], "TICKET_STATE_DISPATCHED")

    def ready(self) -> str:
        """What the operations port says, which the edited configuration opens."""
        ask = r"exec 3<>/dev/tcp/127.0.0.1/7712; printf 'GET /-/ready HTTP/1.0\r\n\r\n' >&3; cat <&3"
        return self.said("bash", "-c", ask)

    def an_upgrade_keeps_tickets_and_configuration(self):
        config = self.root.path / CONFIG[1:]
        config.write_text(config.read_text() + 'operations = "http://127.0.0.1:7712"\n')
        edited = config.read_text()
        before = self.unit("MainPID")
        self.install(self.new)
        self.wait_until_it_serves()
        self.assertNotEqual(self.unit("MainPID"), before)
        self.assertEqual(self.said("readlink", f"/proc/{self.unit('MainPID')}/exe").strip(), "/usr/bin/whistled")
        self.assertIn("+newer", self.said("dpkg-query", "--show", "whistled"))
        self.assertEqual(config.read_text(), edited)
        self.assertIn("# A newer default.", Path(f"{config}.dpkg-dist").read_text())
        self.assertIn("200 OK", self.ready())
        self.assertEqual(self.blow()["number"], self.number)
        self.assertEqual(self.show(), self.sheet)
        self.said("systemctl", "reload", "whistled")
        self.assertIn("event=reload", self.said("journalctl", "--no-pager", "--unit", "whistled"))

    def it_stays_stopped_where_it_was_disabled(self):
        self.said("systemctl", "disable", "--now", "whistled")
        self.said("dpkg-reconfigure", "whistled")
        self.assertEqual([self.unit("UnitFileState"), self.unit("ActiveState")], ["disabled", "inactive"])
        self.said("systemctl", "enable", "--now", "whistled")
        self.wait_until_it_serves()

    def removed_it_stops_and_comes_back_where_it_was(self):
        pid = self.unit("MainPID")
        self.said("apt-get", "-qq", "--yes", "-o", "Dpkg::Use-Pty=0", "remove", "whistled")
        self.assertFalse((self.root.path / UNIT[1:]).exists())
        self.assertEqual(self.said("ls", f"/proc/{pid}", check=False).count("cannot access"), 1)
        self.assertTrue((self.root.path / CONFIG[1:]).exists())
        self.install(self.new)
        self.wait_until_it_serves()
        self.assertEqual(self.show(), self.sheet)

    def a_purge_leaves_the_city_its_data(self):
        told = self.purge()
        for text in ("/var/lib/whistle and its user whistle are left", "what is left in /etc/whistle was not put there"):
            self.assertIn(text, told)
        left = self.left()
        said = re.compile(r"/var/lib/whistle(/.*)?|/etc/whistle(/district(/.*)?)?")
        self.assertEqual({path for path in left if not said.fullmatch(path)}, set())
        self.assertLessEqual({f"{DATA}/master.key", f"{DATA}/db/CURRENT", "/etc/whistle/district/routes.yaml"}, left)
        self.assertEqual(self.mode(f"{DATA}/master.key").split()[0], "whistle:whistle")


def main() -> int:
    missing = what_is_missing()
    if missing:
        print(f"SKIPPED: the packages were not installed anywhere: {missing}")
        return SKIPPED
    result = unittest.main(exit=False, verbosity=2).result
    for _, why in result.skipped:
        print(f"SKIPPED: {why}")
    if not result.wasSuccessful():
        return 1
    return SKIPPED if result.skipped else 0


if __name__ == "__main__":
    sys.exit(main())
