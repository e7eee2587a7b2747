"""Files of tickets over HTTP: whole, in ranges, in pieces, by the private link, and without what tells who took them."""

import base64
import hashlib
import http.client
import io
import json
import subprocess
import time
import unittest

from live_engine import CHUNK_BYTES, photo, refusal_name
from PIL import Image, PngImagePlugin
from web_case import HANDLER, INTAKE, WebCase
from web_client import Answer, connect

FILE_BYTES_MAX = 16 << 20
SECRET = "SecretMaker"


def telling_exif() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0132], exif[0x0112] = SECRET, "SecretModel", "2026:09:28 14:03:00", 6
    exif.get_ifd(0x8825).update({1: "N", 2: (36.0, 42.0, 57.6), 3: "E", 4: (119.0, 10.0, 55.2)})
    exif.get_ifd(0x8769)[0x9003] = "2026:09:28 14:03:00"
    return exif


def picture() -> Image.Image:
    return Image.effect_noise((96, 64), 80).convert("RGB")


def told_by(file: bytes) -> dict:
    """What an independent reader finds out."""
    told = subprocess.run(["exiftool", "-j", "-a", "-G1", "-struct", "-"], input=file, capture_output=True, check=True)
    return json.loads(told.stdout)[0]


class WebFiles(WebCase):
    def setUp(self):
        super().setUp()
        self.handler = self.issue(HANDLER)
        blown = self.blow(self.issue(INTAKE), "w-1").json()
        self.ticket, self.number = blown["ticket"], blown["ticketNumber"]
        self.link = base64.b64decode(blown["ticketToken"]).hex()
        self.files = f"/api/v1/tickets/{self.ticket}/attachments"

    def put(self, file: bytes, key: str, token: str | None = None, query: str = "", **headers) -> Answer:
        return self.ask("POST", self.files + query, token or self.handler, file, Idempotency_Key=key, **headers)

    def begin(self, length: int, token: str | None, key: str) -> http.client.HTTPConnection:
        """A request to put a file, of whose body not one byte has been sent."""
        connection = connect(self.engine)
        self.addCleanup(connection.close)
        connection.putrequest("POST", self.files)
        connection.putheader("Content-Length", str(length))
        connection.putheader("Idempotency-Key", key)
        if token:
            connection.putheader("Authorization", f"Bearer {token}")
        connection.endheaders()
        return connection

    def header_alone(self, length: int, token: str | None = None) -> Answer:
        return Answer(self.begin(length, token, "k").getresponse())

    # ---- whole ----

    def test_a_file_is_put_whole_and_is_the_file_that_zeromq_knows(self):
        file = photo("front", 3 * CHUNK_BYTES + 7)
        sha256 = hashlib.sha256(file).digest()
        put = self.put(file, "f-1", Content_Type="image/jpeg")
        self.assertEqual(put.status, 201, put.body)
        self.assertEqual(put.headers["Location"], f"{self.files}/{sha256.hex()}")
        event = put.json()["events"][0]["attachmentPut"]
        self.assertEqual(base64.b64decode(event["sha256"]), sha256)
        self.assertEqual(self.put(file, "f-1").body, put.body, "the same key, the same answer")
        again = self.put(file, "f-2")
        self.assertEqual((again.status, again.json()["code"]), (409, "ALREADY_DONE"))
        other = self.put(photo("back"), "f-1")
        self.assertEqual((other.status, other.json()["code"]), (422, "KEY_REUSED"))
        member = self.member(HANDLER)
        fetched = member.query(fetch_attachment={"ticket": int(self.ticket), "sha256": sha256, "offset": CHUNK_BYTES})
        self.assertTrue(fetched.fetch_attachment.content == file[CHUNK_BYTES : 2 * CHUNK_BYTES])
        self.assertEqual(refusal_name(member.put_file(int(self.ticket), file)), "ALREADY_DONE")

    def test_a_file_is_fetched_whole_and_in_ranges(self):
        file = photo("front", 2 * CHUNK_BYTES + 100)
        where = self.put(file, "f-1").headers["Location"]
        whole = self.ask("GET", where, self.handler)
        self.assertEqual((whole.status, whole.body == file), (200, True))
        self.assertEqual(whole.headers["Content-Type"], "image/jpeg")
        self.assertEqual(whole.headers["Content-Disposition"], "attachment")
        etag = whole.headers["ETag"]
        size = len(file)
        for first, last in [(0, 0), (0, size - 1), (CHUNK_BYTES - 1, CHUNK_BYTES), (CHUNK_BYTES + 5, 2 * CHUNK_BYTES + 50), (size - 1, size - 1)]:
            part = self.ask("GET", where, self.handler, Range=f"bytes={first}-{last}", If_Range=etag)
            self.assertEqual((part.status, part.headers["Content-Range"]), (206, f"bytes {first}-{last}/{size}"))
            self.assertTrue(part.body == file[first : last + 1], (first, last))
        self.assertTrue(self.ask("GET", where, self.handler, Range="bytes=-10").body == file[-10:])
        self.assertEqual(self.ask("GET", where, self.handler, Range="bytes=0-1", If_Range='"else"').status, 200)
        behind = self.ask("GET", where, self.handler, Range=f"bytes={size}-")
        self.assertEqual((behind.status, behind.headers["Content-Range"]), (416, f"bytes */{size}"))
        self.assertEqual(self.ask("GET", where, self.handler, If_None_Match=etag).status, 304)
        head = self.ask("HEAD", where, self.handler)
        self.assertEqual((head.status, head.headers["Content-Length"], head.body), (200, str(size), b""))
        self.assertEqual(self.ask("GET", where).status, 401)

    def test_the_largest_file_is_taken_and_given_back(self):
        file = photo("large", FILE_BYTES_MAX)
        put = self.put(file, "f-1")
        self.assertEqual(put.status, 201, put.body)
        self.assertTrue(self.ask("GET", put.headers["Location"], self.handler).body == file)

    def test_what_is_no_file_that_is_kept_is_refused(self):
        self.assertEqual(self.put(b"#!/bin/sh\n", "f-1").json()["code"], "ATTACHMENT_TYPE")
        self.assertEqual(self.put(b"", "f-2").json()["code"], "MISSING")
        self.assertEqual(self.ask("POST", self.files, self.handler, photo("x")).json()["code"], "KEY_MISSING")
        nowhere = self.ask("POST", "/api/v1/tickets/999999/attachments", self.handler, photo("x"), Idempotency_Key="f-3")
        self.assertEqual((nowhere.status, nowhere.json()["code"]), (404, "UNKNOWN_TICKET"))

    # ---- who ----

    def test_more_than_may_be_sent_is_refused_before_it_is_sent(self):
        large = self.header_alone(FILE_BYTES_MAX + 1, self.handler)
        self.assertEqual((large.status, large.json()["code"]), (413, "TOO_LARGE"))
        unknown = self.header_alone(1 << 20, "wt_" + "0" * 64)
        self.assertEqual((unknown.status, unknown.json()["code"]), (401, "UNKNOWN_IDENTITY"))
        self.assertEqual(self.header_alone(1 << 20).status, 401)

    def test_a_token_that_nobody_knows_is_answered_later_and_recorded_also_before_a_large_body(self):
        began = time.monotonic()
        for _ in range(3):
            self.assertEqual(self.header_alone(1 << 20, "wt_" + "0" * 64).status, 401)
        self.assertGreaterEqual(time.monotonic() - began, 0.25 + 0.5 + 1, "each failure makes the next answer later")
        self.assertEqual(self.header_alone(1 << 20).status, 401)  # who shows nothing has guessed nothing
        entries = self.admin.query(fetch_entries={"from": 0, "limit": 1000}).fetch_entries.entries
        recorded = [entry.command.record_refusal for entry in entries if entry.command.HasField("record_refusal")]
        self.assertEqual([(one.request, one.ticket) for one in recorded], [("put_chunk", int(self.ticket))] * 3)

    def test_a_resident_puts_and_fetches_by_its_link(self):
        mine = {"Whistle_Ticket_Token": self.link}
        file = photo("mine", CHUNK_BYTES + 1)
        path = f"/api/v1/tickets/{self.number}/attachments"
        put = self.ask("POST", path, None, file, Idempotency_Key="r-1", **mine)
        self.assertEqual(put.status, 201, put.body)
        self.assertTrue(self.ask("GET", put.headers["Location"], None, **mine).body == file)
        theirs = self.put(photo("theirs"), "f-1").headers["Location"]
        self.assertEqual(self.ask("GET", theirs, None, **mine).status, 404)
        wrong = self.ask("POST", path, None, photo("no"), Idempotency_Key="r-2", Whistle_Ticket_Token="0" * 32)
        self.assertEqual((wrong.status, wrong.json()["code"]), (403, "WRONG_TOKEN"))

        piece = photo("piece")
        where = f"{self.files}/{hashlib.sha256(piece).hexdigest()}"
        self.assertEqual(self.ask("PUT", f"{where}?size={len(piece)}", None, piece, **mine).json()["next"], str(len(piece)))
        done = self.ask("POST", where + "/complete", None, "", Idempotency_Key="r-3", **mine)
        self.assertEqual(done.status, 200, done.body)
        self.assertEqual(self.ask("GET", where, None, **mine).body, piece)

    # ---- cut off ----

    def test_a_file_that_was_cut_off_goes_on_by_either_door(self):
        file = photo("long", 3 * CHUNK_BYTES)
        where = f"{self.files}/{hashlib.sha256(file).hexdigest()}"
        first = self.ask("PUT", f"{where}?size={len(file)}", self.handler, file[:CHUNK_BYTES])
        self.assertEqual(first.json()["next"], str(CHUNK_BYTES))
        self.assertEqual(self.put(file, "f-1").status, 201)

        other = photo("other", 2 * CHUNK_BYTES)
        connection = self.begin(len(other), self.handler, "f-2")
        connection.send(other[:CHUNK_BYTES])
        connection.close()
        where = f"{self.files}/{hashlib.sha256(other).hexdigest()}"
        at = 0
        while at < len(other):
            put = self.ask("PUT", f"{where}?size={len(other)}&offset={at}", self.handler, other[at : at + CHUNK_BYTES])
            self.assertEqual(put.status, 200, put.body)
            at = int(put.json()["next"])
        self.assertEqual(self.ask("POST", where + "/complete", self.handler, "", Idempotency_Key="f-2").status, 200)
        self.assertTrue(self.ask("GET", where, self.handler).body == other)

    # ---- stripped ----

    def stripped(self, file: bytes, key: str) -> bytes:
        self.assertIn(SECRET, json.dumps(told_by(file)), "it tells something before")
        put = self.put(file, key, query="?strip_metadata=true")
        self.assertEqual(put.status, 201, put.body)
        kept = self.ask("GET", put.headers["Location"], self.handler).body
        self.assertEqual(put.headers["Location"].rpartition("/")[2], hashlib.sha256(kept).hexdigest())
        self.assertNotIn(b"Secret", kept)
        return kept

    def assert_tells_nothing(self, kept: bytes, *orientation: str):
        told = {name: value for name, value in told_by(kept).items() if not name.startswith(("System:", "File:", "ExifTool:", "Composite:"))}
        of_the_file = ("PNG:", "JFIF:", "RIFF:", "PNG-pHYs:", "ICC_Profile:", "ICC-", "ICC_Profile#:", "VP8")
        left = {name for name in told if name != "SourceFile" and not name.startswith(of_the_file)}
        self.assertEqual(left - {"IFD0:Orientation"}, set(), told)
        self.assertEqual([told[name] for name in left], list(orientation))

    def test_a_photo_keeps_its_pixels_and_which_way_up_it_is_and_tells_nothing_else(self):
        image, exif = picture(), telling_exif()
        for n, options in enumerate([{"format": "JPEG", "comment": b"SecretComment"}, {"format": "JPEG", "progressive": True},
                                     {"format": "WEBP", "xmp": b"<x:xmpmeta>Secret</x:xmpmeta>"}, {"format": "WEBP", "lossless": True}]):  # fmt: skip
            with self.subTest(options):
                file = io.BytesIO()
                image.save(file, exif=exif, **options)
                content = file.getvalue()
                if options["format"] == "JPEG":
                    content += content  # a second picture behind it, with all that it tells
                kept = self.stripped(content, f"s-{n}")
                self.assert_tells_nothing(kept, "Rotate 90 CW")
                self.assertEqual(Image.open(io.BytesIO(kept)).tobytes(), Image.open(io.BytesIO(content)).tobytes())

    def test_a_png_tells_nothing_either(self):
        info = PngImagePlugin.PngInfo()
        info.add_text("Author", "SecretAuthor")
        info.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta>Secret</x:xmpmeta>")
        info.add(b"tIME", bytes([7, 234, 9, 28, 14, 3, 0]))
        file = io.BytesIO()
        picture().save(file, "PNG", pnginfo=info, exif=telling_exif())
        kept = self.stripped(file.getvalue(), "s-1")
        self.assert_tells_nothing(kept, "Rotate 90 CW")
        self.assertNotIn("PNG:ModifyDate", told_by(kept))
        self.assertEqual(Image.open(io.BytesIO(kept)).tobytes(), Image.open(io.BytesIO(file.getvalue())).tobytes())

    def test_what_cannot_be_stripped_is_not_kept(self):
        other = self.put(b"%PDF-1.7\n" + b"." * 100 + b"\n%%EOF\n", "s-1", query="?strip_metadata=true")
        self.assertEqual((other.status, other.json()["code"]), (415, "UNSUPPORTED_MEDIA_TYPE"))
        broken = self.put(photo("no scan"), "s-2", query="?strip_metadata=true")
        self.assertEqual((broken.status, broken.json()["code"]), (422, "IMAGE_MALFORMED"))
        odd = self.put(photo("x"), "s-3", query="?strip=true")
        self.assertEqual((odd.status, odd.json()["code"]), (400, "QUERY_INVALID"))


if __name__ == "__main__":
    unittest.main()
