#!/usr/bin/env python3
"""Runs the demonstration: an engine on a fast clock, 2,000 whistles, scripted members, a closing table.

    tools/demo                 builds what is missing, runs this, leaves the engine running until Ctrl-C
    tools/demo --once          stops it after the closing table and exits 0

Needs the generated messages on PYTHONPATH and Debian's python3-zmq and python3-protobuf; `tools/demo` sees to both.
Exit codes: 0 done; 1 something failed (the message says what, and where the engine's log is); 2 usage; 130 interrupted before the end.
"""

import argparse
import os
import pathlib
import resource
import shutil
import signal
import sys
import tempfile

sys.dont_write_bytecode = True

try:
    from driver.demonstration import Demonstration, Lost
    from driver.engine_process import EngineFailure
    from driver.ledger import Unbalanced
    from driver.playing import Surprise
    from driver.screen import Screen
    from driver.wire import NoAnswer
except ModuleNotFoundError as missing:
    sys.exit(f"{missing}. Run this by tools/demo, which installs and builds what it needs.")

_OPEN_FILES = 4096  # two for each member's connection
_SPEED_MAX = 100_000


class Interrupted(Exception):
    """A signal asked us to end."""


def language(environment):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return "zh" if environment[name].startswith("zh") else "en"
    return "en"


def parse(arguments):
    parser = argparse.ArgumentParser(prog="tools/demo", description=__doc__.splitlines()[0])
    parser.add_argument("--bin", type=pathlib.Path, required=True, help="where whistled and whistle are; tools/demo gives it")
    parser.add_argument("--once", action="store_true", help="stop after the closing table")
    parser.add_argument("--data", type=pathlib.Path, help="data directory to make and keep; default: a temporary one, removed at the end")
    parser.add_argument("--count", type=int, default=2000, help="whistles (default 2000)")
    parser.add_argument("--speed", type=int, default=3600, help="civil seconds a second while whistles come (default 3600, an hour)")
    parser.add_argument("--lang", choices=("zh", "en", "auto"), default="auto", help="language; default by locale")
    parser.add_argument("--seed", default="1", help="another word makes the members behave otherwise")
    options = parser.parse_args(arguments)
    if options.count < 1 or not 60 <= options.speed <= _SPEED_MAX:
        parser.error(f"--count is at least 1, --speed 60 to {_SPEED_MAX}")
    options.bin = options.bin.resolve()
    if options.lang == "auto":
        options.lang = language(os.environ)
    return options


def allow_open_files():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _OPEN_FILES if hard == resource.RLIM_INFINITY else min(_OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def interrupt_by_signals():
    def interrupt(number, _):
        raise Interrupted(signal.Signals(number).name)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)


def ignore_signals():
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def play(options, data, screen):
    """The exit code; whatever happens, no process is left."""
    demonstration = Demonstration(options, data, screen)
    finished = False
    code = 0
    try:
        demonstration.run()
        finished = True
        if not options.once:
            demonstration.go_on()
    except Interrupted as interrupted:
        code = 0 if finished else 130
        if not finished:
            print(f"\ntools/demo: {interrupted} before the end", file=sys.stderr)
    except (EngineFailure, Lost, NoAnswer, Surprise, Unbalanced, OSError, ValueError) as failure:
        code = 1
        print(f"\ntools/demo: {failure}", file=sys.stderr)
        if demonstration.engine.log_path.exists():
            print(f"tools/demo: the engine's log is {demonstration.engine.log_path}", file=sys.stderr)
    finally:
        ignore_signals()
        try:
            demonstration.stop()
        except EngineFailure as failure:
            code = code or 1
            print(f"tools/demo: {failure}", file=sys.stderr)
    return code


def main():
    options = parse(sys.argv[1:])
    sys.stdout.reconfigure(encoding="utf-8")
    sys.stderr.reconfigure(encoding="utf-8")
    allow_open_files()
    interrupt_by_signals()
    temporary = None if options.data else pathlib.Path(tempfile.mkdtemp(prefix="whistle-demo-"))
    data = options.data.resolve() if options.data else temporary / "data"
    code = play(options, data, Screen(sys.stdout))
    if temporary and code != 1:
        shutil.rmtree(temporary, ignore_errors=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
