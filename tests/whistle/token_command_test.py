"""Bearer tokens of the web: issued, listed and revoked by the client. What they open is tests/operations/web_test.py's."""

import base64
import datetime
import hashlib
import json
import time
import unittest

from client_case import ClientCase, REFUSED, USAGE
from live_engine import accepted

MEMBER = "intake-app"
DAY_US = 86_400_000_000


def in_days(days: int) -> str:
    return (datetime.datetime.now() + datetime.timedelta(days=days)).strftime("%Y-%m-%d")


class Tokens(ClientCase):
    def setUp(self):
        super().setUp()
        self.engine.init()
        self.engine.start()

    def token(self, *arguments, **rest) -> str:
        return self.client("--key", self.engine.data / "admin.key", *arguments, **rest)

    def listed(self) -> list[dict]:
        return [json.loads(line) for line in self.token("-o", "json", "token", "list").splitlines()]

    def register(self, *hashes: bytes) -> None:
        """Tokens whose hashes begin as is wanted, which none that is drawn does."""
        admin = self.engine.client(self.engine.admin_keys())
        for number, sha256 in enumerate(hashes):
            expires_us = time.time_ns() // 1000 + DAY_US
            accepted(admin.command(f"t-{number}", register_identity={"member": MEMBER, "token_sha256": sha256, "expires_us": expires_us}))
        admin.close()

    def test_a_token_is_shown_once_and_known_by_its_hash(self):
        until = in_days(100)
        issued = self.run_client("--data", self.engine.data, "--key", self.engine.data / "admin.key",
                                 "token", "issue", MEMBER, "--until", until, "--label", "kiosk-3")  # fmt: skip
        token = issued.stdout.removesuffix("\n")
        self.assertRegex(token, r"\Awt_[0-9a-f]{64}\Z")
        sha256 = hashlib.sha256(token.encode())
        self.assertIn(f"a token for {MEMBER}, valid until {until}T00:00:00+08:00;", issued.stderr)
        self.assertIn(f"its hash alone, {sha256.hexdigest()[:12]}\n", issued.stderr)
        (head, row) = self.token("token", "list").splitlines()
        self.assertEqual(head.split(), ["MEMBER", "HASH", "VALID", "UNTIL", "STATE", "DEVICE"])
        self.assertEqual(row.split(), [MEMBER, sha256.hexdigest()[:12], until, "00:00", "valid", "kiosk-3"])
        self.assertNotIn(MEMBER, self.token("identity", "list"))
        self.assertIn(f"a token was issued to {MEMBER} (kiosk-3), until", self.token("watch", "--from", 0, "--no-follow"))

    def test_programs_are_told_the_token_its_hash_and_its_end(self):
        until = in_days(100)
        told = json.loads(self.token("-o", "json", "token", "issue", MEMBER, "--until", until))
        self.assertEqual(list(told), ["member", "token", "token_sha256", "expires"])
        sha256 = hashlib.sha256(told["token"].encode())
        self.assertEqual((told["token_sha256"], told["expires"]), (sha256.hexdigest(), f"{until}T00:00:00+08:00"))
        self.assertEqual([base64.b64decode(row["token_sha256"]) for row in self.listed()], [sha256.digest()])

    def test_no_second_token_is_issued_under_the_same_key(self):
        again = ("token", "issue", MEMBER, "--until", in_days(100), "--idempotency-key", "k-1")
        self.token(*again)
        self.assertIn("this idempotency key was used", self.token(*again, code=REFUSED))
        self.assertEqual(len(self.listed()), 1)

    def test_a_token_has_a_member_and_an_end_that_can_be(self):
        for until in (in_days(-1), in_days(402)):
            self.assertIn("not a possible time", self.token("token", "issue", MEMBER, "--until", until, code=REFUSED))
        self.assertIn("--until cannot be", self.token("token", "issue", MEMBER, "--until", "tomorrow", code=USAGE))
        self.assertIn("no member nobody-7", self.token("token", "issue", "nobody-7", "--until", in_days(9), code=REFUSED))
        self.assertEqual(self.listed(), [])

    def test_a_beginning_of_a_hash_names_one_token_that_is_not_revoked_or_none(self):
        first, second = b"\xab" * 4 + b"\x01" * 28, b"\xab" * 4 + b"\x02" * 28
        self.register(first, second, b"\xcd" * 32)
        # Two; none, though it begins alike; one, in too few digits or in capitals; a token itself.
        for none in ("ab" * 4, "ab" * 3 + "cd", "cdcdcdc", "", "AB" * 4 + "01", "wt_cdcdcdcd"):
            unclear = self.token("token", "revoke", none, code=USAGE)
            self.assertIn(f"not exactly one valid token whose hash starts with {none}\n", unclear)
        self.assertIn(f"没有唯一一个有效令牌的摘要以 {'ab' * 4} 开头", self.token("--lang", "zh", "token", "revoke", "ab" * 4, code=USAGE))
        self.assertEqual([row.get("revoked", False) for row in self.listed()], [False] * 3)
        self.assertEqual(self.token("token", "revoke", "ab" * 4 + "01"), f"this token of {MEMBER} is revoked from now on\n")
        self.assertIn("not exactly one", self.token("token", "revoke", "ab" * 4 + "01", code=USAGE))
        # The other is now the only one that the beginning names.
        told = json.loads(self.token("-o", "json", "token", "revoke", "ab" * 4))
        (event,) = told["events"]
        self.assertEqual(base64.b64decode(event["identity_revoked"]["token_sha256"]), second)
        states = {row.split()[1]: row.split()[4] for row in self.token("--lang", "zh", "token", "list").splitlines()[1:]}
        self.assertEqual(states, {"abababab0101": "已注销", "abababab0202": "已注销", "cd" * 6: "有效"})


if __name__ == "__main__":
    unittest.main()
