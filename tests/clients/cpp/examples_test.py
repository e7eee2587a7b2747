"""The examples of the C++ library, built against the installed package, talk to the real daemon over CURVE: over kills, refusals and silence."""

import socket
import subprocess
import tempfile
import time
import unittest
from collections import Counter
from pathlib import Path

import zmq
from installed import EXAMPLES, Package
from live_engine import PROGRAMS, Engine, accepted, photo
from relay import Relay

ESTATE, FIRM, HANDLER = "QC-BAOTONG-01", "F-XIANGRUI", "f-xiangrui-handler-1"
INTAKE, SUPERVISOR, AUDITOR = "intake-app", "supervisor-1", "auditor-1"
PATIENCE = 60


def setUpModule():
    directory = tempfile.TemporaryDirectory(prefix="whistle-cpp-")
    unittest.addModuleCleanup(directory.cleanup)
    Examples.package = Package(Path(directory.name))
    Examples.package.build(EXAMPLES)
    Examples.package.build(Path(__file__).parent / "calls")


class Examples(unittest.TestCase):
    flags: tuple[str, ...] = ()  # of `whistled run`

    package: Package

    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="whistle-")
        self.addCleanup(directory.cleanup)
        self.directory = Path(directory.name)
        self.engine = Engine(self.directory)
        self.addCleanup(self.engine.end)
        self.engine.init()
        self.engine.start(*self.flags)
        self.server_key = self.engine.endpoints["server_public_key"]

    def registered(self, member: str) -> tuple[bytes, bytes]:
        """A new pair of keys that the administrator has bound to the member."""
        public, secret = zmq.curve_keypair()
        admin = self.engine.client(self.engine.admin_keys())
        identity = {"member": member, "curve_public_key": zmq.utils.z85.decode(public), "label": "test"}
        accepted(admin.command(f"register {public.decode()}", register_identity=identity))
        admin.close()
        return public, secret

    def key_file(self, keys: tuple[bytes, bytes]) -> Path:
        """As `whistle keygen` writes it."""
        public, secret = (key.decode() for key in keys)
        path = self.directory / f"{len(list(self.directory.glob('*.key_secret')))}.key_secret"
        path.write_text(f'metadata\ncurve\n    public-key = "{public}"\n    secret-key = "{secret}"\n', encoding="ascii")
        return path

    def keys(self) -> Counter:
        """How often each idempotency key stands in the journal."""
        client = self.engine.client(self.auditor)
        counted, start = Counter(), 0
        while True:
            page = client.query(fetch_entries={"from": start, "limit": 1000}).fetch_entries
            counted.update(entry.key for entry in page.entries if entry.key)
            start = page.cursor
            if start >= page.next_sequence:
                client.close()
                return counted

    def tickets(self) -> int:
        """How many there are in the journal."""
        client = self.engine.client(self.auditor)
        page = client.query(fetch_entries={"limit": 1000}).fetch_entries
        client.close()
        return sum(entry.command.HasField("blow_whistle") and entry.ticket == entry.sequence for entry in page.entries)

    def kiosk(self, keys: Path, key: str, text: str = "楼道灯坏了", *, endpoint: str = "", seconds: int = PATIENCE,
              server_key: str = "", category: str = "P03") -> list[str]:  # fmt: skip
        """The command line of one whistle."""
        words = [self.package.programs["kiosk"], endpoint or self.engine.endpoints["commands"], server_key or self.server_key, keys, key,
                 ESTATE, category, text, seconds]  # fmt: skip
        return [str(word) for word in words]

    def started(self, command: list[str]) -> subprocess.Popen:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.stderr.close)
        return process

    def said(self, command: list, code: int = 0) -> str:
        done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stderr if code else done.stdout


class Kiosk(Examples):
    def test_a_whistle_is_blown_once_under_its_key(self):
        keys = self.key_file(self.registered(INTAKE))
        first = self.said(self.kiosk(keys, "hall-3-17"))
        number, token = first.split()
        self.assertRegex(number, r"^\d{8}-\d{5}-\d$")
        self.assertRegex(token, r"^[0-9a-f]{32}$")
        self.assertEqual(self.said(self.kiosk(keys, "hall-3-17")), first, "the same key, the same ticket")
        again = self.said(self.kiosk(keys, "hall-3-17", server_key=str(self.engine.data / "server.key")))
        self.assertEqual(again, first, "the engine's key from its file")


