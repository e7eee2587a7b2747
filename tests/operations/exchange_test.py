"""`whistle import` and `whistle export` against the real daemon: real cases of another system come in once, however often, and go out again."""

import csv
import io
import json
import os
import pty
import re
import signal
import subprocess
import time
import tty

from client_case import INTERRUPTED, LOCAL_FILE, OK, USAGE, WHISTLE, ClientCase
from live_engine import DISTRICT, SOURCE
import unittest

CASES = SOURCE / "tests" / "data" / "boston" / "cases.csv"
BOSTON = SOURCE / "tests" / "data" / "boston" / "district"
MAPPINGS = SOURCE / "tools" / "demonstration" / "mappings"
KILL_WITHIN_S = 120


class Exchange(ClientCase):
    def start(self, district) -> None:
        self.engine.init(district)
        self.engine.start("--plain")

    def do_import(self, *arguments, code: int = OK, **rest) -> dict:
        told = self.client("--plain", "-o", "json", "import", *arguments, code=code, **rest).splitlines()
        self.assertTrue(told[-1:] and told[-1].startswith("{"), told)
        return json.loads(told[-1])

    def export(self, form: str, *arguments) -> str:
        return self.client("--plain", "export", "--format", form, *arguments)

    def tickets(self) -> int:
        return int(json.loads(self.client("--plain", "-o", "json", "status")).get("open_tickets", 0))

    def export_rows(self, *arguments) -> list[dict[str, str]]:
        out = self.directory / f"out-{time.monotonic_ns()}.csv"
        self.client("--plain", "export", "--out", out, *arguments)
        with out.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))


