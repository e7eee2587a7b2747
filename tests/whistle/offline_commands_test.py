"""The offline commands as a shell sees them: streams, exit codes, files."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

WHISTLE = Path(os.environ["WHISTLE_BIN_DIR"]) / "whistle"
BOSTON = Path(os.environ["WHISTLE_SOURCE_DIR"]) / "tests/data/boston"
DISTRICT = BOSTON / "district"
ROW = {"key": "k1", "kind": "resident", "category": "animal-found", "lat": 42.3574, "lon": -71.0648,
       "occurred_at": "2015-03-18T14:28:52-04:00"}
FAILURES = []


def run(*arguments: str | Path, stream: str = "") -> subprocess.CompletedProcess:
    return subprocess.run([WHISTLE, "--lang", "en", *arguments], input=stream.encode(), capture_output=True, check=False)


def expect(what: str, holds: bool, seen: object = "") -> None:
    print(f"{'ok  ' if holds else 'FAIL'} {what}" + ("" if holds else f": {seen}"))
    if not holds:
        FAILURES.append(what)


def lines(*rows: dict | str) -> str:
    return "".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows)


def route_reads_and_answers(folder: Path) -> None:
    done = run("route", "--district", DISTRICT, "-o", "json", stream=lines(ROW))
    answer = json.loads(done.stdout)
    expect("route reads standard input and answers in the order of members", list(answer) == [
        "key", "place", "rule", "lead", "assist", "inform", "against", "hand_off", "due", "flags", "explanation"], answer)
    expect("one compact line each", done.stdout.count(b"\n") == 1 and b": " not in done.stdout.split(b'"explanation"')[0])
    file = folder / "stream.jsonl"
    file.write_text(lines(ROW), encoding="utf-8")
    same = run("route", "--district", DISTRICT, "--from", file, "-o", "json")
    expect("--from FILE answers the same", same.stdout == done.stdout and same.returncode == 0, same.stderr)
    text = run("route", "--district", DISTRICT, stream=lines(ROW))
    expect("text names key and lead", text.stdout.startswith(b"k1: q-anml02-lostfound"), text.stdout)


def route_names_what_it_refuses() -> None:
    bad = dict(ROW, category="animal-fond")
    done = run("route", "--district", DISTRICT, "-o", "json", stream=lines(ROW, bad, "{broken", dict(ROW, colour="x"), ROW))
    expect("whistles that are refused do not stop the others", done.stdout.count(b"\n") == 2 and done.returncode == 1, done)
    expect("each is named by its line", [line.split(": ")[0] for line in done.stderr.decode().splitlines()] == [
        "-:2", "-:3", "-:4"], done.stderr)
    done = run("route", "--district", DISTRICT, "--lenient", "-o", "json", stream=lines(dict(ROW, colour="x")))
    expect("--lenient skips unknown members", done.returncode == 0, done.stderr)
    expect("a missing stream is exit 5", run("route", "--district", DISTRICT, "--from", "/nowhere").returncode == 5)
    failed = run("route", "--district", DISTRICT, "--from", BOSTON)
    expect("a stream that cannot be read on is exit 5 and told with its place", failed.returncode == 5 and b"from byte 0" in failed.stderr, failed)
    expect("also of two rulesets", run("district", "diff", DISTRICT, DISTRICT, "--from", BOSTON).returncode == 5)
    expect("a missing option is exit 2", run("route").returncode == 2)
    expect("a directory that does not compile is exit 1", run("route", "--district", BOSTON).returncode == 1)


def check_has_three_ends(folder: Path) -> None:
    expect("warnings alone are exit 0", run("district", "check", DISTRICT).returncode == 0)
    expect("with --strict they are exit 3", run("district", "check", "--strict", DISTRICT).returncode == 3)
    broken = folder / "broken"
    shutil.copytree(DISTRICT, broken)
    (broken / "routes.yaml").write_text("routes:\n  - id: x\n    leed: duty\n", encoding="utf-8")
    done = run("district", "check", broken)
    expect("errors are exit 1", done.returncode == 1)
    expect("and stand on their place",
           f"{broken}/routes.yaml:3:5: unknown key 'leed'; did you mean 'lead'?" in done.stdout.decode(), done.stdout)
    ended = run("district", "check", DISTRICT, "--at", "2016-01-01", "-o", "json")
    messages = [warning["message"] for warning in json.loads(ended.stdout)["warnings"]]
    expect("--at asks the calendar", any("data end on 2015-12-31" in message for message in messages), messages[-3:])
    expect("a date that is none is exit 2", run("district", "check", DISTRICT, "--at", "soon").returncode == 2)


def tests_are_run(folder: Path) -> None:
    junit = folder / "junit.xml"
    done = run("district", "test", DISTRICT, "--junit", junit)
    suites = ElementTree.parse(junit).getroot()
    expect("all rule tests pass", done.returncode == 0 and suites.get("failures") == "0", done.stdout)
    expect("and stand in the JUnit file", len(list(suites.iter("testcase"))) == 12)
    failing = folder / "failing"
    shutil.copytree(DISTRICT, failing)
    cases = failing / "tests/real_cases.yaml"
    cases.write_text(cases.read_text(encoding="utf-8").replace("lead: q-", "lead: x-", 1), encoding="utf-8")
    done = run("district", "test", failing, "--junit", junit)
    expect("a test that fails is exit 1", done.returncode == 1 and b"lead: wanted x-" in done.stdout, done.stdout)
    expect("and a failure in the JUnit file", ElementTree.parse(junit).getroot().get("failures") == "1")


def show_and_diff() -> None:
    shown = json.loads(run("district", "show", DISTRICT, "-o", "json").stdout)
    expect("show lists the whole tree", len(shown["areas"]) == 285 and shown["areas"][0]["code"] == "BOS")
    done = run("district", "diff", DISTRICT, DISTRICT, "-o", "json")
    expect("a directory does not differ from itself", json.loads(done.stdout) == {"changes": []}, done.stdout)


def diff_tells_whose_whistles_change(folder: Path) -> None:
    before = Path(os.environ["WHISTLE_SOURCE_DIR"]) / "tools/demonstration/weifang-hitech"
    after = folder / "after"
    shutil.copytree(before, after)
    for name, old, new in (("estates.csv", "HT-115,F-XIANGRUI", "HT-115,F-QINGHE"), ("catalogue.csv", ",sanitation,estate,normal,,,4wh", ",sanitation,estate,normal,,,6wh")):  # fmt: skip
        text = (after / name).read_text(encoding="utf-8")
        expect(f"{name} has what is to be changed", old in text)
        (after / name).write_text(text.replace(old, new), encoding="utf-8")
    whistle = {"kind": "resident", "occurred_at": "2026-09-28T09:00:00+08:00"}
    stream = folder / "diff.jsonl"
    stream.write_text(lines(dict(whistle, key="firm", category="P03", estate="QC-BAOTONG-01"), dict(whistle, key="limit", category="E0110", grid="HT-001"),
                            dict(whistle, key="both", category="E0110", estate="QC-BAOTONG-01"), dict(whistle, key="same", category="P04", grid="HT-001")), encoding="utf-8")  # fmt: skip
    told = json.loads(run("district", "diff", before, after, "--from", stream, "-o", "json").stdout)["stream"]
    expect("the stream's whistles are counted by what changes",
           [told[name] for name in ("whistles", "other_lead", "other_due", "accepted_by_one")] == [4, 2, 2, 0], told)
    changed = {one["key"]: {field["field"]: (field["before"], field["after"]) for field in one["fields"]} for one in told["changed"]}
    expect("each that changes is named with what was and what will be", changed == {
        "firm": {"lead": ("F-XIANGRUI", "F-QINGHE")},
        "limit": {"resolve": ("2026-09-28T15:00:00+08:00", "2026-09-28T17:00:00+08:00")},
        "both": {"lead": ("F-XIANGRUI", "F-QINGHE"), "resolve": ("2026-09-28T15:00:00+08:00", "2026-09-28T17:00:00+08:00")}}, changed)
    text = run("district", "diff", before, after, "--from", stream).stdout.decode()
    expect("and in words", "4 whistles: 2 would go elsewhere, 2 be due at another time, 0 have other assistants" in text, text)


def diff_tells_whose_assistants_change(folder: Path) -> None:
    before = Path(os.environ["WHISTLE_SOURCE_DIR"]) / "tools/demonstration/weifang-hitech"
    after = folder / "assisted"
    shutil.copytree(before, after)
    routes = (after / "routes.yaml").read_text(encoding="utf-8")
    expect("gas leaks are assisted by the estate's firm", routes.count("assist: [estate]") > 0, routes)
    (after / "routes.yaml").write_text(routes.replace("assist: [estate]", "assist: [estate, tier:community]", 1), encoding="utf-8")
    gas = {"kind": "resident", "occurred_at": "2026-09-28T09:00:00+08:00", "key": "gas", "category": "E0502", "estate": "QC-BAOTONG-01"}
    stream = folder / "assisted.jsonl"
    stream.write_text(lines(gas, dict(gas, key="bins", category="E0110")), encoding="utf-8")
    told = json.loads(run("district", "diff", before, after, "--from", stream, "-o", "json").stdout)
    expect("one whistle has another assistant and goes nowhere else", (told["stream"]["other_lead"], told["stream"]["other_assist"]) == (0, 1), told["stream"])
    expect("and is named with both lists", told["stream"]["changed"] == [{"key": "gas", "fields": [{"field": "assist", "before": "F-XIANGRUI", "after": "C-BAOTONG, F-XIANGRUI"}]}], told["stream"])
    cells = told["totality"]
    expect("so are cells of both rulesets", cells["other_lead"] == 0 and 0 < cells["other_assist"] < cells["cells"], cells["cells"])
    expect("each with its categories", {"before": ["F-XIANGRUI"], "after": ["C-BAOTONG", "F-XIANGRUI"]}.items() <= next(one for one in cells["assist"] if one["before"] == ["F-XIANGRUI"]).items(), cells["assist"][:3])
    expect("and cells count once each", sum(one["cells"] for one in cells["assist"]) == cells["other_assist"])
    text = run("district", "diff", before, after).stdout.decode()
    expect("also in words", "assistants F-XIANGRUI -> C-BAOTONG, F-XIANGRUI" in text, text)


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        route_reads_and_answers(folder)
        route_names_what_it_refuses()
        check_has_three_ends(folder)
        tests_are_run(folder)
        show_and_diff()
        diff_tells_whose_assistants_change(folder)
        diff_tells_whose_whistles_change(folder)
    return 1 if FAILURES else 0


if __name__ == "__main__":
    sys.exit(main())