class Killed(Examples):
    """Between a command and its answer."""

    def setUp(self):
        super().setUp()
        self.auditor = self.registered(AUDITOR)
        self.relay = Relay(self.engine.endpoints["commands"])
        self.addCleanup(self.relay.close)

    def wait_for(self, key: str) -> None:
        """Until a command of that key stands in the journal."""
        until = time.monotonic() + PATIENCE
        while self.keys()[key] == 0:
            if time.monotonic() > until:
                self.fail(f"{key} never came into the journal")

    def restart(self) -> None:
        self.engine.kill()
        self.engine.start(*self.flags)
        self.relay.turn_to(self.engine.endpoints["commands"])

    def test_a_lost_answer_is_given_again_and_there_is_one_ticket(self):
        keys = self.key_file(self.registered(INTAKE))
        self.relay.lose_answers_to_requests()
        kiosk = self.started(self.kiosk(keys, "hall-3-17", endpoint=self.relay.endpoint))
        self.wait_for("hall-3-17")
        self.restart()
        told, complaints = kiosk.communicate(timeout=PATIENCE)
        self.assertEqual((kiosk.returncode, complaints), (0, ""))
        self.assertEqual((self.keys()["hall-3-17"], self.tickets()), (1, 1))
        self.assertEqual(self.said(self.kiosk(keys, "hall-3-17")), told)

    def test_a_request_that_was_never_heard_is_asked_again(self):
        keys = self.key_file(self.registered(INTAKE))
        self.relay.lose_requests()
        kiosk = self.started(self.kiosk(keys, "hall-3-17", endpoint=self.relay.endpoint))
        self.assertTrue(self.relay.dropped.wait(PATIENCE))
        self.restart()
        complaints = kiosk.communicate(timeout=PATIENCE)[1]
        self.assertEqual((kiosk.returncode, complaints), (0, ""))
        self.assertEqual((self.keys()["hall-3-17"], self.tickets()), (1, 1))


class Refused(Examples):
    def test_a_refusal_says_why_and_nothing_changes(self):
        self.auditor = self.registered(AUDITOR)
        keys = self.key_file(self.registered(INTAKE))
        self.said(self.kiosk(keys, "hall-3-17"))
        self.assertEqual(self.said(self.kiosk(keys, "hall-3-18", category="NO-SUCH"), code=1), "refused: UNKNOWN_CATEGORY category=NO-SUCH\n")
        self.assertIn("refused: KEY_REUSED sequence=", self.said(self.kiosk(keys, "hall-3-17", "另一件事"), code=1))
        self.assertIn("refused: TOO_LARGE field=key", self.said(self.kiosk(keys, "k" * 65), code=1))
        stranger = self.key_file(zmq.curve_keypair())
        self.assertIn("refused: UNKNOWN_IDENTITY", self.said(self.kiosk(stranger, "hall-3-19"), code=1))
        handler = self.key_file(self.registered(HANDLER))
        self.assertIn("refused: NOT_PERMITTED", self.said(self.kiosk(handler, "hall-3-20"), code=1))
        self.assertEqual(self.tickets(), 1)

    def test_keys_that_do_not_fit(self):
        keys = self.key_file(self.registered(INTAKE))
        other = zmq.curve_keypair()[0].decode()
        self.assertIn("breaks off every handshake", self.said(self.kiosk(keys, "hall-3-17", server_key=other), code=1))
        missing = self.directory / "nothing"
        self.assertIn("nothing: cannot be opened", self.said(self.kiosk(missing, "hall-3-17"), code=1))
        self.assertIn("holds no secret key", self.said(self.kiosk(self.engine.data / "server.key", "hall-3-17"), code=1))
        self.assertIn("engine", self.said(self.kiosk(keys, "hall-3-17", endpoint="engine"), code=1))


class Silent(Examples):
    def test_the_deadline_ends_it_and_names_the_key(self):
        """A hotline that nobody picks up: the port takes connections and says nothing."""
        keys = self.key_file(self.registered(INTAKE))
        with socket.create_server(("127.0.0.1", 0)) as listener:
            endpoint = f"tcp://127.0.0.1:{listener.getsockname()[1]}"
            told = self.said(self.kiosk(keys, "hall-3-17", endpoint=endpoint, seconds=1), code=4)
        self.assertIn("repeat it under the key hall-3-17", told)
        self.assertRegex(self.said(self.kiosk(keys, "hall-3-17")), r"^\d{8}-")


