"""`whistle district check` finds the overlaps and gaps that an independent computation found between Boston's precincts, and
`whistle district diff` moves the deadlines that the city moved on 16 February 2015, and nothing else."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import boston_route

WHISTLE = Path(os.environ["WHISTLE_BIN_DIR"]) / "whistle"
# Whistles due at another time under the other directory.
MOVED = {boston_route.EXCERPT: None, boston_route.WHOLE: 5966}


def run(*arguments: str | Path) -> dict:
    done = subprocess.run([WHISTLE, *arguments, "-o", "json"], stdout=subprocess.PIPE, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, arguments))} ended with {done.returncode}")
    return json.loads(done.stdout)


def pieces(items: list[dict]) -> list[tuple]:
    return sorted((tuple(item.get("grids", ())), round(item["area_m2"], 1)) for item in items)


def check_coverage() -> bool:
    expected = json.loads((boston_route.EXCERPT / "coverage.json").read_text(encoding="utf-8"))
    found = run("district", "check", boston_route.EXCERPT / "district")
    good = True
    for name in ("overlaps", "gaps"):
        same = pieces(found[name]) == pieces(expected[name])
        print(f"  {name}: {len(found[name])} found, {len(expected[name])} expected, areas {'equal' if same else 'DIFFER'}")
        good &= same
    return good


def moved_by_hand(data: Path) -> int:
    """The same count from the answers of both directories."""
    stream = boston_route.read_lines(data / "stream.jsonl")
    answers = [boston_route.route(WHISTLE, data / name, stream) for name in ("district_before", "district")]
    return sum(before["due"] != after["due"] for before, after in zip(*answers))


def check_diff(data: Path) -> bool:
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as stream:
        stream.write(boston_route.read_lines(data / "stream.jsonl"))
        stream.flush()
        found = run("district", "diff", data / "district_before", data / "district", "--from", stream.name)
    counts, changes = found["stream"], found["changes"]
    wanted = MOVED[data] or moved_by_hand(data)
    print(f"  {data}: {len(changes)} changes; of {counts['whistles']} whistles {counts['other_lead']} go elsewhere, "
          f"{counts['other_due']} are due at another time (expected 0 and {wanted})")
    limits = all(change["list"] == "catalogue" and change["change"] == "changed" for change in changes)
    return limits and len(changes) == 11 and counts["other_lead"] == 0 and counts["other_due"] == wanted > 0


def main() -> int:
    sets = [boston_route.EXCERPT] + ([boston_route.WHOLE] if boston_route.WHOLE.is_dir() else [])
    results = [check_coverage()] + [check_diff(data) for data in sets]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
