"""What the doctor says of a good directory, and of each thing that can be wrong with it."""

import json
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from live_engine import DISTRICT, PROGRAMS, Engine, accepted, photo
from whistle.v1 import common_pb2

WHISTLED = PROGRAMS / "whistled"
BAD_DATA, WARNED, FAILED = 4, 8, 9


class Doctor(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="whistle-")
        self.addCleanup(directory.cleanup)
        self.directory = Path(directory.name)
        self.engine = Engine(self.directory)
        self.addCleanup(self.engine.end)

    def examine(self, *flags) -> tuple[int, list[dict]]:
        command = [WHISTLED, "doctor", "--data", self.engine.data, "-o", "json", *flags]
        result = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
        return result.returncode, json.loads(result.stdout)["findings"]

    def finds(self, subject: str, gravity: str, words: str, findings: list[dict]) -> None:
        found = [finding for finding in findings if finding["subject"] == subject]
        self.assertTrue(any(finding["gravity"] == gravity and words in finding["what"] for finding in found), found)

    def test_a_directory_at_rest_and_an_engine_that_serves(self):
        self.engine.init()
        code, findings = self.examine()
        self.assertIn(code, {WARNED, FAILED})  # parties without keys at least; the machine may add its own
        self.finds("engine", "note", "no engine serves", findings)
        self.finds("identities", "warning", "parties have no key", findings)
        self.finds("keys", "note", "admin.key_secret still lies here", findings)
        self.finds("journal", "good", "3 entries", findings)
        self.engine.start()
        _, findings = self.examine("--deep")
        self.finds("engine", "good", "is ready", findings)
        self.finds("files", "good" if self.enough_files() else "warning", "the engine may open", findings)
        self.finds("journal", "good", "the tables are what the journal gives", findings)
        self.assertFalse((self.engine.data / "snapshot").exists())
        self.assertFalse((self.engine.data / "snapshot.rebuilt").exists())
        for finding in findings:
            self.assertEqual(finding["advice"] == "", finding["gravity"] == "good", finding)
        self.assertEqual(self.engine.stop(), 0)

    def test_what_an_examination_that_was_cut_off_left_is_in_no_way(self):
        self.engine.init()
        left = self.engine.data / "snapshot.rebuilt"
        left.mkdir()
        (left / "CURRENT").write_text("cut off")
        _, findings = self.examine("--deep")
        self.finds("journal", "good", "the tables are what the journal gives", findings)
        self.assertFalse(left.exists())

    def enough_files(self) -> bool:
        limits = Path(f"/proc/{self.engine.process.pid}/limits").read_text()
        line = next(line for line in limits.splitlines() if line.startswith("Max open files"))
        return int(line.split()[3]) >= 4096

    def test_keys_that_others_can_read_or_that_are_gone(self):
        self.engine.init()
        (self.engine.data / "checkpoint.key").chmod(0o644)
        (self.engine.data / "server.key_secret").unlink()
        code, findings = self.examine()
        self.assertEqual(code, FAILED)
        self.finds("keys", "error", "checkpoint.key has mode 644", findings)
        self.finds("keys", "error", "server.key_secret", findings)

    def test_files_of_tickets_that_are_gone_changed_or_nobodys(self):
        self.engine.init()
        self.engine.start("--plain")
        client = self.engine.client()
        self.addCleanup(client.close)
        whistle = {"kind": common_pb2.WHISTLE_KIND_RESIDENT, "source": common_pb2.SOURCE_RESIDENT, "category": "P03"}
        ticket = accepted(client.command("w", "intake-app", blow_whistle=whistle)).ticket
        put = accepted(client.put_file(ticket, photo("lamp", 3000), "intake-app")).events[0].attachment_put
        _, findings = self.examine("--deep")
        self.finds("attachments", "good", "1 files of tickets are there and whole", findings)
        self.assertEqual(self.engine.stop(), 0)
        name = put.sealed_sha256.hex()
        path = self.engine.data / "attachments" / name[:2] / name
        good = path.read_bytes()
        path.write_bytes(good[:-1] + bytes([good[-1] ^ 1]))
        self.finds("attachments", "good", "1 files of tickets are there", self.examine()[1])
        code, findings = self.examine("--deep")
        self.assertEqual(code, FAILED)
        self.finds("attachments", "error", f"missing or damaged, the first: {name[:2]}/{name} of ticket {ticket}", findings)
        path.unlink()
        self.finds("attachments", "error", "1 of 1 files", self.examine()[1])
        path.write_bytes(good)
        (path.parent / (name[:2] + "0" * 62)).write_bytes(good)
        self.finds("attachments", "note", "1 files that no entry names", self.examine()[1])

    def test_a_calendar_that_ends(self):
        district = self.directory / "district"
        shutil.copytree(DISTRICT, district)
        calendar = district / "calendar.yaml"
        lines = [
            "data_until: 2020-12-31" if line.startswith("data_until:") else line for line in calendar.read_text().splitlines()
        ]
        calendar.write_text("\n".join(lines) + "\n")
        shutil.rmtree(district / "tests")
        self.engine.init(district)
        code, findings = self.examine()
        self.assertEqual(code, FAILED)
        self.finds("calendar", "error", "holidays are known until 2020-12-31", findings)

    def test_people_get_lines(self):
        self.engine.init()
        result = subprocess.run([WHISTLED, "doctor", "--data", self.engine.data], capture_output=True, text=True, check=False)
        self.assertIn("warning identities", result.stdout)
        self.assertIn("-> whistle identity add", result.stdout)

    def test_no_directory_is_no_finding(self):
        result = subprocess.run([WHISTLED, "doctor", "--data", self.directory / "absent"], capture_output=True, text=True, check=False)
        self.assertEqual(result.returncode, BAD_DATA)
        self.assertIn("holds no journal", result.stderr)


if __name__ == "__main__":
    unittest.main()
