"""Rules that somebody wants, from the command line: handed in, read by those who have to agree, published by them or taken back."""

import base64
import json
import shutil
import unittest

from client_case import LOCAL_FILE, REFUSED, USAGE, ClientCase
from live_engine import DISTRICT

NOTE = "# 平台同步\n"


class Submissions(ClientCase):
    def setUp(self):
        super().setUp()
        self.start_plain()
        self.wanted = self.directory / "wanted"
        self.wanted.mkdir()
        self.calendar = (DISTRICT / "calendar.yaml").read_text(encoding="utf-8") + NOTE
        (self.wanted / "calendar.yaml").write_text(self.calendar, encoding="utf-8")

    def listed(self) -> list[dict]:
        return json.loads(self.as_member("auditor-1", "-o", "json", "district", "submissions")).get("submissions", [])

    def waits(self) -> str:
        return base64.b64decode(self.listed()[0]["record"]["ruleset_sha256"]).hex()

    def submit(self, member: str = "platform-1", **rest) -> str:
        return self.as_member(member, "district", "submit", self.wanted, **rest)

    def test_what_a_platform_hands_in_is_read_compared_and_published_by_two(self):
        self.assertIn("nobody has agreed to it yet", self.submit())
        table = self.as_member("supervisor-1", "district", "submissions")
        self.assertIn("platform-1", table)
        self.assertIn("calendar.yaml", table)
        self.assertIn("the rules in force", table)
        ruleset = self.waits()

        fetched = self.directory / "fetched"
        self.as_member("supervisor-1", "district", "fetch", "--ruleset", ruleset, fetched)
        self.assertEqual((fetched / "calendar.yaml").read_text(encoding="utf-8"), self.calendar)
        self.assertEqual((fetched / "catalogue.csv").read_bytes(), (DISTRICT / "catalogue.csv").read_bytes())
        self.client("district", "check", fetched)

        self.assertIn("proposed", self.as_member("admin-1", "district", "publish", "--ruleset", ruleset))
        self.assertIn("in force", self.as_member("supervisor-1", "district", "publish", "--ruleset", ruleset))
        self.assertEqual(self.listed(), [])
        self.assertIn("no rules wait", self.as_member("supervisor-1", "district", "submissions"))
        in_force = self.directory / "in-force"
        self.as_member("auditor-1", "district", "fetch", in_force)
        self.assertEqual((in_force / "calendar.yaml").read_text(encoding="utf-8"), self.calendar)

    def test_what_would_take_back_other_changes_is_published_by_nobody(self):
        self.submit()
        waits = self.waits()
        other = self.directory / "other"
        shutil.copytree(DISTRICT, other)
        (other / "calendar.yaml").write_text(self.calendar + "# 2\n", encoding="utf-8")
        self.as_member("admin-1", "district", "publish", other)
        self.as_member("supervisor-1", "district", "publish", other)
        self.assertIn("in force no more", self.as_member("admin-1", "district", "submissions"))
        said = self.as_member("admin-1", "district", "publish", "--ruleset", waits, code=USAGE)
        self.assertIn("other rules have come in force since it was submitted", said)

    def test_what_waits_is_taken_back_by_name(self):
        self.submit()
        waits = self.waits()
        self.as_member("admin-1", "district", "withdraw", code=REFUSED)  # nothing is scheduled
        self.assertIn("was withdrawn", self.as_member("platform-1", "district", "withdraw", "--ruleset", waits))
        self.assertEqual(self.listed(), [])

    def test_what_cannot_be_is_told_before_anything_is_sent(self):
        self.assertIn("no ruleset's hash", self.as_member("admin-1", "district", "publish", "--ruleset", "abc", code=USAGE))
        self.assertIn("give a directory, or --ruleset", self.as_member("admin-1", "district", "publish", code=USAGE))
        self.assertIn("not an empty directory", self.as_member("auditor-1", "district", "fetch", self.wanted, code=LOCAL_FILE))
        self.submit("f-xiangrui-handler-1", code=REFUSED)
        (self.wanted / "calendar.yaml").write_text("schema: 1\nzone: nowhere\n", encoding="utf-8")
        self.assertIn("calendar.yaml:2", self.submit(code=REFUSED))
        self.assertEqual(self.listed(), [])


if __name__ == "__main__":
    unittest.main(verbosity=2)
