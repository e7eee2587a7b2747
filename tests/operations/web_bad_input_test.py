"""What nobody should send, over raw sockets to a live engine: each is told what is wrong or cut off, nobody else is held up, nothing leaks
into headers, files or memory, and the engine stops in order afterwards."""

import json
import select
import socket
import struct
import tempfile
import time
import unittest
import urllib.parse
import xml.etree.ElementTree
from pathlib import Path

from live_engine import DISTRICT, Engine
from web_client import DAY_US, address, ask, issue_token

START, START_US = "2026-03-02T09:00:00+08:00", 1_772_413_200_000_000
MINUTE_US = 60_000_000
PATIENCE = 60  # seconds; nothing takes this long, a machine may be busy
PROMPT = 5  # seconds that one client's answer may take while others misbehave; it takes a millisecond
GROWTH = 24 << 20  # bytes that a second and third round of everything may add to what the first took
INTAKE, EXPIRED, FORGED = ("wt_" + digit * 64 for digit in "abc")
SECRET = b"root:"  # of every /etc/passwd


def request(method: str, target: str, *fields: str, body: bytes = b"", version: str = "HTTP/1.1") -> bytes:
    head = [f"{method} {target} {version}", "Host: whistle", *fields, "", ""]
    return "\r\n".join(head).encode("utf-8", "surrogateescape") + body


def framed(body: bytes, *fields: str, target: str = "/api/v1/whistles", **rest) -> bytes:
    """A whistle whose fields say how long it is."""
    known = ("Idempotency-Key: bad", "Content-Type: application/json", f"Authorization: Bearer {INTAKE}")
    return request("POST", target, *known, *fields, body=body, **rest)


def posted(body: bytes, *fields: str, **rest) -> bytes:
    return framed(body, f"Content-Length: {len(body)}", *fields, **rest)


CHUNKED = "Transfer-Encoding: chunked"
MALFORMED = {
    "no request": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 100 + b"\r\n\r\n",
    "bare line feeds": b"GET / HTTP/1.1\nHost: whistle\n\n",
    "a folded field": b"GET / HTTP/1.1\r\nHost: whistle\r\nX: a\r\n b\r\n\r\n",
    "a blank before the colon": b"GET / HTTP/1.1\r\nHost : whistle\r\n\r\n",
    "NUL in a field": b"GET / HTTP/1.1\r\nHost: whistle\r\nX: a\0b\r\n\r\n",
    "no host": b"GET / HTTP/1.1\r\n\r\n",
    "two hosts": request("GET", "/", "Host: other"),
    "another version": request("GET", "/", version="HTTP/3.7"),
    "a chunk without a size": framed(b"zz\r\n{}\r\n0\r\n\r\n", CHUNKED),
    "a chunk of negative size": framed(b"-2\r\n{}\r\n0\r\n\r\n", CHUNKED),
    "a chunk's size past 64 bits": framed(b"ffffffffffffffff2\r\n{}\r\n0\r\n\r\n", CHUNKED),
    "a chunk longer than told": framed(b"2\r\n{}{}\r\n0\r\n\r\n", CHUNKED),
    "a chunk without its line's end": framed(b"2\n{}\n0\n\n", CHUNKED),
    "both lengths": framed(b"2\r\n{}\r\n0\r\n\r\n", CHUNKED, "Content-Length: 2"),
    "two equal lengths": framed(b"{}", "Content-Length: 2", "Content-Length: 2"),
    "two lengths": framed(b"{}", "Content-Length: 2", "Content-Length: 3"),
    "a list of lengths": framed(b"{}", "Content-Length: 2, 2"),
    "a length with a sign": framed(b"{}", "Content-Length: +2"),
    "a length past 64 bits": framed(b"{}", "Content-Length: 99999999999999999999999"),
    "another coding": framed(b"2\r\n{}\r\n0\r\n\r\n", "Transfer-Encoding: gzip, chunked"),
    "chunks of HTTP/1.0": framed(b"2\r\n{}\r\n0\r\n\r\n", CHUNKED, version="HTTP/1.0"),
    "a path that is not UTF-8": request("GET", "/api/v1/tickets/%FF%FE"),
    "a path of bytes that are not UTF-8": request("GET", "/api/v1/tickets/\udcff\udcfe"),
    "a path with NUL": request("GET", "/api/v1/tickets/%00"),
    "a broken escape": request("GET", "/api/v1/tickets/%4"),
    "a query that is not UTF-8": request("GET", "/api/v1/public/tickets?categories=%C0%AF"),
}

