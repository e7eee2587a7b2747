#!/usr/bin/python3 -B
"""Runs the targets of this folder under libFuzzer, from the kept corpus, two at a time.

    tests/fuzz/run.py --seconds 20                 every target, as .ci/run does
    tests/fuzz/run.py --seconds 3600 receipt       one target for an hour
    tests/fuzz/run.py --seed 7 receipt             as a run did that printed this seed

What is new on the way gathers in build/fuzz/found/<target>, and the next run goes on from there, unless --fresh. A run
that breaks ends with 1 and names the file with the input that broke it.
"""

import argparse
import os
import random
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
FOLDER = SOURCE / "tests" / "fuzz"
BUILD = SOURCE / "build" / "fuzz"

# Of one input. The readers' own limits are lower; what passes these has forgotten its own.
LIMITS = ["-timeout=10", "-rss_limit_mb=1024", "-malloc_limit_mb=256"]


@dataclass
class Outcome:
    target: str
    output: str
    broke: bool

    def figure(self, name: str) -> str:
        found = re.findall(rf"stat::{name}:\s+(\d+)", self.output)
        return found[-1] if found else "?"

    def line(self) -> str:
        covered = re.findall(r"cov: (\d+)", self.output)
        return (
            f"{self.target:16} {self.figure('number_of_executed_units'):>9} inputs, "
            f"{self.figure('average_exec_per_sec'):>6}/s, {covered[-1] if covered else '?':>6} edges, "
            f"{self.figure('peak_rss_mb'):>4} MB"
        )


def all_targets() -> list[str]:
    return sorted(path.name.removesuffix("_fuzz.cc") for path in FOLDER.glob("*_fuzz.cc"))


def command(target: str, options: argparse.Namespace) -> list[str]:
    found = BUILD / "found" / target
    broken = BUILD / "broken" / target
    for directory in (found, broken):
        directory.mkdir(parents=True, exist_ok=True)
    if options.fresh:
        for path in found.iterdir():
            path.unlink()
    line = [str(BUILD / "bin" / f"fuzz_{target}"), f"-max_total_time={options.seconds}", f"-seed={options.seed}"]
    line += [*LIMITS, "-print_final_stats=1", f"-artifact_prefix={broken}/"]
    dictionary = FOLDER / "dictionaries" / f"{target}.dict"
    if dictionary.exists():
        line.append(f"-dict={dictionary}")
    return line + [str(found), str(FOLDER / "corpus" / target)]


def fuzz(target: str, options: argparse.Namespace) -> Outcome:
    environment = dict(os.environ)
    environment.setdefault("ASAN_OPTIONS", "detect_leaks=1:strict_string_checks=1")
    environment.setdefault("UBSAN_OPTIONS", "print_stacktrace=1")
    ran = subprocess.run(
        command(target, options), env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    outcome = Outcome(target, ran.stdout.decode(errors="replace"), ran.returncode != 0)
    print(("BROKE " if outcome.broke else "ok    ") + outcome.line(), flush=True)
    return outcome


def report(outcome: Outcome) -> None:
    print(f"\n== {outcome.target}")
    lines = outcome.output.splitlines()
    start = next((i for i, line in enumerate(lines) if re.search(r"ERROR|runtime error|broken invariant", line)), 0)
    print("\n".join(lines[start:][:80]))
    inputs = re.findall(r"Test unit written to (\S+)", outcome.output)
    for path in inputs:
        print(f"The input is {path}; alone: build/fuzz/bin/fuzz_{outcome.target} {path}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="default: all")
    parser.add_argument("--seconds", type=int, default=20, help="of each target")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1, 2**31))
    parser.add_argument("--fresh", action="store_true", help="from the kept corpus alone")
    options = parser.parse_args()
    known = all_targets()
    targets = options.targets or known
    unknown = sorted(set(targets) - set(known))
    if unknown:
        parser.error(f"no such target: {' '.join(unknown)}; there are {' '.join(known)}")
    print(f"seed {options.seed}, {options.seconds} s each", flush=True)
    with ThreadPoolExecutor(max_workers=2) as pool:
        outcomes = list(pool.map(lambda target: fuzz(target, options), targets))
    for outcome in outcomes:
        if outcome.broke:
            report(outcome)
    return 1 if any(outcome.broke for outcome in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())
