"""The golden journals of earlier releases: each is proven, decided again to the byte, and replays to what its release said of it.

A journal and what was said of it, `golden/NAME.journal` and `golden/NAME.json`, are made once and never again: where this test fails, the
program is wrong and not the file. `python3 golden_test.py --say NAME` writes the second of a new journal.
"""

import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROGRAMS = Path(os.environ["WHISTLE_BIN_DIR"])
GOLDEN = Path(__file__).resolve().parent / "golden"
MOMENTS = 2  # of the journal's life, the last one its end
TICKETS = 6  # of those that began, the first and the last among them


def whistle(*arguments):
    told = subprocess.run([PROGRAMS / "whistle", "-o", "json", "audit", *arguments], capture_output=True, text=True, timeout=300, check=False)
    return json.loads(told.stdout)


def tickets_of(journal: Path, lines: Path) -> list[int]:
    whistle_lines = [PROGRAMS / "whistle", "audit", "export", "--from-file", journal, "--lines", "--to", lines]
    subprocess.run(whistle_lines, capture_output=True, timeout=300, check=True)
    entries = [json.loads(line) for line in lines.read_text(encoding="utf-8").splitlines()]
    begun = [int(entry["ticket"]) for entry in entries if "ticket" in entry and entry.get("ticket") == entry.get("sequence")]
    return sorted({begun[i * (len(begun) - 1) // (TICKETS - 1)] for i in range(TICKETS)})


def said_of(journal: Path, scratch: Path) -> dict:
    """What the program makes of the journal: the proof, the district at some moments, and some tickets from beginning to end."""
    proof = whistle("verify", journal)
    last = proof["entries"] - 1
    moments = [last * (i + 1) // MOMENTS for i in range(MOMENTS)]
    return {
        "proof": proof,
        "district": {str(at): whistle("replay", "--until", f"seq:{at}", journal) for at in moments},
        "tickets": {str(id): whistle("replay", "--ticket", f"id:{id}", journal) for id in tickets_of(journal, scratch / "lines")},
    }


class Golden(unittest.TestCase):
    maxDiff = 2000

    def test_every_golden_journal_is_proven_and_replays_as_its_release_said(self):
        journals = sorted(GOLDEN.glob("*.journal"))
        self.assertGreaterEqual(len(journals), 2)
        for journal in journals:
            with self.subTest(journal.name), tempfile.TemporaryDirectory(prefix="whistle-") as scratch:
                said = said_of(journal, Path(scratch))
                self.assertEqual(said["proof"]["outcome"], "proven")
                self.assertEqual(said["proof"]["decided"], said["proof"]["entries"])
                golden = json.loads(journal.with_suffix(".json").read_text(encoding="utf-8"))
                for part in ("proof", "district", "tickets"):
                    self.assertEqual(set(said[part]), set(golden[part]))
                    for name, value in golden[part].items():
                        self.assertEqual(said[part][name], value, f"{part} {name}")

    def test_one_bit_of_a_golden_journal_is_missed(self):
        with tempfile.TemporaryDirectory(prefix="whistle-") as scratch:
            turned = Path(scratch) / "journal"
            content = bytearray((GOLDEN / "logic-1.journal").read_bytes())
            content[len(content) // 2] ^= 1
            turned.write_bytes(content)
            self.assertNotEqual(whistle("verify", turned)["outcome"], "proven")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--say"]:
        made = GOLDEN / f"{sys.argv[2]}.journal"
        with tempfile.TemporaryDirectory(prefix="whistle-") as scratch, open(made.with_suffix(".json"), "x", encoding="utf-8") as out:
            json.dump(said_of(made, Path(scratch)), out, ensure_ascii=False, separators=(",", ":"))
    else:
        unittest.main()