JSON = {
    "bytes that are not UTF-8": b'{"channel":"\xff\xfe"}',
    "a surrogate alone": b'{"channel":"\\ud800"}',
    "a byte order mark": b'\xef\xbb\xbf{"channel":"app"}',
    "arrays in arrays": b'{"attachmentSha256":' + b"[" * 60_000,
    "objects in objects": b'{"personal":' * 5_000,
    "arrays alone": b"[" * 60_000,
    "the wrong closers": b'{"attachmentSha256":[}' + b"]" * 60_000,
    "ten thousand names": b"{" + b",".join(b'"n%05d":1' % n for n in range(5_000)) + b"}",
    "a name of 60 KB": b'{"' + b"n" * 60_000 + b'":1}',
    "a number of 60,000 digits": b'{"occurredAtUs":' + b"9" * 60_000 + b"}",
    "a number past every double": b'{"occurredAtUs":1e999999999}',
    "not a number": b'{"occurredAtUs":NaN}',
    "a fraction": b'{"occurredAtUs":0.5}',
    "a name twice": b'{"category":"P03","category":"P04"}',
    "a name in both spellings": b'{"occurredAtUs":1,"occurred_at_us":2}',
    "something behind the end": b'{"category":"P03"} {}',
    "nothing": b"",
    "blanks alone": b" " * 60_000,
    "half of it": b'{"category":"P03"',
    "a text that is no object": b'"P03"',
    "NUL between": b'{"category"\0:"P03"}',
}

PATHS = [
    "/../../../../etc/passwd", "/page/../../../../etc/passwd", "/page/..%2f..%2f..%2f..%2fetc%2fpasswd", "/page/%2e%2e/%2e%2e/etc/passwd",
    "/page/%252e%252e%252fetc%252fpasswd", "/page/..%5c..%5cetc%5cpasswd", "/page/....//....//etc/passwd", "//etc/passwd", "/page//etc/passwd",
    "/page/%2fetc%2fpasswd", "/api/v1/../../../etc/passwd", "/open311/v2/../../etc/passwd.json", "/page/index.html%00.css", "/page/..;/etc/passwd",
    "http://whistle/../../etc/passwd", "/page/%c0%ae%c0%ae/etc/passwd",
]  # fmt: skip


class Told:
    """What came back, up to the end of the first answer or of the connection."""

    def __init__(self, raw: bytes):
        self.raw = raw
        head, _, self.body = raw.partition(b"\r\n\r\n")
        lines = head.split(b"\r\n")
        self.status = int(lines[0].split(b" ")[1]) if raw.startswith(b"HTTP/1.") else 0
        self.fields = {name.strip().lower().decode("latin-1"): value.strip() for name, _, value in (line.partition(b":") for line in lines[1:])}