class RealCases(Exchange):
    def setUp(self):
        super().setUp()
        self.start(BOSTON)
        self.mapping = ("--mapping", MAPPINGS / "boston-311.yaml")
        with CASES.open(encoding="utf-8", newline="") as file:
            self.cases = list(csv.DictReader(file))

    def kill_in_the_middle(self) -> int:
        """How many rows an importer brought in that was killed while the rest of its file was still to come."""
        content = CASES.read_bytes()
        command = [WHISTLE, "--data", self.engine.data, "--plain", "import", "-", *self.mapping]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, env=self.environment) as importer:
            importer.stdin.write(content[: len(content) * 3 // 4])
            importer.stdin.flush()
            until = time.monotonic() + KILL_WITHIN_S
            while self.tickets() < 50:
                self.assertLess(time.monotonic(), until, "nothing was imported")
                self.assertIsNone(importer.poll(), "the importer ended by itself")
            importer.send_signal(signal.SIGKILL)
            self.assertEqual(importer.wait(), -signal.SIGKILL)
        return self.tickets()

    def test_an_importer_that_is_killed_is_run_again_and_each_row_is_there_once(self):
        dry = self.do_import(CASES, *self.mapping, "--dry-run")
        self.assertEqual((dry["rows"], dry["accepted"], dry["not_mapped"]), (400, 400, 0), dry)
        self.assertEqual(self.tickets(), 0)
        before = self.kill_in_the_middle()
        self.assertLess(before, len(self.cases))
        told = self.do_import(CASES, *self.mapping)
        self.assertEqual((told["rows"], told["there_before"], told["accepted"]), (400, before, 400 - before), told)
        self.assertEqual((told["repeated"], told["refused"], told["not_mapped"], told["next_row"]), (0, 0, 0, 401), told)
        self.assertEqual(self.tickets(), 400)
        again = self.do_import(CASES, *self.mapping, "--resume-from", 301)
        self.assertEqual((again["skipped"], again["rows"], again["there_before"]), (300, 100, 100), again)
        self.assertEqual(self.tickets(), 400)

        features = json.loads(self.export("geojson"))["features"]
        self.assertEqual(len({feature["id"] for feature in features}), 400)
        given = sorted((float(case["LONGITUDE"]), float(case["LATITUDE"])) for case in self.cases)
        self.assertEqual(sorted(tuple(feature["geometry"]["coordinates"]) for feature in features if feature["geometry"]), given)
        rows = self.export_rows()
        self.assertEqual(sorted((float(row["longitude"]), float(row["latitude"])) for row in rows), given)
        self.assertEqual({row["number"] for row in rows}, {feature["properties"]["number"] for feature in features})
        lines = [json.loads(line) for line in self.export("jsonl").splitlines()]
        self.assertEqual(len(lines), 400)
        opened = sorted(row["occurred"] for row in rows)
        self.assertEqual(opened[0], "2015-01-02T10:28:25-05:00")
        a_category = rows[0]["category"]
        self.assertEqual(len(self.export_rows("--category", a_category)), sum(row["category"] == a_category for row in rows))
        self.assertEqual(len(self.export_rows("--area", "BOS")), sum(row["area"] != "" for row in rows))
        self.assertEqual(self.export_rows("--state", "closed"), [])

    def test_an_importer_that_is_interrupted_ends_in_good_order_and_says_how_to_go_on(self):
        content = CASES.read_bytes()
        command = [WHISTLE, "--data", self.engine.data, "--plain", "import", "-", *self.mapping, "--in-flight", "8"]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=self.environment) as importer:
            importer.stdin.buffer.write(content[: len(content) // 2])
            importer.stdin.flush()
            until = time.monotonic() + KILL_WITHIN_S
            while self.tickets() < 50:
                self.assertLess(time.monotonic(), until, "nothing was imported")
            importer.send_signal(signal.SIGINT)
            # Its input stays open: it waits for no more of it.
            self.assertEqual(importer.wait(timeout=KILL_WITHIN_S), INTERRUPTED)
            told = importer.stderr.read()
        following = int(re.search(r"--resume-from (\d+)", told)[1])
        self.assertIn("nothing is doubled", told)
        self.assertEqual(self.tickets(), following - 1, "what was sent has been told, and nothing else was sent")
        self.assertLess(following, 400)
        rest = self.do_import(CASES, *self.mapping, "--resume-from", following)
        self.assertEqual((rest["skipped"], rest["accepted"], rest["there_before"]), (following - 1, 401 - following, 0), rest)
        self.assertEqual(self.tickets(), 400)
        again = self.do_import(CASES, *self.mapping)
        self.assertEqual((again["accepted"], again["there_before"]), (0, 400), again)
        self.assertEqual(self.tickets(), 400)

    def failing_input(self, content: bytes) -> int:
        """What a reader gets is that, and then EIO: a terminal whose other side has gone."""
        ours, theirs = pty.openpty()
        tty.setraw(theirs)
        self.assertEqual(os.write(theirs, content), len(content))
        os.close(theirs)
        self.addCleanup(os.close, ours)
        return ours

    def run_on(self, content: bytes, *arguments) -> subprocess.CompletedProcess:
        return subprocess.run([WHISTLE, "--data", self.engine.data, "--plain", *map(str, arguments)], stdin=self.failing_input(content),
                              capture_output=True, text=True, timeout=300, check=False, env=self.environment)  # fmt: skip

    def test_a_file_that_fails_in_the_middle_is_told_with_its_place_and_goes_on_where_it_stopped(self):
        with CASES.open("rb") as file:
            lines = [next(file) for _ in range(4)]
        content = b"".join(lines)[:-20]
        done = self.run_on(content, "import", "-", *self.mapping)
        self.assertEqual(done.returncode, LOCAL_FILE, done.stdout + done.stderr)
        self.assertIn(f"- cannot be read on from byte {len(content)}", done.stderr)
        self.assertIn("--resume-from 3", done.stderr)
        self.assertEqual(self.tickets(), 2)
        whole = self.directory / "whole.csv"
        whole.write_bytes(b"".join(lines))
        told = self.do_import(whole, *self.mapping, "--resume-from", 3)
        self.assertEqual((told["accepted"], told["skipped"]), (1, 2), told)
        self.assertIn("cannot be read", self.client("--plain", "import", self.directory, *self.mapping, code=LOCAL_FILE))
        self.assertIn("cannot be read", self.client("--plain", "import", whole, "-m", self.directory, code=LOCAL_FILE))

        whistle = b'{"key":"j%d","kind":"resident","category":"animal-found","lat":42.3574,"lon":-71.0648}\n'
        done = self.run_on(whistle % 1 + (whistle % 2)[:-9], "blow", "--from", "-")
        self.assertEqual(done.returncode, LOCAL_FILE, done.stdout + done.stderr)
        self.assertIn(f"- cannot be read on from byte {len(whistle % 1)}", done.stderr)
        self.assertEqual(self.tickets(), 4)
        self.assertIn("cannot be read on from byte 0", self.client("--plain", "blow", "--from", self.directory, code=LOCAL_FILE))

    def test_a_row_that_comes_twice_in_a_file_is_one_ticket_and_is_told(self):
        with CASES.open(encoding="utf-8") as file:
            head, first, second = (next(file) for _ in range(3))
        twice = self.directory / "twice.csv"
        twice.write_text(head + first + second + first, encoding="utf-8")
        told = self.do_import(twice, *self.mapping)
        self.assertEqual((told["accepted"], told["repeated"]), (2, 1), told)
        self.assertEqual(self.tickets(), 2)
        changed = self.directory / "changed.csv"
        changed.write_text(head + first.replace("42.", "42.1", 1).replace("Bed Bugs", "Street Light Outages"), encoding="utf-8")
        refused = json.loads(self.client("--plain", "-o", "json", "import", changed, *self.mapping, code=1).splitlines()[-1])
        self.assertEqual(refused["causes"][0]["cause"], "key_reused", refused)
        self.assertEqual(self.tickets(), 2)


class Hotline(Exchange):
    HEAD = "工单编号,受理渠道,问题类别,标题,诉求内容,来电时间,纬度,经度,事发地址,联系人,联系电话,是否保密\r\n"

    def test_what_cannot_be_mapped_is_counted_and_listed_with_row_column_value_and_why(self):
        self.start(DISTRICT)
        rows = self.HEAD
        rows += 'H1,电话,暴露垃圾,垃圾,"门口\r\n一堆",2026-09-28 08:00:00,36.71,119.17,,演示居民,,否\r\n'
        rows += "H2,电话,飞碟,看见,=1+1,2026-09-28 08:00:00,36.71,119.17,,,,\r\n"
        rows += "H3,传真,暴露垃圾,垃圾,x,2026-02-30 08:00:00,36.71,119.17,,,,\r\n"
        rows += "H4,电话,暴露垃圾,垃圾,x,2026-09-28 08:00:00,119.17,36.71,,,,\r\n"
        export = self.directory / "h.csv"
        export.write_bytes(b"\xef\xbb\xbf" + rows.encode())
        faults = self.directory / "faults.csv"
        told = self.do_import(export, "-m", MAPPINGS / "hotline-12345.yaml", "--faults", faults, code=LOCAL_FILE)
        self.assertEqual((told["rows"], told["accepted"], told["not_mapped"]), (4, 2, 2), told)
        with faults.open(encoding="utf-8-sig", newline="") as file:
            listed = {(row["row"], row["line"], row["column"], row["cause"], row["effect"]): row["value"] for row in csv.DictReader(file)}
        self.assertEqual(listed, {
            ("2", "4", "问题类别", "not_in_catalogue", "row_left_out"): "飞碟",
            ("3", "5", "受理渠道", "not_mapped", "replaced"): "传真",
            ("3", "5", "来电时间", "no_such_time", "row_left_out"): "2026-02-30 08:00:00",
            ("4", "6", "纬度+经度", "swapped", "value_left_out"): "119.17, 36.71",
        })  # fmt: skip
        self.assertIn("is there already", self.client("--plain", "import", export, "-m", MAPPINGS / "hotline-12345.yaml", "--faults",
                                                      faults, code=LOCAL_FILE))  # fmt: skip
        # GCJ-02 came in, WGS84 goes out: some hundred metres apart.
        points = [float(row["latitude"]) for row in self.export_rows("--content") if row["latitude"]]
        self.assertEqual(len(points), 1)
        self.assertTrue(0.0001 < abs(points[0] - 36.71) < 0.01, points)
        gbk = self.directory / "gbk.csv"
        gbk.write_bytes(rows.encode("gb18030"))
        refused = self.client("--plain", "import", gbk, "-m", MAPPINGS / "hotline-12345.yaml", code=LOCAL_FILE)
        self.assertIn("not UTF-8", refused)
        self.assertIn("iconv -f GB18030", refused)
        self.assertEqual(self.tickets(), 2)

    def test_texts_survive_the_way_out_and_in_again(self):
        self.start(DISTRICT)
        texts = ["=1+1", "+49", "-2 lamps", "@all", "a, \"b\"\nc", "'quoted'", "垃圾", "'=1+1", "''@all", "\t=1", " a blank ", "one\n two\n", "end\t"]
        stream = "".join(json.dumps({"key": f"k{i}", "kind": "resident", "source": "hotline", "category": "E0110", "text": text,
                                     "estate": "QC-BAOTONG-01"}) + "\n" for i, text in enumerate(texts))  # fmt: skip
        self.client("--plain", "blow", "--from", "-", stream=stream)
        self.assertEqual([row["text"] for row in self.export_rows("--content")],
                         [("'" if text.lstrip("'")[0] in "=+-@\t" else "") + text for text in texts])  # fmt: skip
        out = self.directory / "tickets.csv"
        self.client("--plain", "export", "--content", "--out", out)
        refused = self.client("--plain", "export", "--content", "--out", out, code=LOCAL_FILE)
        self.assertIn("is there already", refused)
        self.assertEqual(list(self.directory.glob("*.part-*")), [])
        lines = [json.loads(line) for line in self.export("jsonl", "--content").splitlines()]
        self.assertEqual([line["text"] for line in lines], texts)
        # Into another district.
        self.engine.stop()
        self.engine.data = self.directory / "other"
        self.start(DISTRICT)
        told = self.do_import(out, "-m", MAPPINGS / "whistle-export.yaml")
        self.assertEqual(told["accepted"], len(texts), told)
        back = [json.loads(line) for line in self.export("jsonl", "--content").splitlines()]
        for name in ("text", "category", "estate", "area", "lead", "kind", "source", "occurred"):
            self.assertEqual([line[name] for line in back], [line[name] for line in lines], name)

    def test_a_mapping_is_held_against_the_catalogue_first(self):
        self.start(DISTRICT)
        mapping = self.directory / "m.yaml"
        mapping.write_text("schema: 1\nsource: s\nfields:\n  id: a\n  category: {column: b, map: {x: NOPE}}\n")
        export = self.directory / "e.csv"
        export.write_text("a,b\n1,x\n")
        self.assertIn("m.yaml:5:", self.client("--plain", "import", export, "-m", mapping, code=LOCAL_FILE))
        self.assertIn("--format", self.client("--plain", "export", code=USAGE))
        self.assertIn("HT-9999", self.client("--plain", "export", "--format", "csv", "--area", "HT-9999", code=USAGE))
        self.assertEqual(list(csv.reader(io.StringIO(self.export("csv", "--from", "2026-01-01", "--until", "2026-01-01"))))[1:], [])


if __name__ == "__main__":
    unittest.main()
