"""The daemon's command line: what it makes, what it refuses and with which exit code, what signals do."""

import os
import shutil
import signal
import stat
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

import zmq.auth
from live_engine import DISTRICT, PROGRAMS, SOURCE, Engine

WHISTLED = PROGRAMS / "whistled"
EXAMPLE = SOURCE / "tools" / "whistled" / "whistled.toml"
FAILED, USAGE, BAD_DISTRICT, BAD_DATA = 1, 2, 3, 4


def run(*arguments) -> subprocess.CompletedProcess:
    return subprocess.run([WHISTLED, *arguments], capture_output=True, text=True, timeout=120, check=False)


class CommandLine(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="whistle-")
        self.addCleanup(directory.cleanup)
        self.directory = Path(directory.name)
        self.engine = Engine(self.directory)
        self.addCleanup(self.engine.end)

    def refuses(self, code: int, words: str, *arguments):
        result = run(*arguments)
        self.assertEqual(result.returncode, code, result.stderr)
        self.assertIn(words, result.stderr)

    def test_init_makes_keys_for_their_owner_alone_and_says_what_comes_next(self):
        told = self.engine.init(DISTRICT, "--admin", "admin-1")
        self.assertIn("whistled run --data", told)
        self.assertEqual(stat.S_IMODE(self.engine.data.stat().st_mode), 0o700)
        for secret in ("master.key", "checkpoint.key", "server.key_secret", "admin.key_secret"):
            self.assertEqual(stat.S_IMODE((self.engine.data / secret).stat().st_mode), 0o600, secret)
        public, secret = zmq.auth.load_certificate(self.engine.data / "admin.key_secret")
        self.assertEqual(len(zmq.utils.z85.decode(secret)), 32)
        self.assertEqual(zmq.auth.load_certificate(self.engine.data / "admin.key"), (public, None))

    def test_init_never_touches_what_is_there(self):
        self.engine.init()
        before = {path: path.stat().st_mtime_ns for path in self.engine.data.iterdir()}
        self.refuses(BAD_DATA, "holds a journal already", "init", "--data", self.engine.data, "--district", DISTRICT)
        self.assertEqual(before, {path: path.stat().st_mtime_ns for path in self.engine.data.iterdir()})

    def test_init_takes_a_certificate_that_pyzmq_made(self):
        public_file, _ = zmq.auth.create_certificates(self.directory, "boss")
        self.engine.init(DISTRICT, "--admin", "admin-1", "--admin-key", public_file)
        self.assertFalse((self.engine.data / "admin.key").exists())
        self.engine.start()
        boss = self.engine.client(zmq.auth.load_certificate(self.directory / "boss.key_secret"))
        self.assertEqual(boss.query(get_status={}).get_status.member, "admin-1")
        boss.close()

    def test_init_refuses_bad_rules_and_bad_administrators_and_makes_no_journal(self):
        broken = self.directory / "broken"
        shutil.copytree(DISTRICT, broken)
        (broken / "routes.yaml").write_text("routes: []\nspare: 1\n")
        self.refuses(BAD_DISTRICT, "routes.yaml:", "init", "--data", self.engine.data, "--district", broken)
        self.refuses(BAD_DISTRICT, "no member 'nobody'", "init", "--data", self.engine.data, "--district", DISTRICT, "--admin", "nobody")
        self.refuses(BAD_DISTRICT, "no role admin", "init", "--data", self.directory / "other", "--district", DISTRICT,
                     "--admin", "auditor-1")  # fmt: skip
        self.refuses(BAD_DATA, "holds no journal", "run", "--data", self.directory / "absent")

    def test_run_refuses_what_would_be_dangerous(self):
        self.engine.init()
        data = ("--data", self.engine.data)
        self.refuses(USAGE, "loopback", "run", *data, "--plain", "--bind", "tcp://0.0.0.0:*")
        self.refuses(USAGE, "loopback", "run", *data, "--plain", "--feed", "tcp://*:*")
        self.refuses(USAGE, "driven clock", "run", *data, "--seed", "1")
        self.refuses(USAGE, "one of the two", "run", *data, "--clock", "follow", "--clock-speed", "2")
        self.assertEqual(run("run", *data, "--clock", "sundial").returncode, USAGE)
        self.assertEqual(run("run", *data, "--no-such-option").returncode, USAGE)
        self.assertEqual(run().returncode, USAGE)
        (self.engine.data / "master.key").chmod(0o644)
        self.refuses(BAD_DATA, "master.key", "run", *data)

    def test_one_engine_a_directory_one_kind_of_time_a_journal(self):
        self.engine.init()
        self.engine.start()
        self.refuses(BAD_DATA, str(self.engine.data), "run", "--data", self.engine.data, "--bind", "tcp://127.0.0.1:*", "--feed",
                     "tcp://127.0.0.1:*")  # fmt: skip
        taken = self.engine.endpoints["commands"]
        self.assertEqual(self.engine.stop(), 0)
        self.refuses(BAD_DATA, "real time", "run", "--data", self.engine.data, "--clock", "follow")
        self.refuses(BAD_DATA, "real time", "run", "--data", self.engine.data, "--clock-speed", "9")
        other = Engine(self.directory / "second")
        other.directory.mkdir()
        self.addCleanup(other.end)
        other.init()
        other.start()
        self.refuses(FAILED, "Address already in use", "run", "--data", self.engine.data, "--bind", other.endpoints["commands"])
        self.assertNotEqual(taken, "")

    def test_options_may_stand_in_a_file_and_unknown_ones_are_errors(self):
        self.engine.init()
        config = self.directory / "whistled.toml"
        config.write_text('[run]\nplain = true\nclock = "follow"\nlog-level = "warn"\n')
        self.engine.start("--config", str(config))
        self.assertEqual(self.engine.endpoints["mode"], "plain")
        self.assertIn("CIVIL TIME IS NOT REAL", self.engine.log())
        self.assertNotIn("level=info", self.engine.log())
        self.assertEqual(self.engine.stop(), 0)
        self.engine.start("--config", str(EXAMPLE), "--clock", "follow")  # the command line wins over its addresses
        self.assertTrue(self.engine.endpoints["commands"].startswith("tcp://127.0.0.1:"))
        self.assertEqual(self.engine.stop(), 0)
        config.write_text("[run]\nplian = true\n")
        self.assertEqual(run("run", "--data", self.engine.data, "--config", config).returncode, USAGE)

    def test_the_directory_tells_where_the_engine_listens_while_it_runs(self):
        self.engine.init()
        self.engine.start()
        lines = dict(line.split("=", 1) for line in (self.engine.data / "endpoints").read_text().splitlines())
        self.assertEqual(lines["mode"], "curve")
        self.assertEqual(int(lines["pid"]), self.engine.process.pid)
        self.assertEqual(lines["server_public_key"].encode(), zmq.auth.load_certificate(self.engine.data / "server.key")[0])
        self.assertEqual(self.engine.stop(), 0)
        self.assertFalse((self.engine.data / "endpoints").exists())

    def test_sighup_publishes_good_rules_and_keeps_the_old_ones_over_bad(self):
        district = self.directory / "district"
        shutil.copytree(DISTRICT, district)
        self.engine.init(district)
        self.engine.start("--plain", "--district", str(district))
        client = self.engine.client()
        self.addCleanup(client.close)

        def ruleset() -> int:
            return client.query(claimed_member="admin-1", get_status={}).get_status.ruleset

        def reload_until(done) -> None:
            os.kill(self.engine.process.pid, signal.SIGHUP)
            deadline = time.monotonic() + 60
            while not done() and time.monotonic() < deadline:
                time.sleep(0.01)
            self.assertTrue(done(), self.engine.log())

        first = ruleset()
        clocks = district / "clocks.yaml"
        good = clocks.read_text()
        clocks.write_text(good.replace("return_limit: 2", "return_limt: 2"))
        reload_until(lambda: "event=reload_failed" in self.engine.log())
        self.assertIn("clocks.yaml:", self.engine.log())
        self.assertEqual(ruleset(), first)
        clocks.write_text(good.replace("return_limit: 2", "return_limit: 3"))
        reload_until(lambda: ruleset() > first)
        self.assertIn("event=reloaded", self.engine.log())


if __name__ == "__main__":
    unittest.main()
