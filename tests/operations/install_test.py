"""`cmake --install` puts a whole engine in place, wherever the prefix is, and leaves a configuration alone."""

import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from live_engine import PROGRAMS

BUILD = PROGRAMS.parent


def run(*command) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=300).stdout


class Install(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="whistle-")
        self.addCleanup(directory.cleanup)
        self.prefix = Path(directory.name) / "prefix"
        self.install()

    def install(self) -> None:
        run("cmake", "--install", BUILD, "--prefix", self.prefix)

    def test_programs_run_and_pages_stand_where_man_looks(self):
        self.assertIn("whistled ", run(self.prefix / "bin" / "whistled", "--version"))
        self.assertIn("whistle", run(self.prefix / "bin" / "whistle", "--help"))
        for page in ("man8/whistled.8", "man1/whistle.1"):
            self.assertTrue((self.prefix / "share" / "man" / page).read_text().startswith(".TH WHISTLE"), page)

    def test_the_unit_starts_the_program_that_was_installed(self):
        unit = (self.prefix / "lib" / "systemd" / "system" / "whistled.service").read_text()
        self.assertIn(f"ExecStart={self.prefix}/bin/whistled run --config {self.prefix}/etc/whistle/whistled.toml", unit)
        self.assertNotIn("@CMAKE", unit)
        self.assertTrue((self.prefix / "etc" / "whistle" / "whistled.toml").exists())
        if shutil.which("systemd-analyze"):
            path = self.prefix / "lib" / "systemd" / "system" / "whistled.service"
            told = subprocess.run(["systemd-analyze", "verify", "--man=no", path], capture_output=True, text=True, check=False)
            self.assertNotIn("whistled.service:", told.stderr)

    def test_completion_is_a_script_that_its_shell_can_read(self):
        script = self.prefix / "share" / "bash-completion" / "completions" / "whistle"
        self.assertIn("inbox", script.read_text())
        run("bash", "-n", script)
        self.assertIn("#compdef whistle", (self.prefix / "share" / "zsh" / "site-functions" / "_whistle").read_text())

    def test_a_configuration_that_is_there_stays(self):
        config = self.prefix / "etc" / "whistle" / "whistled.toml"
        config.write_text("[run]\nplain = true\n")
        self.install()
        self.assertEqual(config.read_text(), "[run]\nplain = true\n")


if __name__ == "__main__":
    unittest.main()
