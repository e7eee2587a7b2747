"""The demonstration from end to end, with fewer whistles and a faster clock: its figures, its commands, its end."""

import contextlib
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest

SOURCE = pathlib.Path(os.environ.get("WHISTLE_SOURCE_DIR", pathlib.Path(__file__).resolve().parents[2]))
PROGRAMS = pathlib.Path(os.environ.get("WHISTLE_BIN_DIR", SOURCE / "build/release/bin"))
RUN = SOURCE / "tools/demonstration/run.py"
sys.path.insert(0, str(SOURCE / "tools" / "demonstration"))
sys.dont_write_bytecode = True

from driver import ledger, text_width  # noqa: E402
from driver.district_tables import District  # noqa: E402
from driver.tickets import ACK, ARBITRATE, Clock, Hop, Part, Step, Ticket, Tickets  # noqa: E402
from whistle.v1 import command_pb2, event_pb2  # noqa: E402

COUNT = 160
SPEED = 24_000  # four days in some ten seconds
SECONDS_MAX = 300


class Demo:
    """tools/demonstration/run.py in a temporary directory of its own, its output collected line by line."""

    def __init__(self, *arguments, keep=False):
        self.directory = tempfile.TemporaryDirectory(prefix="whistle-")
        self.data = pathlib.Path(self.directory.name) / "kept"
        environment = {**os.environ, "TMPDIR": self.directory.name}
        if keep:
            arguments += ("--data", self.data)
        self.process = subprocess.Popen(
            [sys.executable, RUN, "--bin", PROGRAMS, "--count", str(COUNT), "--speed", str(SPEED), *arguments], env=environment,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8")
        self.lines = []
        self._arrived = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self._reader.join()
        self.process.stdout.close()
        self.directory.cleanup()

    @property
    def text(self):
        return "\n".join(self.lines)

    def wait_for(self, pattern):
        """The first line that matches, once it is there."""
        deadline = time.monotonic() + SECONDS_MAX
        with self._arrived:
            while True:
                for line in self.lines:
                    if found := re.search(pattern, line):
                        return found
                if not self._reader.is_alive() or not self._arrived.wait(deadline - time.monotonic()):
                    raise AssertionError(f"no line with {pattern}:\n{self.text}")

    def wait_for_end(self):
        code = self.process.wait(SECONDS_MAX)
        self._reader.join()
        return code

    def _read(self):
        for line in self.process.stdout:
            with self._arrived:
                self.lines.append(line.rstrip("\n"))
                self._arrived.notify_all()
        with self._arrived:
            self._arrived.notify_all()

    def engines_left(self):
        """Processes that work in this demonstration's directory."""
        found = []
        for path in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
            with contextlib.suppress(OSError):
                if self.directory.name.encode() in path.read_bytes():
                    found.append(path.parent.name)
        return found


def figures(text, label):
    """The numbers of the first table row that begins with a label."""
    line = next(line for line in text.splitlines() if line.strip().startswith(label))
    return [int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*(?![\d%])", line.strip().removeprefix(label))]


class Once(unittest.TestCase):
    """One run with --once, looked at from all sides."""

    @classmethod
    def setUpClass(cls):
        cls.demo = Demo("--once", "--lang", "en", keep=True)
        cls.code = cls.demo.wait_for_end()
        cls.left = cls.demo.engines_left()
        cls.text = cls.demo.text

    @classmethod
    def tearDownClass(cls):
        cls.demo.__exit__()

    def test_it_ends_well_and_leaves_no_process(self):
        self.assertEqual(self.code, 0, self.text)
        self.assertEqual(self.left, [])
        self.assertFalse((self.demo.data / "endpoints").exists())

    def test_every_whistle_is_in_each_table(self):
        self.assertIn(f"{COUNT} whistles got {COUNT} tickets", self.text)
        for table in ("Dispatched to whom", "By which rule", "Climbed to which tier", "How they stand"):
            rest = self.text[self.text.index(table):]
            self.assertEqual(figures(rest, "all")[0], COUNT, table)

    def test_every_kind_of_end_and_every_tier_shows(self):
        sent, in_time, missed, _, climbed, closed, still_open = figures(self.text[self.text.index("Dispatched to whom"):], "all")[:7]
        self.assertEqual(closed + still_open, sent)
        self.assertGreater(min(in_time, missed, climbed, closed, still_open), 0)
        for tier in ("to the community", "to the head office", "to the street", "to the desk"):
            self.assertGreater(figures(self.text, tier)[1], 0, tier)
        self.assertGreater(figures(self.text, "closed: the whistle-blower confirmed")[0], 0)
        self.assertGreater(figures(self.text, "closed: three days of silence")[0], 0)

    def test_it_tells_of_the_clock_and_of_the_power_cut(self):
        self.assertIn("CIVIL TIME IS NOT REAL", self.text)
        self.assertRegex(self.text, r"killed \(SIGKILL\) with [1-9]\d* requests under way")

    def test_a_directory_that_holds_a_journal_is_left_alone(self):
        before = sorted(self.demo.data.rglob("*"))
        again = subprocess.run([sys.executable, RUN, "--bin", PROGRAMS, "--once", "--data", self.demo.data], capture_output=True, text=True,
                               encoding="utf-8", timeout=SECONDS_MAX, check=False)
        self.assertEqual(again.returncode, 1)
        self.assertIn("holds a journal already", again.stderr)
        self.assertEqual(sorted(self.demo.data.rglob("*")), before)

    def test_it_tells_where_the_web_is_after_every_start_that_goes_on(self):
        self.assertEqual(len(re.findall(r"^  web +http://127\.0\.0\.1:[1-9]\d*/, for a browser", self.text, re.MULTILINE)), 3, self.text)

    def test_it_tells_stories_and_not_everything(self):
        self.assertIn("We follow", self.text)
        self.assertLess(len(self.demo.lines), 400)


class Running(unittest.TestCase):
    def test_the_engine_goes_on_and_the_commands_shown_work(self):
        with Demo("--lang", "zh") as demo:
            demo.wait_for("Ctrl-C")
            block = demo.lines[[i for i, line in enumerate(demo.lines) if "试试" in line][-1]:]
            commands = [line.strip() for line in block if line.startswith("  ") and not line.strip().startswith("#")]
            self.assertGreaterEqual(len(commands), 6, block)
            self.assertTrue(commands[0].startswith("cd "), commands)
            self.assertEqual(sum(command.startswith("curl ") for command in commands), 2, commands)
            for command in commands[1:]:
                if " watch" in command:
                    command += " --no-follow"
                done = subprocess.run(["bash", "-c", f"{commands[0]} && {command}"], capture_output=True, text=True, encoding="utf-8",
                                      timeout=SECONDS_MAX, check=False)
                self.assertEqual(done.returncode, 0, f"{command}: {done.stderr}")
                if command.startswith("curl "):
                    told = json.loads(done.stdout)  # a list of tickets, or the status
                    self.assertTrue(len(told) == 3 if isinstance(told, list) else told["districtNameZh"] == "潍坊高新区", done.stdout)
            demo.wait_for("居民吹哨：一般报修")  # what was blown by hand is told
            demo.process.send_signal(signal.SIGINT)
            self.assertEqual(demo.wait_for_end(), 0, demo.text)
            self.assertEqual(demo.engines_left(), [])
            self.assertEqual(os.listdir(demo.directory.name), [], "a temporary directory is removed")

    def test_interrupted_before_the_end_it_leaves_no_process(self):
        with Demo("--once", "--lang", "en") as demo:
            demo.wait_for("Monday")
            demo.process.send_signal(signal.SIGTERM)
            self.assertEqual(demo.wait_for_end(), 130, demo.text)
            self.assertEqual(demo.engines_left(), [])

    def test_an_engine_that_dies_is_a_failure_that_names_its_log(self):
        with Demo("--once", "--lang", "en") as demo:
            pid = int(demo.wait_for(r"pid (\d+)").group(1))
            os.kill(pid, signal.SIGKILL)
            self.assertEqual(demo.wait_for_end(), 1, demo.text)
            self.assertTrue(pathlib.Path(demo.wait_for(r"the engine's log is (.*)").group(1)).exists())


class Figures(unittest.TestCase):
    def ticket(self, **values):
        blown = event_pb2.WhistleBlown(urgency="normal")
        ticket = Ticket(1, "k", "intake-app", command_pb2.BlowWhistle(), blown, 0)
        ticket.dispatched = event_pb2.TicketDispatched(lead="DESK", rule="by-duty")
        ticket.parts = [Part("DESK")]
        ticket.hops = [Hop(0, "DESK", False)]
        ticket.clocks = [Clock(0, ACK, "DESK", 10, **values)]
        return ticket

    def test_an_acknowledgement_is_in_time_missed_withdrawn_or_waiting(self):
        self.assertEqual(ledger.acknowledgement(self.ticket()), "waiting")
        self.assertEqual(ledger.acknowledgement(self.ticket(stopped=True, kept=True, answered=True)), "in_time")
        self.assertEqual(ledger.acknowledgement(self.ticket(stopped=True, kept=True)), "withdrawn")
        self.assertEqual(ledger.acknowledgement(self.ticket(missed=True)), "missed")
        self.assertEqual(ledger.acknowledgement(self.ticket(stopped=True, kept=False, answered=True)), "missed")

    def test_figures_that_do_not_add_up_are_refused(self):
        district = District(SOURCE / "tools/demonstration/weifang-hitech")
        tickets = Tickets()
        tickets.by_id[1] = self.ticket()
        self.assertEqual(ledger.Ledger(tickets, district).total.waiting, 1)
        tickets.by_id[1].hops.append(Hop(1, "DESK", True))  # re-assigned by a ladder that took no step
        with self.assertRaises(ledger.Unbalanced):
            ledger.Ledger(tickets, district)

    def test_an_arbiter_that_sleeps_gives_the_request_on_and_nobody_the_ticket(self):
        tickets = Tickets()
        ticket = tickets.by_id[1] = self.ticket()
        ticket.steps.append(Step(1, ARBITRATE, 0, event_pb2.STEP_TAKEN_REASSIGNED, "DESK"))
        district = District(SOURCE / "tools/demonstration/weifang-hitech")
        self.assertEqual(sum(ledger.Ledger(tickets, district).reassigned.values()), 0)


class Width(unittest.TestCase):
    def test_a_chinese_character_takes_two_columns(self):
        self.assertEqual(text_width.width("哨 3·★"), 2 + 1 + 1 + 1 + 1)
        self.assertEqual(text_width.right("合计", 6), "  合计")

    def test_what_is_too_long_is_cut_by_columns_or_wrapped(self):
        self.assertEqual(text_width.shortened("高新区指挥调度中心", 8), "高新区…")
        self.assertEqual(text_width.wrapped("派单给盛泰物业 by rule", 10, 2), ["派单给盛泰", "  物业 by", "  rule"])


if __name__ == "__main__":
    unittest.main()
