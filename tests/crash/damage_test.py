"""A daemon whose files were touched while it was down: it does not start, ends with the exit code that it documents, and names the file;
what it never reads at its start may start. And the tables that follow from the journal are made again on demand."""

import random
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from live_engine import PROGRAMS, Engine  # noqa: E402
from load import Load, fetch_all  # noqa: E402

BAD_DATA = 4
FLAGS = ["--plain", "--clock", "follow"]
# From the end of a table: its magic and version, and, after a padding that means nothing, where its index is, how large. No checksum
# guards these.
FOOTER = [1, 8, 9, 12, 45, 46, 47, 48, 49, 50, 51, 52, 53]


def turn(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 0xFF
    path.write_bytes(content)


class Damage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.directory = tempfile.TemporaryDirectory(prefix="whistle-")
        cls.addClassCleanup(cls.directory.cleanup)
        cls.root = Path(cls.directory.name)
        cls.copies = 0
        engine = Engine(cls.root)
        engine.init()
        load = Load(random.Random(1))
        for _ in range(3):  # so that there are tables
            engine.start(*FLAGS)
            load.run(engine, answers=100)
            load.end()
            load.client.close()
            assert engine.stop() == 0
        cls.stopped = cls.root / "stopped"
        shutil.copytree(engine.data, cls.stopped)
        engine.start(*FLAGS)
        load.run(engine, answers=300)
        engine.kill()
        load.client.close()
        cls.killed = engine.data

    def copy_of(self, data: Path) -> Engine:
        type(self).copies += 1
        directory = self.root / f"copy-{self.copies}"
        directory.mkdir()
        shutil.copytree(data, directory / "data", ignore=shutil.ignore_patterns("control"))
        engine = Engine(directory)
        self.addCleanup(engine.end)
        return engine

    def refusal(self, engine: Engine) -> str:
        """What the daemon says; empty: it started."""
        try:
            engine.start(*FLAGS)
        except RuntimeError:
            self.assertEqual(engine.process.returncode, BAD_DATA, engine.log())
            return engine.log()
        self.assertEqual(engine.stop(), 0)
        return ""

    def tables(self) -> list[str]:
        return sorted(path.name for path in (self.stopped / "db").glob("*.sst"))

    def test_a_byte_in_the_middle_of_a_table(self):
        refused = 0
        for name in self.tables():
            engine = self.copy_of(self.stopped)
            path = engine.data / "db" / name
            turn(path, path.stat().st_size // 3)
            if said := self.refusal(engine):
                self.assertIn(name, said)
                refused += 1
        self.assertGreaterEqual(refused, 3)  # the journal's
        print(f"a byte in the middle of each of {len(self.tables())} tables: {refused} refused at the start")

    def test_the_end_of_a_table(self):
        chance = random.Random(1)
        refused = 0
        for at in FOOTER:
            engine = self.copy_of(self.stopped)
            name = chance.choice(self.tables())
            path = engine.data / "db" / name
            turn(path, path.stat().st_size - at)
            if said := self.refusal(engine):
                self.assertIn(name.removesuffix(".sst"), said)
                refused += 1
        print(f"{len(FOOTER)} bytes at the ends of tables: {refused} refused")
        self.assertGreater(refused, 3)  # the daemon does not read every table at its start

    def test_a_byte_in_the_middle_of_the_log(self):
        logs = sorted((self.killed / "db").glob("*.log"), key=lambda path: path.stat().st_size)
        for third in (1, 2):
            engine = self.copy_of(self.killed)
            path = engine.data / "db" / logs[-1].name
            turn(path, path.stat().st_size * third // 3)
            self.assertIn(path.name, self.refusal(engine))

    def test_a_table_that_is_gone(self):
        for name in self.tables():
            engine = self.copy_of(self.stopped)
            (engine.data / "db" / name).unlink()
            self.assertIn(name.removesuffix(".sst"), self.refusal(engine))

    def test_two_tables_that_have_changed_places(self):
        names = self.tables()
        for one, other in zip(names, names[1:]):
            engine = self.copy_of(self.stopped)
            database = engine.data / "db"
            (database / one).rename(database / "away")
            (database / other).rename(database / one)
            (database / "away").rename(database / other)
            self.assertIn(str(database), self.refusal(engine))

    def test_tables_are_made_again_on_demand(self):
        engine = self.copy_of(self.killed)
        engine.start(*FLAGS)
        entries = len(fetch_all(engine))
        rebuild = [PROGRAMS / "whistled", "rebuild", "--data", engine.data]
        busy = subprocess.run(rebuild, capture_output=True, text=True, check=False)
        self.assertEqual(busy.returncode, BAD_DATA)
        self.assertIn("in use", busy.stderr)
        self.assertEqual(engine.stop(), 0)
        made = subprocess.run(rebuild, capture_output=True, text=True, check=True).stdout
        self.assertIn(f"from {entries} entries", made)
        self.assertEqual(self.refusal(engine), "")


if __name__ == "__main__":
    unittest.main()