class Work(Examples):
    flags = ("--checkpoint-every", "1")

    def test_kiosk_member_and_supervisor(self):
        self.auditor = self.registered(AUDITOR)
        kiosk, handler = self.registered(INTAKE), self.key_file(self.registered(HANDLER))
        numbers = {self.said(self.kiosk(self.key_file(kiosk), f"hall-3-{n}", f"第{n}盏灯坏了")).split()[0] for n in range(12)}
        member = [str(word) for word in (self.package.programs["member"], self.engine.endpoints["commands"], self.server_key, handler)]
        told = self.said(member).splitlines()
        self.assertEqual(set(told[:-1]), {f"{number} resolved" for number in numbers})
        self.assertEqual(told[-1], f"{FIRM}: 12 of 12")
        self.assertEqual(self.said(member), f"{FIRM}: 0 of 0\n", "nothing is left, and nothing done twice")
        self.supervised(min(numbers), kiosk)

    def supervised(self, number: str, kiosk: tuple[bytes, bytes]) -> None:
        auditor = self.engine.client(self.auditor)
        ticket = auditor.query(get_ticket={"number": number}).get_ticket.ticket.record.id
        auditor.close()
        receipt = self.directory / "receipt.json"
        whistle = [PROGRAMS / "whistle", "--data", self.engine.data, "--key", self.key_file(self.auditor)]
        verifier = self.said([*whistle, "audit", "key"]).strip()
        command = [self.package.programs["supervisor"], self.engine.endpoints["commands"], self.engine.endpoints["feed"], self.server_key,
                   self.key_file(self.registered(SUPERVISOR)), ticket, receipt, verifier]  # fmt: skip
        following = self.started([str(word) for word in command])
        line = following.stdout.readline()
        self.assertIn("blow_whistle", line + (following.stderr.read() if not line else ""))
        intake = self.engine.client(kiosk)
        accepted(intake.command("confirm", confirm_resolution={"ticket": ticket, "rating": 5}))
        intake.close()
        told, complaints = following.communicate(timeout=120)
        self.assertEqual((following.returncode, complaints), (0, ""))
        proven = [line for line in told.splitlines() if line.startswith("proven")]
        self.assertEqual(len(proven), 5, told)  # blown, acknowledged, arrived, resolved, confirmed
        self.assertIn(f"acknowledge_ticket by {HANDLER}", proven[1])
        self.said([PROGRAMS / "whistle", "audit", "check-receipt", receipt, "--key", verifier])


class Calls(Examples):
    flags = ("--checkpoint-every", "1")

    def calls(self, keys: tuple[bytes, bytes], *what) -> list[str]:
        command = [self.package.programs["calls"], self.engine.endpoints["commands"], self.server_key, self.key_file(keys), *what]
        return self.said([str(word) for word in command]).splitlines()

    def blown(self, key: str) -> int:
        """The ticket of a whistle."""
        number = self.said(self.kiosk(self.key_file(self.intake), key)).split()[0]
        client = self.engine.client(self.auditor)
        ticket = client.query(get_ticket={"number": number}).get_ticket.ticket.record.id
        client.close()
        return ticket

    def setUp(self):
        super().setUp()
        self.auditor, self.intake = self.registered(AUDITOR), self.registered(INTAKE)

    def test_a_file_of_several_pieces_comes_back_as_it_was(self):
        file = self.directory / "after.jpg"
        file.write_bytes(photo("after", size=600_000))
        told = self.calls(self.registered(HANDLER), "file", self.blown("hall-3-17"), file)
        self.assertEqual(told[0], "same 600000")
        self.assertTrue(told[1].startswith("refused: UNKNOWN_ATTACHMENT"), told)

    def test_a_journal_is_shown_to_have_grown(self):
        note = self.directory / "note"
        self.blown("hall-3-17")
        self.calls(self.auditor, "note", note)
        for number in range(5):
            self.blown(f"hall-3-2{number}")
        verifier = self.said([PROGRAMS / "whistle", "--data", self.engine.data, "--key", self.key_file(self.auditor), "audit", "key"]).strip()
        told = self.calls(self.auditor, "grown", note, verifier)
        self.assertEqual(told[:2], ["key", "grown"])
        self.assertIn("is not shown to go on from", told[2])


if __name__ == "__main__":
    unittest.main()
