"""What goes wrong when a clerk edits a district: the demonstration, broken in one place each, is caught each time, and the message names the
place."""

import json
import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

WHISTLE = Path(os.environ["WHISTLE_BIN_DIR"]) / "whistle"
DISTRICT = Path(os.environ["WHISTLE_SOURCE_DIR"]) / "tools" / "demonstration" / "weifang-hitech"
CLEAN, ERRORS, WARNINGS = 0, 1, 3


class BrokenDistrict(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="whistle-")
        self.addCleanup(directory.cleanup)
        self.district = Path(directory.name) / "district"
        shutil.copytree(DISTRICT, self.district)

    def edit(self, name: str, old: str, new: str) -> int:
        """Replaces the one place where `old` stands; the number of its line."""
        path = self.district / name
        text = path.read_text(encoding="utf-8")
        self.assertEqual(text.count(old), 1, f"{old!r} in {name}")
        path.write_text(text.replace(old, new), encoding="utf-8")
        return text[: text.index(old)].count("\n") + 1

    def run_whistle(self, *arguments) -> subprocess.CompletedProcess:
        return subprocess.run([WHISTLE, "--lang", "en", *map(str, arguments)], capture_output=True, text=True, check=False)

    def check(self, code: int, *flags) -> str:
        result = self.run_whistle(*flags, "district", "check", "--strict", self.district)
        self.assertEqual(result.returncode, code, result.stdout + result.stderr)
        return result.stdout

    def line_of(self, name: str, wanted: str) -> int:
        lines = (self.district / name).read_text(encoding="utf-8").splitlines()
        return next(number for number, line in enumerate(lines, 1) if wanted in line)

    def test_the_demonstration_as_it_is_has_nothing_to_be_caught(self):
        self.assertIn("0 errors, 0 warnings", self.check(CLEAN))
        self.assertEqual(self.run_whistle("district", "test", self.district).returncode, CLEAN)

    def test_a_grid_that_was_moved_overlaps_its_neighbours_and_leaves_a_gap(self):
        path = self.district / "grids.geojson"
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        line = self.line_of("grids.geojson", '"code":"HT-073"')
        # Some 400 m to the east.
        lines[line - 1] = re.sub(r"\[(119\.\d{7}),", lambda found: f"[{float(found.group(1)) + 0.0045:.7f},", lines[line - 1])
        path.write_text("".join(lines), encoding="utf-8")
        said = self.check(WARNINGS)
        overlap = re.search(rf"{re.escape(str(path))}:\d+: warning: grids '(HT-\d+)' and '(HT-\d+)' overlap by ([\d.]+) m², for instance at 3", said)
        self.assertIsNotNone(overlap, said)
        self.assertIn("HT-073", overlap.groups())
        self.assertGreater(float(overlap.group(3)), 10_000)
        self.assertIn(f"{path}:{line}: warning: grids 'HT-073' and", said)
        self.assertRegex(said, rf"{re.escape(str(path))}: warning: a gap of [\d.]+ m² between the grids, for instance at 3\d\.\d+, 119\.\d+")
        told = json.loads(self.check(WARNINGS, "-o", "json"))
        self.assertTrue(all("HT-073" in one["grids"] for one in told["overlaps"]), told["overlaps"])
        self.assertTrue(told["gaps"])

    def test_a_duty_that_was_removed_is_named_where_a_rule_asks_for_it(self):
        self.edit("parties.csv", ",lift_rescue,", ",,")
        line = self.line_of("routes.yaml", "id: lift-in-an-estate")
        said = self.check(WARNINGS)
        self.assertIn(f"{self.district}/routes.yaml:{line}: warning: nobody has the duty 'lift_rescue'; its matters go to the desk", said)

    def test_a_duty_of_the_catalogue_that_was_removed_is_named_there_and_its_cells_fall_to_the_desk(self):
        before = json.loads(self.check(CLEAN, "-o", "json"))["totality"]["fell_back"]
        party = self.line_of("parties.csv", "D-GAS,")
        row = (self.district / "parties.csv").read_text(encoding="utf-8").splitlines()[party - 1]
        self.edit("parties.csv", row, row.replace(",gas,", ",,"))
        line = self.line_of("catalogue.csv", ",gas,")
        said = self.check(WARNINGS)
        self.assertIn(f"{self.district}/catalogue.csv:{line}: warning: nobody has the duty 'gas'; its matters go to the desk", said)
        totality = json.loads(self.check(WARNINGS, "-o", "json"))["totality"]
        self.assertGreater(totality["fell_back"], before)
        self.assertTrue(any("E0502" in group["categories"] for group in totality["last_resort"] if group["why"] == "fell_to_desk"))
        failed = self.run_whistle("district", "test", self.district)
        self.assertEqual(failed.returncode, ERRORS)

    def test_a_rule_that_was_shadowed_is_named_with_the_one_that_shadows_it(self):
        self.edit("routes.yaml", "  - id: lift-in-an-estate\n", "  - id: lifts\n    when: {category: P01}\n    lead: tier:street\n  - id: lift-in-an-estate\n")
        above, below = (self.line_of("routes.yaml", f"id: {name}") for name in ("lifts", "lift-in-an-estate"))
        said = self.check(WARNINGS)
        self.assertIn(f"{self.district}/routes.yaml:{below}: warning: rule 'lift-in-an-estate' is never reached: rule 'lifts' on line {above}", said)
        self.assertIn("rule 'lift-elsewhere' is never reached", said)
        failed = self.run_whistle("district", "test", self.district)
        self.assertEqual(failed.returncode, ERRORS)
        self.assertRegex(failed.stdout, rf"{re.escape(str(self.district))}/tests/\w+\.yaml:\d+: rule: wanted lift-in-an-estate, got lifts")

    def test_a_ladder_that_was_cut_is_named_with_the_clock_that_ends_nowhere(self):
        line = self.line_of("clocks.yaml", "  property-urgent:")
        old = '{after: 30m, do: supervise, by: "tier:street"}, {after: 1ch, do: reassign, to: "party:DESK"}]\n    remind_every: 2ch\n\n  # Neighbours'
        self.edit("clocks.yaml", old, old.replace(', {after: 1ch, do: reassign, to: "party:DESK"}', ""))
        said = self.check(WARNINGS)
        self.assertIn(f"{self.district}/clocks.yaml:{line}: warning: the last step of 'resolve' of ladder 'property-urgent' does not reach the desk", said)


if __name__ == "__main__":
    unittest.main()