class BadInput(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        directory = tempfile.TemporaryDirectory(prefix="whistle-")
        cls.addClassCleanup(directory.cleanup)
        cls.engine = Engine(Path(directory.name))
        cls.addClassCleanup(cls.engine.end)
        cls.engine.init(DISTRICT, "--seed", "1", "--clock-start", START)
        cls.engine.start("--clock", "follow", "--seed", "1", "--http", "http://127.0.0.1:*")
        cls.address = address(cls.engine)
        admin = cls.engine.client(cls.engine.admin_keys())
        for token, until_us in ((INTAKE, START_US + 30 * DAY_US), (EXPIRED, START_US + MINUTE_US)):
            issue_token(admin, "intake-app", token, until_us)
        admin.close()
        # A whistle of later, with which time goes past the end of the second token.
        blow = {"kind": "resident", "source": "resident", "category": "P03", "occurredAtUs": START_US + 60 * MINUTE_US, "personal": {"text": "一"}}
        assert cls.told(posted(json.dumps(blow).encode())).status == 201

    @classmethod
    def tearDownClass(cls):
        log = cls.engine.log()
        assert cls.engine.stop() == 0, log

    def tearDown(self):
        self.assertEqual(self.status(), 200, "the engine answers after all that")

    # ---- Sockets ----

    @classmethod
    def connect(cls, source: str = "127.0.0.1") -> socket.socket:
        return socket.create_connection(cls.address, timeout=PATIENCE, source_address=(source, 0))

    @classmethod
    def told(cls, sent: bytes, source: str = "127.0.0.1", to_the_end: bool = False) -> Told:
        """Sends all of it, and reads one answer, or until the other side ends."""
        with cls.connect(source) as connection:
            try:
                connection.sendall(sent)
            except OSError:
                pass  # it has answered and gone before all was sent
            return Told(cls.read(connection, to_the_end))

    @staticmethod
    def read(connection: socket.socket, to_the_end: bool) -> bytes:
        raw = b""
        while to_the_end or not BadInput.is_whole(raw):
            try:
                piece = connection.recv(65_536)
            except ConnectionResetError:
                break
            if not piece:
                break
            raw += piece
        return raw

    @staticmethod
    def is_whole(raw: bytes) -> bool:
        head, end, body = raw.partition(b"\r\n\r\n")
        if not end:
            return False
        for line in head.split(b"\r\n"):
            if line.lower().startswith(b"content-length:"):
                return len(body) >= int(line.partition(b":")[2])
        return head.split(b" ", 2)[1] == b"204"

    def status(self) -> int:
        return ask(self.engine, "GET", "/api/v1/status").status

    # ---- What is sent ----

    def test_what_is_malformed_is_told_400_and_the_connection_ends_where_its_framing_is_lost(self):
        for what, sent in MALFORMED.items():
            with self.subTest(what):
                told = self.told(sent)
                self.assertEqual(told.status, 400, told.raw)
                self.assert_problem(told)

    def test_too_much_is_told_so_before_it_has_come(self):
        for what, sent, status in [
            ("a long field", request("GET", "/", "X: " + "a" * 40_000), 431),
            ("many fields", request("GET", "/", *(f"X-{n}: a" for n in range(200))), 431),
            ("a long target", request("GET", "/" + "a" * 40_000), 431),
            ("ten gigabytes", framed(b"", "Content-Length: 10000000000"), 413),
            ("chunks without an end", framed(b"100000\r\n" + b" " * 200_000, CHUNKED), 413),
            ("a long extension of a chunk", framed(b"2;" + b"a" * 40_000 + b"\r\n{}\r\n0\r\n\r\n", CHUNKED), 413),
            ("rules of who may not publish", framed(b"", "Content-Length: 9000000", target="/api/v1/rulesets"), 413),
            ("a body where none belongs", request("GET", "/api/v1/status", "Content-Length: 1000", body=b"a" * 1_000), 413),
            ("a form of a megabyte", request("POST", "/open311/v2/requests.json", "Content-Length: 1000000"), 413),
        ]:  # fmt: skip
            with self.subTest(what):
                told = self.told(sent)
                self.assertEqual(told.status, status, told.raw[:500])
                if what == "a form of a megabyte":
                    self.assertEqual(told.fields["content-type"], b"application/json; charset=utf-8")
                else:
                    self.assert_problem(told)
        lost = self.told(request("POST", "/api/v1/tickts", "Content-Length: 1000", body=b"a" * 1_000))
        self.assertEqual((lost.status, self.assert_problem(lost)["code"]), (404, "UNKNOWN_PATH"))

    def assert_problem(self, told) -> dict:
        """As every other refusal is told."""
        self.assertEqual(told.fields["content-type"], b"application/problem+json", told.raw[:500])
        self.assertEqual(told.fields["x-content-type-options"], b"nosniff")
        self.assertEqual(told.fields["cache-control"], b"no-store")
        self.assertEqual(told.fields["referrer-policy"], b"no-referrer")
        problem = json.loads(told.raw.partition(b"\r\n\r\n")[2])
        self.assertEqual((problem["status"], problem["type"]), (told.status, "/problems/" + problem["code"].lower().replace("_", "-")))
        return problem

    def test_json_that_is_none_or_a_bomb_is_refused_and_cheap(self):
        for what, body in JSON.items():
            with self.subTest(what):
                began = time.monotonic()
                told = self.told(posted(body))
                self.assertEqual(told.status, 400, told.raw[:500])
                self.assertLess(time.monotonic() - began, PROMPT)
                self.assertLess(len(told.raw), 4_096, "a refusal does not repeat what was sent")

    def test_paths_lead_to_no_file(self):
        for path in PATHS:
            with self.subTest(path):
                told = self.told(request("GET", path))
                self.assertIn(told.status, (400, 404), told.raw[:300])
                self.assertNotIn(SECRET, told.raw)

    def test_garbage_behind_a_request_is_no_second_one_that_is_answered(self):
        whole = request("GET", "/api/v1/status")
        raw = self.told(whole + whole + b"\x00\xff garbage\r\n\r\n" + whole, to_the_end=True).raw
        statuses = [int(piece[:3]) for piece in raw.split(b"HTTP/1.1 ")[1:]]
        self.assertEqual(statuses, [200, 200, 400], "what stands behind what cannot be read is not read")

    def test_a_request_hidden_in_a_body_is_not_answered(self):
        hidden = request("GET", "/api/v1/district")
        for fields in ((CHUNKED, f"Content-Length: {len(hidden)}"), ("Content-Length: 0", f"Content-Length: {len(hidden)}")):
            raw = self.told(framed(b"0\r\n\r\n" + hidden, *fields), to_the_end=True).raw
            self.assertEqual(raw.count(b"HTTP/1.1 "), 1, raw[:300])

    def test_line_ends_in_parameters_make_no_fields(self):
        evil = "%0d%0aSet-Cookie:%20whistle=stolen%0d%0a%0d%0a<script>"
        bearer = f"Authorization: Bearer {INTAKE}"
        for sent in [
            request("GET", f"/{evil}"),
            request("GET", f"/api/v1/tickets?after=0{evil}", bearer),
            request("GET", f"/api/v1/tickets?limit=1&lead={evil}", bearer),
            request("GET", f"/api/v1/tickets/{evil}", bearer),
            request("GET", f"/api/v1/public/tickets?categories={evil}&limit=1"),
            request("GET", f"/open311/v2/requests.json?locale={evil}&page={evil}"),
            request("GET", f"/open311/v2/tokens/{evil}.json"),
            request("OPTIONS", "/api/v1/tickets", f"Origin: http://{evil}", f"Access-Control-Request-Method: {evil}"),
            posted(b"{}", f"If-Match: {evil}", f"Whistle-Acting-For: {evil}"),
        ]:
            told = self.told(sent)
            self.assertNotEqual(told.status, 0)
            self.assertNotIn("set-cookie", told.fields, told.raw)
            self.assertNotIn(b"\r\nSet-Cookie", told.raw)

    def test_xml_that_a_form_brings_comes_back_as_text_or_not_at_all(self):
        evil = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><b>&b;</b>]]>'
        form = {"service_code": "C0131", "lat": "36.7160", "long": "119.1820", "description": evil, "first_name": evil, "api_key": INTAKE}
        for changes, status in (({}, 200), ({"service_code": evil}, 400), ({"address_id": evil}, 400), ({"lat": evil}, 400), ({evil: evil}, 200)):
            body = urllib.parse.urlencode({**form, **changes}).encode()
            kind = "Content-Type: application/x-www-form-urlencoded"
            told = self.told(request("POST", "/open311/v2/requests.xml", kind, f"Content-Length: {len(body)}", body=body))
            self.is_plain_xml(told)
            self.assertTrue(told.status == status or (status == 400 and 400 <= told.status < 500), told.raw)
        self.is_plain_xml(self.told(request("GET", "/open311/v2/requests.xml")))
        told = self.told(request("GET", f"/open311/v2/tokens/{urllib.parse.quote('<b>&b;]]>', safe='')}.xml"))
        self.is_plain_xml(told)

    def is_plain_xml(self, told: Told):
        self.assertNotIn(b"<!", told.body)
        self.assertNotIn(SECRET, told.body)
        for element in xml.etree.ElementTree.fromstring(told.body).iter():
            self.assertNotEqual(element.tag, "b")

    def test_who_guesses_tokens_waits_longer_each_time_and_nobody_else_does(self):
        source = "127.0.7.7"
        took = []
        for token in (FORGED, EXPIRED, FORGED):
            began = time.monotonic()
            told = self.told(request("GET", "/api/v1/tickets", f"Authorization: Bearer {token}"), source)
            took.append(time.monotonic() - began)
            self.assertEqual((told.status, json.loads(told.body)["code"]), (401, "UNKNOWN_IDENTITY"))
        for waited, at_least in zip(took, (0.25, 0.5, 1.0)):
            self.assertGreaterEqual(waited, at_least * 0.9)
        with self.connect(source) as waiting:  # two seconds now, at least
            waiting.sendall(request("GET", "/api/v1/tickets", f"Authorization: Bearer {FORGED}"))
            told = self.told(request("GET", "/api/v1/tickets", f"Authorization: Bearer {INTAKE}"), source)
            self.assertEqual(told.status, 200, told.raw)
            self.assertEqual(select.select([waiting], [], [], 0)[0], [], "the valid token did not wait behind the forged one")

    def test_many_slow_headers_hold_up_nobody_and_are_cut_off(self):
        slow = [self.connect() for _ in range(300)]
        for number, connection in enumerate(slow):
            self.addCleanup(connection.close)
            connection.sendall(request("GET", "/", "X-Slow: a")[: 10 + number % 20])
        for _ in range(50):
            began = time.monotonic()
            self.assertEqual(self.status(), 200)
            self.assertLess(time.monotonic() - began, PROMPT)
            for connection in slow[::10]:
                connection.sendall(b"a")  # one more byte gives no more time
        for connection in slow:
            self.assertEqual(self.read(connection, to_the_end=True)[:9], b"")

    def test_connections_that_vanish_leave_nothing(self):
        before = self.descriptors()
        for number in range(200):
            connection = self.connect()
            sent = [b"", request("GET", "/api/v1/district"), request("GET", "/api/v1/feed", f"Authorization: Bearer {INTAKE}"),
                    posted(b"{}", "Expect: 100-continue"), posted(b"x" * 50_000)[:-10]][number % 5]  # fmt: skip
            connection.sendall(sent)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # RST instead of FIN
            connection.close()
        until = time.monotonic() + PATIENCE
        while self.descriptors() > before + 5 and time.monotonic() < until:
            self.assertEqual(self.status(), 200)
        self.assertLessEqual(self.descriptors(), before + 5)

    def descriptors(self) -> int:
        return len(list(Path(f"/proc/{self.engine.process.pid}/fd").iterdir()))

    def test_memory_does_not_grow_with_it(self):
        def once():
            for sent in (*MALFORMED.values(), *map(posted, JSON.values()), *(request("GET", path) for path in PATHS)):
                self.told(sent)
            self.test_connections_that_vanish_leave_nothing()

        once()
        before = self.engine.resident_bytes()
        for _ in range(3):
            once()
        grown = self.engine.resident_bytes() - before
        print(f"resident memory: {before >> 20} MiB, grown by {grown >> 10} KiB")
        self.assertLess(grown, GROWTH)


if __name__ == "__main__":
    unittest.main()
