"""`whistle audit` over a journal that runs, one that has stopped, and one that was exported; and what others' software makes of it."""

import base64
import json
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from client_case import ESTATE, FIRM, FIRM_MEMBER, LOCAL_FILE, OK, REFUSED, USAGE, ClientCase
from whistle.v1 import entry_pb2

DAMAGED, CANNOT_TELL = 1, 2
GO_SOURCES = Path("/usr/share/gocode")


class Audit(ClientCase):
    def setUp(self):
        super().setUp()
        self.start_plain("--checkpoint-every", "1")
        self.ticket = self.blow("hanging cable", "-c", "E0108", "--estate", ESTATE)
        self.name = self.ticket["number"]
        self.as_member(FIRM_MEMBER, "ack", self.name)

    def audit(self, *arguments, code: int = OK, member: str | None = "auditor-1") -> str:
        who = ("--plain", "--as", member) if member else ()
        return self.client(*who, "audit", *arguments, code=code)

    def kept(self, name: str, text: str) -> Path:
        path = self.directory / name
        path.write_text(text)
        return path

    def signed_for(self) -> dict:
        """The newest checkpoint, once it is about everything that has happened."""
        wanted = int(json.loads(self.as_member("auditor-1", "-o", "json", "status"))["next_sequence"])
        while True:
            result = self.run_client("--data", self.engine.data, "--plain", "--as", "auditor-1", "-o", "json", "audit", "checkpoint")
            checkpoint = json.loads(result.stdout) if result.returncode == OK else {"size": 0}
            if checkpoint["size"] >= wanted:
                return checkpoint

    def test_a_journal_is_proven_wherever_it_is_read_from(self):
        self.signed_for()
        live = json.loads(self.client("--plain", "--as", "auditor-1", "-o", "json", "audit", "verify"))
        self.assertEqual((live["outcome"], live["tables"], live["findings"]), ("proven", False, []))
        self.assertEqual(live["decided"], live["entries"])
        exported = self.directory / "journal"
        self.audit("export", "--to", exported)
        self.assertEqual(self.engine.stop(), OK)
        stopped = json.loads(self.client("-o", "json", "audit", "verify"))
        self.assertEqual((stopped["outcome"], stopped["tables"]), ("proven", True))
        self.assertGreater(stopped["rows"], 2)
        self.assertEqual(stopped["signed_size"], stopped["entries"])
        self.assertEqual(stopped["key"], live["key"])
        key = self.kept("key", self.client("audit", "key"))
        text = self.run_client("audit", "verify", exported, "--key", key)
        self.assertEqual(text.returncode, OK, text.stderr)
        self.assertIn("Proven:", text.stdout)

    def test_a_receipt_is_checked_without_the_journal(self):
        self.signed_for()
        receipt = self.directory / "receipt.json"
        self.audit("receipt", self.name, "--to", receipt)
        key = self.kept("key", self.audit("key"))
        self.engine.end()
        checked = self.run_client("--lang", "en", "audit", "check-receipt", receipt, "--key", key)
        self.assertEqual(checked.returncode, OK, checked.stderr)
        self.assertIn(f"entry {self.ticket['ticket']} stands in the journal", checked.stdout)
        self.assertIn("acknowledged", checked.stdout)
        receipt.write_text(receipt.read_text().replace('"checkpoint":"whistle', '"checkpoint":"Whistle'))
        forged = self.run_client("--lang", "en", "audit", "check-receipt", receipt, "--key", key)
        self.assertEqual(forged.returncode, REFUSED)
        self.assertIn("not signed by this key", forged.stderr)

    def test_a_checkpoint_kept_elsewhere_shows_that_the_tail_was_cut_off(self):
        self.signed_for()
        early = self.directory / "early"
        self.audit("export", "--to", early)
        for i in range(3):
            self.blow(f"bins {i}", "-c", "E0110", "--estate", ESTATE)
        later = self.kept("later", self.signed_for()["note"])
        self.assertEqual(self.run_client("audit", "verify", early).returncode, OK)
        cut = self.run_client("--lang", "en", "audit", "verify", early, "--checkpoint", later)
        self.assertEqual(cut.returncode, DAMAGED)
        self.assertIn("were signed for and are gone", cut.stdout)

    def test_one_ticket_or_a_range_is_exported_and_each_of_its_entries_is_proven(self):
        self.signed_for()
        ticket, part = self.directory / "ticket", self.directory / "part"
        self.audit("export", "--ticket", self.name, "--to", ticket)
        self.audit("export", "--from", 2, "--until", 4, "--to", part)
        for path, entries in ((ticket, 2), (part, 2)):
            told = self.run_client("--lang", "en", "audit", "verify", path)
            self.assertEqual(told.returncode, CANNOT_TELL, told.stderr)
            self.assertIn(f"{entries} of these {entries} entries stand in the journal", told.stdout)
            bytes_ = bytearray(path.read_bytes())
            bytes_[120] ^= 1
            path.write_bytes(bytes_)
            self.assertEqual(self.run_client("audit", "verify", path).returncode, DAMAGED)
        lines = self.audit("export", "--ticket", self.name, "--lines").splitlines()
        self.assertEqual([json.loads(line)["ticket"] for line in lines], [str(self.ticket["ticket"])] * 2)

    def test_an_export_that_was_cut_off_goes_on(self):
        self.signed_for()
        whole, broken = self.directory / "whole", self.directory / "broken"
        self.audit("export", "--to", whole)
        size = whole.stat().st_size
        for kept in (size - 1, size * 3 // 4, size // 2, 200):
            broken.write_bytes(whole.read_bytes()[:kept])
            self.assertEqual(self.run_client("audit", "verify", broken).returncode, DAMAGED)
            self.audit("export", "--to", broken)
            self.assertEqual(broken.read_bytes(), whole.read_bytes())
            broken.unlink()
        self.assertIn("complete already", self.audit("export", "--to", whole, code=LOCAL_FILE))
        other = self.kept("other", "a letter")
        self.assertIn("is not written over", self.audit("export", "--to", other, code=LOCAL_FILE))
        self.assertEqual(other.read_text(), "a letter")

    def test_who_may_not_read_the_raw_journal_is_refused(self):
        self.assertIn("auditor or supervisor", self.audit("verify", code=REFUSED, member="intake-app"))
        self.assertIn("auditor or supervisor", self.audit("receipt", "seq:1", code=REFUSED, member=FIRM_MEMBER))

    def test_files_of_other_kinds_are_told_apart(self):
        foreign = self.kept("foreign", "no journal at all\n" * 100)
        self.assertIn("no exported journal", self.client("audit", "verify", foreign, code=LOCAL_FILE))
        self.assertIn("cannot read", self.client("audit", "verify", self.directory / "nothing", code=LOCAL_FILE))
        self.assertIn("not a public key", self.client("audit", "check-receipt", foreign, "--key", "nonsense", code=USAGE))

    def test_what_stood_at_an_instant_is_told_again_later(self):
        def shown() -> dict:
            return json.loads(self.as_member("auditor-1", "-o", "json", "show", self.name))["ticket"]["record"]

        then = shown()
        entries = int(json.loads(self.as_member("auditor-1", "-o", "json", "status"))["next_sequence"])
        photo = self.photo("after.jpg")
        self.as_member(FIRM_MEMBER, "resolve", self.name, "-n", "cut", "--photo-after", photo)
        self.blow("bins overflow", "-c", "E0110", "--estate", ESTATE)
        until = f"seq:{entries - 1}"
        again = json.loads(self.audit("replay", "--until", until, "--ticket", self.name, "-o", "json"))
        self.assertEqual(again["ticket"]["record"], then)
        self.assertEqual(len(again["timeline"]), 2)
        now = json.loads(self.audit("replay", "--ticket", self.name, "-o", "json"))
        self.assertEqual(now["ticket"]["record"]["state"], shown()["state"])
        district = json.loads(self.audit("replay", "--since", until, "-o", "json"))
        self.assertEqual(len(district["open"]), 2)
        changed = {change["number"]: (change["before"] or {}).get("state") for change in district["changes"]}
        self.assertEqual(changed[self.name], "TICKET_STATE_ACKNOWLEDGED")
        self.assertIn(None, changed.values())
        inbox = self.audit("replay", "--until", until, "--party", FIRM)
        self.assertIn(self.name, inbox)
        self.assertIn("1 open tickets", inbox)
        self.assertIn("0 open tickets", self.audit("replay", "--until", until, "--party", "D-LIFT"))
        self.assertIn("knows no party", self.audit("replay", "--party", "NOBODY", code=USAGE))
        self.assertIn("before the journal begins", self.audit("replay", "--until", "2001-01-01T00:00:00Z", code=USAGE))

    def test_go_opens_our_notes_and_checks_our_proofs(self):
        if shutil.which("go") is None or not (GO_SOURCES / "src/golang.org/x/mod/sumdb/tlog").is_dir():
            self.skipTest("SKIPPED: no Go here (golang-go, golang-golang-x-mod-dev): nobody else has looked at notes and proofs")
        older = self.signed_for()["note"]
        for i in range(70):
            self.blow(f"bins {i}", "-c", "E0110", "--estate", ESTATE)
        newer = self.signed_for()["note"]
        receipt = json.loads(self.audit("receipt", self.name))
        for entry in receipt["entries"]:
            stored = entry_pb2.Entry.FromString(base64.b64decode(entry["entry"])[1:])
            entry["index"] = stored.sequence
        files = [self.kept("older", older), self.kept("newer", newer)]
        consistency = json.loads(self.client("--plain", "--as", "auditor-1", "-o", "json", "audit", "consistency", *files))
        self.assertTrue(consistency["consistent"])
        question = {"key": self.audit("key").strip(), "receipt": receipt, "older": older, "newer": newer, "consistency": consistency["proof"]}
        told = self.witness(question)
        self.assertEqual(told.returncode, OK, told.stderr)
        self.assertIn(f"entry {self.ticket['ticket']}\n", told.stdout)
        self.assertIn(f"consistent {consistency['old_size']} {consistency['size']}\n", told.stdout)
        # It can say no, too.
        receipt["entries"][0]["index"] += 1
        self.assertEqual(self.witness(question).returncode, 1)

    def witness(self, question: dict) -> subprocess.CompletedProcess:
        with tempfile.TemporaryDirectory(prefix="whistle-go-") as cache:
            environment = {**os.environ, "GO111MODULE": "off", "GOPATH": str(GO_SOURCES), "GOCACHE": cache, "HOME": cache, "GOFLAGS": ""}
            return subprocess.run(["go", "run", Path(__file__).parent / "witness" / "main.go"], input=json.dumps(question),
                                  capture_output=True, text=True, check=False, env=environment)  # fmt: skip


if __name__ == "__main__":
    unittest.main()
