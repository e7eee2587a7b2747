"""Metrics and events that the operator's handbook names are those that an engine tells; tests/package/operator_test.py tries its commands."""

import os
import re
import tempfile
import unittest
import urllib.request
from pathlib import Path

from live_engine import Engine

SOURCE = Path(os.environ["WHISTLE_SOURCE_DIR"])
DAEMON = SOURCE / "tools" / "whistled"
HANDBOOK = (DAEMON / "OPERATOR.md").read_text(encoding="utf-8")
PARTS = r"_(?:bucket|sum|count)$"  # of a histogram


def metrics_of_an_engine() -> set[str]:
    with tempfile.TemporaryDirectory(prefix="whistle-") as directory:
        engine = Engine(Path(directory))
        try:
            engine.init()
            engine.start("--operations", "http://127.0.0.1:*", "--http", "http://127.0.0.1:*")
            opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
            with opener.open(engine.endpoints["operations"] + "/metrics", timeout=60) as answer:
                return set(re.findall(r"^# TYPE (\S+)", answer.read().decode(), re.MULTILINE))
        finally:
            engine.end()


class Names(unittest.TestCase):
    def test_every_metric_that_is_watched_is_told(self):
        watched = {re.sub(PARTS, "", name) for name in re.findall(r"\b(?:whistle|process)_[a-z_]+\b", HANDBOOK)}
        self.assertGreater(len(watched), 10)
        self.assertEqual(watched - metrics_of_an_engine(), set())

    def test_every_event_is_one_that_the_daemon_logs(self):
        logged = {name for path in DAEMON.rglob("*.cc") for name in re.findall(r'"event=([a-z_]+)', path.read_text(encoding="utf-8"))}
        named = set(re.findall(r"event=([a-z_]+)", HANDBOOK))
        self.assertGreater(len(named), 10)
        self.assertEqual(named - logged, set())


if __name__ == "__main__":
    unittest.main()
