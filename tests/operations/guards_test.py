"""The real daemon's guards: a small disk that fills, the operations port, and what is refused of it."""

import os
import random
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "crash"))

from live_engine import PROGRAMS, Engine, accepted, refusal_name  # noqa: E402
from load import Load  # noqa: E402

WHISTLED = PROGRAMS / "whistled"
USAGE, STORE_FULL = 2, 6
TMPFS_BYTES = 256 * 1024 * 1024  # of which the store sets some 40 aside for its log
LOW_BYTES = 64 * 1024 * 1024
FLAGS = ["--plain", "--clock", "follow", "--operations", "http://127.0.0.1:*"]


def get(engine: Engine, target: str) -> tuple[int, str]:
    # Never through a proxy: it is an address of this machine.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(engine.endpoints["operations"] + target, timeout=60) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


class Guards(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="whistle-")
        self.addCleanup(directory.cleanup)
        self.directory = Path(directory.name)

    def test_the_port_tells_how_it_stands(self):
        engine = Engine(self.directory)
        self.addCleanup(engine.end)
        engine.init()
        engine.start(*FLAGS)
        self.assertEqual(get(engine, "/-/healthy"), (200, "healthy\n"))
        self.assertEqual(get(engine, "/-/ready"), (200, "ready\n"))
        status, page = get(engine, "/metrics")
        self.assertEqual(status, 200)
        values = {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in page.splitlines() if not line.startswith("#")}
        self.assertEqual(values["whistle_journal_next_sequence"], 4)  # creation, rules, administrator, start
        self.assertGreater(values["whistle_store_bytes"], 0)
        self.assertGreater(values["process_resident_memory_bytes"], 1 << 20)
        self.assertLess(abs(values["process_start_time_seconds"] - Path(f"/proc/{engine.process.pid}").stat().st_ctime), 60)
        for line in page.splitlines():
            self.assertRegex(line, r"^(# (HELP|TYPE) [a-z_]+ .*|[a-z_]+(\{.*\})? \S+)$")
        self.assertEqual(engine.stop(), 0)
        self.assertFalse((engine.data / "control").exists())

    def test_the_port_is_of_loopback_alone_and_off_unless_asked_for(self):
        engine = Engine(self.directory)
        self.addCleanup(engine.end)
        engine.init()
        for endpoint in ("http://0.0.0.0:7712", "http://10.1.2.3:7712", "tcp://127.0.0.1:7712"):
            command = [WHISTLED, "run", "--data", engine.data, "--operations", endpoint]
            result = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
            self.assertEqual(result.returncode, USAGE, endpoint)
            self.assertIn(endpoint, result.stderr)
        engine.start("--plain", "--clock", "follow")
        self.assertNotIn("operations", engine.endpoints)
        self.assertEqual(engine.stop(), 0)

    def test_a_disk_that_fills_up(self):
        mount = ["mount", "-t", "tmpfs", "-o", f"size={TMPFS_BYTES}", "whistle-test", str(self.directory)]
        if os.geteuid() != 0 or subprocess.run(mount, stderr=subprocess.DEVNULL, check=False).returncode != 0:
            self.skipTest("mounting needs root")
        try:
            self.fill()
        finally:
            subprocess.run(["umount", "--lazy", str(self.directory)], check=True)

    def ready_becomes(self, engine: Engine, status: int) -> None:
        deadline = time.monotonic() + 60
        while get(engine, "/-/ready")[0] != status:
            self.assertLess(time.monotonic(), deadline, engine.log())

    def fill(self) -> None:
        engine = Engine(self.directory)
        self.addCleanup(engine.end)
        engine.init()
        engine.start(*FLAGS, "--disk-low", str(LOW_BYTES))
        load = Load(random.Random(1))
        client = engine.client()
        self.addCleanup(client.close)
        open_ticket = accepted(client.ask(load.whistle()))
        lead = next(event.ticket_dispatched.lead for event in open_ticket.events if event.HasField("ticket_dispatched"))
        filler = self.directory / "filler"
        disk = os.statvfs(self.directory)
        filler.write_bytes(b"x" * (disk.f_bavail * disk.f_frsize - LOW_BYTES + (1 << 20)))
        self.ready_becomes(engine, 503)
        self.assertIn("disk is nearly full", get(engine, "/-/ready")[1])
        self.assertEqual(refusal_name(client.ask(load.whistle())), "DISK_LOW")
        accepted(client.command("ack", load.handlers[lead], acknowledge_ticket={"ticket": open_ticket.ticket}))
        filler.unlink()
        self.ready_becomes(engine, 200)
        accepted(client.ask(load.whistle()))
        self.assertEqual(engine.log().count("event=disk_low"), 1)
        self.assertEqual(engine.log().count("event=disk_ample"), 1)
        disk = os.statvfs(self.directory)
        filler.write_bytes(b"x" * (disk.f_bavail * disk.f_frsize - LOW_BYTES // 8))
        self.assertEqual(engine.process.wait(timeout=60), STORE_FULL, engine.log())
        self.assertIn("event=disk_exhausted", engine.log())
        self.assertNotIn("event=commit_failed", engine.log())
        command = [WHISTLED, "run", "--data", engine.data, *FLAGS, "--disk-low", str(LOW_BYTES)]
        again = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(again.returncode, STORE_FULL)
        self.assertIn("bytes are left on the disk", again.stderr)
        filler.unlink()
        engine.start(*FLAGS, "--disk-low", str(LOW_BYTES))
        client = engine.client()
        self.addCleanup(client.close)
        accepted(client.ask(load.whistle()))
        self.assertEqual(engine.stop(), 0)


if __name__ == "__main__":
    unittest.main()
