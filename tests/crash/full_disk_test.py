"""Without space the daemon stops at once with the exit code that it documents, and goes on where it was when there is space again."""

import os
import random
import resource
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from live_engine import Engine  # noqa: E402
from load import IN_FLIGHT, Load  # noqa: E402
from verify import Verifier  # noqa: E402

STORE_FAILED = 5
STORE_FULL = 6
FLAGS = ["--plain", "--clock", "follow", "--disk-low", "0"]  # the guard would stop before the disk is full
FILE_BYTES_MAX = 512 * 1024
TMPFS_BYTES = 16 * 1024 * 1024


def fill(engine: Engine, load: Load) -> int:
    """Commands until the engine ends; returns its exit code."""
    client = engine.client()
    load.in_flight = {}
    for _ in range(IN_FLIGHT):
        load.send(client, load.next_request())
    while engine.process.poll() is None:
        reply = client.receive(seconds=1)
        if reply is not None:
            load.take(reply)
            load.send(client, load.next_request())
    while (reply := client.receive(seconds=0)) is not None:
        load.take(reply)
    client.close()
    return engine.process.returncode


class FullDisk(unittest.TestCase):
    def run_full(self, directory: Path, make_space, expected: set[int], **popen):
        engine = Engine(directory)
        self.addCleanup(engine.end)
        load = Load(random.Random(1))
        engine.init()
        engine.start(*FLAGS, **popen)
        self.assertIn(fill(engine, load), expected, engine.log())
        self.assertIn("event=commit_failed", engine.log())
        self.assertGreater(len(load.answered), 0)
        make_space()
        engine.start(*FLAGS)
        verifier = Verifier()
        verifier.verify(engine, load)
        verifier.verify_repeated(load.repeat_unanswered(engine))
        verifier.verify(engine, load)
        self.assertEqual(engine.stop(), 0)
        print(f"{len(load.answered)} acknowledged before and after, none lost, none doubled")

    def test_a_file_that_may_not_grow(self):
        def limit():
            resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES_MAX, FILE_BYTES_MAX))

        with tempfile.TemporaryDirectory(prefix="whistle-") as directory:
            self.run_full(Path(directory), lambda: None, {STORE_FULL, STORE_FAILED}, preexec_fn=limit)

    def test_a_file_system_without_space(self):
        with tempfile.TemporaryDirectory(prefix="whistle-") as directory:
            mount = ["mount", "-t", "tmpfs", "-o", f"size={TMPFS_BYTES}", "whistle-test", directory]
            if os.geteuid() != 0 or subprocess.run(mount, stderr=subprocess.DEVNULL, check=False).returncode != 0:
                self.skipTest("mounting needs root")

            def grow():
                subprocess.run(["mount", "-o", f"remount,size={4 * TMPFS_BYTES}", directory], check=True)

            try:
                self.run_full(Path(directory), grow, {STORE_FULL})
            finally:
                subprocess.run(["umount", "--lazy", directory], check=True)


if __name__ == "__main__":
    unittest.main()
