"""Backup of a daemon under load and at rest, restore that checks, and every kind of damage refused with its place."""

import hashlib
import random
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "crash"))

from live_engine import PROGRAMS, Engine, accepted  # noqa: E402
from load import Load, fetch_file  # noqa: E402

WHISTLED = PROGRAMS / "whistled"
FLAGS = ["--plain", "--clock", "follow"]
FAILED, BAD_DATA = 1, 4


def run(*arguments) -> subprocess.CompletedProcess:
    return subprocess.run([WHISTLED, *arguments], capture_output=True, text=True, timeout=300, check=False)


def journal_hash(told: str) -> str:
    return re.search(r"journal SHA-256 +([0-9a-f]{64})", told).group(1)


class Backup(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="whistle-")
        self.addCleanup(directory.cleanup)
        self.directory = Path(directory.name)
        self.engine = Engine(self.directory)
        self.addCleanup(self.engine.end)
        self.backup = self.directory / "backup"
        self.restored = self.directory / "restored"

    def load(self, answers: int, during=lambda: None) -> Load:
        """Sends whistles and acts until so many are answered; `during` is called half way, with commands in flight."""
        load = Load(random.Random(1))
        load.run(self.engine, answers, during)
        load.end()
        load.client.close()
        return load

    def back_up(self, *flags) -> str:
        result = run("backup", "--data", self.engine.data, "--to", self.backup, *flags)
        self.assertEqual(result.returncode, 0, result.stderr + self.engine.log())
        return result.stdout

    def restore(self, *flags) -> subprocess.CompletedProcess:
        shutil.rmtree(self.restored, ignore_errors=True)
        return run("restore", "--from", self.backup, "--to", self.restored, *flags)

    def test_a_daemon_under_load_is_backed_up_and_what_was_acknowledged_before_is_in_it(self):
        self.engine.init()
        self.engine.start(*FLAGS)
        told = []
        client = self.engine.client()
        self.addCleanup(client.close)
        before = []

        def back_up():
            before.append(client.query(claimed_member="admin-1", get_status={}).get_status.next_sequence)
            told.append(self.back_up("--with-keys"))

        load = self.load(3000, back_up)
        self.assertFalse((self.engine.data / "snapshot").exists())
        restored = self.restore()
        self.assertEqual(restored.returncode, 0, restored.stderr)
        self.assertEqual(journal_hash(told[0]), journal_hash(restored.stdout))
        self.assertIn("each opened and compared", restored.stdout)
        self.assertFalse((self.restored / "db.rebuilt").exists())
        entries = int(re.search(r"(\d+) entries", restored.stdout).group(1))
        self.assertGreaterEqual(entries, before[0])
        self.assertEqual(self.engine.stop(), 0)
        other = Engine(self.directory / "other")
        other.directory.mkdir()
        other.data = self.restored
        self.addCleanup(other.end)
        other.start(*FLAGS)
        status = other.client().query(claimed_member="admin-1", get_status={}).get_status
        self.assertGreater(status.next_sequence, entries)
        files = [(accepted.ticket, event.attachment_put.sha256) for accepted in load.answered.values()
                 if accepted.sequence < before[0] for event in accepted.events if event.HasField("attachment_put")]  # fmt: skip
        self.assertGreater(len(files), 0)
        reader = other.client()
        self.addCleanup(reader.close)
        for ticket, sha256 in files:
            self.assertEqual(hashlib.sha256(fetch_file(reader, ticket, sha256)).digest(), sha256)
        self.assertEqual(other.stop(), 0)

    def test_at_rest_without_keys_and_with_them_from_elsewhere(self):
        self.engine.init()
        self.engine.start(*FLAGS)
        self.load(200)
        self.assertEqual(self.engine.stop(), 0)
        told = self.back_up()
        self.assertIn("NOT included", told)
        self.assertFalse((self.backup / "keys").exists())
        self.assertEqual([path for path in self.backup.rglob("*") if path.is_file() and "key" in path.name], [])
        self.assertEqual(stat.S_IMODE(self.backup.stat().st_mode), 0o700)
        restored = self.restore()
        self.assertEqual(restored.returncode, 0, restored.stderr)
        self.assertIn("put master.key", restored.stdout)
        self.assertFalse((self.restored / "master.key").exists())
        restored = self.restore("--keys", self.engine.data)
        self.assertEqual(restored.returncode, 0, restored.stderr)
        self.assertEqual(stat.S_IMODE((self.restored / "master.key").stat().st_mode), 0o600)

    def damaged(self, words: str, *flags) -> None:
        restored = self.restore(*flags)
        self.assertEqual(restored.returncode, BAD_DATA, restored.stdout + restored.stderr)
        self.assertIn(words, restored.stderr)
        self.assertFalse((self.restored / "db").exists())
        self.assertEqual(list(self.restored.glob("*")), [])

    def test_damage_is_refused_with_its_place_and_leaves_nothing(self):
        self.engine.init()
        self.engine.start(*FLAGS)
        self.load(600)
        self.assertEqual(self.engine.stop(), 0)
        self.back_up()
        files = sorted((self.backup / "attachments").glob("*/*"))
        self.assertGreater(len(files), 0)
        for path in [files[0], *sorted((self.backup / "db").iterdir())]:
            good = path.read_bytes()
            if not good:
                continue
            path.write_bytes(good[: len(good) // 2] + bytes([good[len(good) // 2] ^ 1]) + good[len(good) // 2 + 1 :])
            self.damaged(str(path))
            path.write_bytes(good[:-1])
            self.damaged(str(path))
            path.unlink()
            self.damaged(f"{path} is missing")
            path.write_bytes(good)
        manifest = self.backup / "manifest"
        good = manifest.read_text()
        manifest.write_text(re.sub(r"family=open (\d+) ", r"family=open 1\1 ", good))
        self.damaged("family open")
        manifest.write_text(good.replace("file=db/CURRENT", "file=db/../../CURRENT"))
        self.damaged("the manifest names")
        manifest.write_text(good.replace("journal_id=", "journal_id=zz"))
        self.damaged("line 5")
        manifest.unlink()
        result = self.restore()
        self.assertEqual(result.returncode, BAD_DATA)
        self.assertIn("manifest is missing", result.stderr)
        manifest.write_text(good)
        self.assertEqual(self.restore().returncode, 0)

    def test_another_master_key_and_places_that_are_taken_are_refused(self):
        self.engine.init()
        self.engine.start(*FLAGS)
        self.load(50)
        self.back_up()
        other = Engine(self.directory / "other")
        other.directory.mkdir()
        other.init()
        self.damaged("the backup needs", "--keys", other.data)
        again = run("backup", "--data", self.engine.data, "--to", self.backup)
        self.assertEqual(again.returncode, FAILED)
        self.assertIn("not empty", again.stderr)
        taken = run("restore", "--from", self.backup, "--to", self.engine.data)
        self.assertEqual(taken.returncode, BAD_DATA)
        self.assertEqual(self.engine.stop(), 0)

    def test_a_backup_that_fails_leaves_nothing_and_can_be_tried_again(self):
        self.engine.init()
        self.engine.start(*FLAGS)
        secret = self.engine.data / "server.key_secret"  # the last key that is copied
        secret.rename(self.directory / "away")
        failed = run("backup", "--data", self.engine.data, "--to", self.backup, "--with-keys")
        self.assertEqual(failed.returncode, FAILED)
        self.assertIn("server.key_secret", failed.stderr)
        self.assertEqual(list(self.backup.glob("*")), [])
        (self.directory / "away").rename(secret)
        self.back_up("--with-keys")
        self.assertEqual(self.restore().returncode, 0)
        self.assertEqual(self.engine.stop(), 0)

    def test_confirming_needs_an_engine_and_a_jump(self):
        self.engine.init()
        absent = run("confirm-clock", "--data", self.engine.data)
        self.assertEqual(absent.returncode, FAILED)
        self.assertIn("no engine answers", absent.stderr)
        self.engine.start(*FLAGS)
        needless = run("confirm-clock", "--data", self.engine.data)
        self.assertEqual(needless.returncode, FAILED)
        self.assertIn("nothing to confirm", needless.stderr)


if __name__ == "__main__":
    unittest.main()
