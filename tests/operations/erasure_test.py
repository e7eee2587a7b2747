"""What is erased is gone from every file of the data directory, also where the engine is killed, and does not come back with a backup."""

import hashlib
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from live_engine import DISTRICT, PROGRAMS, Engine, accepted
from whistle.v1 import common_pb2, privacy_command_pb2

FLAGS = ["--plain", "--clock", "follow", "--checkpoint-every", "1"]
HANDLER = "f-xiangrui-handler-1"
INTAKE = "intake-app"
SUPERVISOR = "supervisor-1"
TEXT = "楼道灯坏了"
KEY_BYTES = 72  # of a ticket's wrapped key: nonce, key, tag
DAY_US = 86_400_000_000
START_US = 1_790_000_000_000_000


def run(*arguments) -> subprocess.CompletedProcess:
    return subprocess.run([PROGRAMS / arguments[0], *arguments[1:]], capture_output=True, text=True, timeout=300, check=False)


def files_of(directory: Path):
    return [path for path in directory.rglob("*") if path.is_file()]


class Erasure(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="whistle-")
        self.addCleanup(directory.cleanup)
        self.directory = Path(directory.name)
        self.engine = Engine(self.directory)
        self.addCleanup(self.engine.end)
        self.clients = []

    def begin(self, district: Path = DISTRICT):
        self.engine.init(district, "--clock-start", "2026-01-01T00:00:00+08:00")
        self.start()

    def start(self):
        self.engine.start(*FLAGS)
        self.client = self.engine.client()
        self.addCleanup(self.client.close)

    def blow(self, key: str, at_us: int = START_US) -> int:
        whistle = {
            "kind": common_pb2.WHISTLE_KIND_RESIDENT,
            "source": common_pb2.SOURCE_RESIDENT,
            "category": "P03",
            "occurred_at_us": at_us,
            "location": {"estate": "QC-BAOTONG-01"},
            "personal": {"text": TEXT, "reporter": {"name": "张三", "phone": "13800138012"}},
        }
        return accepted(self.client.command(key=key, claimed_member=INTAKE, blow_whistle=whistle)).ticket

    def close(self, ticket: int):
        note = {"personal": {"text": "换了灯泡"}}
        accepted(self.client.command(f"a{ticket}", HANDLER, acknowledge_ticket={"ticket": ticket}))
        accepted(self.client.command(f"r{ticket}", HANDLER, resolve_ticket={"ticket": ticket, "outcome": common_pb2.OUTCOME_FIXED, **note}))
        accepted(self.client.command(f"c{ticket}", INTAKE, confirm_resolution={"ticket": ticket}))

    def erase(self, ticket: int):
        command = {"ticket": ticket, "ground": privacy_command_pb2.ERASE_GROUND_REQUEST, "reference": "2026-0117"}
        return accepted(self.client.command(f"e{ticket}", SUPERVISOR, erase_ticket=command))

    def shown(self, ticket: int, client=None):
        return (client or self.client).query(HANDLER, get_ticket={"ticket": ticket}).get_ticket.ticket

    def wrapped_keys(self, data: Path) -> set[bytes]:
        """Of every ticket that some file of the directory has: each first row begins like this, FORMAT.md says."""
        secret = bytes.fromhex((data / "master.key").read_text().split()[1])
        begin = b"\x01\x01" + hashlib.sha256(b"whistle master key id" + secret).digest()[:8]
        found = set()
        for path in files_of(data):
            content = path.read_bytes()
            at = content.find(begin)
            while at >= 0:
                found.add(content[at + len(begin) : at + len(begin) + KEY_BYTES])
                at = content.find(begin, at + 1)
        return found

    def assert_nowhere(self, key: bytes, directory: Path):
        for path in files_of(directory):
            content = path.read_bytes()
            for part in (key, key[:24], key[24:56]):
                self.assertNotIn(part, content, path)

    def two_tickets(self):
        """The first, which is closed, with its wrapped key, and a second that stays."""
        first = self.blow("w1")
        self.close(first)
        (key,) = self.wrapped_keys(self.engine.data)
        second = self.blow("w2")
        return first, key, second

    def verify(self, data: Path):
        told = run("whistle", "audit", "verify", "--data", data)
        self.assertEqual(told.returncode, 0, told.stdout + told.stderr)

    def test_the_key_of_an_erased_ticket_is_in_no_file_of_a_stopped_directory_and_the_journal_is_proven(self):
        self.begin()
        first, key, second = self.two_tickets()
        self.erase(first)
        self.assertEqual(self.shown(first).text, "")
        self.assertEqual(self.shown(second).text, TEXT)
        self.assertEqual(self.engine.stop(), 0)
        self.assert_nowhere(key, self.engine.data)
        self.assertEqual(len(self.wrapped_keys(self.engine.data)), 1)
        self.verify(self.engine.data)
        self.start()
        self.assertEqual(self.shown(first).erasure.ground, privacy_command_pb2.ERASE_GROUND_REQUEST)

    def test_killed_after_the_answer_the_next_life_finishes_what_was_begun(self):
        self.begin()
        first, key, second = self.two_tickets()
        self.erase(first)
        self.engine.kill()
        self.assertIn(key, self.wrapped_keys(self.engine.data), "the kill came too late to tell anything")
        self.start()
        self.assertEqual(self.shown(first).text, "")
        self.assertEqual(self.shown(second).text, TEXT)
        self.assertEqual(self.engine.stop(), 0)
        self.assert_nowhere(key, self.engine.data)
        self.verify(self.engine.data)

    def test_a_backup_of_before_is_erased_again_before_it_serves(self):
        self.begin()
        first, key, second = self.two_tickets()
        backup, restored = self.directory / "backup", self.directory / "restored"
        self.assertEqual(run("whistled", "backup", "--data", self.engine.data, "--to", backup, "--with-keys").returncode, 0)
        # What the original does with its next numbers is no business of the restored one.
        self.close(second)
        self.erase(first)
        self.erase(self.blow_and_close("w3"))
        self.assertEqual(self.engine.stop(), 0)
        told = run("whistled", "restore", "--from", backup, "--to", restored, "--erasures", self.engine.data / "erasures")
        self.assertEqual(told.returncode, 0, told.stderr)
        self.assertIn("erased again before the engine serves", told.stdout)
        self.assertIn(key, self.wrapped_keys(restored))
        self.engine.data = restored
        self.start()
        self.assertEqual(self.shown(first).text, "")
        self.assertEqual(self.shown(first).erasure.ground, privacy_command_pb2.ERASE_GROUND_RESTORED)
        self.assertEqual(self.shown(second).text, TEXT)
        self.assert_nowhere(key, restored)  # while it serves
        other = self.blow("w4")  # a number that the original has erased another ticket under
        self.assertEqual(self.shown(other).text, TEXT)
        self.assertEqual(self.engine.stop(), 0)
        self.verify(restored)
        self.start()
        self.assertEqual(self.shown(other).text, TEXT)
        self.assertEqual(self.engine.stop(), 0)

    def blow_and_close(self, key: str) -> int:
        ticket = self.blow(key)
        self.close(ticket)
        return ticket

    def test_a_backup_without_the_list_says_so_and_has_it_all(self):
        self.begin()
        first, _, _ = self.two_tickets()
        backup, restored = self.directory / "backup", self.directory / "restored"
        self.assertEqual(run("whistled", "backup", "--data", self.engine.data, "--to", backup, "--with-keys").returncode, 0)
        self.erase(first)
        self.assertEqual(self.engine.stop(), 0)
        told = run("whistled", "restore", "--from", backup, "--to", restored)
        self.assertEqual(told.returncode, 0, told.stderr)
        self.assertIn("NO LIST", told.stdout)
        shutil.rmtree(self.engine.data)
        self.engine.data = restored
        self.start()
        self.assertEqual(self.shown(first).text, TEXT)

    def test_a_list_that_is_lost_is_made_again_from_the_journal(self):
        self.begin()
        first, _, _ = self.two_tickets()
        self.erase(first)
        self.assertEqual(self.engine.stop(), 0)
        lost = (self.engine.data / "erasures").read_text()
        (self.engine.data / "erasures").unlink()
        self.start()
        self.assertEqual(self.engine.stop(), 0)
        self.assertEqual((self.engine.data / "erasures").read_text(), lost)

    def test_what_has_been_kept_long_enough_is_erased_by_the_engine(self):
        district = self.directory / "district"
        shutil.copytree(DISTRICT, district)
        (district / "retention.yaml").write_text("personal_data: {property: 60cd}\n")
        self.begin(district)
        first = self.blow("w1")
        self.close(first)
        second = self.blow("w2", START_US + 59 * DAY_US)
        self.assertEqual(self.shown(first).text, TEXT)
        self.blow("w3", START_US + 61 * DAY_US)
        for _ in range(100):  # the engine looks once a second
            erased = self.shown(first)
            if erased.HasField("erasure"):
                break
            self.engine.process.poll()
            self.client.receive(0.1)
        self.assertEqual(erased.erasure.ground, privacy_command_pb2.ERASE_GROUND_RETENTION)
        self.assertEqual(erased.erasure.member, "@engine")
        self.assertEqual(erased.text, "")
        self.assertEqual(self.shown(second).text, TEXT)
        self.assertEqual(self.engine.stop(), 0)
        self.verify(self.engine.data)

    def test_another_master_key_takes_over_and_what_the_old_one_wrapped_is_gone(self):
        self.begin()
        first, key, second = self.two_tickets()
        self.assertEqual(self.engine.stop(), 0)
        old = (self.engine.data / "master.key").read_text()
        former = self.wrapped_keys(self.engine.data)
        self.assertEqual(len(former), 2)
        told = run("whistled", "rotate-master-key", "--data", self.engine.data)
        self.assertEqual(told.returncode, 0, told.stderr)
        self.assertIn("Rotated: 2 keys", told.stdout)
        self.assertEqual((self.engine.data / "master.key.former").read_text(), old)
        self.assertNotEqual((self.engine.data / "master.key").read_text(), old)
        for wrapped in former:
            self.assert_nowhere(wrapped, self.engine.data / "db")
        self.start()
        self.assertEqual(self.shown(first).text, TEXT)
        self.assertEqual(self.shown(second).text, TEXT)
        self.assertEqual(self.engine.stop(), 0)
        self.verify(self.engine.data)
        told = run("whistle", "audit", "export", "--data", self.engine.data, "--lines", "--to", self.directory / "lines")
        self.assertEqual((self.directory / "lines").read_text().count('"rotate_master_key"'), 1, told.stderr)

    def test_a_rotation_that_was_cut_off_is_finished_and_no_engine_starts_before(self):
        self.begin()
        first, _, _ = self.two_tickets()
        self.assertEqual(self.engine.stop(), 0)
        untouched = self.directory / "untouched"
        shutil.copytree(self.engine.data, untouched)
        self.assertEqual(run("whistled", "rotate-master-key", "--data", self.engine.data).returncode, 0)
        # As a kill before the last step leaves it: every key is wrapped anew, the old one is still in its place.
        (self.engine.data / "master.key").rename(self.engine.data / "master.key.new")
        (self.engine.data / "master.key.former").rename(self.engine.data / "master.key")
        with self.assertRaisesRegex(RuntimeError, "finish it: whistled rotate-master-key"):
            self.engine.start(*FLAGS)
        told = run("whistled", "rotate-master-key", "--data", self.engine.data)
        self.assertEqual(told.returncode, 0, told.stderr)
        self.start()
        self.assertEqual(self.shown(first).text, TEXT)
        self.assertEqual(self.engine.stop(), 0)
        # Another directory's key.
        shutil.copy(self.engine.data / "master.key", untouched / "master.key")
        self.engine.data = untouched
        with self.assertRaisesRegex(RuntimeError, "is not the key of this vault"):
            self.engine.start(*FLAGS)


if __name__ == "__main__":
    unittest.main()
