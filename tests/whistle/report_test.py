"""`whistle report` of one journal, whichever way it is read: over the wire, from the engine's directory, from a backup."""

import csv
import hashlib
import io
import json
import subprocess
import unittest
from pathlib import Path

from client_case import ESTATE, FIRM, FIRM_MEMBER, LOCAL_FILE, OK, REFUSED, USAGE, ClientCase
from live_engine import PROGRAMS

OTHER_ESTATE = "XC-YUANFEI-01"


def digests(directory: Path) -> dict[str, str]:
    files = (path for path in directory.rglob("*") if path.is_file())
    return {str(path.relative_to(directory)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


class Report(ClientCase):
    def setUp(self):
        super().setUp()
        self.start_plain()

    def live(self) -> None:
        """One whistle resolved and confirmed, one that waits, one of a community."""
        photo = self.photo("after.jpg")
        name = f"id:{self.blow('hanging cable', '-c', 'E0108', '--estate', ESTATE)['ticket']}"
        self.as_member(FIRM_MEMBER, "contact", name)
        self.as_member(FIRM_MEMBER, "ack", name)
        self.as_member(FIRM_MEMBER, "resolve", name, "-n", "cut", "--photo-after", photo)
        self.as_member("intake-app", "confirm", name, "-r", 5)
        self.blow("bins overflow", "-c", "E0110", "--estate", OTHER_ESTATE)

    def report(self, *arguments, member="auditor-1") -> dict:
        return json.loads(self.as_member(member, "-o", "json", "report", *arguments))

    def test_every_way_of_reading_a_journal_gives_the_same_figures(self):
        self.live()
        live = self.report()
        counts = live["counts"]
        told = {name: counts[name] for name in ("accepted", "acknowledged", "resolved", "closed", "responded", "satisfied")}
        self.assertEqual(told, {"accepted": 2, "acknowledged": 1, "resolved": 1, "closed": 1, "responded": 1, "satisfied": 1})
        # 0.30 × 50 % + 0.35 × 100 % + 0.35 × 100 %
        self.assertEqual(live["score_bp"], 8500)
        self.assertIsNone(live["rates_bp"]["arrival_in_time"])
        self.assertEqual(self.report(member="supervisor-1"), live)
        self.assertEqual(self.engine.stop(), 0)
        backup = self.directory / "backup"
        subprocess.run([PROGRAMS / "whistled", "backup", "--data", self.engine.data, "--to", backup], check=True, capture_output=True)
        before = digests(backup), digests(self.engine.data)
        self.assertEqual(self.report(), live)
        copy = self.run_client("--data", backup, "-o", "json", "report")
        self.assertEqual(copy.returncode, OK, copy.stderr)
        self.assertEqual(json.loads(copy.stdout), live)
        self.assertEqual((digests(backup), digests(self.engine.data)), before)

    def test_a_journal_of_several_pages_is_read_to_the_end_over_the_wire(self):
        lines = [json.dumps({"key": f"k{i}", "kind": "resident", "source": "resident", "category": "E0110", "estate": ESTATE})
                 for i in range(1_200)]  # fmt: skip
        self.as_member("intake-app", "blow", "--from", "-", stream="\n".join(lines))
        live = self.report()
        self.assertEqual(live["counts"]["accepted"], len(lines))
        self.assertEqual(self.engine.stop(), 0)
        self.assertEqual(self.report(), live)

    def test_it_is_for_auditors_and_supervisors(self):
        self.assertIn("auditor or supervisor", self.as_member("intake-app", "report", code=REFUSED))
        wire = self.engine.client()
        self.addCleanup(wire.close)
        reply = wire.query("intake-app", get_published_ruleset={"ruleset_sha256": bytes(32)})
        self.assertEqual(dict((a.name, a.value) for a in reply.refusal.arguments), {"needs": "auditor or supervisor"})
        reply = wire.query("auditor-1", get_published_ruleset={"ruleset_sha256": bytes(32)})
        self.assertEqual(dict((a.name, a.value) for a in reply.refusal.arguments)["why"], "never published")

    def test_period_and_area_select(self):
        self.live()
        street = self.report("--area", "QC")
        self.assertEqual((street["area"], street["counts"]["accepted"]), ("QC", 1))
        self.assertEqual([firm["code"] for firm in street["firms"]], [FIRM])
        self.assertEqual(self.report("--area", "XC")["counts"]["accepted"], 1)
        old = self.report("--to", "2020-01-01")
        self.assertEqual((old["counts"]["accepted"], old["score_bp"]), (0, None))
        self.assertEqual(old["until"], "2020-01-01T00:00:00+08:00")
        self.assertIn("no area NOWHERE", self.as_member("auditor-1", "report", "--area", "NOWHERE", code=USAGE))
        self.assertIn("--from", self.as_member("auditor-1", "report", "--from", "soon", code=USAGE))
        self.as_member("auditor-1", "report", "--from", "2026-02-01", "--to", "2026-02-01", code=USAGE)

    def test_people_read_it_in_both_languages_and_spreadsheets_too(self):
        self.live()
        english = self.as_member("auditor-1", "report")
        for words in ("Two-way evaluation  Weifang High-tech Zone", "acknowledged in time", "Xiangrui Property", "AAA", "85.0"):
            self.assertIn(words, english)
        chinese = self.as_member("auditor-1", "--lang", "zh", "report")
        for words in ("双向考评", "物业信用台账", "三率与得分", "响应率"):
            self.assertIn(words, chinese)
        text = self.as_member("auditor-1", "--lang", "zh", "-o", "csv", "report")
        self.assertTrue(text.startswith("\ufeff"))
        rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
        whole = {row["measure"]: row for row in rows if row["section"] == "whole"}
        self.assertEqual((whole["response_rate"]["value"], whole["response_rate"]["of"], whole["response_rate"]["rate_bp"]),
                         ("1", "2", "5000"))  # fmt: skip
        self.assertEqual(whole["arrival_in_time_rate"]["rate_bp"], "")
        self.assertIn("nothing as csv", self.as_member("auditor-1", "-o", "csv", "status", code=USAGE))

    def appealed(self) -> str:
        """A check that failed, appealed against and granted; a rating, appealed against and waiting; a score."""
        name = f"id:{self.blow('stairs dark', '-c', 'P03', '--estate', ESTATE)['ticket']}"
        self.as_member(FIRM_MEMBER, "ack", name)
        self.as_member(FIRM_MEMBER, "resolve", name, "-n", "done")
        self.as_member("g-ht-115", "verify", name, "--fail", "-n", "still dark")
        self.as_member(FIRM_MEMBER, "resolve", name, "-n", "done again")
        self.as_member("intake-app", "confirm", name, "-r", 1)
        for subject in ("rework", "rating"):
            self.as_member(FIRM_MEMBER, "appeal", name, "-s", subject, "-g", "wrong_facts", "-b", "another lamp")
        for supervisor in ("supervisor-1", "s-xincheng-supervisor"):
            self.as_member(supervisor, "review", name, "-p", FIRM, "-s", "rework", "--grant", "-n", "so it is")
        called = f"id:{self.blow('bins', '-c', 'E0110', '--estate', ESTATE)['ticket']}"
        self.as_member("c-baotong-dispatcher", "up", called, "-c", "E0101.2", "-n", "a shed of bricks")
        self.as_member(FIRM_MEMBER, "ack", called)
        self.as_member(FIRM_MEMBER, "finish", called)
        self.as_member("c-baotong-dispatcher", "score", called, "-p", FIRM, "-s", 4)
        return name

    def test_granted_appeals_are_left_out_and_stay_to_be_seen_with_who_granted_them(self):
        self.appealed()
        live = self.report()
        self.assertEqual((live["counts"]["reworked"], live["counts"]["rework_counted"], live["counts"]["excluded"]), (0, 0, 1))
        self.assertIsNone(live["rates_bp"]["rework"])
        told = [(line["party"], line["subject"], line["outcome"], line["reviewers"]) for line in live["appeals"]]
        self.assertEqual(told, [(FIRM, "rework", "granted", ["supervisor-1", "s-xincheng-supervisor"]), (FIRM, "rating", "waits", [])])
        tally = live["appellants"][0]
        self.assertEqual([tally[key] for key in ("code", "lodged", "granted", "refused", "waiting")], [FIRM, 2, 1, 0, 1])
        text = self.as_member("auditor-1", "report")
        for words in ("Appeals", "the facts are otherwise", "supervisor-1, s-xincheng-supervisor"):
            self.assertIn(words, text)
        self.assertIn("申诉", self.as_member("auditor-1", "--lang", "zh", "report"))
        rows = self.rows()
        self.assertEqual(rows["appellant", FIRM, "granted"]["value"], "1")
        self.assertEqual(rows["appeal", FIRM, "rework"]["value"], "granted")
        self.assertEqual(rows["appeal", FIRM, "rework_reviewers"]["value"], "supervisor-1;s-xincheng-supervisor")

    def test_scores_are_told_by_who_was_scored_and_by_who_scored(self):
        self.appealed()
        live = self.report()
        self.assertEqual([(line["code"], line["count"], line["mean_hundredths"]) for line in live["scored"]], [(FIRM, 1, 400)])
        self.assertEqual([(line["code"], line["mean_hundredths"]) for line in live["scorers"]], [("C-BAOTONG", 400)])
        self.assertIn("Scores of community whistles, by who was called", self.as_member("auditor-1", "report"))
        row = self.rows()["scored", FIRM, "mean_hundredths"]
        self.assertEqual((row["value"], row["of"]), ("400", "1"))

    def rows(self) -> dict:
        text = self.as_member("auditor-1", "-o", "csv", "report").removeprefix("\ufeff")
        return {(row["section"], row["code"], row["measure"]): row for row in csv.DictReader(io.StringIO(text, newline=""))}

    def test_a_directory_without_a_journal_is_told(self):
        result = self.run_client("--data", self.directory, "report")
        self.assertEqual(result.returncode, LOCAL_FILE, result.stderr)
        self.assertIn("holds no store", result.stderr)


if __name__ == "__main__":
    unittest.main()
